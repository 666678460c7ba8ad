"""The rest of a graph: its nodes that are not drawn, as a table lists them.

Twin: js/view/rest.ts
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..engine.graph import Graph, Span
from ..engine.node import CONSTANT
from .view import Box
from .words.called import BETWEEN, Called


class Undrawn(NamedTuple):
    """A node that is not drawn: the inner additions of a long sum, and most nodes of a large graph."""

    node: int
    label: str  # '' if it has no name
    symbol: str  # of the operation, '' of a leaf
    source: str  # the code of this node, '' if there is none and of a leaf
    span: Span | None = None  # where in the cell; None if it is elsewhere or not known
    place: str = ""  # the turns, calls and modules that it is in, '' if it is in none

    @property
    def line(self) -> int:
        """The line of the cell, counted from 1; 0 if unknown."""
        return self.span.line if self.span else 0

    @property
    def called(self) -> str:
        """Its name; without one what it does, if it matters where."""
        return self.label or (f"{self.place}{BETWEEN}{self.source}" if self.place else "")


def rest(graph: Graph, boxes: Iterable[Box]) -> Iterator[Undrawn]:
    """Every node that has none of the boxes, in order, but for constants.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.explain.view import view
    >>> a, b, c, d = (Value(1.0, label=name) for name in "abcd")
    >>> graph, _ = graph_of(a + b + c + d)
    >>> [undrawn.source for undrawn in rest(graph, view(graph).boxes)]
    ['a + b', '… + c']
    """
    drawn, inputs, labels = {box.node for box in boxes}, set(graph.inputs), graph.labels
    called, span_of = Called(graph), graph.span
    for index, code in enumerate(graph.columns.codes):
        if index in drawn or (code == CONSTANT and index not in inputs):
            continue
        span = span_of(index)
        symbol = graph.nodes[index].symbol
        within = span if span and not span.file else None
        source = called.role(index, levels=1) if symbol else ""
        yield Undrawn(index, labels.get(index, ""), symbol, source, within, called.place(index))
