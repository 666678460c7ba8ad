"""What flows back along each drawn edge: its contribution to the gradient of its operand, or the sum of many.

Twin: js/picture/flow.ts
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..rounding import (
    ROUNDING,
    Flowing,
    Known,
    is_lost,
    number_of,
    shown_contribution,
    shown_rest,
)
from ..view import Edge, View, operands_of


@dataclass(frozen=True, slots=True)
class Bundle:
    """What flows back along many edges that are drawn as one: finite numbers."""

    count: int
    adds: float  # the sum of the positive contributions
    takes: float  # that of the negative ones
    adding: int  # how many are positive
    taking: int
    net: Known


Carried = Flowing | Bundle
"""What an edge carries; of many of which one is not known, None, and of many that are not all finite, their sum."""


def net_of(carried: Carried) -> Flowing:
    """What it adds up to."""
    return carried.net if isinstance(carried, Bundle) else carried


def size_of(carried: Carried) -> Flowing:
    """What it would add up to if nothing cancelled, but for the sign."""
    return carried.adds - carried.takes if isinstance(carried, Bundle) else carried


def flows(view: View, graph: Graph, frame: Frame | None) -> list[Carried]:
    """What each edge adds to the gradient of its operand; None where that is not known or goes to a constant."""
    if frame is None:
        return [None] * len(view.edges)
    known = [_plain(frame, edge) for edge in view.edges]
    for index, edge in enumerate(view.edges):
        if edge.between:
            known[index] = _remainder(view, frame, index, known)
    return [_carried(view, graph, frame, edge, flow) for edge, flow in zip(view.edges, known, strict=True)]


def largest(numbers: Sequence[Flowing]) -> float:
    """The largest finite magnitude among the numbers, or 0 if there is none."""
    known = map(number_of, numbers)
    return max((abs(x) for x in known if x is not None and math.isfinite(x)), default=0.0)


def _carried(view: View, graph: Graph, frame: Frame, edge: Edge, flow: float | None) -> Carried:
    if edge.flows:
        return _sum(graph, frame, edge)
    if flow is None or view.boxes[edge.source].kind == "constant":
        return None
    if edge.between:
        return shown_rest(frame, view.boxes[edge.source].node, flow)
    return shown_contribution(frame, edge.node, flow)


def _sum(graph: Graph, frame: Frame, edge: Edge) -> Carried:
    adds = takes = sizes = 0.0
    adding = taking = 0
    last = -1
    shares: Sequence[float] = ()
    passed: Sequence[float] = ()
    for node, slot in operands_of(edge, graph):
        if node != last:
            last, shares, passed = node, frame.contributions[node], frame.sizes_passed(node)
        if slot >= len(shares):
            return None
        share = shares[slot]
        if share < 0:
            takes += share
            taking += 1
        elif share != 0:
            adds += share  # nan too
            adding += 1
        sizes += passed[slot]
    net, whole = adds + takes, adds - takes
    if not math.isfinite(whole):
        return whole if math.isfinite(net) else net
    if whole and is_lost(whole, sizes):
        return ROUNDING
    return Bundle(len(edge.flows), adds, takes, adding, taking, ROUNDING if is_lost(net, sizes) else net)


def _plain(frame: Frame, edge: Edge) -> float | None:
    shares = frame.contributions[edge.node]
    return shares[edge.slot] if not edge.between and edge.slot < len(shares) else None


def _remainder(view: View, frame: Frame, index: int, known: Sequence[float | None]) -> float | None:
    """What the other edges of its source leave of the gradient, if only one edge goes through undrawn nodes."""
    source = view.edges[index].source
    rest = gradient = frame.gradients[view.boxes[source].node]
    for other, edge in enumerate(view.edges):
        share = known[other]
        if edge.source == source and other != index:
            if share is None:
                return None
            rest -= share
    return 0.0 if abs(rest) <= 1e-12 * abs(gradient) else rest
