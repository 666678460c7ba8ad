"""Levels: a large graph on NumPy arrays, level by level, each group of like operations at once.

Everything is added up in the interpreter's order, so that rows which NumPy computes exactly give the same bits. Each
node has a position in the arrays: leaves first, then the groups in turn, so that a group's results lie together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, checked
from ..generated import vector
from ..graph import Graph
from ..language.expression import Call, Name, Number, pull
from ..ops import BY_CODE
from .later import Later
from .schedule import SUM, Group, Schedule, schedule

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

FEW = 64
"""Fewer contributions than this are not worth a matrix of their own."""

BROAD = 200
"""The fewest sums side by side that are added up operand by operand: most operands then need not be moved."""


@dataclass(slots=True)
class Fetch:
    """Numbers taken from an array into a buffer, or viewed where they are if they lie together."""

    places: Places
    together: slice | None = None
    buffer: Numbers = field(default_factory=lambda: np.empty(0))

    def __call__(self, numbers: Numbers) -> Numbers:
        if self.together is not None:
            return numbers[self.together].reshape(self.places.shape)
        # 'clip' writes straight into the buffer; every place is in range.
        return np.take(numbers, self.places, out=self.buffer, mode="clip")


@dataclass(slots=True)
class Gather:
    """The gradients of nodes with equally many contributions: a row of `fetch` for each contribution."""

    targets: slice | Places
    fetch: Fetch
    several: bool

    def __call__(self, everything: Numbers) -> None:
        passed = self.fetch(everything)
        everything[self.targets] = _added(passed) if self.several else passed


@dataclass(slots=True)
class Scatter:
    """The gradients of nodes whose numbers of uses differ so much that they are added up one by one."""

    targets: Places
    fetch: Fetch
    owner: Places

    def __call__(self, everything: Numbers) -> None:
        everything[self.targets] = np.bincount(self.owner, self.fetch(everything), len(self.targets))


Collected = Gather | Scatter


@dataclass(slots=True)
class Work:
    """A group on the arrays."""

    code: int
    depends: bool
    made: slice
    fetches: list[Fetch]  # one per operand; with `matrix` one for all, a row per operand
    matrix: bool
    collected: list[Collected] = field(default_factory=list)
    kept: list[tuple[int, slice]] = field(default_factory=list)  # operands whose contributions are numbers of their own
    operands: list[Numbers] = field(default_factory=list)

    def forward(self, values: Numbers) -> None:
        self.operands = [fetch(values) for fetch in self.fetches]
        if self.matrix:
            values[self.made] = _added(self.operands[0])
        else:
            values[self.made] = vector.FORWARD[self.code](*self.operands)

    def backward(self, values: Numbers, everything: Numbers) -> None:
        for collect in self.collected:
            collect(everything)
        if self.kept:
            passed = vector.PULL[self.code](everything[self.made], values[self.made], *self.operands)
            for slot, place in self.kept:
                everything[place] = passed[slot]


class Levels:
    """Evaluates a graph group by group; between calls it keeps one set of buffers."""

    def __init__(self, graph: Graph, plan: Schedule | None = None) -> None:
        self._graph = graph
        self._plan = plan or schedule(graph)
        self._position = _positions(graph, self._plan)
        self._works = [_work(group, self._position) for group in self._plan.groups]
        self._leaves, length = _collect(graph, self._works, self._plan, self._position)
        count = len(graph.nodes)
        self._inputs = self._position[np.array(graph.inputs, np.intp)]
        self._values = np.empty(count)
        self._values[self._position] = graph.columns.data
        self._everything = np.zeros(length)  # gradients by position, then contributions
        self._guarded = self._position[np.array([guard.node for guard in graph.guards], np.intp)]
        self._one_at = int(self._position[graph.output])
        self._lock = Lock()

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`, a number for each input."""
        numbers = checked(self._graph, point)
        with self._lock:
            self._run(numbers)
            values, gradients = self._values.copy(), self._everything[: len(self._values)].copy()
        later = Later(len(values), lambda: self._by_node(values))
        slopes = Later(len(values), lambda: self._slopes(gradients))
        return Frame(later, slopes, graph=self._graph)

    def gradient(self, point: Sequence[float]) -> tuple[float, list[float], list[float]]:
        """The output, its gradient with respect to the inputs, and what the guards look at."""
        with self._lock:
            self._run(point)
            out, gradient = self._values[self._one_at], self._everything[self._inputs]
            return float(out), gradient.tolist(), self._values[self._guarded].tolist()

    def _run(self, point: Sequence[float]) -> None:
        values, everything = self._values, self._everything
        values[self._inputs] = point
        everything[self._one_at] = 1.0
        with np.errstate(all="ignore"):  # 1/0 is inf here, as everywhere in the engine
            for work in self._works:
                work.forward(values)
            for work in reversed(self._works):
                if work.depends:
                    work.backward(values, everything)
            for collect in self._leaves:
                collect(everything)

    def _by_node(self, values: Numbers) -> list[float]:
        found = values[self._position]
        for group in self._plan.groups:
            if group.code == SUM:
                for last, operands in zip(group.nodes, group.operands, strict=True):
                    self._inside(found, last, operands)
        numbers: list[float] = found.tolist()
        return numbers

    def _inside(self, found: Numbers, last: int, operands: tuple[int, ...]) -> None:
        chain = self._plan.within.get(last)
        if chain:
            with np.errstate(all="ignore"):  # an overflow is inf here too
                parts = np.add.accumulate(found[list(operands)])
            start = self._graph.columns.start
            widths = [start[index + 1] - start[index] - 1 for index in chain]
            found[chain] = parts[np.cumsum(widths)]

    def _slopes(self, gradients: Numbers) -> list[float]:
        found = gradients[self._position]
        for last, chain in self._plan.within.items():
            found[chain] = found[last]
        numbers: list[float] = found.tolist()
        return numbers


def _added(rows: Numbers) -> Numbers:
    """The rows added up in order: along a single row, NumPy would add in pairs."""
    if rows.shape[1] == 1:
        return np.asarray(np.add.accumulate(rows[:, 0])[-1:])
    return np.asarray(np.add.reduce(rows, axis=0))


# Preparation


def _positions(graph: Graph, plan: Schedule) -> Places:
    """The position of each node's number; nodes within a sum have one too, which is never filled."""
    grouped = [index for group in plan.groups for index in group.nodes]
    inside = [index for chain in plan.within.values() for index in chain]
    taken = {*grouped, *inside}
    order = [index for index in range(len(graph.nodes)) if index not in taken] + inside + grouped
    position = np.empty(len(order), np.intp)
    position[order] = np.arange(len(order))
    return position


def _work(group: Group, position: Places) -> Work:
    made = int(position[group.nodes[0]])
    places = position[np.array(group.operands, np.intp).T]
    matrix = group.code == SUM and len(group.nodes) < BROAD
    fetches = [_fetch(places)] if matrix else [_fetch(row) for row in places]
    return Work(group.code, group.depends, slice(made, made + len(group.nodes)), fetches, matrix)


def _fetch(places: Places) -> Fetch:
    places = np.ascontiguousarray(places)
    together = _together(places.ravel())
    return Fetch(places, together, np.empty(() if together else places.shape))


def _together(places: Places) -> slice | None:
    first = int(places[0])
    return slice(first, first + len(places)) if bool((np.diff(places) == 1).all()) else None


def _collect(graph: Graph, works: Sequence[Work], plan: Schedule, position: Places) -> tuple[list[Collected], int]:
    """Set how each group's gradients are collected; return how those of the leaves are, and the array's length."""
    edges = Edges(graph, plan.within)
    for work, group in zip(works, plan.groups, strict=True):
        if group.depends:
            edges.add(work, group, position)
    to, come_from = edges.sorted()
    for work in works:
        work.collected = _collected(to, come_from, work.made.start, work.made.stop)
    first = works[0].made.start if works else len(position)
    return _collected(to, come_from, 0, first), edges.length


class Edges:
    """Where every contribution is found, and which node it goes to."""

    def __init__(self, graph: Graph, within: Mapping[int, list[int]]) -> None:
        self._start = graph.columns.start
        self._within = within
        self.length = len(graph.nodes)
        self._columns: list[tuple[Places, Places, Places, Places]] = []

    def add(self, work: Work, group: Group, position: Places) -> None:
        """Note what `group` passes back; where that is the upstream gradient itself, it is not copied."""
        operands = np.array(group.operands, np.intp).T
        consumers = np.array([self._consumers(node) for node in group.nodes], np.intp).T
        upstream = np.arange(work.made.start, work.made.stop)
        for slot, targets in enumerate(operands):
            passed = _passed(group.code, slot)
            if passed == Number(0.0):
                continue
            place = upstream if passed == Name("g") else self._room(work, slot, len(upstream))
            self._columns.append((position[targets], consumers[slot], np.full(len(targets), slot), place))

    def _consumers(self, node: int) -> list[int]:
        """For each operand of `node`, the addition of its chain that takes it."""
        chain = [*self._within.get(node, ()), node]
        widths = [self._start[each + 1] - self._start[each] - 1 for each in chain]
        widths[0] += 1
        return [each for each, width in zip(chain, widths, strict=True) for _ in range(width)]

    def _room(self, work: Work, slot: int, count: int) -> Places:
        work.kept.append((slot, slice(self.length, self.length + count)))
        self.length += count
        return np.arange(self.length - count, self.length)

    def sorted(self) -> tuple[Places, Places]:
        """Targets and places by target, then in the interpreter's order: the latest consumer first, then by slot."""
        if not self._columns:
            return np.empty(0, np.intp), np.empty(0, np.intp)
        target, consumer, slot, place = (np.concatenate(column) for column in zip(*self._columns, strict=True))
        order = np.lexsort((slot, -consumer, target))
        return target[order], place[order]


def _passed(code: int, slot: int) -> Number | Name | Call:
    row = BY_CODE[code]
    return pull(row.derivatives[slot if row.arity > 0 else 0], Name("g"))


def _collected(to: Places, come_from: Places, start: int, stop: int) -> list[Collected]:
    low, high = np.searchsorted(to, [start, stop])
    targets, first, counts = np.unique(to[low:high], return_index=True, return_counts=True)
    made: list[Collected] = []
    rest = np.zeros(len(targets), bool)
    for count in np.unique(counts):
        chosen = counts == count
        if count * chosen.sum() < FEW:
            rest |= chosen
        else:
            made.append(_gather(targets[chosen], come_from[low + first[chosen] + np.arange(count)[:, None]]))
    if rest.any():
        owner = np.repeat(np.cumsum(rest) - 1, counts)[np.repeat(rest, counts)]
        made.append(Scatter(targets[rest], _fetch(come_from[low:high][np.repeat(rest, counts)]), owner))
    return made


def _gather(targets: Places, places: Places) -> Gather:
    several = len(places) > 1
    together = _together(targets)
    return Gather(targets if together is None else together, _fetch(places if several else places[0]), several)
