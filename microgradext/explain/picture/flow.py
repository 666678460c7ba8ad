"""What flows back along each drawn edge: its contribution to the gradient of its operand.

Twin: js/picture/flow.ts
"""

import math
from collections.abc import Sequence

from ...engine.frame import Frame
from ..rounding import Flowing, number_of, shown_contribution, shown_rest
from ..view import Edge, View


def flows(view: View, frame: Frame | None) -> list[Flowing]:
    """The contribution along each edge; None where it is not known or goes to a constant."""
    if frame is None:
        return [None] * len(view.edges)
    known = [_plain(frame, edge) for edge in view.edges]
    for index, edge in enumerate(view.edges):
        if edge.between:
            known[index] = _remainder(view, frame, index, known)
    constant = [view.boxes[edge.source].kind == "constant" for edge in view.edges]
    return [
        None if dead or flow is None else _shown(view, frame, edge, flow)
        for edge, flow, dead in zip(view.edges, known, constant, strict=True)
    ]


def largest(numbers: Sequence[Flowing]) -> float:
    """The largest finite magnitude among the numbers, or 0 if there is none."""
    known = map(number_of, numbers)
    return max((abs(x) for x in known if x is not None and math.isfinite(x)), default=0.0)


def _shown(view: View, frame: Frame, edge: Edge, flow: float) -> Flowing:
    if edge.between:
        return shown_rest(frame, view.boxes[edge.source].node, flow)
    return shown_contribution(frame, edge.node, flow)


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
