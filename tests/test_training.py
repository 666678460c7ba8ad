"""Training by replay is training by running the loss at every step."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import micrograd.engine
import micrograd.nn
import numpy as np
import pytest

from microgradext import nn, optim, train
from microgradext.engine import Value


def moons_loss(model: Any, points: list[list[float]], wanted: list[int], value: Any) -> tuple[Any, float]:
    """The loss of micrograd's demo, whose accuracy reads `.data`."""
    scores = [model([value(x) for x in point]) for point in points]
    losses = [(1 + -y * score).relu() for y, score in zip(wanted, scores, strict=True)]
    loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
    right = [(y > 0) == (score.data > 0) for y, score in zip(wanted, scores, strict=True)]
    return loss, sum(right) / len(right)


def small(module: Any, sizes: tuple[int, ...] = (4, 4, 1)) -> Any:
    random.seed(1337)
    return module.MLP(2, list(sizes))


def some_points(count: int) -> tuple[list[list[float]], list[int]]:
    generator = random.Random(7)
    points = [[generator.uniform(-1, 1), generator.uniform(-1, 1)] for _ in range(count)]
    return points, [1 if x * y > 0 else -1 for x, y in points]


@pytest.mark.parametrize(
    ("count", "sizes"), [(12, (4, 4, 1)), pytest.param(60, (16, 16, 1), marks=pytest.mark.thorough)]
)
def test_the_trajectory_is_that_of_micrograd(count: int, sizes: tuple[int, ...]) -> None:
    points, wanted = some_points(count)
    theirs = small(micrograd.nn, sizes)
    ours = small(nn, sizes)
    steps = train(
        lambda: moons_loss(ours, points, wanted, Value),
        ours,
        12,
        schedule=lambda k: 1.0 - 0.9 * k / 100,
        progress=False,
    )
    for step in steps:
        loss, accuracy = moons_loss(theirs, points, wanted, micrograd.engine.Value)
        theirs.zero_grad()
        loss.backward()
        assert step.loss == pytest.approx(loss.data, rel=1e-12)
        assert [p.grad for p in step.parameters] == pytest.approx([p.grad for p in theirs.parameters()], abs=1e-12)
        assert step.aux == accuracy
        for p in theirs.parameters():
            p.data -= (1.0 - 0.9 * step.index / 100) * p.grad


def counted(loss: Callable[..., Any]) -> tuple[list[int], Callable[..., Any]]:
    calls: list[int] = []

    def wrapped(*arguments: Any) -> Any:
        calls.append(len(calls))
        return loss(*arguments)

    return calls, wrapped


def test_the_function_runs_at_steps_1_2_4_8_16_only() -> None:
    w = Value(1.0)
    calls, loss = counted(lambda: (w * w - 2) ** 2)
    list(train(loss, [w], 20, optimiser=optim.SGD([w], lr=0.05), progress=False))
    assert len(calls) == 5
    assert w.data == pytest.approx(2**0.5, abs=1e-3)


def test_what_is_beside_the_loss_is_computed_when_asked_for() -> None:
    w = Value(1.0)
    calls, loss = counted(lambda: (w * w, w.data, "seen"))
    steps = list(train(loss, [w], 6, progress=False))
    ran = len(calls)
    assert [step.aux for step in steps] == [(pytest.approx(0.8**k), "seen") for k in range(6)]  # at its own step's w
    assert len(calls) - ran == 3  # steps 3, 5 and 6 were replayed
    assert w.data == pytest.approx(0.8**6)


def eagerly(loss: Callable[[], Any], w: Value, steps: int, rate: float) -> list[float]:
    seen = []
    for _ in range(steps):
        value = loss()
        w.grad = 0
        value.backward()
        seen.append(value.data)
        w.data -= rate * w.grad
    return seen


def replayed(loss: Callable[[], Any], w: Value, steps: int, rate: float) -> list[float]:
    return [step.loss for step in train(loss, [w], steps, optimiser=optim.SGD([w], lr=rate), progress=False)]


def both(make: Callable[[Value], Callable[[], Any]], steps: int = 40, rate: float = 0.05) -> None:
    ours, theirs = Value(3.0), Value(3.0)
    assert replayed(make(ours), ours, steps, rate) == eagerly(make(theirs), theirs, steps, rate)


def test_a_guard_that_flips_is_traced_again() -> None:
    both(lambda w: lambda: w * w if w > 1 else (w - 2) ** 2 if w > 0.5 else w * 0.5)


def test_a_guard_that_flips_at_every_step() -> None:
    both(lambda w: lambda: (w * w if w > 0 else w * w * 1.5) * 1.0, rate=0.9)


def test_a_sum_that_a_guard_looks_at() -> None:
    def make(w: Value) -> Callable[[], Any]:
        def loss() -> Value:
            part = w * w + w + 1
            return part + 1 if part > 4 else part + w

        return loss

    both(make)


def test_numbers_read_out_of_values_are_found_at_the_second_step() -> None:
    both(lambda w: lambda: w * w * w.data)


def test_a_late_escape_is_said() -> None:
    w = Value(3.0)
    factor = [1.0]

    def run() -> None:
        for step in train(lambda: w * factor[0], [w], 10, progress=False):
            factor[0] = 2.0 if step.index > 4 else 1.0

    with pytest.warns(RuntimeWarning, match="run at every step from step 7 on, and the 4 steps replayed before"):
        run()


@pytest.mark.parametrize("draw", [random.random, lambda: float(np.random.rand())])
def test_a_loss_that_draws_random_numbers_is_run_at_every_step(draw: Callable[[], float]) -> None:
    w = Value(1.0)
    calls, loss = counted(lambda: (w - draw()) ** 2)
    list(train(loss, [w], 10, progress=False))
    assert len(calls) == 10


def test_a_generator_of_ones_own_is_found_out() -> None:
    generator = np.random.default_rng(0)
    w = Value(1.0)
    calls, loss = counted(lambda: (w - float(generator.random())) ** 2)
    list(train(loss, [w], 10, progress=False))
    assert len(calls) == 10


def test_a_hand_written_operation_is_run_at_every_step() -> None:
    def make(w: Value) -> Callable[[], Any]:
        def loss() -> Value:
            out = Value(w.data**2, (w,), "own")

            def backward() -> None:
                w.grad += 2 * w.data * out.grad

            out._backward = backward
            return out

        return loss

    both(make)


def test_batches_enter_as_inputs() -> None:
    w, b = Value(0.0), Value(0.0)
    batches = [[(x / 10, 3 * x / 10 + 1) for x in range(k, k + 5)] for k in range(4)]

    def squares(batch: Any) -> Any:
        return sum((w * x + b - y) ** 2 for x, y in batch)

    calls, loss = counted(squares)
    for step in train(loss, [w, b], 300, data=batches, optimiser=optim.SGD([w, b], lr=0.1), progress=False):
        expected = sum((w.data * x + b.data - y) ** 2 for x, y in batches[step.index % 4])
        assert step.loss == pytest.approx(expected)
    assert len(calls) == 9
    assert (w.data, b.data) == pytest.approx((3.0, 1.0), abs=1e-2)


def test_a_batch_of_another_shape_is_traced_again() -> None:
    w = Value(1.0)
    batches = iter([np.ones((2,)), np.ones((2,)), np.ones((3,)), np.ones((3,))])
    losses = [s.loss for s in train(lambda xs: sum(x * 1.0 for x in xs) + w * 0, [w], 99, data=batches, progress=False)]
    assert losses == [2.0, 2.0, 3.0, 3.0]


def test_a_break_leaves_the_parameters_where_the_loss_was() -> None:
    w = Value(3.0)
    for step in train(lambda: w * w, [w], progress=False):
        if step.loss < 1:
            break
    assert step.loss == w.data * w.data


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda w: next(train(lambda: 1.0, [w], progress=False)), TypeError, "a loss must be a Value, or a tuple"),
        (lambda w: train(lambda: w, [], progress=False), ValueError, "at least one parameter"),
        (lambda w: train(lambda: w, [w], steps=-1, progress=False), ValueError, "the number of steps"),
        (lambda w: next(train(lambda b: w, [w], data=["ab"], progress=False)), TypeError, "a batch is made of lists"),
    ],
)
def test_what_cannot_be_trained_is_said(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call(Value(1.0))
