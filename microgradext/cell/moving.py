"""MovingRun: a run that can be moved to other points of its inputs; no notebook is needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..engine.frame import Frame, frame_of, write_back
from ..engine.graph import Graph
from ..engine.guards import flipped
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

    @property
    def graph(self) -> Graph:
        """The frozen record of the run; ValueError when its code raised before anything was computed."""
        return graph_of_run(self.run)

    @property
    def value(self) -> Value:
        """The output."""
        return self.run.values[self.graph.output]

    @property
    def inputs(self) -> dict[str, Value]:
        """The inputs by name."""
        return {item.name: self.run.values[item.node] for item in self.run.inputs}

    @property
    def grads(self) -> dict[str, float]:
        """The derivative of the output with respect to each input, by name, where the inputs stand now."""
        return {name: value._grad for name, value in self.inputs.items()}

    def point(self) -> list[float]:
        """Where the inputs stand now."""
        return [value._data for value in self.inputs.values()]

    def frame(self) -> Frame | None:
        """Every current value, gradient and contribution; None when the code raised before it reached the output.

        Sets the gradient of every Value of the run to what it is where the inputs stand now.
        """
        return None if self.run.stopped else frame_of(self.graph, self.run.values)

    def point_with(self, numbers: Mapping[str, float]) -> list[float]:
        """Where the inputs stand now, except for the named ones; ValueError for a name that is not an input.

        `a` names the input `a⁽¹⁾` too, if no other comes from a name `a`.
        """
        inputs = self.inputs
        given = {_input_called(name, inputs): number for name, number in numbers.items()}
        return [given.get(name, value._data) for name, value in inputs.items()]

    def move(self, point: Sequence[float]) -> bool:
        """Go to another point, writing `data` and `grad` of all Values of the run; return whether its code ran again.

        The tape is replayed if it can know the result; otherwise the code runs again, and if that raises, everything
        stays as it was. Raises ValueError with the reason when the point cannot be reached.
        """
        if self.run.mode == "still":
            raise ValueError(self.run.frozen)
        if self.run.replays and self._replayed(point):
            return False
        self._adopt(self._rerun(point))
        return True

    def drifted(self) -> bool:
        """Whether other code has given a leaf of the graph another number, or another picture has moved one."""
        leaves = zip(self.graph.nodes, self.run.values, strict=True)
        return any(not node.operands and not same(node.data, value._data) for node, value in leaves)

    def catch_up(self) -> None:
        """Take over the numbers that the leaves have now and compute everything from them.

        Raises ValueError with the reason when only the code could do so but must not run.
        """
        point = self.point()
        if self.run.mode == "still":
            raise ValueError(self.run.frozen)
        if self.run.replays:
            self._adopt(_with_numbers_of_now(self.run))
            if self._replayed(point):
                return
        if self.run.mode == "click":
            raise ValueError(self.run.why)
        self._adopt(self._rerun(point))

    def _replayed(self, point: Sequence[float]) -> bool:
        graph, frame = self.graph, self.made.tape.along(point)
        if flipped(graph, frame.values):
            return False
        write_back(graph, self.run.values, frame)
        self.run = _with_numbers_of_now(self.run)
        return True

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


def graph_of_run(run: Run) -> Graph:
    """The graph of a run; ValueError when its code raised before anything was computed."""
    if run.graph is None:
        raise ValueError("this run stopped before anything was computed, so there is no graph")
    return run.graph


def _with_numbers_of_now(run: Run) -> Run:
    """`run` with the numbers that its leaves have now in its graph."""
    graph = graph_of_run(run)
    nodes = [
        node if node.operands or same(node.data, value._data) else replace(node, data=value._data)
        for node, value in zip(graph.nodes, run.values, strict=True)
    ]
    return replace(run, graph=replace(graph, nodes=tuple(nodes)))


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
