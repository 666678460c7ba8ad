"""An open loop shows what its turns hand on, and a turn is chosen where it is shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.picture import CellPicture
from tests.browser.test_accessibility import violations
from tests.browser.test_folds import SIR, shown

pytestmark = pytest.mark.browser

PLACE = "hit => { const { x, y, width, height } = hit.getBoundingClientRect(); return [x, y, width, height]; }"
NEWTON = """%%grad E
from math import cos, sin
M, e = 0.5, 0.9
E = M
while abs(E - e*sin(E) - M) > 1e-10:
    E = E - (E - e*sin(E) - M)/(1 - e*cos(E))
E"""


def rows(live: CellPicture) -> Locator:
    return live.root.locator(".mg-carried")


def turns(live: CellPicture) -> Locator:
    return live.root.get_by_role("spinbutton", name="day")


def press(live: CellPicture, plot: int, share: float) -> tuple[float, float]:
    hit = rows(live).locator(".mg-strip-hit").nth(plot)
    expect(hit).to_be_visible()
    left, top, width, height = hit.evaluate(PLACE)
    return left + share * width, top + height / 2


@pytest.mark.parametrize("plot", [0, 1])
def test_dragging_in_a_row_shows_the_turn_that_is_there(lab: Lab, plot: int) -> None:
    _, live = shown(lab, SIR, 1050)
    expect(rows(live)).to_contain_text("value after each day")
    rows(live).scroll_into_view_if_needed()
    mouse = live.root.page.mouse
    mouse.move(*press(live, plot, 0.5))
    mouse.down()
    expect(turns(live)).to_have_attribute("aria-valuenow", "16")
    for share, turn in ((0.21, 7), (0.99, 30), (0.21, 7)):
        live.painted()
        mouse.move(*press(live, plot, share))
        expect(turns(live)).to_have_attribute("aria-valuenow", str(turn))
    mouse.up()
    expect(rows(live)).to_have_attribute("aria-label", re.compile(r"^S 0\.95\d+ gradient −0\.51\d+, I 0\.034\d+ "))
    mouse.move(*press(live, plot, 0.9))  # released
    expect(turns(live)).to_have_attribute("aria-valuenow", "7")
    assert violations(live.root) == []


def test_rows_follow_the_keys_of_the_turns(lab: Lab) -> None:
    _, live = shown(lab, SIR, 1050)
    turns(live).focus()
    live.root.page.keyboard.press("End")
    expect(turns(live)).to_have_attribute("aria-valuenow", "30")
    expect(rows(live)).to_have_attribute("aria-label", re.compile(r"^S 0\.26\d+ gradient \+1"))
    live.root.page.keyboard.press("Home")
    expect(rows(live)).to_have_attribute("aria-label", re.compile(r"^S 0\.98"))
    expect(turns(live)).to_be_focused()


def test_a_while_shows_how_its_test_comes_to_an_end(lab: Lab) -> None:
    _, live = shown(lab, NEWTON, 700)
    expect(rows(live)).to_contain_text("dashed: 1e−10")
    assert overflow(live.root) == []
