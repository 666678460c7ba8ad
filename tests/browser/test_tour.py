"""Every cell of the tour, at many points: each number in the page is what Python computes there."""

import random
from typing import Any

import pytest

from microgradext import GradResult
from microgradext.explain.numbers import short, signed
from tests.browser.lab import Lab
from tests.browser.picture import Picture, Shown, picture
from tests.browser.tour import TourCell, tour

POINTS = 50


def close(expected: Any) -> Any:
    """Two libraries' exp and tanh differ in the last bit, and differences of nearly equal numbers magnify it."""
    return pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("cell", tour(), ids=lambda cell: cell.name)
def test_the_page_and_python_agree(lab: Lab, cell: TourCell) -> None:
    notebook = lab.notebook(cell.cells)
    notebook.run_all()
    live, result = picture(notebook, -1), cell.result()
    agree(live, result)
    for point in points(live, result):
        live.move_all(point)
        agree(live, result)
    kernel_agrees(live, result)

    first, *_, last = [*result.inputs, *result.inputs]
    live.drag(first, 0.8)
    agree(live, result)
    live.slider(last).press("ArrowLeft")
    live.painted()
    agree(live, result)
    kernel_agrees(live, result)

    notebook.shutdown_kernel()
    for point in points(live, result, count=3):
        live.move_all(point)
        agree(live, result)


def points(live: Picture, result: GradResult, count: int = POINTS) -> list[dict[str, float]]:
    """Random points inside the sliders' ranges, the same ones on every run."""
    chance = random.Random(2)
    ranges = {name: live.range(name) for name in result.inputs}
    return [{name: chance.uniform(*ends) for name, ends in ranges.items()} for _ in range(count)]


def agree(live: Picture, result: GradResult) -> None:
    """Hold every drawn node to the tape's frame at the point where the page says its inputs are."""
    shown = live.by_node()
    frame = result.tape([shown[node].value for node in result.graph.inputs])
    values = {node: numbers.value for node, numbers in shown.items()}
    assert values == close({node: frame.values[node] for node in values})
    gradients = {node: numbers.gradient for node, numbers in shown.items() if numbers.gradient is not None}
    assert gradients == close({node: frame.gradients[node] for node in gradients})
    assert set(result.graph.inputs) <= gradients.keys()
    # What is drawn, and not only what is noted beside it.
    named = zip(result.inputs, result.graph.inputs, strict=True)
    assert live.rows() == {name: _texts(shown[node]) for name, node in named}


def _texts(numbers: Shown) -> tuple[str, str]:
    assert numbers.gradient is not None
    return short(numbers.value), signed(numbers.gradient)


def kernel_agrees(live: Picture, result: GradResult) -> None:
    """Hold the notebook's own Values to the page, as the next cell sees them."""
    shown = live.by_node()
    named = {node: name for node, name in _names(result).items() if node in shown}
    pairs = live.notebook.kernel_value(f"[({', '.join(f'{name}.data, {name}.grad' for name in named.values())})]")[0]
    for node, (value, gradient) in zip(named, zip(pairs[::2], pairs[1::2], strict=True), strict=True):
        assert value == close(shown[node].value)
        if shown[node].gradient is not None:
            assert gradient == close(shown[node].gradient)


def _names(result: GradResult) -> dict[int, str]:
    """Node → a name that the next cell can use; a Value bound by a loop belongs to its last pass."""
    inside = {node: name for name, node in zip(result.inputs, result.graph.inputs, strict=True)}
    output = result.graph.nodes[result.graph.output]
    return inside | ({result.graph.output: output.label} if output.label else {})
