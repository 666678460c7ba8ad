"""Random cells moved at random, on the tape or by running again, give what a fresh run at that point gives."""

from __future__ import annotations

import io
import math
import random
from contextlib import redirect_stdout
from typing import Any

import pytest

from microgradext.cell.inputs.mathematics import mathematics
from microgradext.cell.run import Run, run_cell
from microgradext.engine.frame import write_back
from microgradext.engine.guards import flipped
from microgradext.engine.tape.tape import Tape
from tests.examples import share

from ..cells_at_random import RandomCell, named_numbers, random_cell

CELLS = share(500)
POINTS = 10
CHUNK = 25
BOUND = ("p", "q", "r", "out", "book")


@pytest.mark.parametrize("chunk", range(0, CELLS, CHUNK))
def test_a_move_gives_what_a_fresh_run_gives(chunk: int) -> None:
    for seed in range(chunk, chunk + CHUNK):
        cell = random_cell(seed)
        with redirect_stdout(io.StringIO()):
            _Moved(cell).all()


class _Moved:
    """A cell that has run and is moved as the kernel moves it."""

    def __init__(self, cell: RandomCell) -> None:
        self.cell = cell
        self.rng = random.Random(cell.seed)
        self.numbers = dict(cell.numbers)
        self.names = cell.namespace()
        self.run = run_cell(cell.source(), self.names, wrt=cell.wrt)
        assert self.run.error is None, (cell.seed, cell.source())

    def all(self) -> None:
        self.compare([each.value for each in self.run.inputs])
        for _ in range(POINTS):
            called = [each.name for each in self.run.inputs]
            now = [self.run.values[each.node]._data for each in self.run.inputs]
            self.move(self.cell.point(self.rng, called, now))
        self.compare_with_a_fresh_run()

    def move(self, point: list[float]) -> None:
        before = dict(self.numbers)
        self.numbers |= {each.name: number for each, number in zip(self.run.inputs, point, strict=True)}
        drawn = random.getstate()
        run = moved(self.run, point)
        assert random.getstate() == drawn
        if run.error is not None:
            with pytest.raises(type(run.error)):
                self.plainly()
            self.numbers = before
            self.compare([before[each.name] for each in self.run.inputs])
        else:
            self.run = run
            self.compare(point)

    def compare(self, point: list[float]) -> None:
        names = self.plainly()
        about = (self.cell.seed, self.run.mode, point, self.cell.source(self.numbers))
        called = [each.name for each in self.run.inputs]
        expected = dict(zip(called, ((number, 0.0) for number in point), strict=True))  # in a branch not taken
        expected |= {name: (names[name]._data, names[name]._grad) for name in called if name in names}
        assert alike(facts(self.run), {**expected, "the output": names["out"]._data}), about
        shown = (*BOUND, "hist", "m0", "m1") if self.run.mode == "rerun" else BOUND
        assert alike(named_numbers(self.names, shown), named_numbers(names, shown)), about
        if self.run.mode == "rerun":
            assert self.run.printed == names["printed"], about

    def plainly(self) -> dict[str, Any]:
        """What the code gives without us, where the inputs are Values from the start."""
        state = random.getstate()
        names = self.cell.namespace(self.numbers)
        try:
            with redirect_stdout(io.StringIO()) as printed, mathematics(names):
                exec(self.cell.plainly(self.numbers), names)
            names["out"].backward()
        finally:
            random.setstate(state)
        return {**names, "printed": printed.getvalue()}

    def compare_with_a_fresh_run(self) -> None:
        names = self.cell.namespace(self.numbers)
        fresh = facts(run_cell(self.cell.source(self.numbers), names, wrt=self.cell.wrt))
        here = facts(self.run)
        shared = {name: here[name] for name in fresh if name in here}  # each has the inputs of its own first branch
        assert alike(shared, {name: fresh[name] for name in shared}), (self.cell.seed, self.cell.source(self.numbers))
        assert alike(named_numbers(self.names, BOUND), named_numbers(names, BOUND))


def moved(run: Run, point: list[float]) -> Run:
    """Go to a point as the kernel does: on the tape while that is right, otherwise by running the code again."""
    assert run.graph is not None
    if run.replays:
        frame = Tape(run.graph).along(point)
        if flipped(run.graph, frame.values) is None:
            write_back(run.graph, run.values, frame)
            return run
    assert run.again is not None, run.frozen
    return run.again(point)


def facts(run: Run) -> dict[str, Any]:
    """The current output, and each input with its gradient."""
    assert run.graph is not None
    inputs = {each.name: run.values[each.node] for each in run.inputs}
    found: dict[str, Any] = {name: (value._data, value._grad) for name, value in inputs.items()}
    return {**found, "the output": run.values[run.graph.output]._data}


def alike(one: Any, other: Any) -> bool:
    """Equal up to rounding."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(alike(x, y) for x, y in zip(one, other, strict=True))
    if isinstance(one, float | int):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (one != one and other != other)
    return bool(one == other)
