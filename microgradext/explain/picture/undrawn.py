"""What is shown of a Graphviz graph on paper, and where Graphviz cannot be run: our own picture of it."""

from collections.abc import Sequence
from typing import Any

from ...engine.frame import Frame
from ...engine.graph import Graph, Node
from ...interop.shape import label_of, named_op, number, number_of
from ..view import view
from .picture import picture
from .svg import image
from .typeset import typeset

SENTENCE = (
    "Graphviz's program dot could not be run, so this is microgradext's own drawing; "
    "for Graphviz's, install it: https://graphviz.org/download"
)


def bundle_of(nodes: Sequence[Any], edges: Sequence[tuple[Any, Any]], source: str) -> dict[str, Any]:
    """The output for a graph of values as `trace` gives them; its DOT source if nothing is drawn."""
    plain = {"text/plain": f"{SENTENCE}\n\n{source}"}
    if not nodes:
        return plain
    graph, frame = _drawn(nodes, edges)
    return {**plain, "text/html": f"<p>{SENTENCE}</p>{image(picture(view(graph), graph, frame))}"}


def latex_of(nodes: Sequence[Any], edges: Sequence[tuple[Any, Any]]) -> str:
    """The picture as LaTeX; empty where there is none, or it is too large for a page."""
    if not nodes:
        return ""
    graph, frame = _drawn(nodes, edges)
    return typeset(view(graph), graph, frame)


def _drawn(nodes: Sequence[Any], edges: Sequence[tuple[Any, Any]]) -> tuple[Graph, Frame]:
    graph = _graph(nodes, edges)
    # Which contribution flowed along which edge is not known here, only the sum that arrived.
    gradients = [number(getattr(node, "grad", None)) for node in nodes]
    return graph, Frame([node.data for node in graph.nodes], gradients, [()] * len(nodes))


def _graph(nodes: Sequence[Any], edges: Sequence[tuple[Any, Any]]) -> Graph:
    index = {id(node): position for position, node in enumerate(nodes)}
    operands: list[list[int]] = [[] for _ in nodes]
    for operand, node in edges:
        operands[index[id(node)]].append(index[id(operand)])
    drawn = [_node(node, tuple(before)) for node, before in zip(nodes, operands, strict=True)]
    return Graph(tuple(drawn), len(nodes) - 1)


def _node(node: Any, operands: tuple[int, ...]) -> Node:
    if operands:
        return Node("operation", "", named_op(node), operands, number_of(node), label_of(node))
    return Node("leaf", "", "", operands, number_of(node), label_of(node))
