"""Ends: the first and the last node in each region.

Twin: js/folds/ends.ts
"""

from __future__ import annotations

from array import array
from typing import NamedTuple
from weakref import WeakKeyDictionary

from .groups import NONE
from .regions import Regions


class Ends(NamedTuple):
    """For each region the first and the last node in it; the number of all, and NONE, where there is none."""

    first: array[int]
    last: array[int]


_ends: WeakKeyDictionary[Regions, Ends] = WeakKeyDictionary()
"""What was found once: what is open makes no difference."""


def ends_of(regions: Regions) -> Ends:
    """The ends of all regions."""
    known = _ends.get(regions)
    if known is None:
        known = _ends[regions] = _found(regions)
    return known


def _found(regions: Regions) -> Ends:
    first, last = array("i", [len(regions.nodes)]) * len(regions), array("i", [NONE]) * len(regions)
    for node, region in enumerate(regions.nodes):
        if region != NONE:
            first[region], last[region] = min(first[region], node), node
    for region in range(len(regions) - 1, 0, -1):
        around = regions.parents[region]
        first[around], last[around] = min(first[around], first[region]), max(last[around], last[region])
    return Ends(first, last)
