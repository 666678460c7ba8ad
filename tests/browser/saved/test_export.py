"""Exported pages, opened from disk: alive without a kernel and without a network, whatever stands in them."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, expect

from microgradext import Value, export_html, grad
from microgradext.__main__ import main
from microgradext.notebook.wire.saved import MIME, saved
from tests.browser.driver.agreement import agree, close, hold, points
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import moved
from tests.browser.driver.tour import TOUR, tour
from tests.browser.saved.exported import opened
from tests.browser.test_accessibility import violations

KILOBYTE = 1024
BRANCH = "x = 2.0\nb = 3.0\ny = (x * b) ** 2 if x > 0 else b - x"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


@pytest.mark.thorough
def test_the_tour_as_jupyterlab_saves_it(lab: Lab, browser: Browser, folder: Path) -> None:
    notebook = lab.open(TOUR)
    notebook.run_all()
    notebook.save()
    lab.close_notebooks()
    page = folder / "tour.html"
    assert main(["export", str(lab.server.root / notebook.path), "-o", str(page)]) == 0
    assert page.stat().st_size <= 480 * KILOBYTE

    with opened(browser, page) as exported:
        expect(exported.live).to_have_count(len(tour()))
        expect(exported.page.locator(".microgradext-static").filter(visible=True)).to_have_count(0)
        results = [cell.result() for cell in tour()]
        pictures = [exported.picture(index) for index in range(len(results))]
        for place in zip(*map(points, pictures, results), strict=True):
            for numbers, result in zip(moved(exported.live, place), results, strict=True):
                hold(numbers, result)
        for live, result in zip(pictures, results, strict=True):
            expect(live.root.locator(".mg-note")).to_be_hidden()
            first = next(iter(result.inputs))
            live.drag(first, 0.8)
            live.slider(first).press("ArrowLeft")
            live.painted()
            agree(live, result)
        assert exported.requests == [page.as_uri(), *(each for each in exported.requests if each.startswith("data:"))]
        assert not exported.said

    for scheme in ("light", "dark"):
        for width in (1280, 420):
            with opened(browser, page, scheme=scheme, width=width) as exported:
                exported.picture(len(tour()) - 1)
                expect(exported.live.first).to_have_attribute("data-mg-theme", scheme)
                exported.screenshot(f"exported-tour-{scheme}-{width}")
                assert exported.page.evaluate("document.documentElement.scrollWidth") == width
                if width == 1280:
                    assert not violations(exported.page.locator("html")), scheme

    with opened(browser, page, java_script_enabled=False) as exported:
        static = exported.page.locator(".microgradext-static")
        expect(static).to_have_count(len(tour()))
        expect(static.first.locator("img")).to_be_visible()
        expect(static.first).to_contain_text("f = d * e = −6")
        exported.screenshot("exported-tour-without-script")

    with opened(browser, page) as exported:
        exported.picture()
        exported.page.emulate_media(media="print", color_scheme="dark")
        expect(exported.live.first).to_have_attribute("data-mg-theme", "light")
        inputs, graph = (box(exported.live.first.locator(part)) for part in (".mg-inputs", ".mg-graph"))
        assert inputs["y"] + inputs["height"] <= graph["y"]
        exported.screenshot("exported-tour-print")


def test_what_is_pressed_or_dragged_is_not_printed(browser: Browser, folder: Path) -> None:
    result = grad("a = -2.0\nb = 3.0\nf = a * b", {}, panels=["step", "slopes", "descend"])
    with opened(browser, export_html(result, folder / "printed.html")) as exported:
        live = exported.picture()
        panels = live.root.locator(".mg-step, .mg-slope, .mg-descend")
        tools = panels.locator("button, input, [role=slider]")
        shown = tools.filter(visible=True)
        assert shown.count() >= 3 + 1 + 2 + 1 + 5 + 2  # Step, its pips, two dots, η, Descend, two boxes to tick
        exported.page.emulate_media(media="print")
        expect(shown).to_have_count(0)
        expect(panels.filter(visible=True)).to_have_count(4)
        exported.screenshot("exported-panels-print")


@pytest.mark.parametrize("width", [1280, 360])
def test_where_a_number_was_born_is_said_within_its_node(browser: Browser, folder: Path, width: int) -> None:
    result = grad("x = -1.0\nu = log(x)\ny = u * x", {})
    with opened(browser, export_html(result, folder / "born.html"), width=width) as exported:
        node = exported.picture().root.locator(".mg-born")
        words, frame = box(node.locator(".mg-gradient")), box(node.locator(".mg-frame"))
        assert words["x"] + words["width"] <= frame["x"] + frame["width"] - 1
        exported.screenshot(f"exported-born-{width}")


def test_a_guard_that_flips_says_so_and_leads_back(browser: Browser, folder: Path) -> None:
    result = grad(BRANCH, {})
    with opened(browser, export_html(result, folder / "branch.html")) as exported:
        live = exported.picture()
        live.move("x", -1.5)
        note = live.root.locator(".mg-note")
        expect(note).to_contain_text("No kernel")
        expect(note).to_contain_text("x > 0 at line 3 is now false")
        expect(live.root).to_have_class(re.compile("mg-stale"))
        exported.screenshot("exported-branch")
        note.get_by_role("button", name="Go to x = 0.01").click()
        expect(note).to_be_hidden()
        agree(live, result)
        live.move("b", -1.0)
        agree(live, result)
        assert not exported.foreign_requests + exported.said


def by_hand() -> dict[str, Any]:
    def cube(v: Value) -> Value:
        out = Value(v.data**3, (v,), "cube")

        def backward() -> None:
            v.grad += 3 * v.data**2 * out.grad

        out._backward = backward
        return out

    return {"cube": cube}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("x = 0.5\ny = 3.0\nz = cube(x) * y + y", "cube is written by hand"),
        ("x = 0.5\ny = 3.0\nk = x.data\nz = k * x * y", "x.data is read as a plain number"),
    ],
)
def test_what_only_the_code_can_move_stays_still(cell: str, reason: str, browser: Browser, folder: Path) -> None:
    with opened(browser, export_html(grad(cell, by_hand()), folder / "held.html")) as exported:
        live = exported.picture()
        expect(live.root.locator(".mg-note")).to_contain_text(reason)
        expect(live.root.locator(".mg-note")).to_contain_text("Without a kernel x stays still.")
        expect(live.slider("x")).to_be_disabled()
        expect(live.box("x")).to_be_disabled()
        assert reason in str(live.slider("x").locator("xpath=ancestor::*[@data-input]").get_attribute("title"))
        exported.screenshot("exported-held")
        for y in (-1.5, 0.0, 4.0):
            live.move("y", y)
            anew = grad(cell.replace("y = 3.0", f"y = {y}"), by_hand())
            shown = live.by_node()
            assert [shown[node].value for node in anew.graph.inputs] == [0.5, y]
            assert [shown[node].gradient for node in anew.graph.inputs] == close(list(anew.grads.values()))
            assert shown[anew.graph.output].value == close(anew.value.data)


HOSTILE = """\
<script>window.ran = 'a script in Markdown'</script>
<img src=x onerror="window.ran = 'a handler in Markdown'">
<svg onload="window.ran = 'an svg'"></svg>
<iframe srcdoc="<script>parent.ran = 'a frame'</script>"></iframe>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/away">
<META HTTP-EQUIV='Set-Cookie' content='a=b'>
<link rel="stylesheet" href="http://127.0.0.1:9/style.css"><link rel="preconnect" href="http://127.0.0.1:9">
<base href="http://127.0.0.1:9/">
<style>@import "http://127.0.0.1:9/import.css"; body { background-image: url(http://127.0.0.1:9/back.png) }</style>
<a href="javascript:window.ran='a link'" id="link">a link</a> ![far](http://127.0.0.1:9/far.png)
<form action="http://127.0.0.1:9/form"><button id="send">send</button></form>
<script type="module">import "http://127.0.0.1:9/module.js"; window.ran = 'a module'</script>
"""
FAR = "127.0.0.1:9"
LABEL = '</script><img src=x onerror="window.ran=1"><!--'


@pytest.fixture
def far() -> Iterator[socket.socket]:
    """Another machine, which nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def test_nothing_hostile_runs(browser: Browser, folder: Path, far: socket.socket) -> None:
    hostile = HOSTILE.replace(FAR, f"127.0.0.1:{far.getsockname()[1]}")
    a = Value(2.0, label=LABEL)
    output = a * a
    output.label = "<b>f</b>"
    result = grad(output)
    kept = {"text/html": result.html(), "text/plain": "", MIME: saved(result.message(1))}
    outputs = [
        new_output("display_data", {"text/html": hostile, "application/javascript": "window.ran = 'a script'"}),
        new_output(
            "display_data", {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=2"/>'}
        ),
        new_output("stream", text=hostile),
        new_output("display_data", {"text/markdown": hostile}),
        new_output("display_data", kept),
    ]
    cells = [new_markdown_cell(hostile), new_code_cell(f"'{hostile}'", outputs=outputs)]
    notebook = new_notebook(cells=cells, metadata={"title": "</title><script>window.ran = 'the title'</script>"})
    page = export_html(notebook, folder / "hostile.html")
    with opened(browser, page) as exported:
        live = exported.picture()
        agree(live, result)
        live.move(LABEL, 3.0)
        agree(live, result)
        for element in ("link", "send"):
            exported.page.locator(f"#{element}").first.evaluate("element => element.click()")
        live.painted()
        assert exported.page.evaluate("window.ran") is None
        assert exported.page.url == page.as_uri()
        with pytest.raises(BlockingIOError):
            far.accept()
        assert live.root.locator("img").count() == 0
        assert "window.ran" in live.root.inner_text()


def test_a_fragment_in_a_page_that_allows_its_script_alone(browser: Browser, folder: Path) -> None:
    results = [grad(BRANCH, {}), grad("a = 3.0\nf = a + a", {})]
    fragments = [export_html(each, folder / f"{i}.html", fragment=True).read_text() for i, each in enumerate(results)]
    (allowed,) = {line for text in fragments for line in re.findall("<!-- (script-src .*) -->", text)}
    rules = f"default-src data:; style-src 'unsafe-inline'; {allowed}"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    (folder / "host.html").write_text(f"<!doctype html>{policy}<p>Before</p>{'<hr>'.join(fragments)}<p>After</p>")
    with opened(browser, folder / "host.html") as exported:
        expect(exported.live).to_have_count(2)
        expect(exported.page.locator(".microgradext-static").filter(visible=True)).to_have_count(0)
        for index, result in enumerate(results):
            agree(exported.picture(index), result)
        exported.screenshot("exported-fragments")
        assert not exported.foreign_requests + exported.said
