"""Template: what the passes of a repeat have in common, ready to run at other numbers.

Twin: js/tape/template.ts
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import repeat

from ..columns import Columns
from ..graph import Graph, Known, Nodes
from ..node import LEAF
from ..tape.tape import Tape


class Template:
    """The operations of one pass, with an input in place of everything that a pass takes from outside.

    `graph` is a graph as any other: its inputs are the holes, in order, its numbers those of the first pass.

    >>> from microgradext.engine.columns import Columns
    >>> from microgradext import Value
    >>> from microgradext.engine.graph import graph_of
    >>> x, w = Value(3.0), Value(2.0)
    >>> template = Template(graph_of(w * x, inputs=[x, w])[0], (2,))
    >>> template([5.0, 2.0])
    (10.0,)
    """

    def __init__(self, graph: Graph, outputs: tuple[int, ...]) -> None:
        self.graph = graph
        self.outputs = outputs  # the nodes that are used outside of a pass

    @cached_property
    def tape(self) -> Tape:
        """Its tape, for gradients and for many points at once; those are of the last output."""
        return Tape(self.graph)

    def __call__(self, values: Sequence[float]) -> tuple[float, ...]:
        """The outputs of a pass that takes `values` from outside, a number for each hole in order.

        Raises PathLeft where the code would take another path than that of the passes.
        """
        found = self.tape(values).values
        return tuple([found[node] for node in self.outputs])


def template_of(
    graph: Graph, holes: Sequence[int], nodes: Sequence[int], uses: Sequence[int], outputs: Sequence[int]
) -> Template:
    """The template of a pass that computes `nodes` and takes `holes` from outside.

    `uses` say what the nodes are applied to and do not make, in the order of `nodes`: a hole, or `~node` for a constant
    of the graph that is the same in all passes.
    """
    constants = dict.fromkeys(~use for use in uses if use < 0)
    own = [*constants, *sorted(nodes)]
    place = {node: index for index, node in enumerate([*holes, *own])}
    outside = iter([place[~use] if use < 0 else use for use in uses])
    inside, applied = {*nodes}, graph.columns.operands_of
    made = {node: [place[each] if each in inside else next(outside) for each in applied(node)] for node in nodes}
    columns = graph.columns
    start, operands = array("i", [0] * (len(holes) + 1)), array("i")
    for node in own:
        operands.extend(made.get(node, ()))
        start.append(len(operands))
    codes = array("h", [*repeat(LEAF, len(holes)), *(columns.codes[node] for node in own)])
    data = array("d", [columns.data[node] for node in (*holes, *own)])
    labels = {place[node]: graph.labels[node] for node in place if node in graph.labels}
    guards = [replace(guard, node=place[guard.node]) for guard in graph.guards if guard.node in place]
    inputs = range(len(holes))
    known = Nodes(Columns(codes, start, operands, data), Known(frozenset(inputs), labels))
    used = tuple([place[node] for node in outputs])
    return Template(Graph(known, used[-1] if used else len(codes) - 1, tuple(inputs), tuple(guards)), used)
