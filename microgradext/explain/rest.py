"""The rest of a graph: its nodes that are not drawn, as a table lists them.

Twin: js/view/rest.ts
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..engine.graph import Graph
from ..engine.node import CONSTANT
from .view import View
from .words.called import BETWEEN, Called


class Undrawn(NamedTuple):
    """A node that is not drawn: the inner additions of a long sum, and most nodes of a large graph."""

    node: int
    label: str  # '' if it has no name
    source: str  # the code of this node, '' if there is none
    line: int  # of the cell, counted from 1; 0 if unknown
    place: str = ""  # the turns, calls and modules that it is in, '' if it is in none

    @property
    def called(self) -> str:
        """Its name; without one what it does, if it matters where."""
        return self.label or (f"{self.place}{BETWEEN}{self.source}" if self.place else "")


def rest(graph: Graph, view: View) -> Iterator[Undrawn]:
    """Every node without a box, in order, but for constants.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.explain.view import view
    >>> a, b, c, d = (Value(1.0, label=name) for name in "abcd")
    >>> graph, _ = graph_of(a + b + c + d)
    >>> [undrawn.source for undrawn in rest(graph, view(graph))]
    ['a + b', '… + c']
    """
    drawn, inputs, labels = {box.node for box in view.boxes}, set(graph.inputs), graph.labels
    called, span_of = Called(graph), graph.span
    for index, code in enumerate(graph.columns.codes):
        if index in drawn or (code == CONSTANT and index not in inputs):
            continue
        span = span_of(index)
        source = called.role(index, levels=1)
        line = span.line if span and not span.file else 0
        yield Undrawn(index, labels.get(index, ""), source, line, called.place(index))
