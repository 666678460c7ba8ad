"""Data is read when it was written to, by whatever way; parameters are read at every step."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest

from microgradext import Tape, train
from microgradext.engine.frame import recompute
from microgradext.engine.node import unwatch, watch, watched, writes
from microgradext.engine.recording import Recording
from microgradext.engine.value import Value
from microgradext.nn import MLP
from microgradext.optim import SGD, Adam


class Fitted:
    """A network on data that are Values, and its tape."""

    def __init__(self) -> None:
        self.model = MLP(3, [12, 12, 1])
        self.data = [[Value(0.1 * (i - j)) for j in range(3)] for i in range(20)]
        self.parameters = self.model.parameters()
        self.tape = Tape(self.loss(), self.parameters)
        self.tape.update()
        assert "matrix product" in self.tape.explain()

    def loss(self) -> Value:
        made: Value = sum([self.model(x) ** 2 for x in self.data])
        return made

    def check(self) -> None:
        """The tape gives what the loss gives when it is built again."""
        found, gradient = self.tape.update(), [each.grad for each in self.parameters]
        for each in self.parameters:
            each.grad = 0
        again = self.loss()
        again.backward()
        assert found == pytest.approx(again.data, rel=1e-12)
        assert gradient == pytest.approx([each.grad for each in self.parameters], rel=1e-9, abs=1e-12)


def augmented(value: Value) -> None:
    value.data -= 3.0


def by_step(value: Value) -> None:
    value.grad = 1.0
    SGD([value], lr=0.5).step()


def by_adam(value: Value) -> None:
    value.grad = 1.0
    Adam([value], lr=0.5).step()


def written_back(value: Value) -> None:
    other = Tape(value * value, [value])
    value.data = 4.0
    other.update("all")


def recorded(value: Value) -> None:
    with Recording(numbers={}):
        value.data = 2.5


def recomputed(value: Value) -> None:
    value.data = 1.5
    recompute([value])


@pytest.mark.parametrize(
    "write", [augmented, by_step, by_adam, written_back, recorded, recomputed], ids=lambda write: str(write.__name__)
)
def test_data_that_was_written_is_read(write: Callable[[Value], None]) -> None:
    fitted = Fitted()
    fitted.check()
    for row in (4, 11):
        write(fitted.data[row][1])
        fitted.check()
        fitted.check()


def test_parameters_are_read_at_every_step() -> None:
    fitted = Fitted()
    optimiser = SGD(fitted.parameters, lr=0.01, momentum=0.9)
    for step in range(6):
        optimiser.step()
        fitted.parameters[step].data = 0.1 * step
        fitted.check()


def test_a_leaf_that_was_replaced_is_another_one() -> None:
    fitted = Fitted()
    before = fitted.tape.update()
    old = fitted.data[0][0]
    fitted.data[0][0] = Value(5.0)
    assert fitted.tape.update() == before
    old.data = 5.0
    fitted.check()


def test_a_recording_sees_all_leaves_read() -> None:
    fitted = Fitted()
    fitted.tape.update()
    with Recording() as recording:
        fitted.tape.update()
    read = {each.value for each in recording.reads}
    assert read == {*fitted.parameters, *[each for row in fitted.data for each in row]}
    assert set(fitted.parameters) <= recording.touched.keys()


def test_frames_are_the_interpreters() -> None:
    fitted = Fitted()
    tape = Tape(fitted.loss(), fitted.parameters)
    first = tape(tape.point())
    tape.update()
    assert tape(tape.point()) == first


def test_nobody_watches_when_the_tape_is_gone() -> None:
    gc.collect()
    before = dict(watched)
    fitted: Any = Fitted()
    fitted.check()
    assert sum(map(len, watched.values())) == sum(map(len, before.values())) + 60
    del fitted
    gc.collect()
    assert watched == before


class Interrupted(Value):
    """Calls a function in the midst of others' work, as another thread may: when it is hashed for the nth time."""

    hashed = 0
    at = 0
    call: Callable[[], None] = staticmethod(lambda: None)

    def __hash__(self) -> int:
        Interrupted.hashed += 1
        if Interrupted.hashed == Interrupted.at:
            Interrupted.call()
        return super().__hash__()


@pytest.mark.parametrize("at", [1, 2, 3])
def test_one_may_begin_to_watch_while_another_does(at: int) -> None:
    value = Interrupted(1.0)
    ours, theirs = [value], [value]
    Interrupted.hashed, Interrupted.at = 0, at
    Interrupted.call = staticmethod(lambda: watch(theirs))
    watch(ours)
    if Interrupted.hashed < at:
        watch(theirs)
    Interrupted.at = 0
    unwatch(ours)
    before = writes.count
    value.data = 2.0
    assert writes.count != before
    unwatch(theirs)


def test_training_with_batches_reads_each_batch() -> None:
    model = MLP(2, [16, 16, 1])
    batches = [[(0.1 * (k + i), -0.2 * i) for i in range(12)] for k in range(3)]

    def loss(batch: Any) -> Any:
        return sum((model(x) - x[0]) ** 2 for x in batch)

    for step in train(loss, model, 12, data=batches, optimiser=SGD(model.parameters(), lr=1e-3), progress=False):
        expected = sum((model(x) - x[0]) ** 2 for x in batches[step.index % 3])
        assert step.loss == pytest.approx(expected.data, rel=1e-12)
