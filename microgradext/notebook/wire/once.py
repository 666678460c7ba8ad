"""Equal constants of a graph, each sent once: a loop that adds 0.5 ten thousand times makes ten thousand of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ...engine.columns import Columns
from ...engine.node import CONSTANT

N = TypeVar("N", int, float)
LEAST: Final = 256
"""How many constants must be left out: a smaller graph keeps its numbers on the wire, which is easier to follow."""


@dataclass(frozen=True)
class Numbering:
    """The numbers that nodes have on the wire; all of their own where nothing is left out."""

    places: Sequence[int] = ()  # for each node its number; none where each keeps its own
    left_out: Set[int] = field(default_factory=frozenset)

    def of(self, node: int) -> int:
        """The number of a node, of an equal one if it is left out; −1 stays −1."""
        return self.places[node] if self.places and node >= 0 else node

    def all(self, nodes: Sequence[int]) -> Sequence[int]:
        """The numbers of nodes."""
        return [self.places[node] for node in nodes] if self.places else nodes

    def kept(self, column: Sequence[N]) -> Sequence[N]:
        """What is in a column, one for each node, about those that are sent."""
        return [each for node, each in enumerate(column) if node not in self.left_out] if self.left_out else column


def numbering(columns: Columns, drawn: Iterable[int]) -> Numbering:
    """Leave out constants that are not drawn and equal an earlier one to the bit, if there are enough of them.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> x = Value(2.0, label="x")
    >>> graph, _ = graph_of(sum([x * 0.5 for _ in range(1000)], x))
    >>> len(graph.nodes), len(numbering(graph.columns, drawn=()).kept(graph.columns.codes))
    (3001, 2002)
    """
    bits = memoryview(array("d", columns.data)).cast("B").cast("Q")
    boxed, first, equal = set(drawn), dict[int, int](), dict[int, int]()
    for node, code in enumerate(columns.codes):
        if code == CONSTANT and node not in boxed and first.setdefault(bits[node], node) != node:
            equal[node] = first[bits[node]]
    if len(equal) < LEAST:
        return Numbering()
    places, sent = list[int](), 0
    for node in range(len(columns.codes)):
        if node in equal:
            places.append(places[equal[node]])
        else:
            places.append(sent)
            sent += 1
    return Numbering(places, equal.keys())
