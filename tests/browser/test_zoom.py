"""The graph in its window: zoomed by wheel, fingers, keys and buttons, and moved by hand; the page stays as it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from microgradext import export_html, grad
from microgradext.explain.folds import runs
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import picture
from tests.browser.driver.zoomed import Point, Zoomed
from tests.browser.saved.exported import Exported, opened
from tests.browser.test_accessibility import violations

LOAD = "%load_ext microgradext"
SMALL = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
WIDE = (
    "x, w = 0.5, 1.5\nhs = [tanh(w * x + i * 0.1) * w for i in range(4)]\n"
    "y = hs[0] * hs[1] + hs[2] * hs[3] if x > 0 else hs[0] - hs[1]"
)
LONG = "x = 0.5\nh0 = x\n" + "\n".join(f"h{i + 1} = tanh(h{i}) + x" for i in range(70)) + "\ny = h70 * x"

CONTENT = ".jp-WindowedPanel-outer"
"""What scrolls in a notebook."""
PAINTED = "root => [...root.querySelectorAll('.mg-node .mg-value')].map(value => value.textContent)"
WATCH = """graph => {
  window.written = 0;
  new MutationObserver(records => { window.written += records.filter(({target}) => target !== graph).length })
    .observe(graph, {subtree: true, childList: true, attributeFilter: ['transform', 'd', 'x', 'y', 'width']}) }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zoom")


@pytest.fixture(scope="module")
def large(folder: Path) -> Path:
    return export_html(grad(WIDE, {}), folder / "large.html")


@pytest.fixture
def exported(browser: Browser, large: Path) -> Iterator[Exported]:
    with opened(browser, large) as exported:
        yield exported


@pytest.fixture
def zoomed(exported: Exported) -> Zoomed:
    live = exported.picture()
    live.painted()
    return Zoomed(live)


def pannable(zoomed: Zoomed) -> bool:
    """Whether the pointer has the shape of a hand that can move the graph."""
    cursor: str = zoomed.graph.evaluate("svg => getComputedStyle(svg).cursor")
    return cursor == "grab"


def close(expected: float, by: float = 1) -> Any:
    return pytest.approx(expected, abs=by)


# ---------------------------------------------------------------- the wheel


@pytest.mark.parametrize("key", ["Control", "Meta"])
def test_the_wheel_with_a_key_zooms_at_the_pointer(zoomed: Zoomed, key: str) -> None:
    before, window, output = zoomed.scale, box(zoomed.slot), box(zoomed.root)
    frame = zoomed.frame("y")
    at = Point(frame["x"], frame["y"])  # a corner of the output
    zoomed.wheel(-100, at, times=3, key=key)
    assert zoomed.scale > 1.8 * before
    after = zoomed.frame("y")
    assert (after["x"], after["y"]) == (close(at.x), close(at.y))
    assert (box(zoomed.slot), box(zoomed.root)) == (window, output)
    zoomed.wheel(-100, at, times=12, key=key)
    assert zoomed.scale == close(4, 0.01)
    zoomed.wheel(100, at, times=20, key=key)
    assert zoomed.scale == close(0.5, 0.01)
    assert (box(zoomed.slot), box(zoomed.root)) == (window, output)


def test_the_wheel_alone_scrolls_the_notebook(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, f"%%grad y\n{WIDE}", "\n".join("0" * 80)])
    notebook.run_all()
    zoomed = Zoomed(picture(notebook, 1))
    scrolled = "element => element.scrollTop"
    content = notebook.page.locator(CONTENT).filter(visible=True).first
    for times in (0, 4):
        zoomed.wheel(-100, zoomed.at(), times=times)
        content.evaluate("element => element.scrollTo(0, 0)")
        scale, top = zoomed.scale, content.evaluate(scrolled)
        inside = zoomed.slot.evaluate(scrolled)
        zoomed.page.mouse.move(*zoomed.at())
        zoomed.page.mouse.wheel(0, 60)
        zoomed.page.wait_for_function(
            "([element, top]) => element.scrollTop > top", arg=[content.element_handle(), top]
        )
        assert (zoomed.scale, zoomed.slot.evaluate(scrolled)) == (scale, inside)


def test_a_zoom_places_nothing_in_the_picture_again(zoomed: Zoomed) -> None:
    zoomed.graph.evaluate(WATCH)
    zoomed.wheel(-100, zoomed.at(), times=6)
    zoomed.wheel(100, zoomed.at(), times=6)
    assert zoomed.page.evaluate("written") == 0


# ---------------------------------------------------------------- by hand


def test_a_drag_on_the_ground_moves_what_is_out_of_sight_and_is_no_click(zoomed: Zoomed) -> None:
    still = box(zoomed.graph)
    zoomed.drag(zoomed.ground(), Point(-40, -20))
    assert box(zoomed.graph) == still  # all of it is in sight
    zoomed.node("y").click()
    expect(zoomed.node("y")).to_have_attribute("aria-pressed", "true")
    zoomed.wheel(-100, zoomed.at(), times=4)
    before, scrolled = box(zoomed.graph), zoomed.page.evaluate("scrollY")
    assert pannable(zoomed)
    zoomed.drag(zoomed.ground(), Point(-60, 30))
    after = box(zoomed.graph)
    assert (after["x"], after["y"]) == (close(before["x"] - 60), close(before["y"] + 30))
    assert zoomed.page.evaluate("scrollY") == scrolled
    expect(zoomed.node("y")).to_have_attribute("aria-pressed", "true")
    zoomed.page.mouse.click(*zoomed.ground())
    expect(zoomed.node("y")).to_have_attribute("aria-pressed", "false")


def test_a_drag_from_a_node_moves_nothing(zoomed: Zoomed) -> None:
    for _ in range(3):
        zoomed.button("Zoom in").click()
    zoomed.node("y").scroll_into_view_if_needed()
    before = box(zoomed.graph)
    frame = zoomed.frame("y")
    zoomed.drag(Point(frame["x"] + 8, frame["y"] + 8), Point(-40, 0))
    assert box(zoomed.graph) == before


def test_a_double_click_on_the_ground_fits(zoomed: Zoomed) -> None:
    before = box(zoomed.graph)
    for delta in (-100, 100):
        zoomed.wheel(delta, zoomed.at(0.3, 0.4), times=4)
        assert box(zoomed.graph) != before
        zoomed.page.mouse.dblclick(*zoomed.ground())
        assert box(zoomed.graph) == before
    zoomed.wheel(100, zoomed.at(), times=4)
    beside = zoomed.at(0.99, 0.02)
    zoomed.node("y").click()
    zoomed.page.mouse.click(*beside)  # outside the graph, in its window
    expect(zoomed.node("y")).to_have_attribute("aria-pressed", "false")
    zoomed.page.mouse.dblclick(*beside)
    assert box(zoomed.graph) == before


def test_two_fingers_zoom_and_one_scrolls_the_page(browser: Browser, large: Path) -> None:
    with opened(browser, large, width=700, has_touch=True) as exported:
        live = exported.picture()
        live.painted()
        zoomed = Zoomed(live)
        exported.page.set_viewport_size({"width": 700, "height": 420})
        middle = zoomed.at()
        before, top = zoomed.scale, exported.page.evaluate("scrollY")
        hand = exported.page.context.new_cdp_session(exported.page)

        def touch(kind: str, *places: Point) -> None:
            points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        def fingers(apart: float) -> tuple[Point, Point]:
            return Point(middle.x - apart / 2, middle.y), Point(middle.x + apart / 2, middle.y)

        touch("touchStart", fingers(60)[0])
        touch("touchStart", *fingers(60))
        for apart in range(65, 125, 5):
            touch("touchMove", *fingers(apart))
        touch("touchEnd")
        live.painted()
        assert zoomed.scale == close(2 * before, 0.02)
        assert exported.page.evaluate("[scrollY, visualViewport.scale]") == [top, 1]

        touch("touchStart", middle)
        for up in range(5, 80, 5):
            touch("touchMove", Point(middle.x, middle.y - up))
        touch("touchEnd")
        exported.page.wait_for_function(f"scrollY > {top}")
        assert zoomed.scale == close(2 * before, 0.02)


# ---------------------------------------------------------------- by keys and buttons


def test_keys_zoom_where_the_focus_is_and_walk_to_what_is_out_of_sight(zoomed: Zoomed) -> None:
    before = zoomed.scale
    zoomed.node("y").focus()
    for _ in range(3):
        zoomed.page.keyboard.press("+")
    assert zoomed.scale == close(2, 0.01)
    expect(zoomed.node("y")).to_be_in_viewport()
    for _ in range(6):
        zoomed.page.keyboard.press("ArrowLeft")
        seen = box(zoomed.slot)
        focused = box(zoomed.root.locator(".mg-node:focus .mg-frame"))
        assert seen["x"] - 1 <= focused["x"]
        assert focused["x"] + focused["width"] <= seen["x"] + seen["width"] + 1
        assert seen["y"] - 1 <= focused["y"]
        assert focused["y"] + focused["height"] <= seen["y"] + seen["height"] + 1
    zoomed.page.keyboard.press("0")
    assert zoomed.scale == close(1, 0.01)
    zoomed.page.keyboard.press("-")
    assert zoomed.scale == close(0.8, 0.01)
    zoomed.page.keyboard.press("f")
    assert zoomed.scale == close(before, 0.001)


def test_the_row_above_a_large_graph_zooms(zoomed: Zoomed) -> None:
    head = zoomed.root.locator(".mg-graph-head")
    before, window = zoomed.scale, box(zoomed.slot)
    assert box(head)["height"] == 28
    expect(head).to_contain_text("nodes")
    scale = zoomed.button("Zoom to 100%")
    expect(scale).to_have_text(f"{before:.0%}")
    zoomed.button("Zoom in").click()
    zoomed.button("Zoom in").click()
    assert zoomed.scale > before
    expect(scale).to_have_text(f"{zoomed.scale:.0%}")
    expect(scale).to_have_accessible_name(f"Zoom to 100%, now {zoomed.scale:.0%}")
    scale.click()
    assert zoomed.scale == close(1, 0.01)
    expect(scale).to_have_accessible_name("Zoom to 100%")
    zoomed.button("Zoom out").click()
    expect(scale).to_have_text("80%")
    zoomed.button("Fit the graph").click()
    assert zoomed.scale == before
    assert box(zoomed.slot) == window
    zoomed.button("Fit the graph").press("ArrowLeft")
    expect(zoomed.button("Zoom in")).to_be_focused()


def test_a_long_graph_fits_at_less_than_half(browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MANY", 1000)  # so that lines are not folded
    with opened(browser, export_html(grad(LONG, {}), folder / "long.html")) as exported:
        zoomed = Zoomed(exported.picture())
        window = box(zoomed.slot)
        assert box(zoomed.graph)["width"] > 2 * window["width"]
        zoomed.button("Fit the graph").click()
        graph = box(zoomed.graph)
        assert window["x"] - 1 <= graph["x"]
        assert graph["x"] + graph["width"] <= window["x"] + window["width"] + 1
        assert (box(zoomed.slot)["width"], box(zoomed.slot)["height"]) == (window["width"], window["height"])
        zoomed.page.mouse.move(*zoomed.at())
        assert not pannable(zoomed)
        assert zoomed.slot.evaluate("slot => slot.scrollWidth === slot.clientWidth")


def test_a_small_graph_has_the_buttons_while_it_is_zoomed(browser: Browser, folder: Path) -> None:
    with opened(browser, export_html(grad(SMALL, {}), folder / "small.html")) as exported:
        zoomed = Zoomed(exported.picture())
        output = box(zoomed.root)
        expect(zoomed.button("Zoom in")).to_be_hidden()
        zoomed.wheel(-100, zoomed.at(), times=2)
        expect(zoomed.button("Zoom in")).to_be_visible()
        assert box(zoomed.root) == output
        zoomed.button("Fit the graph").click()
        expect(zoomed.button("Zoom in")).to_be_hidden()
        assert box(zoomed.root) == output


# ---------------------------------------------------------------- what stays


def test_a_zoom_survives_moves_and_other_paths(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, f"%%grad y\n{WIDE}"])
    notebook.run_all()
    zoomed = Zoomed(picture(notebook, 1))
    zoomed.wheel(-100, zoomed.at(0.6), times=3)
    before = zoomed.scale
    zoomed.live.move("x", 0.7)
    assert zoomed.scale == before
    nodes = zoomed.root.locator(".mg-node").count()
    zoomed.live.move("x", -0.5)
    expect(zoomed.root.locator(".mg-node")).not_to_have_count(nodes)
    assert zoomed.scale == close(before, 0.001)
    zoomed.live.move("x", 0.5)
    expect(zoomed.root.locator(".mg-node")).to_have_count(nodes)
    assert zoomed.scale == close(before, 0.001)
    notebook.width(800)
    assert zoomed.scale == close(before, 0.001)


def test_a_drag_of_a_slider_patches_what_is_in_the_window(
    browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MANY", 1000)  # so that lines are not folded
    with opened(browser, export_html(grad(LONG, {}), folder / "sight.html")) as exported:
        exported.page.set_viewport_size({"width": 1280, "height": 2600})
        zoomed = Zoomed(exported.picture())
        zoomed.wheel(-100, zoomed.at(), times=4)
        zoomed.node("h35").evaluate("node => node.scrollIntoView({block: 'center', inline: 'center'})")
        zoomed.live.painted()
        before = zoomed.root.evaluate(PAINTED)
        track = box(zoomed.live.slider("x"))
        zoomed.page.mouse.move(track["x"] + track["width"] / 2, track["y"] + track["height"] / 2)
        zoomed.page.mouse.down()
        zoomed.page.mouse.move(track["x"] + 0.8 * track["width"], track["y"] + track["height"] / 2, steps=4)
        zoomed.live.painted()
        changed = sum(one != other for one, other in zip(before, zoomed.root.evaluate(PAINTED), strict=True))
        assert 1 <= changed < len(before) / 4
        zoomed.page.mouse.up()


# ---------------------------------------------------------------- looks


def test_text_is_bars_where_it_would_be_too_small(zoomed: Zoomed) -> None:
    text, bars = zoomed.node("y").locator(".mg-label"), zoomed.node("y").locator(".mg-bars-of-text")
    expect(bars).to_have_count(0)
    zoomed.wheel(100, zoomed.at(), times=3)
    assert zoomed.scale < 0.8
    expect(text).to_be_hidden()
    expect(bars).to_be_visible()
    zoomed.page.emulate_media(media="print")
    expect(text).to_be_visible()
    expect(bars).to_be_hidden()
    zoomed.page.emulate_media(media="screen")
    zoomed.button("Fit the graph").click()
    expect(text).to_be_visible()
    expect(bars).to_be_hidden()


def test_paper_shows_the_graph_as_it_was_placed(zoomed: Zoomed) -> None:
    for delta in (-100, 100):
        zoomed.wheel(delta, zoomed.at(), times=7)
        assert not placed(zoomed)
        zoomed.page.emulate_media(media="print")
        assert placed(zoomed)
        assert box(zoomed.slot)["height"] == close(box(zoomed.graph)["height"])
        zoomed.page.emulate_media(media="screen")


def placed(zoomed: Zoomed) -> bool:
    """Whether the graph has its own size."""
    found: bool = zoomed.graph.evaluate("svg => Math.abs(svg.getBoundingClientRect().width - svg.clientWidth) < 1")
    return found


def test_a_saved_picture_is_the_same_at_any_zoom(zoomed: Zoomed) -> None:
    def saved() -> str:
        zoomed.root.get_by_role("button", name="Save").click()
        with zoomed.page.expect_download() as download:
            zoomed.root.get_by_role("menuitem", name="SVG").click()
        return download.value.path().read_text("utf-8")

    before = saved()
    for delta in (-100, 100):
        zoomed.wheel(delta, zoomed.at(), times=4)
        assert saved() == before


@pytest.mark.parametrize("width", [420, 700, 1050])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_zoomed_picture(browser: Browser, large: Path, scheme: Any, width: int) -> None:
    with opened(browser, large, scheme=scheme, width=width) as exported:
        zoomed = Zoomed(exported.picture())
        assert not violations(zoomed.root)
        for delta in (-100, 100):
            zoomed.wheel(delta, zoomed.at(), times=4)
            assert not violations(zoomed.root)
        assert exported.page.evaluate("document.documentElement.scrollWidth") == width
