"""Opening: what of a graph is open at first, so that it fits on one screen.

Loops show one turn; calls, modules and named values stay closed, but for as many as a picture of very few boxes has
room for. Where it is still too large, frames close, the innermost first, and of these the one with the least in it.

Twin: js/folds/opening.ts
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ...engine.graph import Graph
from ..view import Box, View
from .crowds import rest_of
from .groups import NONE
from .parts import LOOP, TURN, State
from .regions import Regions

MOST: Final = 24  # boxes at first
FEW: Final = 5  # boxes of what was computed; a picture of fewer has room for more
NOT_COMPUTED: Final = ("input", "leaf", "constant", "frame")


def weights_of(graph: Graph, regions: Regions, contributions: Sequence[float]) -> list[float]:
    """How much flows inside each region: the sizes of what flows back to all operands of the nodes in it."""
    found = [0.0] * len(regions)
    for node, (first, end) in enumerate(pairwise(graph.columns.start)):
        region = regions.nodes[node]
        if region != NONE:
            for place in range(first, end):
                size = abs(contributions[place])
                if size < math.inf:  # nor nan
                    found[region] += size
    for region in range(len(regions) - 1, 0, -1):
        found[regions.parents[region]] += found[region]
    return found


def born_in(graph: Graph, regions: Regions, values: Sequence[float], contributions: Sequence[float]) -> int:
    """The region in which a number first is not finite: a value, else what flows back; NONE if all are."""
    start, back = graph.columns.start, NONE
    for node, region in enumerate(regions.nodes):
        if region != NONE:
            if not math.isfinite(values[node]):
                return region
            if not all(map(math.isfinite, contributions[start[node] : start[node + 1]])):
                back = region  # the backward pass goes from the last node to the first
    return back


def opening(
    regions: Regions,
    weights: Sequence[float],
    crowds: Mapping[int, Sequence[int]],
    draw: Callable[[State], View],
    fits: Callable[[View], bool],
    born: int = NONE,
) -> View:
    """What is drawn at first; `draw` makes the view for what is open, `fits` says whether there is room for it.

    `born` is the region in which a number first was not finite.
    """
    state = State(frozenset(_loops(regions)), _turns(regions, weights, born), rest_of(crowds))
    view = draw(state)
    while not _is_small(view, fits):
        frame = _least(view, weights)
        if frame is None:
            return view
        state = replace(state, open=state.open - {frame})
        view = draw(state)
    return _more(regions, state, view, draw, fits)


def _more(
    regions: Regions, state: State, view: View, draw: Callable[[State], View], fits: Callable[[View], bool]
) -> View:
    """Open the largest folds while there are few boxes."""
    while sum(not _is_leaf(regions, box) for box in view.boxes) < FEW:
        folds = [box.fold for box in view.boxes if not _is_leaf(regions, box)]
        closed = [fold for fold in folds if fold is not None and fold.opens and not fold.members]
        if not closed:
            break
        largest = max(closed, key=lambda fold: (fold.nodes, -fold.region))
        more = replace(state, open=state.open | {largest.region})
        larger = draw(more)
        if not _is_small(larger, fits):
            break
        state, view = more, larger
    return view


def _is_leaf(regions: Regions, box: Box) -> bool:
    """Whether a box is nothing that was computed, or a frame."""
    of_inputs = (
        box.fold is not None and box.fold.region != NONE and regions.kind(box.fold.region) in ("inputs", "leaves")
    )
    return of_inputs or box.kind in NOT_COMPUTED


def _is_small(view: View, fits: Callable[[View], bool]) -> bool:
    return sum(box.kind != "frame" for box in view.boxes) <= MOST and fits(view)


def _loops(regions: Regions) -> list[int]:
    counted = {parent for kind, parent in zip(regions.kinds, regions.parents, strict=True) if kind == TURN}
    return [region for region, kind in enumerate(regions.kinds) if kind == LOOP and region in counted]


def _turns(regions: Regions, weights: Sequence[float], born: int) -> dict[int, int]:
    """The turn of each loop in which the most flows, the last one of a `while`; before all, that of a bad number."""
    found = dict[int, int]()
    for turn, (kind, loop) in enumerate(zip(regions.kinds, regions.parents, strict=True)):
        if kind == TURN:
            known = found.get(loop)
            if known is None or regions.label(loop).startswith("while") or weights[turn] > weights[known]:
                found[loop] = turn
    while born > 0:
        if regions.kinds[born] == TURN:
            found[regions.parents[born]] = born
        born = regions.parents[born]
    return found


def _least(view: View, weights: Sequence[float]) -> int | None:
    """The region of the innermost frame, of these the one with the least flow."""
    depths = dict[int, int]()
    for index in range(len(view.boxes) - 1, -1, -1):  # a frame comes after what is in it
        frame = view.boxes[index].frame
        depths[index] = depths[frame] + 1 if frame != NONE else 0
    frames = [(index, box.fold) for index, box in enumerate(view.boxes) if box.kind == "frame" and box.fold]
    chosen = min(frames, key=lambda each: (-depths[each[0]], weights[each[1].region]), default=None)
    return chosen[1].region if chosen else None
