"""Which box a node is in, told from the regions alone."""

from __future__ import annotations

import re

from microgradext.explain.folds.groups import NONE
from microgradext.explain.folds.parts import State, turns_shown
from microgradext.explain.folds.regions import Regions
from microgradext.explain.view import Box

Key = tuple[str, int]


def path(regions: Regions, node: int) -> list[int]:
    """The regions that a node is in, the outermost first, without the picture itself."""
    region, found = regions.nodes[node], list[int]()
    while region:
        found.append(region)
        region = regions.parents[region]
    return found[::-1]


def covers(regions: Regions, state: State, node: int) -> list[Key]:
    """The boxes that a node is in, the outermost first: frames, and what it is drawn as."""
    found, shown = list[Key](), turns_shown(regions, state)
    for region in path(regions, node):
        loop = regions.parents[region]
        if regions.kind(region) == "turn":
            if region != shown[loop]:
                return [*found, ("before" if region < shown[loop] else "after", loop)]
        elif region in state.open and regions.kind(region) != "sum":
            found.append(("frame", region))
        elif region in state.rest:
            return [*found, ("rest", loop)]
        else:
            return [*found, ("closed", region)]
    return [*found, ("node", node)]


def keys(regions: Regions, state: State, box: Box) -> set[Key]:
    """What a box stands for, in the words of `covers`."""
    fold = box.fold
    if fold is None or fold.region == NONE:
        return {("node", box.node)}
    if box.kind == "frame":
        return {("frame", fold.region)}
    if fold.members:
        return {("rest", fold.region)}
    if not fold.is_rest:
        return {("closed", fold.region)}
    if "other" in fold.title:
        return {("before", fold.region), ("after", fold.region)}
    first = int((re.search(r" (\d+)", fold.title) or [0, 0])[1])
    is_before = first < regions.ordinals[turns_shown(regions, state)[fold.region]]
    return {("before" if is_before else "after", fold.region)}
