"""Graphs whose leaves have moved since, as at the end of every training loop: no right engine is accused."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import microgradext
from microgradext import Value, gradcheck

from ..examples import examples

STYLES = (
    "closures counting dataclasses_ default_arguments dispatch function_classes helpers lambdas numpy_scalars partials"
    " resetting slotted subclasses taped"
).split()

ROUNDING = 1e-12
"""A step that is smaller, beside the number that it moves, may be taken for rounding: then nothing is to be said."""

UNNAMED = ("counting", "subclasses")
"""Their operations have no names, so that PyTorch cannot know them."""


def engine(style: str) -> Any:
    return microgradext.Value if style == "ours" else importlib.import_module(f"tests.check.engines.{style}").Value


def trained(of: Any, start: float, rate: float, steps: int) -> tuple[Any, list[Any]]:
    """The loss of the last step, and the leaves, which have moved since."""
    w, x, b = of(start), of(3.0), of(0.5)
    for _ in range(steps):
        h = w * x + b
        loss = h * h
        w.grad = x.grad = b.grad = 0.0
        loss.backward()
        for p in (w, b):
            p.data -= rate * float(p.grad)
    return loss, [w, x, b, h, loss]


@pytest.mark.parametrize("style", ["ours", *STYLES])
@given(start=st.floats(-2.0, 2.0), rate=st.floats(0.001, 0.05), steps=st.integers(1, 3))
@example(start=0.0, rate=0.05, steps=2)  # the last step moves a leaf by its last digit only
@examples(8)
def test_a_loss_is_right_at_the_end_of_its_training_loop(style: str, start: float, rate: float, steps: int) -> None:
    loss, values = trained(engine(style), start, rate, steps)
    before = [(float(each.data), float(each.grad)) for each in values]
    report = gradcheck(loss)
    assert report.ok, str(report)
    assert [(float(each.data), float(each.grad)) for each in values] == before
    w = values[0]
    if abs(rate * w.grad) > ROUNDING * abs(w.data):
        assert any("moved since" in look and "run again at the numbers of now" in look for look in report.looks)


def test_what_keeps_only_its_partials_is_not_accused() -> None:
    for style in ("local_gradients", "by_identity", "slots_and_partials"):
        loss, _ = trained(engine(style), 2.0, 0.01, 2)
        assert not gradcheck(loss).wrong


def test_a_wrong_method_is_still_found_after_a_step() -> None:
    of = engine("closures")

    class Wrong(of):  # type: ignore[misc, valid-type]
        def __mul__(self, other: Any) -> Any:
            out = Wrong(self.data * other.data, (self, other), "*")

            def _backward() -> None:
                self.grad += other.data * out.grad
                other.grad += 2 * self.data * out.grad

            out._backward = _backward
            return out

    w, x = Wrong(2.0), Wrong(3.0)
    y = w * x
    w.data = 1.5
    report = gradcheck(y)
    assert [each.method for each in report.wrong] == ["Wrong.__mul__"]


def test_ours_says_which_leaf_has_moved() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    loss = (w * x - 1.0) ** 2
    loss.label = "loss"
    loss.backward()
    w.data -= 0.01 * w.grad
    report = gradcheck(loss)
    assert report.ok
    said = "w has moved since loss was computed (2 → 1.7); its operations were run again at the numbers of now."
    assert said in report.looks
    assert (w.data, w.grad, loss.data) == (1.7, 30.0, 25.0)


def test_a_tanh_whose_operand_was_written_to_is_not_wrong() -> None:
    u = Value(0.5)
    q = u.tanh()
    u.data = 1.5
    assert gradcheck(q).ok


@pytest.mark.parametrize("style", [each for each in ["ours", *STYLES] if each not in UNNAMED])
def test_a_trained_loss_agrees_with_pytorch_too(style: str) -> None:
    loss, _ = trained(engine(style), 0.7, 0.01, 2)
    comparison = gradcheck(loss, {"loss": loss}, against="torch")
    assert comparison.ok, str(comparison)
    assert "moved since" in str(comparison).splitlines()[-1]


class Var:
    """A node that keeps the class that differentiates it, and neither a step nor a name."""

    def __init__(self, data: float, fn: Any = None, inputs: tuple[Var, ...] = ()) -> None:
        self.data, self.grad, self.fn, self.inputs = data, 0.0, fn, inputs

    def __mul__(self, other: Var) -> Var:
        return Var(self.data * other.data, Mul, (self, other))

    def __truediv__(self, other: Var) -> Var:
        return Var(self.data / other.data, Div, (self, other))

    def backward(self) -> None:
        self.grad = 1.0
        parts = self.fn.backward(self.grad, *[each.data for each in self.inputs])
        for each, part in zip(self.inputs, parts, strict=True):
            each.grad += part


class Mul:
    @staticmethod
    def backward(g: float, a: float, b: float) -> tuple[float, float]:
        return g * b, g * a


class Div:
    @staticmethod
    def backward(g: float, a: float, b: float) -> tuple[float, float]:
        return g / b, -g * a / b / b


def test_a_coincidence_of_moved_numbers_accuses_nobody() -> None:
    a, b = Var(1.0), Var(1.0)
    y = a * b
    assert gradcheck(y).checked[0].verdict == "right"
    y.backward()
    a.data = b.data = 0.75  # and 0.75 / 0.75 is the 1 that y still has
    assert not gradcheck(y).wrong
