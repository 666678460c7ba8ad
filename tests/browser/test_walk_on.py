"""Where a region fills the picture, or only some nodes are drawn: the focus, sums, names, and what is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.large_cells import LARGE
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.test_accessibility import violations
from tests.browser.test_folds import BLACK_SCHOLES, button, labels, mark, shown

pytestmark = pytest.mark.browser


def network(lab: Lab) -> tuple[Notebook, CellPicture]:
    notebook = lab.notebook(LARGE["a-network"].cells)
    notebook.run_all()
    notebook.width(1050)
    return notebook, picture(notebook, 1)


def layer(live: CellPicture, name: str) -> Locator:
    return live.root.locator(".mg-nodes").get_by_role("button", name=re.compile(f"^{name}.*(neurons|value)"))


def steps(live: CellPicture) -> Locator:
    return live.root.locator(".mg-steps button")


def focused(live: CellPicture) -> Locator:
    return live.root.locator(".mg-node:focus")


def test_the_focus_goes_along_inside_and_back_to_where_it_came_from(lab: Lab) -> None:
    _, live = network(lab)
    page = live.root.page
    layer(live, "layer 2").press("Shift+Enter")
    expect(focused(live).locator(".mg-title")).to_have_text("[15]")
    button(live, "[3], 18 nodes, folded").or_(button(live, "[3], folded")).first.press("Shift+Enter")
    expect(focused(live).locator(".mg-label")).to_have_text("relu")
    page.keyboard.press("Backspace")
    expect(steps(live).last).to_have_text("layer 2")
    expect(focused(live).locator(".mg-title")).to_have_text("[3]")
    steps(live).first.press("Enter")
    expect(live.root.locator(".mg-within")).to_be_hidden()
    expect(focused(live).locator(".mg-title")).to_have_text("layer 2")


def test_the_selector_of_what_is_beside_keeps_the_focus(lab: Lab) -> None:
    _, live = network(lab)
    layer(live, "layer 2").press("Shift+Enter")
    beside = live.root.locator(".mg-within select")
    beside.focus()
    beside.select_option(label="layer 1")
    expect(steps(live).last).to_have_text("layer 1")
    expect(beside).to_be_focused()


def test_fold_all_keeps_the_focus(lab: Lab) -> None:
    _, live = network(lab)
    every = live.root.get_by_role("button", name="Fold all")
    every.press("Enter")
    expect(live.root.locator(".mg-open")).to_have_count(0)
    expect(every).to_be_focused()


def test_a_box_of_which_not_all_uses_are_drawn_says_what_flows_in_and_no_gradient(lab: Lab) -> None:
    _, live = shown(lab, BLACK_SCHOLES, 990)
    button(live, "N(d1), folded").press("Shift+Enter")
    expect(steps(live).last).to_have_text("N(d1)")
    button(live, "d1, folded").press("Enter")
    chain = live.root.locator(".mg-chain")
    expect(chain).to_contain_text("flow into d1")
    expect(chain.locator(".mg-result")).to_have_text("+39.671")


def test_what_was_selected_elsewhere_does_not_lead_out_when_the_cell_runs_again(lab: Lab) -> None:
    notebook, live = shown(lab, BLACK_SCHOLES, 990)
    button(live, "d2, folded").press("Enter")
    button(live, "N(d1), folded").press("Shift+Enter")
    expect(steps(live).last).to_have_text("N(d1)")
    notebook.run_cell(1)
    expect(steps(picture(notebook, 1)).last).to_have_text("N(d1)")


def test_only_begins_with_the_node_that_is_meant_and_with_all_of_a_fold(lab: Lab) -> None:
    _, live = network(lab)
    layer(live, "layer 2").press("Shift+Enter")
    button(live, "[3], 18 nodes, folded").or_(button(live, "[3], folded")).first.press("Shift+Enter")
    live.root.locator(".mg-node", has_text="w[0]·x[0]").press("Enter")
    live.root.get_by_role("button", name="Only what this depends on").click()
    expect(live.root.locator(".mg-within")).to_contain_text("only what w[0]·x[0] depends on")
    assert labels(live) == ["layer 1", "layer 2", "w[0]·x[0]"]
    steps(live).first.click()
    live.root.get_by_role("button", name="Show all").click()
    layer(live, "layer 1").press("Enter")
    live.root.get_by_role("button", name="Only what depends on this").click()
    expect(live.root.locator(".mg-within")).to_contain_text("only what depends on layer 1")
    layer(live, "layer 2").press("Shift+Enter")
    assert len([name for name in labels(live) if name.startswith("[")]) == 16
    assert violations(live.root) == []


def test_escape_draws_everything_again_and_says_how_much_is_drawn_before(lab: Lab) -> None:
    _, live = shown(lab, BLACK_SCHOLES, 990)
    count = live.root.locator(".mg-graph-head .mg-count")
    button(live, "d1, folded").press("Enter")
    live.root.get_by_role("button", name="Only what this depends on").click()
    expect(count).to_contain_text(", 6 drawn")
    button(live, "d1, folded").press("Escape")
    expect(live.root.locator(".mg-within")).to_be_visible()
    button(live, "d1, folded").press("Escape")
    expect(live.root.locator(".mg-within")).to_be_hidden()


def test_a_double_click_on_the_mark_walks_in(lab: Lab) -> None:
    _, live = shown(lab, BLACK_SCHOLES, 990)
    mark(live, "d1").dblclick()
    expect(steps(live).last).to_have_text("d1")
