"""More than 12 inputs, and more than 4 in a narrow cell: rows of groups that open to sliders, by mouse and by keys."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver.contact_sheet import THEMES
from tests.browser.driver.geometry import contrast, overflow, overlaps
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook, box
from tests.browser.driver.picture import CellPicture, number, picture
from tests.browser.test_accessibility import violations

LOAD = "%load_ext microgradext"
FORMULA = (
    "%%grad out\n"
    + "\n".join(f"w{i} = {(37 * i % 11) / 4 - 1.1:.2f}" for i in range(30))
    + "\nout = "
    + " + ".join(f"w{i} * w{(i + 7) % 30}" for i in range(30))
)
NETWORK = """%%grad loss
import random
from microgradext import nn
random.seed(1337)
model = nn.MLP(2, [16, 16, 1])
points = [(random.gauss(0, 1), random.gauss(0, 1), random.choice([-1, 1])) for _ in range(3)]
loss = sum((1 - label * model([x, y])).relu() for x, y, label in points) / len(points)"""
SEVERAL = "%%grad f\na, b, c, d, e = 1.0, 2.0, 3.0, -1.0, 0.5\nf = a * b + c * d * e"

WIDTHS = (420, 700, 1050, 1400)
SQUARES = "squares => [...squares.querySelectorAll('path')].map(path => path.getAttribute('d')).join()"
STOPS = """root => [...root.querySelectorAll('.mg-inputs :is(button, input, [tabindex])')]
  .filter(each => each.tabIndex >= 0 && each.checkVisibility()).length"""
FILLS = """squares => [...squares.querySelectorAll('.mg-positive, .mg-negative')]
  .map(path => [path.getAttribute('class'), getComputedStyle(path).fill])"""


@pytest.fixture
def formula(lab: Lab) -> CellPicture:
    return shown(lab, FORMULA)


@pytest.fixture
def network(lab: Lab) -> CellPicture:
    return shown(lab, NETWORK)


def shown(lab: Lab, cell: str) -> CellPicture:
    notebook = lab.notebook([LOAD, cell])
    notebook.run_all()
    return picture(notebook, 1)


def group(live: CellPicture, title: str) -> Locator:
    return live.root.get_by_role("group", name=title if title == "inputs" else f"inputs of {title}", exact=True)


def head(live: CellPicture, title: str) -> Locator:
    return group(live, title).locator(".mg-group-head")


def names(live: CellPicture) -> list[str]:
    return live.root.locator(".mg-group .mg-name").all_text_contents()


def focused(live: CellPicture) -> str:
    found: str = live.root.page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )
    return found


def press(live: CellPicture, *keys: str) -> None:
    for key in keys:
        live.root.page.keyboard.press(key)


# ---------------------------------------------------------------- by mouse


def test_a_formula_of_thirty_inputs_is_moved_by_mouse(formula: CellPicture) -> None:
    expect(formula.root.locator("input[type=range]")).to_have_count(0)
    expect(head(formula, "inputs")).to_have_text("inputs, 30")
    assert box(group(formula, "inputs"))["height"] == 36
    line = box(group(formula, "inputs").locator(".mg-group-line"))
    formula.root.page.mouse.click(line["x"] + line["width"] - 20, line["y"] + 18)  # all of the line opens it
    expect(formula.root.locator("input[type=range]")).to_have_count(3)
    gradients = [abs(number(formula.rows()[name][1])) for name in names(formula)]
    assert gradients == sorted(gradients, reverse=True)
    third = formula.notebook.kernel_value("sorted(abs(globals()[f'w{i}'].grad) for i in range(30))[-3]")
    assert gradients[2] == pytest.approx(third, rel=1e-4)

    name = names(formula)[0]
    squares = formula.root.locator(".mg-squares")
    before = squares.evaluate(SQUARES)
    formula.drag(name, 0.9)
    assert squares.evaluate(SQUARES) != before
    formula.notebook.until(f"{name}.data", number(formula.rows()[name][0]))

    group(formula, "inputs").get_by_role("button", name="27 more").click()
    expect(formula.root.locator("input[type=range]")).to_have_count(13)
    assert box(group(formula, "inputs").locator(".mg-rows"))["height"] == 180


def test_an_input_is_found_and_keeps_its_slider_once_it_is_moved(formula: CellPicture) -> None:
    head(formula, "inputs").click()
    find = formula.root.get_by_role("textbox", name="Find an input")
    find.fill("w2")
    assert names(formula) == ["w2", *[f"w{i}" for i in range(20, 29)]]
    formula.move("w21", 0.5)
    find.fill("q")
    expect(group(formula, "inputs").get_by_role("status")).to_have_text("Nothing is called q.")
    find.press("Escape")
    assert names(formula)[3:] == ["w21"]
    expect(formula.box("w21")).to_have_value("0.5")


def test_an_input_selected_in_the_graph_gets_a_slider(formula: CellPicture) -> None:
    formula.root.locator(".mg-nodes .mg-chevron").first.click()
    formula.root.locator(".mg-node", has_text="w17").first.click()
    assert names(formula) == ["w17"]
    expect(formula.root.locator(".mg-group .mg-selected .mg-name")).to_have_text("w17")
    assert formula.notebook.page.evaluate("scrollY") == 0


# ---------------------------------------------------------------- by keys


def test_a_network_is_walked_by_keys_one_tab_stop_a_group(network: CellPicture) -> None:
    assert network.root.evaluate(STOPS) == 3
    titles = ["layer 1, 48 inputs", "layer 2, 272 inputs", "layer 3, 17 inputs"]
    expect(network.root.locator(".mg-group-head")).to_have_text(titles)
    head(network, "layer 1").focus()
    press(network, "Tab")
    assert focused(network) == "layer 2, 272 inputs"
    press(network, "Enter", "PageDown")
    first = names(network)[0]
    assert (focused(network), len(names(network))) == (first, 3)
    before = number(network.rows()[first][0])
    press(network, "ArrowRight")
    network.painted()
    assert number(network.rows()[first][0]) > before
    press(network, "Enter")
    assert focused(network) == f"{first} value"
    network.root.page.keyboard.type("0.25")
    press(network, "Enter")
    assert focused(network) == first
    network.painted()
    assert number(network.rows()[first][0]) == 0.25
    press(network, "PageDown", "PageDown", "PageDown")
    assert focused(network) == "Find an input of layer 2"
    network.root.page.keyboard.type("l2.w[7][1")
    press(network, "Enter")
    assert focused(network) == "l2.w[7][1]"
    assert network.root.evaluate(STOPS) == 3
    press(network, "Shift+Tab")
    assert focused(network) == "layer 1, 48 inputs"
    press(network, "Tab", "Escape", "Escape")
    assert focused(network) == "layer 2, 272 inputs"
    press(network, "Space")
    expect(head(network, "layer 2")).to_have_attribute("aria-expanded", "false")
    expect(network.root.locator("input[type=range]")).to_have_count(0)


# ---------------------------------------------------------------- what stays


def test_open_groups_and_sliders_survive_a_run_and_a_reload(network: CellPicture) -> None:
    head(network, "layer 1").click()
    head(network, "layer 3").click()
    group(network, "layer 3").get_by_role("button", name="14 more").click()
    before = names(network)
    assert len(before) == 16
    # What the page has just said must have arrived: a host may send it after what runs the cell.
    network.notebook.until(
        "max(len(view.sliders) for view in __import__('microgradext.notebook.live.views').notebook.live.views._open)",
        16,
    )
    network.notebook.run_cell(1)
    expect(picture(network.notebook, 1).root.locator(".mg-group .mg-name")).to_have_text(before)
    network.notebook.save()
    network.notebook.reload()
    expect(picture(network.notebook, 1).root.locator(".mg-group .mg-name")).to_have_text(before)


def test_a_branch_that_flips_leaves_groups_open(lab: Lab) -> None:
    live = shown(lab, FORMULA.replace("\nout =", "\nout = (2 if w0 > 0 else 3) *"))
    head(live, "inputs").click()
    find = live.root.get_by_role("textbox", name="Find an input")
    find.fill("w0")
    live.move("w0", 0.7)
    live.notebook.until("w0.data", 0.7)
    find.fill("")
    assert names(live)[3:] == ["w0"]


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize(
    "cell", [FORMULA, pytest.param(NETWORK, marks=pytest.mark.thorough)], ids=["formula", "network"]
)
def test_groups_are_legible_at_every_width(lab: Lab, cell: str) -> None:
    live = shown(lab, cell)
    notebook, root = live.notebook, live.root
    faults: dict[str, object] = {}
    for theme in THEMES:
        notebook.theme("dark" if theme == "dark" else "light")
        for width in WIDTHS:
            notebook.width(width)
            expect(root.locator(".mg-group").first).to_be_visible()
            closed(root)
            expect(root.locator(".mg-group")).to_have_count(expected(notebook, cell, root))
            look(root, f"{theme} {width} closed", faults)
            root.locator(".mg-group-head").last.click()
            look(root, f"{theme} {width} open", faults)
    assert not faults


def expected(notebook: Notebook, cell: str, root: Locator) -> int:
    """How many groups there are: one where the picture is narrow."""
    return 3 if cell == NETWORK and box(root)["width"] >= 700 else 1


def closed(root: Locator) -> None:
    for each in root.locator(".mg-group-head[aria-expanded=true]").all():
        each.click()


def look(root: Locator, where: str, faults: dict[str, object]) -> None:
    inputs = root.locator(".mg-inputs")
    parts = (
        ".mg-group-head b, .mg-squares, .mg-extremes, .mg-name, .mg-box, .mg-slider, .mg-gradient, .mg-find, .mg-more"
    )
    found = {
        "overflow": overflow(inputs),
        "overlaps": [] if root.locator(".mg-row").count() > 3 else overlaps(inputs, parts),
        "contrast": [text for text in contrast(inputs) if text["ratio"] < 4.5],
        "heights": [h for each in root.locator(".mg-group-line").all() if (h := box(each)["height"]) != 35],
        "axe": violations(root),
    }
    faults.update({f"{where}: {kind}": what for kind, what in found.items() if what})


def test_groups_hold_in_forced_colours(formula: CellPicture) -> None:
    page = formula.root.page
    page.emulate_media(forced_colors="active")
    head(formula, "inputs").click()
    assert not violations(formula.root)
    fills = formula.root.locator(".mg-squares").evaluate(FILLS)
    assert {kind for kind, fill in fills if fill == "none"} == {"mg-negative"}
    assert {kind for kind, fill in fills if fill != "none"} == {"mg-positive"}


def test_more_than_four_inputs_are_one_row_in_a_narrow_cell(lab: Lab) -> None:
    live = shown(lab, SEVERAL)
    expect(live.root.locator(".mg-group")).to_have_count(0)
    live.notebook.width(420)
    expect(live.root.locator(".mg-group-head")).to_have_text(["inputs, 5"])
    head(live, "inputs").click()
    assert len(names(live)) == 3
    group(live, "inputs").get_by_role("button", name="2 more").click()
    assert sorted(names(live)) == ["a", "b", "c", "d", "e"]
    live.notebook.width(900)
    expect(live.root.locator(".mg-group")).to_have_count(0)
    assert list(live.rows()) == ["a", "b", "c", "d", "e"]
