"""The panel Code in a real browser: its numbers are Python's, and code and graph point at each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from microgradext import grad
from microgradext.explain.words.numbers import short, signed
from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import CellPicture, picture

LOAD = "%load_ext microgradext"
BODY = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
PASSES = [f"pass {number} › y * x" for number in (1, 2, 3)]
LOOP = "x = 2.0\ny = x\nfor i in range(3):\n    y = y * x + 1\nL = (y +\n     x)"
LONG = (
    "x = 0.5\n"
    + "# so that nothing is folded\n" * 10
    + "\n".join(f"y{i} = {'x' if i == 0 else f'y{i - 1}'} * x" for i in range(20))
)


def opened(lab: Lab, body: str) -> CellPicture:
    notebook = lab.notebook([LOAD, f"%%grad\n{body}"])
    notebook.run_all()
    live = picture(notebook, 1)
    live.root.get_by_role("button", name="Code", exact=True).click()
    live.painted()
    return live


def lines(live: CellPicture) -> Locator:
    """The cell's own lines; the first is that of the magic."""
    return live.root.get_by_role("listbox", name="Code of the cell").get_by_role("option")


def numbers(live: CellPicture) -> list[tuple[str, str]]:
    """The value and the gradient beside each line."""
    found: list[list[str]] = lines(live).evaluate_all(
        "lines => lines.map(line => [...line.querySelectorAll('.mg-inlay')].map(inlay => inlay.textContent))"
    )
    return [(value, gradient) for value, gradient in found]


def lit(live: CellPicture) -> list[str]:
    return live.root.locator(".mg-lit").all_inner_texts()


def pointed(live: CellPicture) -> list[str]:
    return live.root.locator(".mg-node.mg-pointed .mg-label").all_text_contents()


def test_code_and_graph_by_mouse(lab: Lab) -> None:
    live, result = opened(lab, BODY), grad(BODY, {})
    shown = lines(live).locator(".mg-line-text").all_text_contents()
    assert [line.rstrip() for line in shown] == ["%%grad", *BODY.split("\n")]
    live.move("b", 1.5)
    frame = result.tape([-2.0, 1.5])
    assert numbers(live)[1:] == [
        (short(value), signed(gradient)) for value, gradient in zip(frame.values, frame.gradients, strict=True)
    ]
    live.root.locator(".mg-node[data-node='3']").hover()
    assert lit(live) == ["e", "a + b"]
    lines(live).nth(3).get_by_text("a * b", exact=True).hover()
    assert (pointed(live), lit(live)) == (["d"], ["d", "a * b"])
    lines(live).nth(5).get_by_text("f", exact=True).click()
    selected = live.root.locator(".mg-node[data-node='4']")
    expect(selected).to_have_attribute("aria-pressed", "true")
    expect(lines(live).nth(5)).to_have_attribute("aria-selected", "true")
    lines(live).nth(5).get_by_text("f", exact=True).click()
    expect(selected).to_have_attribute("aria-pressed", "false")


def test_code_and_graph_by_keys(lab: Lab) -> None:
    live = opened(lab, LOOP)
    live.root.locator(".mg-node[tabindex='0']").focus()
    live.root.page.keyboard.press("ArrowLeft")
    assert lit(live) == ["y", "y * x", " + 1"]
    lines(live).first.focus()
    for key in ("End", "Home", *["ArrowDown"] * 4):
        live.root.page.keyboard.press(key)
    expect(lines(live).nth(4)).to_be_focused()
    # All that the loop made in the line, and then one after the other.
    assert sorted(pointed(live)) == sorted([*PASSES, "y⁽¹⁾", "y⁽²⁾", "y"])
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        live.root.page.keyboard.press(key)
    assert pointed(live) == ["y⁽¹⁾"]
    expect(live.root.locator(".mg-node.mg-selected .mg-label")).to_have_text("y⁽¹⁾")
    assert numbers(live)[4] == ("5", signed(grad(LOOP, {}).tape([2.0]).gradients[3]))
    live.root.page.keyboard.press("Escape")
    expect(lines(live).first).not_to_be_visible()


def test_a_span_of_several_lines_and_of_several_nodes(lab: Lab) -> None:
    live = opened(lab, LOOP)
    lines(live).nth(6).get_by_text("x", exact=False).hover()
    assert (pointed(live), lit(live)) == (["L"], ["L", "y +", "     x"])
    lines(live).nth(4).get_by_text("y * x", exact=True).hover()
    assert pointed(live) == PASSES


def test_a_long_listing_scrolls_in_its_place(lab: Lab) -> None:
    live = opened(lab, LONG)
    listing = live.root.get_by_role("listbox")
    assert box(listing)["height"] < 18.6 * 22
    lines(live).first.focus()
    before = box(live.root)
    live.root.page.keyboard.press("End")
    expect(lines(live).last).to_be_focused()
    assert box(live.root) == before
    inside, last = box(listing), box(lines(live).last)
    assert inside["y"] <= last["y"]
    assert last["y"] + last["height"] <= inside["y"] + inside["height"] + 1
    live.root.locator(".mg-node[data-node='1']").hover()
    inside, first = box(listing), box(lines(live).nth(12))
    assert inside["y"] <= first["y"] <= inside["y"] + inside["height"]


@pytest.mark.parametrize("width", [420, 1079, 1080, 1280])
def test_the_column(lab: Lab, width: int) -> None:
    live = opened(lab, BODY)
    live.notebook.width(width)
    code, graph = box(live.root.locator(".mg-code-panel")), box(live.root.locator(".mg-drawing"))
    if box(live.root)["width"] >= 1080:
        assert code["x"] == pytest.approx(graph["x"] + graph["width"] + 28, abs=1)
        assert 230 <= code["width"] <= 420
    else:
        assert code["y"] >= graph["y"] + graph["height"]
    assert not overflow(live.root)


def test_a_run_that_stopped_has_code(lab: Lab) -> None:
    notebook = lab.notebook([LOAD, "%%grad\na = 2.0\nq = a * a\nr = q / missing"])
    notebook.run_all(allow_errors=True)
    live = picture(notebook, 1)
    live.root.get_by_role("button", name="Code", exact=True).click()
    live.painted()
    assert numbers(live) == [("", ""), ("2", "–"), ("4", "–"), ("", "")]
    expect(live.root.get_by_role("button", name="Step", exact=True)).not_to_be_visible()
