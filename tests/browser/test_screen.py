"""Everyone's screen: forced colours, fingers, a narrow column, paper, keys, and the names of what can be pressed."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Browser, Locator, expect

from microgradext import export_html, grad
from microgradext.notebook.wire.saved import MIME, saved
from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import SCREENSHOTS, box
from tests.browser.driver.pages import SCRIPTS
from tests.browser.driver.picture import Picture, picture
from tests.browser.saved.exported import Exported, opened
from tests.browser.test_accessibility import violations

README = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
LONG = "an_input_with_a_name_that_goes_on_and_on = 1.5\nanother_input = -2.5\n" + (
    "an_output_with_a_name_that_is_very_long_indeed = an_input_with_a_name_that_goes_on_and_on * another_input"
)
LOOP = "x = 0.5\nw = 2.0\nh = x\nfor i in range(3):\n    h = tanh(w * x) + tanh(w * x)\ny = h * h"
BAD = "x = -0.3\ny = 2.0\np = log(x)\nq = 1 / (y - y)\nr = p * q + y"
UNUSED = "a = 2.0\nb = 3.0\nc = 1.0\nf = a * b"
DENSE = "\n".join(f"w{i} = {i / 4 - 1}" for i in range(12)) + (
    "\nout = tanh(" + " + ".join(f"w{i} * w{(i + 5) % 12}" for i in range(12)) + ")"
)
BRANCH = "x = 2.0\ny = x * x if x > 0 else -x"
PANELS = ["step", "slopes", "descend", "code", "table"]
CELLS = (README, f"{README}\nf = f + 0 * a", LONG, LOOP, BAD, UNUSED, DENSE, BRANCH)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported notebook with all panels of every result open."""
    cells = []
    for text in CELLS:
        result = grad(text, {}, panels=PANELS)
        kept = {"text/html": result.html(), "text/plain": "", MIME: saved(result.message(1))}
        cells.append(new_code_cell(f"%%grad\n{text}", outputs=[new_output("display_data", kept)]))
    return export_html(new_notebook(cells=cells), tmp_path_factory.mktemp("book") / "book.html")


def one(folder: Path, text: str, panels: list[str] | None = None) -> Path:
    """A page with one result."""
    return export_html(grad(text, {}, panels=panels or []), folder / "one.html")


def ready(exported: Exported) -> list[Picture]:
    """All pictures of a page, drawn and painted."""
    pictures = [exported.picture(index) for index in range(exported.live.count())]
    pictures[-1].painted()
    exported.page.evaluate(SCRIPTS[1].read_text())
    return pictures


def style(part: Locator, name: str, pseudo: str = "") -> str:
    """A computed style of the first match."""
    found: str = part.first.evaluate(
        "(element, [name, pseudo]) => getComputedStyle(element, pseudo || null).getPropertyValue(name)", [name, pseudo]
    )
    return found


# ------------------------------------------------------------ forced colours

COLOURS = "[id => getComputedStyle(document.querySelector(id))]"


@pytest.fixture(params=["light", "dark"])
def forced(request: pytest.FixtureRequest, browser: Browser, book: Path) -> Iterator[Exported]:
    with opened(browser, book, scheme=request.param, forced_colors="active") as exported:
        ready(exported)
        yield exported


def system(exported: Exported, colour: str) -> str:
    """What the reader's system makes of a colour."""
    found: str = exported.page.evaluate(
        """colour => { const probe = document.body.appendChild(document.createElement('i'));
           probe.style.cssText = `forced-color-adjust: none; color: ${colour}`;
           const found = getComputedStyle(probe).color; probe.remove(); return found }""",
        colour,
    )
    return found


def test_forced_colours_keep_every_line_and_bar(forced: Exported) -> None:
    root, text = forced.picture(1).root, system(forced, "CanvasText")
    assert style(root.locator(".mg-zero-tick"), "background-color") != system(forced, "Canvas")
    assert style(root.locator(".mg-slider input"), "forced-color-adjust") == "none"
    assert style(root.locator(".mg-slider input"), "--mg-track") != ""
    for part in (".mg-frame", ".mg-badge rect"):
        assert style(root.locator(part), "stroke") == text, part
        assert style(root.locator(part), "fill") == system(forced, "Canvas"), part
    for part in (".mg-label", ".mg-value", ".mg-node .mg-gradient", ".mg-edge-label text"):
        assert style(root.locator(part), "fill") == text, part
    for part in (".mg-curve", ".mg-tangent", ".mg-secant"):
        assert style(root.locator(part), "stroke") == text, part
    tab = root.get_by_role("button", name="Step for f 2", exact=True)
    assert style(tab, "border-bottom-width", "::after") == "2px"
    forced.screenshot(f"forced-{root.get_attribute('data-mg-theme')}")


def test_forced_colours_tell_signs_by_dashes(forced: Exported) -> None:
    root = forced.picture(1).root
    for edge, dashes in {"positive": "none", "negative": "6px, 2px"}.items():
        assert style(root.locator(f".mg-graph .mg-edge.mg-{edge}"), "stroke-dasharray") == dashes, edge
        assert style(root.locator(f".mg-legend .mg-edge.mg-{edge}"), "stroke-dasharray") == dashes, edge
    assert style(root.locator(".mg-graph .mg-edge.mg-zero"), "stroke-width") == "1px"
    assert style(root.locator(".mg-tangent.mg-negative"), "stroke-dasharray") == "6px, 2px"
    assert "repeating-linear-gradient" in style(root.locator(".mg-length.mg-negative"), "background-image")
    dense = forced.picture(CELLS.index(DENSE)).root
    assert style(dense.locator(".mg-length.mg-positive"), "background-image") == "none"


def test_forced_colours_mark_what_is_selected_and_where_a_step_is(forced: Exported) -> None:
    root, highlight = forced.picture(1).root, system(forced, "Highlight")
    root.locator(".mg-node.mg-input").first.press("Enter")
    ring = root.locator(".mg-selected .mg-ring")
    assert (style(ring, "stroke"), style(ring, "stroke-width")) == (highlight, "3px")
    assert "repeating-linear-gradient" in style(root.locator(".mg-term-bar.mg-negative"), "background-image")
    root.get_by_role("button", name="Next step").click()
    working = root.locator(".mg-pass.mg-working")
    expect(working).to_have_count(1)
    assert style(working, "background-color", "::after") == highlight
    born = forced.picture(CELLS.index(BAD)).root.locator(".mg-born")
    assert style(born.locator(".mg-tag"), "fill") == system(forced, "CanvasText")
    assert style(born.locator(".mg-value"), "fill") == system(forced, "Canvas")


def test_axe_finds_nothing_in_forced_colours(forced: Exported) -> None:
    for live in (forced.picture(1), forced.picture(CELLS.index(BAD))):
        assert not violations(live.root)


# ------------------------------------------------------------ fingers

TARGETS = (
    ".mg-name, .mg-box, .mg-slider input, .mg-tabs button, .mg-transport button, "
    ".mg-pips, .mg-button, .mg-rule, .mg-link, .mg-handle"
)


@pytest.mark.parametrize("width", [420, 1280])
def test_a_finger_hits_what_it_aims_at(browser: Browser, book: Path, width: int) -> None:
    with opened(browser, book, width=width, has_touch=True, is_mobile=True) as exported:
        assert exported.page.evaluate("matchMedia('(pointer: coarse)').matches")
        for live in ready(exported):
            for target in live.root.locator(TARGETS).filter(visible=True).all():
                assert round(box(target)["height"], 2) >= 32, target.evaluate("element => element.outerHTML")
            rows = live.root.locator(".mg-row").all()
            assert all(box(row)["height"] >= 44 for row in rows)
            tops = [box(row.locator(".mg-slider input"))["y"] for row in rows]
            assert all(below - above >= 44 for above, below in pairwise(tops) if below > above)
            assert {round(box(line)["height"]) for line in live.root.locator(".mg-code-line").all()} == {28}
        exported.screenshot(f"coarse-{width}")


def test_a_finger_needs_no_hovering(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, UNUSED), has_touch=True, is_mobile=True) as exported:
        row = ready(exported)[0].root.locator(".mg-row.mg-unused")
        assert style(row, "content", "::after") == '"f does not use c"'
        assert box(row)["height"] >= 44 + 16


# ------------------------------------------------------------ a narrow column


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_column_cuts_nothing(browser: Browser, book: Path, scheme: Any) -> None:
    with opened(browser, book, width=420, scheme=scheme) as exported:
        for text, live in zip(CELLS, ready(exported), strict=True):
            live.root.locator(".mg-node:not(.mg-constant)").first.press("Enter")
            live.painted()
            assert not overflow(live.root), text
            name = live.root.locator(".mg-output-line .mg-code")
            assert name.evaluate("name => getComputedStyle(name).textOverflow") == "clip", text
        assert exported.page.evaluate("document.documentElement.scrollWidth") == 420
        exported.screenshot(f"narrow-{scheme}")


def test_what_goes_on_beyond_an_edge_is_shaded_there(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, LONG, PANELS), width=420) as exported:
        root = ready(exported)[0].root
        root.locator(".mg-node.mg-input").first.press("Enter")
        strip = root.locator(".mg-strip")
        assert strip.evaluate("strip => strip.scrollWidth > strip.clientWidth")
        assert "scroll" in style(strip, "background-attachment")


def test_what_does_not_fit_is_in_a_menu(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, README), width=420) as exported:
        root = ready(exported)[0].root
        tabs = root.get_by_role("toolbar").locator("button:not([role])").filter(visible=True)
        assert tabs.all_inner_texts() == ["Step", "Slopes", "Descend", "More ▾", "Save ▾"]
        root.get_by_role("button", name="More").click()
        assert root.get_by_role("menuitem").all_inner_texts() == ["Code", "Table", "Pin"]
        assert not violations(root), "open"
        root.get_by_role("menuitem", name="Table").click()
        table = root.get_by_role("button", name="Table", exact=True)
        expect(table).to_be_focused()
        expect(table).to_have_attribute("aria-expanded", "true")
        expect(root.get_by_role("region", name="Values and gradients of f")).to_be_in_viewport()
        assert tabs.all_inner_texts() == ["Step", "Slopes", "Descend", "Table", "More ▾", "Save ▾"]
        table.press("Enter")
        root.get_by_role("button", name="Step", exact=True).click()
        root.get_by_role("button", name="More").click()
        root.get_by_role("menuitem", name="Pin").click()
        expect(root.get_by_role("button", name="Pin", exact=True)).to_have_attribute("aria-pressed", "true")
        exported.page.set_viewport_size({"width": 900, "height": 900})
        expect(tabs).to_have_text(["Step", "Slopes", "Descend", "Code", "Table", "Pin", "Save ▾"])


# ------------------------------------------------------------ keys


def test_the_tabs_are_one_tab_stop(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, README)) as exported:
        root = ready(exported)[0].root
        stops = root.get_by_role("toolbar", name="Panels").locator("button")
        focused = exported.page.locator(":focus")
        stops.first.focus()
        for key, name in (
            *(("ArrowRight", name) for name in ("Slopes", "Descend", "Code", "Table", "Pin", "Save ▾", "Step")),
            ("ArrowLeft", "Save ▾"),
            ("Home", "Step"),
            ("End", "Save ▾"),
            ("ArrowLeft", "Pin"),
        ):
            exported.page.keyboard.press(key)
            expect(focused).to_have_text(name)
        exported.page.keyboard.press("Tab")
        assert focused.evaluate("element => element.closest('.mg-inputs') !== null")
        exported.page.keyboard.press("Shift+Tab")
        expect(focused).to_have_text("Pin")
        assert stops.evaluate_all("stops => stops.filter(stop => stop.tabIndex === 0).length") == 1


def test_a_panel_that_opens_outside_the_screen_is_scrolled_to(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, DENSE)) as exported:
        exported.page.set_viewport_size({"width": 1280, "height": 420})
        root = ready(exported)[0].root
        root.get_by_role("button", name="Descend", exact=True).press("Enter")
        expect(root.get_by_role("region", name="Descend on out")).to_be_in_viewport(ratio=0.9)


def test_a_pin_moves_nothing(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, README)) as exported:
        root = ready(exported)[0].root
        before = box(root.locator(".mg-graph"))
        root.get_by_role("button", name="Pin", exact=True).click()
        expect(root.locator(".mg-back")).to_be_visible()
        assert box(root.locator(".mg-graph")) == before


# ------------------------------------------------------------ names


@pytest.mark.parametrize("width", [420, 1280])
def test_no_two_buttons_have_one_name(browser: Browser, book: Path, width: int) -> None:
    with opened(browser, book, width=width) as exported:
        for live in ready(exported):
            live.root.locator(".mg-node:not(.mg-constant)").first.press("Enter")
        exported.picture(0).root.get_by_role("button", name="Save").click()
        named = names(exported)
        assert named["button"].keys() > {
            "Save for f",
            "Save for f 2",
            "Save for f 3",
            "Step for f 2",
            "Next step for y 2",
        }
        assert {"a for f", "a for f 2", "h for a for f"} < named["slider"].keys()


def test_a_result_alone_on_a_page_needs_no_more_names(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, one(tmp_path, LOOP, PANELS)) as exported:
        ready(exported)
        named = names(exported)
        assert {"Save", "Step", "Play", "Run until paused"} < named["button"].keys()
        assert [name for name in named["button"] if name.startswith("tanh(w * x) (2)")]


def test_results_of_a_notebook_are_told_apart_and_a_cell_that_runs_again_keeps_its_number(lab: Lab) -> None:
    notebook = lab.notebook(["%load_ext microgradext", f"%%grad f\n{README}", f"%%grad f\n{README}", "%%grad\nx = 1.0"])
    notebook.run_all()
    for run in range(3):
        for index, name in ((1, "f"), (2, "f 2"), (3, "x")):
            root = picture(notebook, index).root
            expect(notebook.page.get_by_role("button", name=f"Save for {name}", exact=True)).to_have_count(1)
            expect(root.get_by_role("button", name=f"Save for {name}", exact=True)).to_have_count(1)
            expect(notebook.page.get_by_role("group", name=f"Gradients of {name}", exact=True)).to_have_count(1)
        ids = notebook.page.locator(".microgradext [id]").evaluate_all("elements => elements.map(({id}) => id)")
        assert len(ids) == len(set(ids)) > 20
        notebook.run_cell(run % 2 + 1)


def names(exported: Exported) -> dict[str, Counter[str]]:
    """The accessible names of what can be pressed, dragged or typed in, by role; none is given twice."""
    session = exported.page.context.new_cdp_session(exported.page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    found: dict[str, Counter[str]] = {}
    for node in tree:
        role = node.get("role", {}).get("value", "")
        if not node["ignored"] and role in ("button", "slider", "textbox", "checkbox", "menuitem", "region", "toolbar"):
            found.setdefault(role, Counter())[node["name"]["value"]] += 1
    twice = {role: [name for name, count in each.items() if count > 1] for role, each in found.items()}
    assert not {role: each for role, each in twice.items() if each}
    assert all("" not in each for each in found.values())
    return found


# ------------------------------------------------------------ paper

FURNITURE = (
    ".mg-tabs, .mg-menu, .mg-link, .mg-transport, .mg-pips, .mg-controls, "
    ".mg-slider, .mg-ends, .mg-handle, input[type=checkbox]"
)
READ = (".mg-bar", ".mg-box", ".mg-gradient-cell", ".mg-graph", ".mg-legend", ".mg-code-panel", ".mg-table")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_what_there_is_to_read_and_nothing_to_press(browser: Browser, book: Path, scheme: Any) -> None:
    with opened(browser, book, scheme=scheme) as exported:
        pictures = ready(exported)
        chosen = pictures[1].root.locator(".mg-node.mg-input").first
        chosen.press("Enter")
        exported.page.emulate_media(media="print", color_scheme=scheme)
        for live in pictures:
            expect(live.root).to_have_attribute("data-mg-theme", "light")
            expect(live.root.locator(FURNITURE).filter(visible=True)).to_have_count(0)
            for part in (
                ".mg-bar",
                ".mg-box",
                ".mg-gradient-cell",
                ".mg-graph",
                ".mg-legend",
                ".mg-code-panel",
                ".mg-table",
            ):
                expect(live.root.locator(part).first).to_be_visible()
            assert live.root.evaluate("root => getComputedStyle(root).color").startswith("rgba(0, 0, 0")
        expect(exported.page.get_by_text("Select a node to see its chain rule.").filter(visible=True)).to_have_count(0)
        expect(pictures[1].root.locator(".mg-chain")).to_be_visible()
        expect(pictures[4].root.locator(".mg-note")).to_contain_text("log of −0.3")
        assert style(chosen, "outline-style") == "none"
        for text, live in zip(CELLS, pictures, strict=True):
            assert not overflow(live.root), text


def test_code_and_picture_are_printed_together(browser: Browser, tmp_path: Path) -> None:
    cells = []
    for index in range(6):
        result = grad(README, {})
        kept = {"text/html": result.html(), "text/plain": "", MIME: saved(result.message(1))}
        source = f"%%grad\n# cell {index}\n{README}"
        cells.append(new_code_cell(source, outputs=[new_output("display_data", kept)]))
    page = export_html(new_notebook(cells=cells), tmp_path / "together.html")
    with opened(browser, page, width=720) as exported:
        ready(exported)
        exported.page.emulate_media(media="print")
        cell = exported.page.locator(".jp-Cell")
        assert style(cell, "break-inside") == "avoid"
        assert style(cell.locator(".jp-Cell-inputWrapper"), "break-after") == "avoid"
        height = box(cell.first)["height"]
        # Room for one cell and three quarters of the next: each cell begins a page, so none is cut.
        sheet = exported.page.pdf(
            path=SCREENSHOTS / "together.pdf", width="760px", height=f"{round(1.75 * height)}px", print_background=True
        )
        assert sheet.count(b"/Type /Page\n") == len(cells)
