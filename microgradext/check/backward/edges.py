"""Edges: every operand of a graph with its local derivative, and the gradients that the chain rule gives for them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from ...engine.recent import uncollected
from ...interop.shape import Node, number_of
from ..calls.call import Call
from ..calls.remake import Remaker
from ..calls.time_limit import TooLong, Watch
from ..operation.as_it_stands import First
from ..operation.difference import Slope, judge
from ..operation.examine import Operation
from ..operation.settings import as_leaves, once
from ..operation.trial import Setting, attempt, expected

Edges = Sequence[Sequence[tuple[int, float]]]
"""For each node, its operands, by position, with their local derivatives."""

Found = Sequence[tuple[Node, float]]
"""The operands of one node with their local derivatives."""

CHOICES = 64
"""How many ways are tried to choose among the edges of nodes that may have several."""


@dataclass(frozen=True, slots=True)
class Known:
    """The edges of a graph; where a node's operation is not known, or it is at a kink, others may be as right."""

    edges: Edges
    others: tuple[tuple[int, tuple[Sequence[tuple[int, float]], ...]], ...]  # by position of the node

    def choices(self) -> Iterator[Edges]:
        """The edges in every way in which they may be chosen, but the first, up to a limit."""
        if not self.others:
            return
        every = product(*[(self.edges[i], *others) for i, others in self.others])
        for chosen in islice(every, 1, CHOICES):
            edges = list(self.edges)
            for (i, _), edge in zip(self.others, chosen, strict=True):
                edges[i] = edge
            yield edges


def edges_of(
    nodes: Sequence[Node], operations: Sequence[Operation], first: First, remaker: Remaker, watch: Watch
) -> Known | None:
    """The edges of `nodes`; None where an operation cannot be run again."""
    try:
        return _edges_of(nodes, operations, first, remaker, watch)
    except TooLong:
        return None


def _edges_of(
    nodes: Sequence[Node], operations: Sequence[Operation], first: First, remaker: Remaker, watch: Watch
) -> Known | None:
    position = {id(node): i for i, node in enumerate(nodes)}
    unsure = [operation for operation in operations if operation.verdict != "right" and not operation.untold]
    open_ = {id(node): operation for operation in operations for node in operation.nodes if id(node) not in first}
    open_.update({id(node): operation for operation in unsure for node in operation.nodes})
    with uncollected():  # leaves, and nodes of which what their steps applied is right
        edges: list[Sequence[tuple[int, float]]] = [
            [(position[id(operand)], x) for operand, x in first.get(id(node), ()) if id(operand) in position]
            for node in nodes
        ]
    others: list[tuple[int, tuple[Sequence[tuple[int, float]], ...]]] = []
    for i, node in enumerate(nodes) if open_ else ():
        if id(node) not in open_:
            continue
        found = _edges(node, open_[id(node)], remaker, watch)
        if not found:
            return None
        placed = [[(position[id(operand)], x) for operand, x in each if id(operand) in position] for each in found]
        edges[i] = placed[0]
        if len(placed) > 1:
            others.append((i, tuple(placed[1:])))
    return Known(edges, tuple(others))


def _edges(node: Node, operation: Operation, remaker: Remaker, watch: Watch) -> Sequence[Found]:
    """What the edges of a node may be, the likeliest first; none where the node cannot be made again."""
    found: list[Found] = []
    for call in watch.call(remaker.candidates, node):
        operands, slopes = _slopes(node, call, watch)
        own = None if operation.has_step else _applied(call, watch)
        if own is not None and all(judge(*each) == "right" for each in zip(own, slopes, strict=True)):
            found.append(list(zip(operands, own, strict=True)))
            continue
        sides = [_sides(slope) for slope in slopes]
        if all(sides):
            found += [list(zip(operands, each, strict=True)) for each in islice(product(*sides), CHOICES)]
    return found


def _applied(call: Call, watch: Watch) -> tuple[float, ...] | None:
    """The local derivatives that the pass applies where the operands are leaves."""
    setting = as_leaves(call)
    trial = attempt(setting, watch) if setting is not None else None
    return None if trial is None or trial.error is not None else trial.applied


def _slopes(node: Node, call: Call, watch: Watch) -> tuple[tuple[Node, ...], tuple[Slope, ...]]:
    operands = once(call.operands)
    setting = Setting(call, operands, tuple([number_of(operand) for operand in operands]), node)
    return operands, expected(setting, watch)


def _sides(slope: Slope) -> tuple[float, ...]:
    """The derivatives that are right: at a kink, that of either side and what lies between."""
    if slope.between is not None:
        low, high = slope.between
        return (round(low, 4), round(high, 4), (low + high) / 2)
    return (slope.value,) if math.isfinite(slope.value) else ()


def chain_rule(edges: Edges, start: Sequence[float], seed: float) -> tuple[list[float], list[float]]:
    """The gradients after a pass that begins with `start` and with `seed` at the last node, and their sums' sizes."""
    gradients, sizes = list(start), [abs(x) for x in start]
    gradients[-1], sizes[-1] = seed, abs(seed)
    for i in range(len(edges) - 1, -1, -1):
        for operand, local in edges[i]:
            gradients[operand] += gradients[i] * local
            sizes[operand] += sizes[i] * abs(local)
    return gradients, sizes
