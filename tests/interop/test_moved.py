"""Engines of other classes at the end of a training loop, and those whose own steps are wrong."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import explain, grad

from ..examples import examples

NAMED = (
    "closures dataclasses_ default_arguments dispatch function_classes helpers lambdas numpy_scalars partials resetting"
    " slotted taped"
).split()
"""The styles that name their operations."""

UNNAMED = ("counting", "subclasses")
"""Those whose operations are known by their steps alone."""


def engine(style: str) -> Any:
    return importlib.import_module(f"tests.check.engines.{style}").Value


@pytest.mark.parametrize("style", [*NAMED, *UNNAMED])
@given(start=st.floats(-2.0, 2.0), rate=st.floats(0.001, 0.2), steps=st.integers(1, 3))
@examples(20)
def test_after_a_training_loop_the_numbers_of_now_are_shown(style: str, start: float, rate: float, steps: int) -> None:
    of = engine(style)
    w, x = of(start), of(3.0)
    for _ in range(steps):
        loss = (w * x + of(-1.0)) * (w * x + of(-1.0))
        w.grad = x.grad = 0.0
        loss.backward()
        w.data -= rate * float(w.grad)
    before = (float(w.data), float(w.grad), float(loss.data))
    result = grad(loss)
    here = float(w.data)
    assert result.value.data == pytest.approx((here * 3 - 1) ** 2)
    assert result.grads["w"] == pytest.approx(2 * (here * 3 - 1) * 3)
    assert (float(w.data), float(w.grad), float(loss.data)) == before
    if here != start:
        assert any("moved since loss was computed" in note or here * 3 - 1 == 0 for note in result.notes)


@pytest.mark.parametrize("style", NAMED)
def test_explain_shows_the_same_numbers(style: str) -> None:
    of = engine(style)
    w, x = of(2.0), of(3.0)
    loss = w * x
    w.data = -1.0
    made = explain(loss, "w")
    assert "loss = w·x = −1·3 = −3" in str(made)
    assert "has moved since loss was computed" in made.notes[0]


@pytest.mark.parametrize("style", NAMED)
def test_nothing_is_said_of_a_right_engine_before_it_trains(style: str) -> None:
    of = engine(style)
    a, b = of(2.0), of(-1.0)
    loss = (a * b + a) * b
    loss.backward()
    assert [note for note in grad(loss).notes if "Input" not in note] == []


def test_the_picture_of_a_wrong_engine_says_that_it_is_wrong() -> None:
    of = engine("closures")

    class Wrong(of):  # type: ignore[misc, valid-type]
        def __mul__(self, other: Any) -> Any:
            out = Wrong(self.data * other.data, (self, other), "*")

            def _backward() -> None:
                self.grad += self.data * out.grad
                other.grad += self.data * out.grad

            out._backward = _backward
            return out

    a, b = Wrong(2.0), Wrong(3.0)
    y = a * b
    said = "The class's own step for * passes back other gradients than these, which are the true ones"
    assert any(note.startswith(said) and "%gradcheck y" in note for note in grad(y).notes)
    assert (a.grad, b.grad, y.grad) == (0.0, 0.0, 0.0)
