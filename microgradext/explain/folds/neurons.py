"""Neurons: the modules of a layer, and the node that each of them comes to.

Twin: js/folds/neurons.ts
"""

from __future__ import annotations

from array import array
from weakref import WeakKeyDictionary

from .groups import NONE
from .regions import CODES, Regions

MODULE = CODES["module"]

_last: WeakKeyDictionary[Regions, array[int]] = WeakKeyDictionary()
"""The last node in each region, found once: what is open makes no difference."""


def neurons_in(regions: Regions, region: int) -> list[int]:
    """The last node of each neuron in a region: of the modules directly in it that have a place in a list."""
    last = _last.get(regions)
    if last is None:
        last = _last[regions] = _found(regions)
    return [
        last[child]
        for child, (kind, parent) in enumerate(zip(regions.kinds, regions.parents, strict=True))
        if kind == MODULE and parent == region and regions.label(child).startswith("[")
    ]


def _found(regions: Regions) -> array[int]:
    last = array("i", [NONE]) * len(regions)
    for node, region in enumerate(regions.nodes):
        if region != NONE:
            last[region] = node
    for region in range(len(regions) - 1, 0, -1):
        around = regions.parents[region]
        last[around] = max(last[around], last[region])
    return last
