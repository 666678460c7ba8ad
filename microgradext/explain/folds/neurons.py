"""Neurons: the modules of a layer, and the node that each of them comes to.

Twin: js/folds/neurons.ts
"""

from __future__ import annotations

from .ends import ends_of
from .regions import CODES, Regions

MODULE = CODES["module"]


def neurons_in(regions: Regions, region: int) -> list[int]:
    """The last node of each neuron in a region: of the modules directly in it that have a place in a list."""
    last = ends_of(regions).last
    return [last[module] for module in modules_in(regions, region, "[")]


def modules_in(regions: Regions, region: int, start: str) -> list[int]:
    """The modules directly in a region whose names begin so."""
    both = zip(regions.kinds, regions.parents, strict=True)
    return [
        child
        for child, (kind, parent) in enumerate(both)
        if kind == MODULE and parent == region and regions.label(child).startswith(start)
    ]
