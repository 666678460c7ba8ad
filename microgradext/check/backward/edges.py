"""Edges: every operand of a graph with its local derivative, and the gradients that the chain rule gives for them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...interop.shape import Node, is_constant, number_of
from ..calls.remake import Remaker
from ..calls.time_limit import Watch
from ..operation.as_it_stands import First
from ..operation.examine import Operation
from ..operation.trial import Setting, expected

Edges = Sequence[Sequence[tuple[int, float]]]
"""For each node, its operands, by position, with their local derivatives."""


def edges_of(
    nodes: Sequence[Node], operations: Sequence[Operation], first: First, remaker: Remaker, watch: Watch
) -> list[list[tuple[int, float]]] | None:
    """The edges of `nodes`; None where an operation cannot be run again."""
    position = {id(node): i for i, node in enumerate(nodes)}
    right = {id(node): operation for operation in operations for node in operation.nodes}
    edges: list[list[tuple[int, float]]] = []
    for node in nodes:
        operation = right.get(id(node))
        if operation is None:
            edges.append([])
            continue
        found = first.get(id(node)) if operation.verdict == "right" else None
        found = _slopes(node, remaker, watch) if found is None else found
        if found is None:
            return None
        edges.append([(position[id(operand)], x) for operand, x in found if id(operand) in position])
    return edges


def _slopes(node: Node, remaker: Remaker, watch: Watch) -> list[tuple[Node, float]] | None:
    call = watch.call(remaker, node)
    if call is None:
        return None
    operands = tuple({id(operand): operand for operand in call.operands if not is_constant(operand)}.values())
    setting = Setting(call, operands, tuple([number_of(operand) for operand in operands]), node)
    slopes = expected(setting, watch)
    if any(not math.isfinite(each.value) for each in slopes):
        return None
    return [(operand, each.value) for operand, each in zip(operands, slopes, strict=True)]


def chain_rule(edges: Edges, start: Sequence[float], seed: float) -> tuple[list[float], list[float]]:
    """The gradients after a pass that begins with `start` and with `seed` at the last node, and their sums' sizes."""
    gradients, sizes = list(start), [abs(x) for x in start]
    gradients[-1], sizes[-1] = seed, abs(seed)
    for i in range(len(edges) - 1, -1, -1):
        for operand, local in edges[i]:
            gradients[operand] += gradients[i] * local
            sizes[operand] += sizes[i] * abs(local)
    return gradients, sizes
