"""What the page shows, held to what Python computes."""

import random
from typing import Any

import pytest

from microgradext import GradResult
from microgradext.engine.frame import Frame
from microgradext.explain.rounding import shown_rest
from microgradext.explain.words.numbers import Form, breadth, fitted_signed, short
from microgradext.notebook.wire.sliders import forms_of
from tests.browser.driver.picture import Numbers, Picture, Shown
from tests.examples import share

POINTS = share(50)


def close(expected: Any) -> Any:
    """Two libraries' exp and tanh differ in the last bit, and differences of nearly equal numbers magnify it."""
    return pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def points(live: Picture, result: GradResult, count: int = POINTS) -> list[dict[str, float]]:
    """Random points inside the sliders' ranges, the same ones on every run."""
    chance = random.Random(2)
    ranges = {name: live.range(name) for name in result.inputs}
    return [{name: chance.uniform(*ends) for name, ends in ranges.items()} for _ in range(count)]


def agree(live: Picture, result: GradResult) -> None:
    """Hold every drawn node to the tape's frame at the point where the page says its inputs are."""
    hold(live.all_numbers(), result)


def hold(numbers: Numbers, result: GradResult) -> None:
    """Hold what was read of a picture to the tape's frame there."""
    shown, rows = numbers
    frame = result.tape([shown[node].value for node in result.graph.inputs])
    values = {node: value for node, (value, _) in shown.items()}
    assert values == close({node: frame.values[node] for node in values})
    gradients = {node: gradient for node, (_, gradient) in shown.items() if gradient is not None}
    assert gradients == close({node: frame.gradients[node] for node in gradients})
    assert set(result.graph.inputs) <= gradients.keys()
    # What is drawn, and not only what is noted beside it.
    named = zip(result.inputs, result.graph.inputs, strict=True)
    forms = forms_of(result.moving.run.inputs)
    assert rows == {name: _texts(frame, node, shown[node], forms.get(node, "plain")) for name, node in named}


def boxed(x: float, form: Form = "plain") -> str:
    """The text of a number box that nobody types in: 7 digits if there is room for them."""
    text = short(x, form, 7)
    return text if breadth(text) <= 10 else short(x, form)


def _texts(frame: Frame, node: int, numbers: Shown, form: Form) -> tuple[str, str]:
    assert numbers.gradient is not None
    return boxed(numbers.value, form), fitted_signed(shown_rest(frame, node, numbers.gradient), 9)
