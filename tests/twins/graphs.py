"""Graphs of any rows of the op table with any numbers, as Python and as the page represent them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Any

from microgradext.engine.graph import Graph, Node, Span
from microgradext.engine.ops import BY_CODE, TABLE, Row
from microgradext.explain.view import view

from .page import as_the_page_has_it

SPECIAL = (0.0, -0.0, -1.0, 1.0, 0.5, -0.5, 2.0, -3.0, math.inf, -math.inf, math.nan, 1.7e308, -1.7e308, 1e-320, 1e200)


def random_graph(random: Random, last: Row, operations: int = 3) -> Graph:
    """A few operations on special numbers; `last` is the one that makes the output."""
    nodes = [_leaf(place, random) for place in range(random.randint(1, 3))]
    inputs = tuple(place for place, node in enumerate(nodes) if node.kind == "input")
    rows = [random.choice(BY_CODE) for _ in range(random.randrange(operations))] + [last]
    for row in rows:
        arity = row.arity if row.arity > 0 else random.randint(1, 4)
        operands = tuple(random.choice([0, random.randrange(len(nodes)), len(nodes) - 1]) for _ in range(arity))
        label, span = _named(len(nodes), random)
        nodes.append(Node("operation", row.name, row.glyph, operands, 0.0, label, span=span))
    return Graph(tuple(nodes), len(nodes) - 1, inputs)


def _leaf(place: int, random: Random) -> Node:
    kind: Any = "input" if place == 0 or random.random() < 0.7 else "constant"
    label = "" if kind == "constant" else f"x{place}"
    return Node(kind, "", "", (), random.choice(SPECIAL), label, span=Span(1, 0, 1, 1, label))


def _named(place: int, random: Random) -> tuple[str, Span]:
    return random.choice(["", f"v{place}"]), Span(place, 0, place, 1, "", random.choice(["", "", "model.py"]))


def described(graph: Graph, values: Sequence[float]) -> dict[str, Any]:
    """What the page's tape reads of it."""
    return {
        "opcodes": [TABLE[node.row].code if node.row else -1 for node in graph.nodes],
        "start": [0, *accumulate(len(node.operands) for node in graph.nodes)],
        "operands": [operand for node in graph.nodes for operand in node.operands],
        "data": list(values),
        "output": graph.output,
        "inputs": [{"node": node} for node in graph.inputs],
        "view": as_the_page_has_it(view(graph)),
        "guards": [],
        "mode": "replay",
        "replays": True,
        "gradients": None,
        "contributions": None,
    }
