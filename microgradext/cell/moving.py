"""MovingRun: a run that can be moved to other points of its inputs; no notebook is needed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ..engine.frame import Frame, write_back
from ..engine.graph import Graph
from ..engine.guards import flipped
from ..engine.tape.drift import Drift, told
from ..engine.tape.tape import Tape
from ..engine.value import Value
from .inputs.names import MARKS
from .outcome.outcome import Run
from .problem import nearest
from .rerun.again import OnDemand
from .text.constants import same


@dataclass(frozen=True)  # no slots: its tape is made when it is asked for
class MadeRun:
    """A run as its code made it. Moves along its tape leave it as it is; another run of the code makes a new one."""

    run: Run

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The nodes that were not computed."""
        start = graph_of_run(self.run).columns.start
        return tuple(index for index, (first, end) in enumerate(pairwise(start)) if first == end)

    @cached_property
    def tape(self) -> Tape:
        """The graph, ready to run again on the path that the code took; ValueError when only the code can move it."""
        if not self.run.replays:
            raise ValueError(self.run.frozen or self.run.why)
        return Tape(graph_of_run(self.run))


class MovingRun:
    """A run of a cell, of a function or of an existing Value, and where its inputs stand now.

    >>> from microgradext.cell.run import run_cell
    >>> moving = MovingRun(run_cell("a = -2.0; b = 3.0; f = a * b", {}))
    >>> moving.move([4.0, 3.0]), moving.value.data, moving.grads
    (False, 12.0, {'a': 3.0, 'b': 4.0})
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made = MadeRun(run)
        self._given = self._gradients()
        self.followed = 0
        """How often other code had moved the leaves."""

    @property
    def graph(self) -> Graph:
        """The frozen record of the run; ValueError when its code raised before anything was computed."""
        return graph_of_run(self.run)

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs by name."""
        return {item.name: self.run.values[item.node] for item in self.run.inputs}

    @property
    def grads(self) -> dict[str, float]:
        """The derivative of the output with respect to each input, by name, where the inputs stand now."""
        frame = self.frame()
        if frame is None:
            return {name: math.nan if self.run.unknown else value._grad for name, value in self.inputs.items()}
        return {item.name: frame.gradients[item.node] for item in self.run.inputs}

    def point(self) -> list[float]:
        """Where the inputs stand now."""
        self._follow()
        return [self.graph.columns.data[item.node] for item in self.run.inputs]

    def frame(self) -> Frame | None:
        """Every current value, gradient and contribution; None when the code raised before it reached the output."""
        self._follow()
        return self.run.frame

    @property
    def made_output(self) -> Value:
        """The output, the very Value that the code made."""
        return self.run.values[self.graph.output]

    @property
    def value(self) -> Value:
        """The output; a copy of it with the numbers of this run if other code has given the Value others."""
        value, frame = self.made_output, self.frame()
        if frame is None:
            return value
        data, gradient = frame.values[self.graph.output], frame.gradients[self.graph.output]
        if same(value._data, data) and same(value._grad, gradient):
            return value
        own = copy(value)
        own._data, own._grad = data, gradient
        return own

    def point_with(self, numbers: Mapping[str, float]) -> list[float]:
        """Where the inputs stand now, except for the named ones; ValueError for a name that is not an input.

        `a` names the input `a⁽¹⁾` too, if no other comes from a name `a`.
        """
        here = dict(zip(self.inputs, self.point(), strict=True))
        given = {_input_called(name, here): number for name, number in numbers.items()}
        return [given.get(name, number) for name, number in here.items()]

    def move(self, point: Sequence[float]) -> bool:
        """Go to another point, writing `data` and `grad` of all Values of the run; return whether its code ran again.

        The tape is replayed if it can know the result; otherwise the code runs again, and if that raises, everything
        stays as it was. Raises ValueError with the reason when the point cannot be reached.
        """
        if self.run.mode == "still":
            raise ValueError(self.run.frozen)
        found = self._replayed(point) if self.run.replays else None
        if found is None:
            self._adopt(self._rerun(point))
            return True
        self._assign(found)
        self.run = replace(_with_numbers_of_now(self.run), frame=found)
        return False

    def drifted(self) -> bool:
        """Whether other code has given a leaf of the graph another number, or another picture has moved one."""
        data, values = self.graph.columns.data, self.run.values
        leaves = self.made.leaves
        before, now = [data[index] for index in leaves], [values[index]._data for index in leaves]
        return before != now and not all(map(same, before, now))  # nan differs from itself in one, not in the other

    def catch_up(self, *, gradients: bool = True) -> None:
        """Take over the numbers that the leaves have now, and give every Value its number there.

        Without `gradients`, those stay as the user's code has computed them; where the inputs still have what this run
        gave them last, they follow all the same. Raises ValueError with the reason when only the code could do so but
        must not run.
        """
        if self.run.mode == "still":
            raise ValueError(self.run.frozen)
        self._follow()
        if self.run.frame is not None and not self.drifted():
            self._assign(self.run.frame, gradients=gradients or self._has_what_it_was_given())
            return
        if self.run.mode == "click":
            raise ValueError(self.run.why)
        self._adopt(self._rerun([value._data for value in self.inputs.values()]))

    def assign_gradients(self) -> None:
        """Give every Value of the run its gradient, also those that belong to other runs."""
        frame = self.frame()
        if frame is not None:
            self._assign(frame)

    def _assign(self, frame: Frame, *, gradients: bool = True) -> None:
        write_back(self.graph, self.run.values, frame, gradients=gradients)
        if gradients:
            self._given = [frame.gradients[item.node] for item in self.run.inputs]

    def _has_what_it_was_given(self) -> bool:
        return [value._grad for value in self.inputs.values()] == self._given

    def behind(self) -> str:
        """The sentence about leaves that have moved to where this run cannot follow; empty if none has."""
        self._follow()
        data, values = self.graph.columns.data, self.run.values
        moved = [index for index in self.made.leaves if not same(data[index], values[index]._data)]
        if not moved or self.run.frame is None:
            return ""
        drift = Drift(tuple(moved), before={index: data[index] for index in moved})
        return told(drift, self.graph, values, self.run.title, "these are the numbers of before")

    def _follow(self) -> None:
        """Go to where the leaves are now, if the tape knows the numbers there; nothing is written to any Value."""
        if self.run.frame is None or not self.run.replays or not self.drifted():
            return
        run = _with_numbers_of_now(self.run)
        made = self.made if _others(run) == _others(self.run) else MadeRun(run)
        frame = made.tape.along([run.values[node]._data for node in graph_of_run(run).inputs])
        if not flipped(self.graph, frame.values):
            self.run, self.made = replace(run, frame=frame), made
            self.followed += 1

    def _replayed(self, point: Sequence[float]) -> Frame | None:
        """What the tape gives at a point; None where the code would take another path."""
        frame = self.made.tape.along(point)
        return None if flipped(self.graph, frame.values) else frame

    def _rerun(self, point: Sequence[float]) -> Run:
        if self.run.again is None:
            raise ValueError("This point is on another path through the code, and there is no code to run again.")
        try:
            run = self.run.again(point)
        except OnDemand as asks:
            self.run = replace(self.run, mode="click", why=str(asks))
            raise
        if run.error is not None:
            raise ValueError(_sentence(run.error, run.stopped))
        return run

    def _adopt(self, run: Run) -> None:
        self.run, self.made = run, MadeRun(run)
        self._given = self._gradients()

    def _gradients(self) -> list[float]:
        """What the inputs have just got, by running the code."""
        return [self.run.values[item.node]._grad for item in self.run.inputs]


def graph_of_run(run: Run) -> Graph:
    """The graph of a run; ValueError when its code raised before anything was computed."""
    if run.graph is None:
        raise ValueError("this run stopped before anything was computed, so there is no graph")
    return run.graph


def _with_numbers_of_now(run: Run) -> Run:
    """`run` with the numbers that its leaves have now in its graph."""
    graph = graph_of_run(run)
    start, data = graph.columns.start, graph.columns.data.tolist()
    for index, (first, end) in enumerate(pairwise(start)):
        if first == end:
            data[index] = run.values[index]._data
    return replace(run, graph=graph.with_data(data))


def _others(run: Run) -> list[float]:
    """The numbers of the leaves that are not inputs; a tape holds them fast."""
    graph = graph_of_run(run)
    start, data, inputs = graph.columns.start, graph.columns.data, set(graph.inputs)
    return [data[i] for i, (first, end) in enumerate(pairwise(start)) if first == end and i not in inputs]


def _sentence(error: BaseException, stopped: str) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted."
    return f"{stopped or 'Stopped'}: {type(error).__name__}: {error}"


def _input_called(name: str, inputs: Collection[str]) -> str:
    if name in inputs:
        return name
    marked = [each for each in inputs if each.rstrip(MARKS) == name]
    if len(marked) == 1:
        return marked[0]
    raise ValueError(f"{name} is not an input; the inputs are {', '.join(inputs)}.{nearest(name, inputs)}")
