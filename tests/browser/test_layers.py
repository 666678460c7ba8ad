"""An open layer: its neurons are rows close below each other, of many those with the most flow and one for the rest."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

START = "%load_ext microgradext\nimport random\nfrom microgradext import nn"
ROW = 24  # px, without its border


def shown(lab: Lab, width: int, cell: int = 1050) -> CellPicture:
    notebook = lab.notebook(
        [
            START,
            f"%%grad loss\nrandom.seed(1337)\nmodel = nn.MLP(2, [{width}, 16, 1])\n"
            "loss = (1 - model([0.3, -0.2])).relu() + 1e-4*sum(p*p for p in model.parameters())",
        ]
    )
    notebook.run_all()
    notebook.width(cell)
    return picture(notebook, 1)


def chevron(live: CellPicture, neurons: int, nth: int) -> Locator:
    """What opens one of the layers of so many neurons, which have the titles of the groups of their inputs."""
    layers = live.root.locator(".mg-nodes .mg-node.mg-scope", has_text=f"of {neurons} on")
    return layers.nth(nth).locator(".mg-chevron")


def rows(live: CellPicture) -> list[FloatRect]:
    """The neurons that are drawn, from top to bottom."""
    neurons = live.root.locator(".mg-nodes .mg-node.mg-scope").filter(has_text="[")
    places = [box(neurons.nth(i).locator(".mg-frame")) for i in range(neurons.count())]
    return sorted(places, key=lambda place: place["y"])


def test_sixteen_neurons_are_rows_on_one_screen(lab: Lab) -> None:
    live = shown(lab, 16)
    chevron(live, 16, 1).click()
    expect(live.root.locator(".mg-steps [aria-current]")).to_have_text("layer 2")
    places = rows(live)
    assert len(places) == 16
    assert all(place["height"] < ROW + 2 for place in places)
    assert all(upper["y"] + ROW < lower["y"] for upper, lower in pairwise(places))
    assert box(live.root)["height"] <= 640
    assert overflow(live.root) == []
    assert violations(live.root) == []


def test_of_a_wide_layer_the_largest_are_drawn_and_the_rest_opens(lab: Lab) -> None:
    live = shown(lab, 64)
    chevron(live, 64, 0).click()
    expect(live.root.locator(".mg-steps [aria-current]")).to_have_text("layer 1")
    assert len(rows(live)) == 12
    rest = live.root.locator(".mg-nodes").get_by_role("button", name="52 more")
    expect(rest).to_have_attribute("aria-expanded", "false")
    rest.focus()
    live.root.page.keyboard.press("Space")
    expect(rest).to_have_count(0)
    assert len(rows(live)) == 64
    assert overflow(live.root) == []


def test_a_closed_layer_says_how_many_neurons_are_on(lab: Lab) -> None:
    live = shown(lab, 16)
    layers = live.root.locator(".mg-nodes .mg-node.mg-scope .mg-lines")
    expect(layers.filter(has_text=re.compile(r"^\d+ of 16 on$"))).to_have_count(2)
