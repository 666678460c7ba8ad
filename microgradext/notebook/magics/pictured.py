"""Pictured: the report on a Value together with its graph, in which wrong operations and their edges are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from ...check.report.report import Report
from ...engine.graph import Graph, graph_of
from ...engine.tape.drift import graph_of_now
from ...engine.value import Value
from ...explain.picture.picture import picture
from ...explain.picture.svg import data_uri
from ...explain.view import view
from ...interop.lookalike import twins
from ...interop.shape import walk

MOST = 60
"""The most nodes of a graph that is drawn; in a larger one the wrong ones would be hard to find."""
TOO_MANY = f"The graph has {{}} nodes and is not drawn: in more than {MOST} the wrong ones would be hard to find."


def pictured(report: Report, target: Any, names: Mapping[str, Any]) -> Report:
    """`report` with the graph of `target` if that is a Value of few nodes, or with a line that says it has too many."""
    nodes = walk([target]).nodes
    if not report.checked:
        return report
    if len(nodes) > MOST:
        return replace(report, looks=(*report.looks, TOO_MANY.format(len(nodes))))
    orders = {
        id(nodes[place]): [nodes[each] for each in operands]
        for checked in report.checked
        for place, operands in zip(checked.places, checked.operands, strict=bool(checked.operands))
    }
    graph, drawn = _drawn(target, names, orders)
    at = {id(node): place for place, node in enumerate(drawn) if node is not None}
    wrong = {id(nodes[place]) for each in report.checked if each.verdict == "wrong" for place in each.places}
    marked = {at[key] for key in wrong if key in at}
    pairs = {(id(nodes[node]), id(nodes[operand])) for each in report.checked for node, operand in each.wrong}
    edges = {
        (place, slot)
        for place in marked
        for slot, operand in enumerate(graph.nodes[place].operands)
        if (id(drawn[place]), id(drawn[operand])) in pairs
    }
    return replace(report, picture=_image(report.target, picture(view(graph), graph, None, marked=marked, wrong=edges)))


def _image(target: str, drawing: str) -> str:
    words = escape(f"Computation graph of {target}; wrong operations, and edges that carry wrong amounts, are marked.")
    return f'<img alt="{words}" style="max-width:100%;margin:8px 0" src="{escape(data_uri(drawing), quote=False)}">'


def _drawn(target: Any, names: Mapping[str, Any], orders: Mapping[int, Sequence[Any]]) -> tuple[Graph, list[Any]]:
    """The graph, and the user's own node for each of its nodes."""
    if isinstance(target, Value):
        called = {value: (name,) for name, value in names.items() if isinstance(value, Value)}
        graph, values = graph_of(target, names=called)
        return graph_of_now(graph, values), list(values)
    pairs = twins(target, names, orders)
    theirs = {ours: node for node, ours in pairs}
    graph, values = graph_of(pairs[-1][1])
    return graph_of_now(graph, values), [theirs.get(value) for value in values]
