"""Frame: what a graph yields at a point, read from the Values that the graph was made of or written back to them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, overload

from .generated import scalar
from .graph import Graph, reached
from .language.expression import selects
from .making import number
from .node import ABSENT, CONSTANT, MANY, NOTHING, WRITTEN, written
from .ops import BY_CODE
from .recording import active
from .value import Value

Step = tuple[int, int, tuple[int, ...]]
"""The node that is computed, the code of its row, its operands."""


class Frame:
    """What a graph yields at a point, by node; treat it as frozen.

    `values` and `gradients` are sequences of floats. Not a dataclass: making a frozen one takes longer than
    evaluating a small graph.
    """

    __slots__ = ("_contributions", "_graph", "_sizes", "gradients", "values")

    def __init__(
        self,
        values: Sequence[float],
        gradients: Sequence[float],
        contributions: Sequence[tuple[float, ...]] | None = None,
        graph: Graph | None = None,
    ) -> None:
        self.values = values
        self.gradients = gradients
        self._contributions = contributions
        self._graph = graph
        self._sizes: Sequence[float] | None = None

    @property
    def contributions(self) -> Sequence[tuple[float, ...]]:
        """What each node passes to its operands, in operand order; computed when asked for."""
        if self._contributions is None:
            assert self._graph is not None
            self._contributions = Contributions(self._graph, self.values, self.gradients)
        return self._contributions

    @property
    def sizes(self) -> Sequence[float]:
        """The size of each gradient: what it would be if nothing cancelled; computed when asked for.

        A backward pass with absolute values. What rounding does to a gradient is a share of its size. Zeros where the
        graph is not known.
        """
        known = getattr(self, "_sizes", None)  # a pickle of an earlier version has none
        if known is None:
            known = [0.0] * len(self.values) if self._graph is None else sizes_of(self._graph, self)
            self._sizes = known
        return known

    def sizes_passed(self, node: int) -> Sequence[float]:
        """The sizes of what a node passes to its operands; zeros where the graph is not known."""
        if self._graph is None or not self.sizes[node]:
            return [0.0] * len(self.contributions[node])
        return [abs(each) for each in _passed_again(self._graph, self, node, self.sizes[node])]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frame):
            return NotImplemented
        return (self.values, self.gradients, self.contributions) == (other.values, other.gradients, other.contributions)

    __hash__ = None  # type: ignore[assignment]  # like the lists in it, it cannot be hashed

    def __repr__(self) -> str:
        return f"Frame(values={self.values!r}, gradients={self.gradients!r})"


class Contributions(Sequence[tuple[float, ...]]):
    """What each node passes to its operands, by node: few are ever looked at."""

    __slots__ = ("_columns", "_depends", "_flows", "_gradients", "_values")

    def __init__(
        self,
        graph: Graph,
        values: Sequence[float],
        gradients: Sequence[float],
        flows: Sequence[float] | None = None,
        depends: Sequence[bool] | None = None,
    ) -> None:
        """`flows` holds those that are known, one for each operand of each node."""
        self._columns = graph.columns
        self._depends = reached(graph) if depends is None else depends
        self._values, self._gradients, self._flows = values, gradients, flows

    def __len__(self) -> int:
        return len(self._depends)

    @overload
    def __getitem__(self, index: int) -> tuple[float, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[float, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[float, ...] | list[tuple[float, ...]]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        node = range(len(self))[index]
        start, code = self._columns.start, self._columns.codes[node]
        if self._flows is not None:
            return tuple(self._flows[start[node] : start[node + 1]])
        if code < 0 or not self._depends[node]:
            return (0.0,) * (start[node + 1] - start[node])
        pull: Any = scalar.PULL[code]
        operands = [self._values[operand] for operand in self._columns.operands_of(node)]
        passed: tuple[float, ...] = pull(self._gradients[node], self._values[node], *operands)
        return passed

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sequence) and list(self) == list(other))

    __hash__ = None  # type: ignore[assignment]  # like a list, it cannot be hashed

    def __repr__(self) -> str:
        return repr(list(self))


def sizes_of(graph: Graph, frame: Frame) -> Sequence[float]:
    """The size of each gradient of a frame; see `Frame.sizes`.

    >>> from microgradext.engine.graph import graph_of
    >>> a = Value(3.0)
    >>> frame_of(*graph_of(a * 2 - a)).sizes[0]
    3.0
    """
    columns, depends = graph.columns, reached(graph)
    start, operands = columns.start.tolist(), columns.operands.tolist()
    sizes = array("d", bytes(8 * len(depends)))
    sizes[graph.output] = abs(frame.gradients[graph.output])
    for node in range(graph.output, -1, -1):
        size, first, end = sizes[node], start[node], start[node + 1]
        if not depends[node] or first == end or size == 0:
            continue
        used = operands[first:end]
        for operand, contribution in zip(used, _passed_again(graph, frame, node, size), strict=True):
            sizes[operand] += abs(contribution)
    return sizes


def _passed_again(graph: Graph, frame: Frame, node: int, upstream: float) -> Sequence[float]:
    """What an operation would pass on of another gradient; nan if it is written by hand and nothing arrived at it."""
    columns, values = graph.columns, frame.values
    code = columns.codes[node]
    if code == WRITTEN:
        arrived = frame.gradients[node] or math.nan
        return [contribution / arrived * upstream for contribution in frame.contributions[node]]
    pull: Any = scalar.PULL[code]
    passed: Sequence[float] = pull(upstream, values[node], *[values[each] for each in columns.operands_of(node)])
    return passed


def checked(graph: Graph, point: Sequence[float]) -> list[float]:
    """`point` as floats, one for each input; raises ValueError or TypeError when it is something else."""
    expected = len(graph.inputs)
    if isinstance(point, str | bytes) or not hasattr(point, "__len__"):
        raise TypeError(f"a point is a list of {expected} numbers, one for each input, not {point!r:.60}")
    if len(point) != expected:
        raise ValueError(
            f"this tape has {counted(expected, 'input')}, but the point has {counted(len(point), 'number')}"
        )
    try:
        return [number(each) for each in point]
    except TypeError as error:
        raise TypeError(f"a point is made of real numbers, but {point!r:.60} is not") from error


SELECTS = tuple([tuple([selects(derivative) for derivative in row.derivatives]) for row in BY_CODE])
"""For each row and operand, whether its derivative may be a 0 that means 'not selected'."""


def steps_of(graph: Graph) -> list[Step]:
    """The operations of `graph` in order."""
    columns = graph.columns
    operands, start = columns.operands.tolist(), columns.start.tolist()
    return [
        (index, code, tuple(operands[start[index] : start[index + 1]]))
        for index, code in enumerate(columns.codes)
        if code >= 0
    ]


def frame_of(graph: Graph, values: Sequence[Value]) -> Frame:
    """The frame at the current numbers of `values`, one per node; sets their gradients instead of adding to them.

    >>> from microgradext.engine.graph import graph_of
    >>> a = Value(3.0)
    >>> graph, values = graph_of(a + a)
    >>> frame_of(graph, values).contributions[-1], a.grad
    ((1.0, 1.0), 2.0)
    """
    for value in values:
        value._grad = 0.0
    values[graph.output]._grad = 1.0
    start, depends = graph.columns.start, reached(graph)
    flows = array("d", bytes(8 * start[-1]))
    for index in range(graph.output, -1, -1):
        first, end = start[index], start[index + 1]
        if depends[index] and end > first:
            _flow(values[index], flows, first, end)
    numbers, gradients = [value._data for value in values], [value._grad for value in values]
    return Frame(numbers, gradients, Contributions(graph, numbers, gradients, flows, depends), graph)


def _flow(value: Value, flows: array[float], first: int, end: int) -> None:
    """Add what `value` passes to each operand to the operand's gradient, and to `flows` from `first` to `end`."""
    dx, dy, x, y = value._dx, value._dy, value._x, value._y
    plain = dx is not MANY and dx is not ABSENT and x._code != CONSTANT
    if plain and y is None:
        flows[first] = passed = 0.0 if dx is NOTHING else value._grad * dx
        x._grad += passed
    elif plain and dy is not ABSENT and y._code != CONSTANT:
        flows[first] = passed = 0.0 if dx is NOTHING else value._grad * dx
        x._grad += passed
        flows[first + 1] = passed = 0.0 if dy is NOTHING else value._grad * dy
        y._grad += passed
    else:
        flows[first:end] = array("d", _passed(value))


def write_back(graph: Graph, values: Sequence[Value], frame: Frame, *, gradients: bool = True) -> None:
    """Put `frame` into the Values, so that code which holds them sees its numbers; without `gradients` not those."""
    for recording in active:  # a cell that moves a picture, say
        recording.unseen = True
    numbers = frame.values
    for index, value in enumerate(values):
        value._data = numbers[index]
        if gradients:
            value._grad = frame.gradients[index]
    written(values)
    for index, code, operands in steps_of(graph):
        derivatives = scalar.PULL[code](1.0, numbers[index], *[numbers[operand] for operand in operands])
        values[index]._locals = unselected(code, derivatives)


def recompute(values: Iterable[Value]) -> None:
    """Recompute operations from the `data` of their operands, in the order given; other Values are left alone.

    >>> a = Value(3.0)
    >>> b = a * a
    >>> a.data = 4.0
    >>> recompute([b])
    >>> b.data
    16.0
    """
    for value in values:
        code = value._code
        if code >= 0:
            operands = [operand._data for operand in value._prev]
            value._data = out = scalar.FORWARD[code](*operands)
            value._locals = unselected(code, scalar.PULL[code](1.0, out, *operands))


def unselected(code: int, derivatives: tuple[float, ...]) -> tuple[float, ...]:
    selecting = SELECTS[code]
    if not any(selecting):
        return derivatives
    return tuple([NOTHING if s and d == 0 else d for s, d in zip(selecting, derivatives, strict=True)])


def _passed(value: Value) -> tuple[float, ...]:
    """Add what `value` passes to each operand to the operand's gradient, and return it."""
    if value._code == WRITTEN:
        return _passed_by_hand(value)
    upstream = value._grad
    passed = [0.0 if d is NOTHING else upstream * d for d in value._locals]
    _pass_to_constants(value, passed)
    for operand, contribution in zip(value._prev, passed, strict=True):
        operand._grad += contribution
    return tuple(passed)


def _pass_to_constants(value: Value, passed: list[float]) -> None:
    # No gradient needs it, so no Value keeps a local derivative for a constant; a picture shows it all the same.
    constants = [slot for slot, operand in enumerate(value._prev) if operand._code == CONSTANT]
    if constants:
        operands = [operand._data for operand in value._prev]
        pulled: Any = scalar.PULL[value._code](value._grad, value._data, *operands)
        for slot in constants:
            passed[slot] = pulled[slot]


def _passed_by_hand(value: Value) -> tuple[float, ...]:
    # Only the user's code knows, so gradients are compared before and after; a repeated operand gets its share once.
    before = {operand: operand._grad for operand in value._prev}
    value._backward()
    shares = {operand: operand._grad - grad for operand, grad in before.items()}
    return tuple([shares.pop(operand, 0.0) for operand in value._prev])


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, 'input'), counted(1600, 'term')
    ('1 input', '1,600 terms')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
