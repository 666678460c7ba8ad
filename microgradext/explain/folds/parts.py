"""Parts: what each node and region is drawn as when some regions are open and the others closed.

Twin: js/folds/parts.ts
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal
from weakref import WeakKeyDictionary

from ...engine.graph import Graph
from ...engine.node import CONSTANT
from .groups import NONE
from .regions import CODES, Regions

OPEN: Final = -1
LOOP, TURN, SUM = CODES["loop"], CODES["turn"], CODES["sum"]

PartKind = Literal["node", "closed", "frame", "before", "after", "others", "rest"]


@dataclass(frozen=True, slots=True)
class State:
    """What is open: regions, and for each open loop the turn that is shown; the last one where none is said."""

    open: frozenset[int] = frozenset()
    turns: Mapping[int, int] = field(default_factory=dict)  # from the region of a loop to that of a turn
    rest: frozenset[int] = frozenset()  # regions that are one box together with all others around them, unless open


@dataclass(slots=True)
class Part:
    """A box: a node of its own, a closed region or several, an open one as a frame, or turns that are not shown."""

    kind: PartKind
    region: int  # of a node that is drawn itself, the one that it is in
    frame: int  # the part of the frame that it is in; NONE for the picture itself
    last: int = NONE  # the last node in it
    count: int = 0  # of the nodes in it, without constants
    single: int = NONE  # the node of which all that leaves it comes, if there is one
    many: bool = False  # whether more than one is used
    members: int = 0  # of the rest of several regions, how many these are


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """All parts, the part of each node, and what crosses from one part to another."""

    parts: list[Part]
    of_node: array[int]  # 'i': NONE for constants and for nodes that are not to be drawn
    crossing: dict[tuple[int, int], list[int]]  # for two parts, the places among all operands of what crosses

    def frames(self, part: int) -> list[int]:
        """The frames that a part is in, the outermost first."""
        found = list[int]()
        frame = self.parts[part].frame
        while frame != NONE:
            found.append(frame)
            frame = self.parts[frame].frame
        return found[::-1]


def parts_of(graph: Graph, regions: Regions, state: State) -> Parts:
    """The parts of a graph for what is open."""
    parts: list[Part] = []
    covered, frames = _of_regions(regions, state, parts, carrying(graph, regions))
    of_node = array("i", [NONE]) * len(regions.nodes)
    codes = graph.columns.codes
    for node, region in enumerate(regions.nodes):
        if region == NONE or codes[node] == CONSTANT:
            continue
        place = covered[region]
        if place == OPEN:
            place = len(parts)
            parts.append(Part("node", region, frames[region]))
        part = parts[place]
        part.last, part.count = node, part.count + 1
        of_node[node] = place
    return Parts(parts, of_node, _crossing(graph, of_node, parts))


_carrying: WeakKeyDictionary[Regions, frozenset[int]] = WeakKeyDictionary()
"""What was found once: what is open makes no difference."""


def carrying(graph: Graph, regions: Regions) -> frozenset[int]:
    """The loops in which a turn uses what another one made."""
    known = _carrying.get(regions)
    if known is None:
        known = _carrying[regions] = frozenset(_carried(graph, regions))
    return known


def turns_around(regions: Regions) -> array[int]:
    """For each region the innermost turn that it is or is in; NONE outside of loops."""
    turn_of = array("i", [NONE]) * len(regions)
    for region, (kind, parent) in enumerate(zip(regions.kinds, regions.parents, strict=True)):
        turn_of[region] = region if kind == TURN else turn_of[parent]
    return turn_of


def _carried(graph: Graph, regions: Regions) -> set[int]:
    found, turn_of = set[int](), turns_around(regions)
    start, operands, nodes, codes = graph.columns.start, graph.columns.operands, regions.nodes, graph.columns.codes
    for node, (first, end) in enumerate(pairwise(start)):
        if nodes[node] == NONE or turn_of[nodes[node]] == NONE:
            continue
        own = turn_of[nodes[node]]
        for operand in operands[first:end]:
            other = turn_of[nodes[operand]] if nodes[operand] != NONE else NONE
            if other not in (NONE, own) and codes[operand] != CONSTANT:
                found |= _common_loop(regions, turn_of, own, other)
    return found


def _common_loop(regions: Regions, turn_of: array[int], one: int, other: int) -> set[int]:
    """The loop of which two turns, or turns around them, are different turns; empty if there is none."""
    loops = dict[int, int]()
    while one != NONE:
        loops[regions.parents[one]] = one
        one = turn_of[regions.parents[one]]
    while other != NONE:
        loop = regions.parents[other]
        if loop in loops:
            return {loop} if loops[loop] != other else set()
        other = turn_of[loop]
    return set()


def _of_regions(
    regions: Regions, state: State, parts: list[Part], carried: frozenset[int]
) -> tuple[array[int], array[int]]:
    """For each region the part that covers it, or OPEN, and the frame of what is directly in it."""
    covered, frames = array("i", [OPEN]) * len(regions), array("i", [NONE]) * len(regions)
    rest = dict[tuple[int, str], int]()
    shown = turns_shown(regions, state)
    for region in range(1, len(regions)):
        parent, kind = regions.parents[region], regions.kinds[region]
        covered[region], frames[region] = covered[parent], frames[parent]
        if covered[parent] != OPEN:
            continue
        if kind == TURN:
            if shown[parent] != region:
                which: PartKind = "others" if parent not in carried else "before" if region < shown[parent] else "after"
                if (parent, which) not in rest:
                    rest[parent, which] = len(parts)
                    parts.append(Part(which, parent, frames[parent]))
                covered[region] = rest[parent, which]
        elif kind != SUM and region in state.open:
            frames[region] = len(parts)
            parts.append(Part("frame", region, frames[parent]))
        elif region in state.rest:
            if (parent, "rest") not in rest:
                rest[parent, "rest"] = len(parts)
                parts.append(Part("rest", parent, frames[parent]))
            covered[region] = rest[parent, "rest"]
            parts[covered[region]].members += 1
        else:
            covered[region] = len(parts)
            parts.append(Part("closed", region, frames[parent]))
    return covered, frames


def turns_shown(regions: Regions, state: State) -> dict[int, int]:
    """The turn that is shown of each loop."""
    last = {
        parent: turn
        for turn, (kind, parent) in enumerate(zip(regions.kinds, regions.parents, strict=True))
        if kind == TURN
    }
    return last | {loop: turn for loop, turn in state.turns.items() if loop in last}


def _crossing(graph: Graph, of_node: array[int], parts: list[Part]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    operands = graph.columns.operands
    for node, (first, end) in enumerate(pairwise(graph.columns.start)):
        target = of_node[node]
        if target == NONE:
            continue
        for place in range(first, end):
            operand = operands[place]
            source = of_node[operand]
            if source in (NONE, target):
                continue
            found.setdefault((source, target), []).append(place)
            part = parts[source]
            part.many = part.many or part.single not in (NONE, operand)
            part.single = operand
    output = of_node[graph.output]
    if output != NONE:
        part = parts[output]
        part.many = part.many or part.single not in (NONE, graph.output)
        part.single = graph.output
    return found
