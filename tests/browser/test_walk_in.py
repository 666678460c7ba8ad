"""What has no room where it stands fills the picture: one walks in, goes on from there, and comes out again."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver.lab import Lab
from tests.browser.driver.large_cells import LARGE
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


def network(lab: Lab, width: int = 1050) -> tuple[Notebook, CellPicture]:
    notebook = lab.notebook(LARGE["a-network"].cells)
    notebook.run_all()
    notebook.width(width)
    return notebook, picture(notebook, 1)


def node(live: CellPicture, name: str) -> Locator:
    return live.root.locator(".mg-nodes").get_by_role("button", name=re.compile(f"^{re.escape(name)},"))


def titles(live: CellPicture) -> list[str]:
    return live.root.locator(".mg-nodes .mg-node > :is(.mg-label, .mg-title)").all_text_contents()


def steps(live: CellPicture) -> Locator:
    return live.root.locator(".mg-steps button")


def test_a_layer_fills_the_picture_and_is_left_again(lab: Lab) -> None:
    notebook, live = network(lab)
    layer = node(live, "layer 2").last
    layer.focus()
    live.root.page.keyboard.press("Shift+Enter")
    expect(steps(live)).to_have_text(["loss", re.compile("^sample [0-9]+$"), "layer 2"])
    expect(steps(live).last).to_have_attribute("aria-current", "location")
    assert {"[0]", "[15]", "layer 1", "layer 3"} <= set(titles(live)), "its neurons, and what is beside it"
    assert "loss" not in titles(live)
    expect(live.root.locator(".mg-output-line")).to_contain_text("loss")
    assert violations(live.root) == []
    notebook.screenshot("walked-in", live.root)
    live.root.locator(".mg-within select").select_option(label="layer 1")
    expect(steps(live).last).to_have_text("layer 1")
    steps(live).first.click()
    expect(live.root.locator(".mg-within")).to_be_hidden()
    assert "loss" in titles(live)


def test_backspace_goes_out_a_step_at_a_time_and_what_was_walked_to_is_kept(lab: Lab) -> None:
    notebook, live = network(lab)
    node(live, "layer 2").last.focus()
    page = live.root.page
    page.keyboard.press("Shift+Enter")
    node(live, "[3]").focus()
    page.keyboard.press("Shift+Enter")
    expect(steps(live).last).to_have_text("[3]")
    notebook.run_cell(1)
    live = picture(notebook, 1)
    expect(steps(live).last).to_have_text("[3]")
    live.root.locator(".mg-nodes .mg-node[tabindex='0']").focus()
    for left in ("layer 2", re.compile("^for x"), None):
        page.keyboard.press("Backspace")
        if left:
            expect(steps(live).last).to_have_text(left)
    expect(live.root.locator(".mg-within")).to_be_hidden()


def test_what_has_no_room_where_it_stands_fills_the_picture(lab: Lab) -> None:
    _, live = network(lab, 700)
    live.root.locator(".mg-node", has_text="for x, y").locator(".mg-chevron").click()
    expect(steps(live).first).to_have_text("loss")
    expect(live.root.get_by_role("spinbutton", name="sample")).to_be_visible()


def test_only_what_a_node_has_to_do_with_is_drawn(lab: Lab) -> None:
    notebook = lab.notebook(LARGE["an-option"].cells)
    notebook.run_all()
    notebook.width(1050)
    live = picture(notebook, 1)
    node(live, "d1").first.press("Enter")
    live.root.get_by_role("button", name="Only what this depends on").click()
    expect(live.root.locator(".mg-within")).to_contain_text("only what d1 depends on")
    assert sorted(titles(live)) == ["K", "S0", "T", "d1", "r", "sigma"]
    live.root.get_by_role("button", name="Only what depends on this").click()
    expect(live.root.locator(".mg-within")).to_contain_text("only what depends on d1")
    assert {"d1", "d2", "price"} <= set(titles(live))
    assert "S0" not in titles(live)
    assert violations(live.root) == []
    live.root.get_by_role("button", name="Show all").click()
    expect(live.root.locator(".mg-within")).to_be_hidden()
    assert len(titles(live)) == 10


def test_everything_opens_to_a_depth(lab: Lab) -> None:
    _, live = network(lab)
    depth = live.root.get_by_role("combobox", name="Open to a depth")
    depth.focus()
    expect(depth.locator("option").nth(1)).to_have_text(re.compile("^1 deep, [0-9]+ boxes$"))
    expect(depth.locator("option").last).to_be_disabled()
    depth.select_option("1")
    expect(live.root.locator(".mg-open")).to_have_count(1)
    live.root.get_by_role("button", name="Fold all").click()
    expect(live.root.locator(".mg-open")).to_have_count(0)
