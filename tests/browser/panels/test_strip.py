"""The chain rule of a selected node, the pin, and the open panels, by mouse and by keyboard, held to Python."""

import pytest
from playwright.sync_api import expect

from microgradext import grad
from microgradext.explain.words.numbers import short, signed
from tests.browser.driver.agreement import points
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, picture

BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e + tanh(b)"
LOAD = "%load_ext microgradext"


@pytest.fixture
def notebook(lab: Lab) -> Notebook:
    notebook = lab.notebook([LOAD, f"%%grad f -o kept\n{BODY}"])
    notebook.run_all()
    return notebook


def terms(live: CellPicture) -> list[str]:
    """The numbers of each term: `1 · (−2)`."""
    rows: list[str] = live.root.locator("[data-term] > span:nth-of-type(2)").all_inner_texts()
    return [row.replace("\n", "") for row in rows]


def factor(x: float) -> str:
    return f"({short(x)})" if x < 0 else short(x)


def holds(live: CellPicture, name: str) -> None:
    """The strip of `name` shows what Python computes where the sliders stand."""
    result = grad(BODY, {})
    node = next(i for i, each in enumerate(result.graph.nodes) if each.label == name)
    shown = live.by_node()
    frame = result.tape([shown[i].value for i in result.graph.inputs])
    expected = list[str]()
    for use, each in enumerate(result.graph.nodes):
        for slot in [slot for slot, operand in enumerate(each.operands) if operand == node]:
            upstream = frame.gradients[use]
            expected.append(f"{factor(upstream)}·{factor(frame.contributions[use][slot] / upstream)}")
    assert terms(live) == expected
    expect(live.root.locator(".mg-result")).to_have_text(signed(frame.gradients[node]))


def test_a_clicked_node_shows_its_chain_rule_and_it_follows_the_sliders(notebook: Notebook) -> None:
    live = picture(notebook, 1)
    strip = live.root.locator(".mg-strip")
    expect(strip.locator("p").filter(visible=True)).to_have_text("Select a node to see its chain rule.")
    live.root.locator('[data-node="1"] .mg-label').click()
    expect(strip).to_have_attribute("aria-label", "Chain rule of b")
    for point in points(live, grad(BODY, {}), count=10):
        live.move_all(point)
        holds(live, "b")
    expect(strip.locator("[role=status]")).to_contain_text("∂f/∂b = ")


def test_the_keyboard_goes_through_nodes_and_terms(notebook: Notebook) -> None:
    live = picture(notebook, 1)
    page = live.root.page
    live.root.locator("[data-node]:has(.mg-label:text-is('f'))").focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(live.root.locator(".mg-strip")).to_have_attribute("aria-label", "Chain rule of a")
    holds(live, "a")
    live.root.locator("[data-term]").first.focus()
    live.painted()
    lit = live.root.locator("[data-edge]:not(.mg-dim)")
    expect(lit).to_have_count(1)
    assert lit.get_attribute("data-edge") == live.root.locator("[data-term]").first.get_attribute("data-term")
    page.keyboard.press("Tab")
    live.painted()
    assert lit.get_attribute("data-edge") == live.root.locator("[data-term]").nth(1).get_attribute("data-term")


def test_a_pin_shows_differences_and_the_way_back(notebook: Notebook) -> None:
    live = picture(notebook, 1)
    before = live.numbers()["f"].value
    live.root.get_by_role("button", name="Pin", exact=True).press("Enter")
    live.move("a", 1.5)
    added = live.numbers()["f"].value - before
    back = live.root.get_by_role("button", name="pinned")
    expect(back).to_have_text(f"pinned {short(before)}, {signed(added)}")
    back.click()
    live.painted()
    assert live.numbers()["f"].value == before


def test_open_panels_are_remembered_when_the_cell_runs_again(notebook: Notebook) -> None:
    live = picture(notebook, 1)
    live.root.get_by_role("button", name="Table", exact=True).click()
    expect(live.root.locator(".mg-table")).not_to_have_class("mg-table mg-unseen")
    notebook.until("kept.widget.panels", ["table"])
    notebook.run_cell(1)
    again = picture(notebook, 1)
    expect(again.root.get_by_role("button", name="Table", exact=True)).to_have_attribute("aria-expanded", "true")
