"""The picture for those who read it by keyboard or by ear: axe-core finds nothing, and Tab reaches every element."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from microgradext import export_html, grad
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, Picture, picture
from tests.browser.driver.tour import TourCell, tour
from tests.browser.saved.exported import opened

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
# That numbers are spoken in words is meant.
RUN = """root => axe.run(root, {resultTypes: ['violations'], elementRef: true}).then(({violations}) =>
  violations.flatMap(({id, help, nodes}) => nodes
    .filter(({element}) => id !== 'label-content-name-mismatch' || !element.matches('.mg-node, .mg-code-line'))
    .map(({target, failureSummary}) => `${id}: ${help}\\n${target}\\n${failureSummary}`)))"""

LOAD = "%load_ext microgradext"
README = "%%grad f\na = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"

BY_HAND = """%%grad y
x = 0.5
def cube(v):
    out = Value(v.data ** 3, (v,), 'cube')
    def _backward():
        v.grad += 3 * v.data ** 2 * out.grad
    out._backward = _backward
    return out
y = cube(x) * x
for i in range(20):
    print(i)"""

# What has the focus, out of all that can: its kind, and what it is named.
FOCUSED = """root => {
  const element = root.getRootNode().activeElement;
  if (!root.contains(element)) return null;
  const kind = ['mg-tabs', 'mg-note', 'mg-inputs', 'mg-graph', 'mg-printed', 'mg-table']
    .find(name => element.closest(`.${name}`));
  return [kind, element.getAttribute('aria-label') ?? element.textContent] }"""


def violations(root: Locator) -> list[str]:
    """What axe-core, all of its rules, finds wrong inside the picture."""
    page = root.page
    if not page.evaluate("'axe' in window"):
        # JupyterLab defines AMD's `define`, to which axe would give itself instead of to the window.
        page.evaluate(f"(() => {{ const define = undefined, exports = undefined; {AXE.read_text()} }})()")
    found: list[str] = root.evaluate(RUN)
    return found


FIRST, *MORE = tour()


@pytest.mark.parametrize(
    "cell",
    [FIRST, *[pytest.param(cell, marks=pytest.mark.thorough) for cell in MORE]],
    ids=lambda cell: cell.name,
)
def test_axe_finds_nothing(lab: Lab, cell: TourCell) -> None:
    notebook = lab.notebook(cell.cells)
    notebook.run_all()
    live = picture(notebook, -1)
    for theme in ("light", "dark"):
        notebook.theme(theme)
        expect(live.root).to_have_attribute("data-mg-theme", theme)
        assert not violations(live.root), theme
    live.root.get_by_role("button", name="Save").click()
    assert not violations(live.root)
    for panel in ("Step", "Slopes", "Descend", "Code", "Table"):
        live.root.get_by_role("button", name=panel, exact=True).click()
    live.root.locator(".mg-node[tabindex='0']").press("Enter")
    live.root.get_by_role("button", name="Next step").click()
    assert not violations(live.root), "open and selected"


STATES = {
    "whole": "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e",
    "born bad": "x = -0.3\ny = 2.0\np = log(x)\nr = p / (y - y)",
    "off the path": "x = 2.0\ny = x * x if x > 0 else -x",
    "held": "x = 0.5\ny = 3.0\nk = x.data\nz = k * x * y",
    "unused": "a = 2.0\nb = 3.0\nf = a * a",
    "no inputs": "f = Value(2.0, label='u') ** 2",
    "dense": "\n".join(f"w{i} = {i / 4}" for i in range(12))
    + "\nout = "
    + " + ".join(f"w{i} * w{i}" for i in range(12)),
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"scheme": "light"},
    "dark": {"scheme": "dark"},
    "forced": {"scheme": "light", "forced_colors": "active"},
    "forced dark": {"scheme": "dark", "forced_colors": "active"},
    "narrow": {"width": 420, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize(
    "look", [pytest.param(look, marks=pytest.mark.thorough if look in ("dark", "forced") else []) for look in LOOKS]
)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(browser: Browser, tmp_path: Path, state: str, look: str) -> None:
    with opened(browser, export_html(grad(STATES[state], {}), tmp_path / "state.html"), **LOOKS[look]) as exported:
        root = exported.picture().root
        if state == "off the path":
            Picture(root).move("x", -1.0)
            expect(root.locator(".mg-note")).to_contain_text("No kernel")
        assert not violations(root)
        for menu in root.locator(".mg-menu > button").all():
            menu.click()
            assert not violations(root), "a menu"
            root.page.keyboard.press("Escape")
        for panel in ("Step", "Slopes", "Descend", "Code", "Table", "Pin"):
            open_panel(root, panel)
        root.locator(".mg-node[tabindex='0']").press("Enter")
        step = root.get_by_role("button", name="Next step")
        if step.is_visible():
            step.click()
        assert not violations(root), "open, selected and pinned"


def open_panel(root: Locator, name: str) -> None:
    """Press a tab, in `More` if it is there; a panel with nothing to say has none."""
    tab, more = root.get_by_role("button", name=name, exact=True), root.get_by_role("button", name="More", exact=True)
    if not tab.is_visible() and more.is_visible():
        more.click()
        tab = root.get_by_role("menuitem", name=name)
    if tab.is_visible():
        tab.click()
    elif more.is_visible():
        root.page.keyboard.press("Escape")


def test_axe_finds_nothing_in_a_view_that_waits(lab: Lab) -> None:
    live = _branch(lab)
    live.notebook.shutdown_kernel()
    live.move("x", -1.0)
    expect(live.root.locator(".mg-note")).to_contain_text("That needs a running kernel.")
    for theme in ("light", "dark"):
        live.notebook.theme(theme)
        expect(live.root).to_have_attribute("data-mg-theme", theme)
        assert not violations(live.root), theme


def test_axe_finds_nothing_in_a_view_that_runs_the_cell_again(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, BY_HAND])
    notebook.run_all()
    live = picture(notebook, 1)
    live.move("x", 1.0)
    expect(live.root.locator(".mg-printed")).to_be_visible()
    for theme in ("light", "dark"):
        notebook.theme(theme)
        expect(live.root).to_have_attribute("data-mg-theme", theme)
        assert not violations(live.root), theme
    live.root.get_by_role("button", name="Rerun: on", exact=True).focus()
    assert [kind for kind, _ in _tabbed(live)] == ["mg-note", *["mg-inputs"] * 3, "mg-graph", "mg-printed"]


def test_tab_goes_from_the_bar_through_inputs_and_graph_to_the_table(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, README])
    notebook.run_all()
    live = picture(notebook, 1)
    tab = live.root.get_by_role("button", name="Table", exact=True)
    tab.focus()
    tab.press("Enter")
    assert _tabbed(live) == [
        ["mg-tabs", "Table"],
        *[["mg-inputs", name] for name in ("a", "a", "a value", "b", "b", "b value")],
        ["mg-graph", "f, × of d and e, value minus 6, gradient 1"],
        ["mg-table", "Values and gradients of f"],
    ]
    live.root.locator(".mg-table").press("Escape")
    expect(tab).to_be_focused()
    expect(tab).to_have_attribute("aria-expanded", "false")
    assert ["mg-table", "Values and gradients of f"] not in _tabbed(live)


def test_the_graph_is_walked_by_arrow_keys(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, README])
    notebook.run_all()
    live = picture(notebook, 1)
    live.root.locator(".mg-node[tabindex='0']").focus()
    for key, name in {"ArrowLeft": "d", "ArrowDown": "e", "ArrowUp": "d", "ArrowRight": "f"}.items():
        notebook.page.keyboard.press(key)
        expect(live.root.locator(".mg-node:focus .mg-label")).to_have_text(name)
    notebook.page.keyboard.press("Enter")
    focused = live.root.locator(".mg-node:focus")
    expect(focused).to_have_attribute("aria-pressed", "true")
    notebook.page.keyboard.press("Escape")
    expect(focused).to_have_attribute("aria-pressed", "false")


def test_no_key_reaches_the_notebook(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, README])
    notebook.run_all()
    live = picture(notebook, 1)
    for element in (live.slider("a"), live.root.locator(".mg-node[tabindex='0']"), live.root.locator(".mg-name").first):
        element.focus()
        for key in ("a", "b", "d", "d", "x", "z", "m", "Escape"):
            notebook.page.keyboard.press(key)
        expect(element).to_be_focused()
    assert _cells(notebook) == [LOAD, README]


def test_the_slider_says_where_it_is(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, README])
    notebook.run_all()
    live = picture(notebook, 1)
    slider = live.slider("b")
    expect(slider).to_have_attribute("aria-valuetext", "b 3, gradient minus 8")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "b minus 6, gradient 28")
    expect(live.root.locator("[aria-live=polite]:not([role])")).to_have_text("f minus 96")
    slider.press("Delete")
    expect(slider).to_have_attribute("aria-valuetext", "b 3, gradient minus 8")
    expect(live.root.get_by_role("group", name="input b")).to_be_visible()
    expect(live.root.get_by_role("group", name="Computation graph, 5 nodes")).to_be_visible()


def _branch(lab: Lab) -> CellPicture:
    notebook = lab.notebook([LOAD, "%%grad y\nx = 2.0\nif x > 0:\n    y = x * x\nelse:\n    y = -x"])
    notebook.run_all()
    return picture(notebook, 1)


def _tabbed(live: Picture) -> list[Any]:
    """What has the focus, and what Tab reaches from there until it leaves the picture."""
    reached = []
    while (focused := live.root.evaluate(FOCUSED)) is not None:
        reached.append(focused)
        assert len(reached) < 50, "Tab goes round"
        live.root.page.keyboard.press("Tab")
    return reached


def _cells(notebook: Notebook) -> list[str]:
    page: Page = notebook.page
    texts: list[str] = page.evaluate("harness.panel().content.widgets.map(cell => cell.model.sharedModel.source)")
    return texts
