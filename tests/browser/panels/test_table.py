"""The panel Table in a real browser, of a graph of more than ten thousand nodes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from microgradext import grad
from microgradext.explain.words.numbers import short, signed
from microgradext.notebook.result import GradResult
from tests.browser.driver.geometry import overflow
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.test_accessibility import violations

LOAD = "%load_ext microgradext"
BODY = """import random
from microgradext import nn
random.seed(7)
model = nn.MLP(2, [16, 16, 1])
points = [(random.uniform(-1, 1), random.uniform(-1, 1)) for _ in range(30)]
loss, scale = 0.0, 0.75
for x in points:
    score = model(list(x))
    loss = loss + (1 - scale * score).relu()
loss = loss / 30"""
PADDING = "\N{FIGURE SPACE}\N{PUNCTUATION SPACE}"

# The lines of which at least a part can be seen below the head: their cells.
SEEN = """window => {
  const top = window.querySelector("thead th").getBoundingClientRect().bottom;
  const { bottom } = window.getBoundingClientRect();
  return [...window.querySelectorAll("tbody tr:not(.mg-space)")].filter(row => {
    const place = row.getBoundingClientRect();
    return place.bottom > top + 1 && place.top < bottom - 1;
  }).map(row => [...row.querySelectorAll("th, td")].map(cell => cell.textContent)) }"""


def opened(lab: Lab) -> CellPicture:
    notebook = lab.notebook([LOAD, f"%%grad\n{BODY}"])
    notebook.run_all()
    live = picture(notebook, 1)
    live.notebook.width(966)
    live.root.get_by_role("button", name="Table", exact=True).click()
    live.painted()
    return live


def window(live: CellPicture) -> Locator:
    return live.root.locator(".mg-window")


def grid(live: CellPicture) -> Locator:
    return live.root.get_by_role("treegrid", name="Values and gradients of loss")


def seen(live: CellPicture) -> list[list[str]]:
    live.painted()
    rows: list[list[str]] = window(live).evaluate(SEEN)
    return [[text.strip(PADDING) for text in row] for row in rows]


def names(live: CellPicture) -> list[str]:
    return [row[0] for row in seen(live)]


def active(live: CellPicture) -> str:
    row = live.root.locator(".mg-window .mg-active")
    assert row.get_attribute("id") == grid(live).get_attribute("aria-activedescendant")
    return row.locator("th").text_content() or ""


def sort(live: CellPicture, head: str) -> None:
    grid(live).get_by_role("button", name=head, exact=True).click()


def test_scopes_are_folded_and_what_opens_is_in_them(lab: Lab) -> None:
    live = opened(lab)
    graph = grad(BODY, {}).graph
    assert len(graph.nodes) > 10_000
    assert names(live)[:6] == ["layer 1", "layer 2", "layer 3", "scale", "sample 1", "sample 2"]
    assert seen(live)[0][1] == "48 nodes"
    assert box(window(live))["height"] < 320
    grid(live).get_by_role("button", name="sample 1", exact=True).click()
    assert names(live)[4:6] == ["sample 1", "model"]
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        grid(live).press(key)
    assert active(live) == "layer 1"
    assert names(live)[6:8] == ["layer 1", "[0]"]
    for key in ("ArrowRight", "ArrowRight"):
        grid(live).press(key)
    assert "w[0]·x[0]" in names(live)
    grid(live).press("ArrowLeft")
    assert active(live) == "[0]"
    assert len(live.root.locator(".mg-window tbody tr").all()) < 40
    for theme in ("light", "dark"):
        live.notebook.theme(theme)
        expect(live.root).to_have_attribute("data-mg-theme", theme)
        assert not violations(live.root), theme


@pytest.mark.parametrize(("head", "column"), [("|gradient|", 4), ("value", 3), ("|flow|", 5)])
def test_sorted_it_shows_the_numbers_of_python(lab: Lab, head: str, column: int) -> None:
    live = opened(lab)
    sort(live, head)
    result = grad(BODY, {})
    live.move("scale", 0.5)
    frame = result.tape([0.5])
    values, gradients, contributions = frame.values, frame.gradients, frame.contributions
    nodes = listed(result)
    if head == "value":
        expected = [short(x) for x in sorted((values[node] for node in nodes), reverse=True)]
    elif head == "|gradient|":
        expected = [signed(x) for x in sorted((gradients[node] for node in nodes), key=abs, reverse=True)]
    else:
        flows = (max(map(abs, contributions[node])) for node in nodes if contributions[node])
        expected = [short(x) for x in sorted(flows, reverse=True)]
    found = window(live).locator(f"tbody tr:not(.mg-space) td:nth-child({column + 1})")
    expect(found).to_have_text(expected[:18])  # in order again once nothing moves
    expect(grid(live).locator("th[aria-sort='descending']")).to_contain_text(head)
    assert not violations(live.root)


def listed(result: GradResult) -> list[int]:
    """The nodes that have rows: all but the constants."""
    return [index for index, node in enumerate(result.graph.nodes) if node.kind != "constant"]


def test_scrolled_and_walked_it_shows_what_is_there(lab: Lab) -> None:
    live = opened(lab)
    sort(live, "line")
    result = grad(BODY, {})
    count = len(listed(result))
    expect(grid(live)).to_have_attribute("aria-rowcount", str(count + 1))
    for top in (0, 24_000, 24 * count - 288, 120):
        window(live).evaluate("(window, top) => { window.scrollTop = top }", top)
        rows = seen(live)
        first = live.root.locator(".mg-window tbody tr:not(.mg-space)").first
        assert len(rows) in (12, 13)
        assert int(first.get_attribute("aria-rowindex") or 0) == max(0, top // 24 - 6) + 2
    page = live.root.page
    grid(live).get_by_role("button", name="line", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(grid(live)).to_be_focused()
    assert active(live) == names(live)[0]
    page.keyboard.press("End")
    assert active(live) == names(live)[-1] == "loss"
    page.keyboard.press("Enter")
    expect(live.root.locator(".mg-node.mg-selected .mg-label")).to_have_text("loss")
    page.keyboard.press("PageUp")
    assert active(live) == names(live)[-12]
    page.keyboard.press("Home")
    assert active(live) == names(live)[0]
    sort(live, "line")
    sort(live, "line")
    assert names(live)[:3] == ["layer 1", "layer 2", "layer 3"]
    page.keyboard.press("Escape")
    expect(window(live)).not_to_be_visible()


@pytest.mark.parametrize("width", [420, 966, 1280])
def test_it_stays_in_its_place_at_every_width(lab: Lab, width: int) -> None:
    live = opened(lab)
    live.notebook.width(width)
    sort(live, "|flow|")
    assert not overflow(live.root)
    heads = [box(head) for head in grid(live).locator("thead button").all()]
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in pairwise(heads))
    assert box(grid(live).locator("thead th").first)["y"] == pytest.approx(box(window(live))["y"], abs=1)
    window(live).evaluate("window => { window.scrollTop = 5000 }")
    assert box(grid(live).locator("thead th").first)["y"] == pytest.approx(box(window(live))["y"], abs=1)


def test_paper_has_its_first_rows(lab: Lab) -> None:
    live = opened(lab)
    sort(live, "|gradient|")
    first = names(live)[:3]
    live.root.page.emulate_media(media="print")
    try:
        copy = live.root.locator(".mg-rows-copy")
        expect(window(live)).not_to_be_visible()
        expect(copy.locator("tbody tr")).to_have_count(200)
        assert copy.locator("tbody th").all_text_contents()[:3] == first
        more = f"{len(listed(grad(BODY, {}))) - 200:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        expect(copy.locator("p")).to_have_text(f"{more} more: “Table of values” in the menu Save has them all.")
    finally:
        live.root.page.emulate_media(media="null")  # the page is that of other tests too
