"""Crowds: many calls or modules side by side in one region, of which those with the most flow are drawn.

Twin: js/folds/crowds.ts
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

from ...engine.graph import Graph
from .ends import ends_of
from .groups import NONE
from .regions import CODES, Regions

WHOLE: Final = 16  # so many are all drawn
FIRST: Final = 12  # of more, so many; the others are one box
KINDS: Final = (CODES["call"], CODES["module"])
BEYOND: Final = -2  # in place of the one among them, for a node that they lead to


def crowds_of(graph: Graph, regions: Regions, weights: Sequence[float]) -> dict[int, list[int]]:
    """For each region with more than 16 calls or modules, none of which leads to another: these, the most flow first.

    Those that lead to one another are no crowd, since a box for some of them would lead to itself.
    """
    among = dict[int, list[int]]()
    for region in range(1, len(regions)):
        if regions.kinds[region] in KINDS:
            among.setdefault(regions.parents[region], []).append(region)
    large = {region: children for region, children in among.items() if len(children) > WHOLE}
    return {
        region: sorted(children, key=lambda child: -weights[child])
        for region, children in large.items()
        if _are_apart(graph, regions, region)
    }


def rest_of(crowds: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """Those of crowds that are not drawn at first."""
    return frozenset(child for children in crowds.values() for child in children[FIRST:])


def _are_apart(graph: Graph, regions: Regions, region: int) -> bool:
    """Whether no call or module in a region leads to another one in it."""
    start, operands = graph.columns.start, graph.columns.operands
    first, last = (each[region] for each in ends_of(regions))
    comes_of = array("i", [NONE]) * (last + 1 - first)
    for node in range(first, last + 1):
        own = _child(regions, region, regions.nodes[node])
        if own == NONE:
            continue
        is_among = regions.kinds[own] in KINDS and own != region
        for operand in operands[start[node] : start[node + 1]]:
            source = comes_of[operand - first] if operand >= first else NONE
            if source != NONE and is_among and source != own:
                return False
            if source != NONE:
                comes_of[node - first] = BEYOND
        if is_among:
            comes_of[node - first] = own
    return True


def _child(regions: Regions, region: int, inner: int) -> int:
    """The region directly in one that holds another; the region itself if it is that, NONE if it is not in it."""
    while inner > region and regions.parents[inner] != region:
        inner = regions.parents[inner]
    return inner if inner >= region else NONE
