"""A large graph is folded until it fits on a screen; folds open and close by mouse and by keys, and are kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.large_cells import LARGE
from tests.browser.driver.notebook import Notebook, box
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

LOAD = "%load_ext microgradext"
BLACK_SCHOLES = """%%grad price
S0, K, T, r, sigma = 100.0, 105.0, 1.0, 0.05, 0.2
def N(x): return 0.5*(1 + erf(x/sqrt(2)))
d1 = (log(S0/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))
d2 = d1 - sigma*sqrt(T)
price = S0*N(d1) - K*exp(-r*T)*N(d2)"""
MATHEMATICS = "from math import erf, exp, log, sqrt"
OPEN = re.compile("^d1, .*open$")
SIR = """%%grad S
beta, gamma_ = 0.3, 0.1
S, I = 0.99, 0.01
for day in range(30):
    new = beta*S*I
    rec = gamma_*I
    S = S - new
    I = I + new - rec
S"""

LINES = "%%grad x60\na = 0.5\nx0 = 2*a\n" + "\n".join(f"x{i} = x{i - 1}*a + {i}" for i in range(1, 61))


def shown(lab: Lab, cell: str, width: int = 1400) -> tuple[Notebook, CellPicture]:
    notebook = lab.notebook([f"{LOAD}\n{MATHEMATICS}", cell])
    notebook.run_all()
    notebook.width(width)
    return notebook, picture(notebook, 1)


def labels(live: CellPicture) -> list[str]:
    boxes = live.root.locator(".mg-nodes .mg-node > :is(.mg-label, .mg-title)")
    return sorted(boxes.all_text_contents())


def button(live: CellPicture, name: str) -> Locator:
    return live.root.locator(".mg-nodes").get_by_role("button", name=name)


def mark(live: CellPicture, title: str) -> Locator:
    name = live.root.page.locator(":is(.mg-label, .mg-title)", has_text=re.compile(f"^{re.escape(title)}$"))
    return live.root.locator(".mg-node", has=name).locator(".mg-chevron").first


def test_a_formula_is_drawn_by_its_names_and_opens_in_place(lab: Lab) -> None:
    _, live = shown(lab, BLACK_SCHOLES, 1050)
    closed = "K N(d1) N(d2) S0 T d1 d2 price r sigma".split()
    assert labels(live) == closed
    expect(live.root.locator(".mg-lines", has_text="log(S0/K)")).to_be_visible()
    mark(live, "N(d1)").click()
    expect(live.root.locator(".mg-open")).to_have_count(1)
    assert len(labels(live)) == len(closed) + 3
    assert overflow(live.root) == []
    mark(live, "N(d1)").click()
    expect(live.root.locator(".mg-open")).to_have_count(0)
    assert labels(live) == closed


def test_a_fold_opens_and_closes_by_keys(lab: Lab) -> None:
    _, live = shown(lab, BLACK_SCHOLES)
    closed = button(live, "d1, folded")
    expect(closed).to_have_attribute("aria-expanded", "false")
    closed.focus()
    live.root.page.keyboard.press("Space")
    frame = live.root.get_by_role("group", name=OPEN)
    expect(frame).to_be_visible()
    frame.focus()
    live.root.page.keyboard.press("Space")
    expect(frame).to_have_count(0)


def test_what_is_open_is_kept_when_the_cell_runs_again_and_when_a_slider_moves(lab: Lab) -> None:
    notebook, live = shown(lab, BLACK_SCHOLES)
    mark(live, "d1").click()
    frame = live.root.get_by_role("group", name=OPEN)
    expect(frame).to_be_visible()
    live.move("sigma", 0.3)
    expect(frame).to_be_visible()
    notebook.run_cell(1)
    again = picture(notebook, 1)
    expect(again.root.get_by_role("group", name=OPEN)).to_be_visible()


def test_a_loop_shows_a_turn_and_the_keys_go_from_turn_to_turn(lab: Lab) -> None:
    _, live = shown(lab, SIR)
    turns = live.root.get_by_role("spinbutton", name="day", exact=True)
    expect(turns).to_have_attribute("aria-valuemax", "30")
    turns.focus()
    page = live.root.page
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(turns).to_have_attribute("aria-valuenow", "7")
    expect(turns).to_be_focused()
    assert {"days 1–6", "days 8–30", "new", "rec"} <= set(labels(live))
    page.keyboard.press("End")
    expect(turns).to_have_attribute("aria-valuenow", "30")
    turns.locator("[data-by='-1']").click()
    expect(turns).to_have_attribute("aria-valuenow", "29")


@pytest.mark.parametrize("width", [420, 700, 1050, 1400])
@pytest.mark.parametrize("cell", [BLACK_SCHOLES, SIR], ids=["formula", "loop"])
def test_the_first_view_is_one_screen_wide_and_free_of_faults(lab: Lab, cell: str, width: int) -> None:
    notebook, live = shown(lab, cell, width)
    assert overflow(live.root) == []
    if width >= 700:
        assert box(notebook.output(1))["height"] <= 640
    assert violations(live.root) == []


def test_a_narrower_cell_folds_what_a_wider_one_shows_open(lab: Lab) -> None:
    notebook = lab.notebook(LARGE["a-network"].cells)
    notebook.run_all()
    notebook.width(1200)
    live = picture(notebook, 1)
    loop = live.root.get_by_role("group", name=re.compile("^for x, y.*open$"))
    expect(loop).to_have_count(1)
    notebook.width(700)
    expect(loop).to_have_count(0)
    expect(live.root.get_by_role("button", name="Zoom to 100%", exact=True)).to_be_visible()
    notebook.width(1200)
    expect(loop).to_have_count(1)


def test_what_opened_by_itself_closes_when_the_output_becomes_narrower(lab: Lab) -> None:
    notebook, live = shown(lab, LINES, 1050)
    expect(live.root.locator(".mg-open")).to_have_count(1)
    notebook.width(700)
    expect(live.root.locator(".mg-open")).to_have_count(0)
    assert labels(live) == ["a", "lines 23–42", "lines 3–22", "lines 43–62", "x60"]
    assert not overflow(notebook.output(1))


def test_python_selects_what_is_inside_a_fold_and_opens_it(lab: Lab) -> None:
    notebook, live = shown(lab, BLACK_SCHOLES.replace("price\n", "price -o result\n", 1), 990)
    notebook.kernel_exec("result.widget.selected = 'sigma*sqrt(T)'")
    selected = live.root.locator(".mg-selected .mg-label")
    expect(selected).to_have_text("sigma*sqrt(T)")
    expect(live.root.locator(".mg-open")).to_have_count(1)
    button(live, "N(d1), folded").click()
    notebook.until("result.widget.selected", "0.5*(1 + erf(x/sqrt(2)))")


def test_a_node_is_found_in_a_closed_fold_and_gone_to(lab: Lab) -> None:
    _, live = shown(lab, SIR)
    live.root.get_by_role("button", name="Fold all").click()
    expect(live.root.locator(".mg-open")).to_have_count(0)
    find = live.root.get_by_role("combobox", name="Find a node")
    find.fill("rec⁽⁹⁾")
    expect(live.root.locator(".mg-finder").get_by_role("option")).to_have_count(1)
    find.press("Enter")
    expect(live.root.locator(".mg-node:focus .mg-label")).to_have_text("rec")
    expect(live.root.get_by_role("spinbutton", name="day", exact=True)).to_have_attribute("aria-valuenow", "9")


def test_a_node_that_does_not_reach_the_output_says_so_when_it_is_gone_to(lab: Lab) -> None:
    _, live = shown(lab, SIR)
    find = live.root.get_by_role("combobox", name="Find a node")
    find.fill("rec")
    find.press("Enter")
    expect(live.root.locator(".mg-finder")).to_contain_text("rec does not reach S, so it is not drawn.")


def test_a_nan_that_is_born_inside_a_fold_leaves_the_picture_alive(lab: Lab) -> None:
    cell = (
        "%%grad y\na, b = 0.5, 0.0\ny = 0\nfor i in range(20):\n    t = a*i\n    v = t/(b + i - 7)\n    y = y + v*t\ny"
    )
    _, live = shown(lab, cell)
    expect(live.root.locator(".mg-born")).to_have_count(1)
    live.move("b", 0.25)
    expect(live.root.locator(".mg-born")).to_have_count(0)
