"""`Page that works offline` and `Copy link to this point`: pages that the browser wrote, opened with nothing around."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, Locator, expect

from microgradext import GradResult, export_html, grad
from microgradext.notebook import front_end
from microgradext.notebook.wire.saved import MIME
from microgradext.notebook.wire.saved import saved as notebook_keeps
from tests.browser.driver.agreement import agree
from tests.browser.driver.lab import Lab
from tests.browser.driver.picture import Picture, picture
from tests.browser.saved.exported import Exported, opened
from tests.browser.test_accessibility import violations

LOAD = "%load_ext microgradext"
BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b  # </script><!-- {{body}}\nf = d * e"
PAGE, LINK = "Page that works offline", "Copy link to this point"


def choose(root: Locator, label: str) -> Locator:
    """The item of the menu, after a click on it; it then says how that went."""
    root.get_by_role("button", name="Save").click()
    items = root.get_by_role("menuitem")
    place = items.all_inner_texts().index(label)
    items.nth(place).click()
    return items.nth(place)


def saved(live: Picture, folder: Path, name: str = "f.html") -> Path:
    with live.root.page.expect_download() as started:
        choose(live.root, PAGE)
    folder.mkdir()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == name
    return path


def shows(exported: Exported, result: GradResult, b: float) -> Picture:
    """The only picture of a page, where it was left, with its title, code and formula; it moves as Python says."""
    page = exported.page
    expect(page).to_have_title("f")
    expect(page.get_by_role("heading", level=1)).to_have_text("f")
    expect(page.locator("main > pre").first).to_have_text(re.compile(re.escape(BODY)))
    expect(page.locator("main > pre").last).to_have_text(result.latex)
    live = exported.picture()
    assert live.rows()["b"][0] == f"{b:g}"
    agree(live, result)
    expect(page.locator(".microgradext-static")).to_be_hidden()
    return live


def test_from_jupyterlab(lab: Lab, browser: Browser, tmp_path: Path) -> None:
    notebook = lab.notebook([LOAD, f"%%grad f\n{BODY}"])
    notebook.run_all()
    live = picture(notebook, 1)
    live.drag("a", 0.9)
    live.move("b", 1.5)
    live.root.get_by_role("button", name="Table", exact=True).click()
    numbers = live.all_numbers()
    first = saved(live, tmp_path / "first")
    result = grad(BODY)
    with opened(browser, first) as exported:
        copy = shows(exported, result, 1.5)
        assert copy.all_numbers() == numbers
        expect(copy.root.locator("table").first).to_be_visible()
        copy.drag("a", 0.2)
        agree(copy, result)
        second = saved(copy, tmp_path / "second")
        assert not exported.foreign_requests + exported.said
        numbers = copy.all_numbers()
    for scheme in ("light", "dark"):
        with opened(browser, second, scheme=scheme) as exported:
            copy = shows(exported, result, 1.5)
            assert copy.all_numbers() == numbers
            expect(copy.root).to_have_attribute("data-mg-theme", scheme)
            exported.screenshot(f"offline-page-{scheme}")
            assert not violations(exported.page.locator("html"))
            assert not exported.foreign_requests + exported.said
    with opened(browser, second, java_script_enabled=False) as exported:
        static = exported.page.locator(".microgradext-static")
        expect(static.locator("img")).to_be_visible()
        expect(static.locator("tr").first).to_have_text("nameexpressionvaluegradient")
        exported.screenshot("offline-page-without-script")


BY_HAND = """%%grad z
x = 0.5
y = 3.0
def cube(v):
    out = Value(v.data ** 3, (v,), 'cube')
    def _backward():
        v.grad += 3 * v.data ** 2 * out.grad
    out._backward = _backward
    return out
z = cube(x) * y + y"""


def test_where_the_kernel_had_to_run_the_code_the_page_keeps_what_it_found(
    lab: Lab, browser: Browser, tmp_path: Path
) -> None:
    notebook = lab.notebook([f"{LOAD}\nfrom microgradext import Value", BY_HAND])
    notebook.run_all()
    live = picture(notebook, 1)
    live.move("x", 2.0)
    expect(live.root.locator(".mg-output-value")).to_have_text("27")
    with opened(browser, saved(live, tmp_path / "saved", "z.html")) as exported:
        copy = exported.picture()
        assert copy.all_numbers() == live.all_numbers()
        expect(copy.slider("x")).to_be_disabled()
        copy.move("y", -1.0)
        expect(copy.root.locator(".mg-output-value")).to_have_text("−9")
        assert copy.rows()["x"] == ("2", "−12")
        assert not exported.foreign_requests + exported.said


@pytest.mark.parametrize("cell", [BODY, "a = 2.0\nf = a * a.data"])
def test_it_is_the_page_that_python_writes(cell: str, browser: Browser, tmp_path: Path) -> None:
    """Up to the static twin, whose picture is drawn by the page."""
    result = grad(cell, {})
    written = export_html(result, tmp_path / "f.html")
    with opened(browser, written) as exported:
        copied = saved(exported.picture(), tmp_path / "saved")
        assert not exported.said
    ours, theirs = (path.read_text("utf-8") for path in (written, copied))
    for part in (r"\A.*<main[^>]*>.*(?=<div class=.microgradext-static)", r"</script></div>\n.*\Z"):
        own, other = (re.search(part, text, re.DOTALL) for text in (ours, theirs))
        assert own
        assert other
        assert own[0] == other[0]
    with opened(browser, copied) as exported:
        again = saved(exported.picture(), tmp_path / "again")
    assert again.read_bytes() == copied.read_bytes()


HOSTILE = """</main></body><head><style id="microgradext-style">evil{}</style>
<script id="microgradext-script" type="module">window.evil = 1</script><meta http-equiv="Content-Security-Policy"
content="script-src 'unsafe-inline'"></head><template><html class="microgradext-page"><head>
<script id="microgradext-script">window.evil = 2</script></head></html></template>"""


def test_what_a_notebook_holds_never_passes_for_the_front_end(browser: Browser, tmp_path: Path) -> None:
    result = grad(BODY)
    shown = [new_output("display_data", data) for data in ({"text/html": HOSTILE}, kept(result))]
    notebook = new_notebook(cells=[new_markdown_cell(HOSTILE), new_code_cell("1", outputs=shown)])
    with opened(browser, export_html(notebook, tmp_path / "hostile.html")) as exported:
        copied = saved(exported.picture(), tmp_path / "saved")
    text = copied.read_text("utf-8")
    assert "evil" not in text
    assert front_end.policy(front_end.text(front_end.SCRIPT)) in unescape(text)
    with opened(browser, copied) as exported:
        shows(exported, result, 3.0)


def kept(result: GradResult) -> dict[str, object]:
    """A picture as a notebook file keeps it."""
    return {"text/html": result.html(), "text/plain": "", MIME: notebook_keeps(result.message(1))}


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A page with two pictures of one name, and one with an input that stays still."""
    cells = [BODY, "a = 1.0\n_b = 2.0\nf = a - _b", "x = 0.5\ny = 3.0\nk = x.data\nz = k * x * y"]
    outputs = [[new_output("display_data", kept(grad(cell, {})))] for cell in cells]
    notebook = new_notebook(cells=[new_code_cell("1", outputs=each) for each in outputs])
    return export_html(notebook, tmp_path / "lesson.html")


def copied_link(live: Picture) -> str:
    page = live.root.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(choose(live.root, LINK)).to_have_text("Copied")
    page.keyboard.press("Escape")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_link_leads_to_the_point_of_each_picture(lesson: Path, browser: Browser) -> None:
    with opened(browser, lesson) as exported:
        first, second, third = (exported.picture(index) for index in range(3))
        first.drag("a", 0.83)
        link = copied_link(first)
        second.move_all({"a": -0.25, "_b": 1e-3})
        third.move("y", 2.0)
        assert copied_link(second).startswith(link)
        link = copied_link(third)
        assert exported.page.url == link
        numbers = [each.all_numbers() for each in (first, second, third)]
        assert re.search(r"#f:a=[\d.-]+,b=3;f-2:a=-0.25,_b=0.001;z:y=2$", link)
    with opened(browser, lesson, link.partition("#")[2]) as exported:
        again = [exported.picture(index) for index in range(3)]
        assert [each.all_numbers() for each in again] == numbers
        agree(again[0], grad(BODY))
        assert not exported.foreign_requests + exported.said


def test_a_link_moves_only_what_the_page_can_and_runs_nothing(lesson: Path, browser: Browser) -> None:
    hash = "f:a=NaN,b=1e999,<img src=x onerror=window.ran=1>=1;z:x=9,y=2,k=1;javascript:window.ran=1;f-2:a=4"
    with opened(browser, lesson, hash) as exported:
        first, second, third = (exported.picture(index).rows() for index in range(3))
        assert [first["a"][0], first["b"][0], second["a"][0], third["x"][0], third["y"][0]] == [
            "−2",
            "3",
            "4",
            "0.5",
            "2",
        ]
        assert exported.page.evaluate("window.ran") is None
        assert not exported.said


def test_a_link_is_of_a_whole_page(browser: Browser, tmp_path: Path) -> None:
    page = export_html(grad(BODY), tmp_path / "part.html", fragment=True)
    with opened(browser, page, "f:a=4") as exported:
        live = exported.picture()
        assert live.rows()["a"][0] == "−2"
        live.root.get_by_role("button", name="Save").click()
        labels = live.root.get_by_role("menuitem").all_inner_texts()
        assert not {PAGE, LINK} & set(labels)
        assert "Graph as SVG" in labels
