"""Drift: Values whose numbers no longer follow from those of the leaves, because code has written to them since.

At the end of a training step, `w.data -= 0.1 * w.grad` has moved the leaves of a loss that was computed before. Each
operation keeps its own number and its local derivatives; computed again from the operands' numbers of now, both are the
same to the bit, or something has moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..frame import Frame
from ..generated import scalar
from ..graph import Graph, Node, reached
from ..node import ABSENT, CONSTANT, LEAF, WRITTEN, About
from ..ops import TABLE
from ..value import Value
from .tape import Tape

LINEAR = frozenset(TABLE[name].code for name in ("add", "sub", "neg", "sum"))
"""The rows whose derivatives do not depend on their operands."""
SHOWN = 4
"""How many names a sentence lists."""
FEW = 2
"""How many names a sentence lists where only one of them has moved."""
MUL = TABLE["mul"].code


@dataclass(frozen=True, slots=True)
class Drift:
    """What was written to since a graph was computed, by node."""

    leaves: tuple[int, ...] = ()  # they have other numbers than the operations were computed with
    maybe: tuple[int, ...] = ()  # leaves of which one has, and the operations do not tell which
    written: tuple[int, ...] = ()  # operations whose own number was overwritten
    unclear: tuple[int, ...] = ()  # operations of which this is so, or of an operation among their operands
    before: Mapping[int, float] = field(default_factory=dict)  # the earlier numbers of leaves, as far as they are known


def drift_in(graph: Graph, values: Sequence[Value], since: float = math.inf) -> Drift | None:
    """What was written to since the Values of a graph were computed; None if nothing was.

    Operations made from the moment `since` on are known to follow from their operands.

    >>> from microgradext.engine.graph import graph_of
    >>> w, x = Value(2.0), Value(3.0)
    >>> graph, values = graph_of(w * x + 1.0)
    >>> drift_in(graph, values)
    >>> w.data = -1.0
    >>> drift_in(graph, values)
    Drift(leaves=(0,), maybe=(), written=(), unclear=(), before={0: 2.0})
    """
    data = [value._data for value in values]
    operands = graph.columns.operands
    stale = [
        index
        for index, (value, (first, end)) in enumerate(zip(values, pairwise(graph.columns.start), strict=True))
        if first < end and value._serial < since and not follows(value, [data[o] for o in operands[first:end]])
    ]
    return _Traces(graph, values, frozenset(stale)).drift() if stale else None


def frame_of_now(graph: Graph, values: Sequence[Value]) -> Frame | None:
    """Everything computed anew from the leaves, along the recorded path, without writing to any Value.

    None if the output depends on an operation written by hand, which only the user's code can compute.
    """
    if any(_by_hand(graph)):
        return None
    # Beside the path to the output an operation written by hand stands as a leaf does, with the number that it has.
    if WRITTEN in graph.columns.codes:
        nodes = [replace(node, kind="leaf", operands=()) if node.kind == "written" else node for node in graph.nodes]
        graph = replace(graph, nodes=tuple(nodes))
    return Tape(graph).along([values[index]._data for index in graph.inputs])


def graph_of_now(graph: Graph, values: Sequence[Value]) -> Graph:
    """The graph with the numbers that its leaves give now, where something was written to and they are known."""
    frame = frame_of_now(graph, values) if drift_in(graph, values) is not None else None
    if frame is None:
        return graph
    return graph.with_data(frame.values)


def told(drift: Drift, graph: Graph, values: Sequence[Value], title: str, now: str = "") -> str:
    """The drift as a sentence; `title` is the output's name, and `now` says what numbers are shown.

    >>> from microgradext.engine.graph import graph_of
    >>> w = Value(2.0, label="w")
    >>> graph, values = graph_of(w * Value(3.0))
    >>> w.data = -1.0
    >>> told(drift_in(graph, values), graph, values, "loss")
    'w has moved since loss was computed (2 → −1); these are the numbers of now.'
    """
    moved, maybe, written, unclear = (
        list(dict.fromkeys(graph.nodes[index].label or f"{what} without a name" for index in each))
        for each, what in (
            (drift.leaves, "a leaf"),
            (drift.maybe, "a leaf"),
            (drift.written, "an operation"),
            (drift.unclear, "an operation"),
        )
    )
    parts = [who_moved(moved, maybe)] if moved or maybe else []
    if written:
        parts.append(f"{_listed(written, 'and')} {'was' if len(written) == 1 else 'were'} overwritten")
    if unclear:
        they = "it was" if len(unclear) == 1 else "they were"
        parts.append(f"{_listed(unclear, 'and')}, or what {they} made from, was written to")
    *_, last = [*drift.leaves, *drift.maybe, *drift.written, *drift.unclear]
    alone = len(parts) == 1 and len(drift.leaves) + len(drift.maybe) == 1 and last in drift.before
    change = f" ({_number(drift.before[last])} → {_number(values[last]._data)})" if alone else ""
    return f"{' and '.join(parts)} since {title} was computed{change}; {now or _shown(graph)}."


def _shown(graph: Graph) -> str:
    hand = next(_by_hand(graph), None)
    if hand is None:
        return "these are the numbers of now"
    return f"{hand.symbol or 'an operation'} is written by hand, so run its code again to see the numbers of now"


def _by_hand(graph: Graph) -> Iterator[Node]:
    """The operations written by hand that the output depends on."""
    codes = graph.columns.codes
    leads = reached(graph) if WRITTEN in codes else ()
    return (graph.nodes[index] for index, lead in enumerate(leads) if lead and codes[index] == WRITTEN)


def who_moved(certain: Sequence[str], maybe: Sequence[str] = ()) -> str:
    """Which leaves have moved; of `maybe` at least one has, and two are worth naming.

    >>> who_moved(["w", "b"]), who_moved(["b"], ["w", "x"]), who_moved([], ["w", "x"]), who_moved([])
    ('w and b have moved', 'b and at least one more have moved', 'w or x has moved', 'some of its leaves have moved')
    """
    if certain:
        them = [*certain[:SHOWN], "at least one more"] if maybe else certain
        return f"{_listed(them, 'and')} {'has' if len(them) == 1 else 'have'} moved"
    return f"{_listed(maybe, 'or')} has moved" if 0 < len(maybe) <= FEW else "some of its leaves have moved"


def _listed(names: Sequence[str], word: str) -> str:
    shown = [*names[:SHOWN], f"{len(names) - SHOWN} more"] if len(names) > SHOWN + 1 else names
    *most, last = shown
    return f"{', '.join(most)} {word} {last}" if most else last


def _number(x: float) -> str:
    return f"{x:.6g}".replace("-", "\N{MINUS SIGN}")


def follows(value: Value, operands: Sequence[float]) -> bool:
    """Whether the number of an operation, and its local derivatives, are those that `operands` give."""
    if value._code < 0:
        given = _given(value)
        return given is None or all(map(_same, given, operands))
    out = scalar.FORWARD[value._code](*operands)
    return _same(out, value._data) and _keeps_locals(value, out, operands)


def _given(value: Value) -> Sequence[float] | None:
    """The numbers of its operands that an operation written by hand was made with; None where they are not known."""
    about = value._about
    given: Sequence[float] | None = about.given if type(about) is About else None
    return given


def _keeps_locals(value: Value, out: float, operands: Sequence[float]) -> bool:
    now = scalar.PULL[value._code](1.0, out, *operands)  # a 0 that means 'not selected' equals another
    return all(was is ABSENT or _same(was, derivative) for was, derivative in zip(value._locals, now, strict=True))


def _same(one: object, other: object) -> bool:
    return one is other or one == other or (one != one and other != other)


@dataclass(frozen=True, slots=True)
class _Traces:
    """Finds out what was written to from the operations that no longer follow from their operands."""

    graph: Graph
    values: Sequence[Value]
    stale: frozenset[int]

    def drift(self) -> Drift:
        before = dict(self._earlier())
        still = {index for index, was in before.items() if _same(was, self.values[index]._data)}
        before = {index: was for index, was in before.items() if index not in still}
        suspects = {index: self._leaves(index) - vouched - still for index, vouched in self._vouched()}
        written = {
            each
            for index in self.stale
            if not suspects[index]
            for each in (self.stale.intersection(self._operands(index)) or [index])
        }
        leaves = set(before)
        unexplained = [
            suspects[index]
            for index in sorted(self.stale)
            if suspects[index] and not (index in written and self._keeps_locals(index))
        ]
        leaves |= {leaf for found in unexplained if len(found) == 1 for leaf in found}
        maybe = {leaf for found in unexplained if not found & leaves for leaf in found}
        alone = {index for index in written & self.stale if not suspects[index]}
        unclear = {index for index in alone if self._is_unclear(index)}
        found = [tuple(sorted(each)) for each in (leaves, maybe, written - unclear, unclear)]
        return Drift(found[0], found[1], found[2], found[3], before)

    def _is_unclear(self, index: int) -> bool:
        """Whether it may be an operand that was written to: its derivatives are the same whatever that is."""
        operands, codes = self._operands(index), self.graph.columns.codes
        if not any(self._operands(operand) for operand in operands):
            return False
        constant = any(codes[operand] == CONSTANT for operand in operands)
        return codes[index] in LINEAR or constant or not self._keeps_locals(index)

    def _keeps_locals(self, index: int) -> bool:
        operands = [self.values[operand]._data for operand in self._operands(index)]
        value = self.values[index]
        return value._code >= 0 and _keeps_locals(value, scalar.FORWARD[value._code](*operands), operands)

    def _vouched(self) -> Iterator[tuple[int, set[int]]]:
        """By stale operation, what an earlier one that still follows has used: it has not moved since.

        It is always the same set, which grows.
        """
        vouched = set[int]()
        for index, code in enumerate(self.graph.columns.codes):
            if index in self.stale:
                yield index, vouched
            elif code >= 0 or (code == WRITTEN and _given(self.values[index]) is not None):
                vouched.update(self._operands(index))

    def _operands(self, index: int) -> tuple[int, ...]:
        return self.graph.columns.operands_of(index)

    def _leaves(self, index: int) -> set[int]:
        return {operand for operand in self._operands(index) if self.graph.columns.codes[operand] == LEAF}

    def _earlier(self) -> Iterator[tuple[int, float]]:
        """The numbers of leaves that products still know: the derivative by one factor is the other."""
        for index in self.stale:
            value = self.values[index]
            if value._code < 0:
                yield from zip(self._operands(index), _given(value) or (), strict=False)
            if value._code != MUL:
                continue
            one, other = self._operands(index)
            for leaf, factor, slot in ((one, other, 1), (other, one, 0)):
                was = value._locals[slot]
                if was is not ABSENT and self.values[factor]._code != CONSTANT and leaf in self._leaves(index):
                    yield leaf, was
