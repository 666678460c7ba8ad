"""`Page that works offline`: pages that the browser wrote, opened with nothing around."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from microgradext import GradResult, export_html, grad
from tests.browser.driver.agreement import agree
from tests.browser.driver.lab import Lab
from tests.browser.driver.picture import Picture, picture
from tests.browser.saved.exported import Exported, opened
from tests.browser.saved.test_export import inaccessible

LOAD = "%load_ext microgradext"
BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b  # </script><!-- {{body}}\nf = d * e"
PAGE = "Page that works offline"


def choose(root: Locator, label: str) -> Locator:
    """The item of the menu, after a click on it; it then says how that went."""
    root.get_by_role("button", name="Save").click()
    items = root.get_by_role("menuitem")
    place = items.all_inner_texts().index(label)
    items.nth(place).click()
    return items.nth(place)


def saved(live: Picture, folder: Path) -> Path:
    with live.root.page.expect_download() as started:
        choose(live.root, PAGE)
    folder.mkdir()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == "f.html"
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
            assert not inaccessible(exported)
            assert not exported.foreign_requests + exported.said
    with opened(browser, second, java_script_enabled=False) as exported:
        static = exported.page.locator(".microgradext-static")
        expect(static.locator("img")).to_be_visible()
        expect(static.locator("tr").first).to_have_text("nameexpressionvaluegradient")
        exported.screenshot("offline-page-without-script")


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
