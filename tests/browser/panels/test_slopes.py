"""Slopes: what stands under the sliders is Python's difference quotients, by mouse and by keyboard."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from microgradext import GradResult, export_html, grad
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box
from tests.browser.driver.picture import Picture, number, picture
from tests.browser.saved.exported import opened
from tests.browser.test_accessibility import violations

README = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
CURVED = "x = 0.5\nk = 2.0\ny = exp(tanh(k * x)) + k / 4 if x > -1 else -x"

# The texts under a slider, and h with all of its digits.
READOUTS = """row => {
  const [tangent, secant, symmetric, h] = row.querySelectorAll('.mg-slope dd .mg-figure');
  return { tangent: tangent.textContent, secant: secant.textContent, symmetric: symmetric.textContent, h: h.title } }"""
# The drawn places of the curve and of the point, in px of the page.
DRAWN = """row => {
  const { left, top, width } = row.querySelector('.mg-plot').getBoundingClientRect();
  const places = line => [...row.querySelector(line).getAttribute('d').matchAll(/[ML](\\S+) ([-\\d.]+)/g)]
    .map(([, x, y]) => [left + width * x / 1000, top + Number(y)]);
  return [places('.mg-curve'), places('.mg-point')] }"""

# Where a text begins and ends, with the sign that hangs out of its element.
EDGES = """part => {
  const range = document.createRange();
  range.selectNodeContents(part);
  const [first, ...rest] = [...range.getClientRects()].filter(({ width }) => width > 0);
  const union = ([left, right], each) => [Math.min(left, each.left), Math.max(right, each.right)];
  return rest.reduce(union, [first.left, first.right]) }"""


def row(live: Picture, name: str) -> Locator:
    return live.root.get_by_role("group", name=f"input {name}", exact=True)


def handle(live: Picture, name: str) -> Locator:
    return live.root.get_by_role("slider", name=f"h for {name}", exact=True)


def centre(part: Locator) -> tuple[float, float]:
    place = box(part)
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def hold(live: Picture, result: GradResult, name: str) -> float:
    """Hold the readouts of an input to the tape at the point where the page is; its h."""
    live.painted()
    shown = {word: number(text) for word, text in row(live, name).evaluate(READOUTS).items()}
    point = [live.by_node()[node].value for node in result.graph.inputs]
    position, h = list(result.inputs).index(name), shown["h"]

    def output(x: float) -> float:
        frame = result.tape([*point[:position], x, *point[position + 1 :]])
        return frame.values[result.graph.output]

    x, here = point[position], output(point[position])
    assert shown == {
        "tangent": _rounded(result.tape(point).gradients[result.graph.inputs[position]]),
        "secant": _rounded((output(x + h) - here) / h),
        "symmetric": _rounded((output(x + h) - output(x - h)) / (2 * h)),
        "h": h,
    }
    return h


def _rounded(expected: float) -> Any:
    """As the page writes it: five digits, four of them behind the point."""
    return pytest.approx(expected, rel=6e-5, abs=6e-5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slopes")


@pytest.fixture(params=[README, CURVED], ids=["readme", "curved"])
def page(request: pytest.FixtureRequest, browser: Browser, folder: Path) -> Iterator[tuple[Picture, GradResult]]:
    """A page without a kernel with the slopes open, and Python's own result."""
    result = grad(request.param, panels=["slopes"])
    with opened(browser, export_html(result, folder / "page.html")) as exported:
        yield exported.picture(), result
        assert not exported.said
        assert not exported.foreign_requests


def test_by_mouse(page: tuple[Picture, GradResult]) -> None:
    live, result = page
    first, second = result.inputs
    mouse = live.root.page.mouse
    for name in result.inputs:
        before = hold(live, result, name)
        x, y = centre(handle(live, name))
        mouse.move(x, y)
        mouse.down()
        mouse.move(x - 9, y + 3, steps=3)
        mouse.up()
        assert hold(live, result, name) < before
    live.drag(first, 0.7)
    live.drag(second, 0.4)
    for name in result.inputs:
        hold(live, result, name)


def test_by_keys_the_quotients_come_to_the_tangent(page: tuple[Picture, GradResult]) -> None:
    live, result = page
    for name in result.inputs:
        dot = handle(live, name)
        dot.press("Shift+ArrowLeft")
        first = hold(live, result, name)
        dot.press("ArrowRight")
        assert hold(live, result, name) > first
        errors = []
        for _ in range(4):
            dot.press("PageDown")
            hold(live, result, name)
            shown = {word: number(text) for word, text in row(live, name).evaluate(READOUTS).items()}
            errors.append([abs(shown[word] - shown["tangent"]) for word in ("secant", "symmetric")])
        for (secant, symmetric), (next_secant, next_symmetric) in pairwise(errors):
            assert next_secant <= max(secant, 2e-4)
            assert next_symmetric <= max(symmetric, 2e-4)
        assert errors[-1] == pytest.approx([0, 0], abs=2e-3)
        expect(dot).to_have_attribute("aria-valuetext", f"secant {_spoken(live, name)}")


def _spoken(live: Picture, name: str) -> str:
    text: str = row(live, name).evaluate(READOUTS)["secant"]
    return text.removeprefix("+").replace("\N{MINUS SIGN}", "minus ")


def test_the_plot_is_on_the_axis_of_its_slider(page: tuple[Picture, GradResult]) -> None:
    live, result = page
    for name, node in zip(result.inputs, result.graph.inputs, strict=True):
        curve, ((x, y),) = row(live, name).evaluate(DRAWN)
        track, (low, high) = box(live.slider(name)), live.range(name)
        share = (live.by_node()[node].value - low) / (high - low)
        assert x == pytest.approx(track["x"] + 7 + share * (track["width"] - 14), abs=0.2)
        near = min(curve, key=lambda place: abs(place[0] - x))
        assert near == pytest.approx([x, y], abs=2.5)  # on the curve, between two samples of it


def test_the_kernel_draws_the_rest(lab: Lab) -> None:
    """Where the guard of a cell breaks, so does the curve; the kernel's next graph has the other half of it."""
    notebook = lab.notebook(["%load_ext microgradext", f"%%grad y --panel slopes\n{CURVED}"])
    notebook.run_all()
    live, result = picture(notebook, 1), grad(CURVED)
    (right, _), (low, high) = row(live, "x").evaluate(DRAWN), live.range("x")
    assert len(right) == sum(low + (high - low) * i / 60 > -1 for i in range(61))
    hold(live, result, "x")
    live.move("x", -1.5)
    expect(row(live, "x").locator(".mg-slope dd").first).to_have_text("\N{MINUS SIGN}1")
    (left, _) = row(live, "x").evaluate(DRAWN)
    low, high = live.range("x")
    assert len(left) == sum(low + (high - low) * i / 60 <= -1 for i in range(61))

    for theme in ("light", "dark"):
        notebook.theme(theme)
        expect(live.root).to_have_attribute("data-mg-theme", theme)
        assert not violations(live.root), theme
    handle(live, "x").press("Escape")
    expect(live.root.locator(".mg-slope").first).to_be_hidden()
    expect(live.root.get_by_role("button", name="Slopes")).to_be_focused()


def test_the_readouts_stand_apart_from_their_names(page: tuple[Picture, GradResult]) -> None:
    live, _ = page
    slope = row(live, next(iter(page[1].inputs))).locator(".mg-slope")
    for name, number_ in zip(slope.locator("dt").all(), slope.locator("dd .mg-figure").all(), strict=True):
        (_, end), (start, _) = (each.evaluate(EDGES) for each in (name, number_))
        assert end + 4 <= start, name.inner_text()
