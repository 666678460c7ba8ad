"""What an operation costs, in counts that are the same on every machine: calls, objects, bytes."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from microgradext import nn
from microgradext.engine import functions, recent
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Bare, Value

BINARY: list[Callable[[Any, Any], Any]] = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
    lambda x, y: x + 2.0,
    lambda x, y: 2 * x,
    lambda x, y: 1.0 / x,
    lambda x, y: x < y,
]


def calls_of(action: Callable[[], object]) -> list[str]:
    """The Python functions that run under `action`."""
    called: list[str] = []

    def watch(frame: Any, event: str, _: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_name)

    gc.disable()  # whose callbacks are not ours
    recent.called.clear()
    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(None)
        gc.enable()
    return called[1:]


@pytest.mark.parametrize("operation", BINARY)
def test_arithmetic_is_one_call(operation: Callable[[Any, Any], Any]) -> None:
    x, y = Value(3.0), Value(2.0)
    assert len(calls_of(lambda: operation(x, y))) <= 2  # the lambda, and the method


@pytest.mark.parametrize("name", ["exp", "tanh", "relu", "sqrt"])
def test_a_method_is_one_call(name: str) -> None:
    assert calls_of(getattr(Value(3.0), name)) == []


def test_the_gradient_of_a_tape_is_one_call() -> None:
    x, y = Value(3.0), Value(2.0)
    tape, point = Tape((x * y + x).relu() / y, [x, y]), [1.0, 4.0]
    assert tape.gradient(point) == tape.gradient(point)
    assert calls_of(lambda: tape.gradient(point)) == ["gradient"]


def test_making_a_value_calls_no_constructor() -> None:
    assert calls_of(lambda: [Bare() for _ in range(3)]) == ["<listcomp>"] * (sys.version_info < (3, 12))


def test_a_backward_pass_calls_nothing_for_each_operation() -> None:
    def built(count: int) -> Value:
        x = out = Value(0.5)
        for _ in range(count):
            out = (out * x + 1.0).tanh()
        return out

    few, many = (len(calls_of(built(count).backward)) for count in (10, 1000))
    assert few == many < 8


def test_a_node_is_one_object_and_its_numbers() -> None:
    """152 bytes: nine slots, the number and the gradient; the collector has one thing to walk.

    From Python 3.12 on what can be referred to weakly has a word for a dictionary beside that, used or not.
    """
    count, most = 10_000, 156 if sys.version_info < (3, 12) else 164
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        before, objects = tracemalloc.get_traced_memory()[0], len(gc.get_objects())
        x = out = Value(1.0)
        for _ in range(count):
            out = out * 1.0000001
            out = out + x
        out.backward()
        taken, made = tracemalloc.get_traced_memory()[0] - before, len(gc.get_objects()) - objects
    finally:
        tracemalloc.stop()
        gc.enable()
    assert taken / (2 * count) < most
    assert made < 2 * count + 100


def test_a_replay_of_a_small_graph_is_three_calls() -> None:
    a, b = Value(2.0), Value(3.0)
    tape = Tape(functions.sum([a * b, a.tanh(), 1.0]) / b, [a, b])
    for _ in range(3):
        tape([1.0, 2.0])
    assert calls_of(lambda: tape([1.5, 2.5])) == ["__call__", "at", "__call__", "run", "__init__"]


def test_a_replay_by_levels_makes_as_many_calls_for_more_points() -> None:
    """Groups of like operations run at once, so the count is that of the layers."""

    def calls(points: int) -> int:
        model = nn.MLP(2, [16, 16, 1])
        losses = [(1 - model([0.01 * k, 0.02 * k])).relu() for k in range(points)]
        tape = Tape(functions.sum(losses), model.parameters())
        tape.update()
        tape.update()
        return len(calls_of(tape.update))

    assert calls(30) == calls(60) < 400
