"""Folded: the view of a graph of which some regions are open and the others closed.

What flows between two boxes is the sum of what flows along all edges between the nodes in them, so that a closed region
says what an open one would.

Twin: js/folds/folded.ts
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ...engine.graph import Graph
from ..view import Box, Edge, Fold, Row, View
from .carried import rows_of
from .groups import NONE
from .naming import Titled, summary_of, title_of, titles_apart, told_apart, turns_of
from .neurons import neurons_in
from .parts import Part, Parts, State, parts_of, turns_shown
from .regions import Regions

GROUPS: Final = ("inputs", "leaves")  # their titles are unique


def folded(
    graph: Graph, regions: Regions, state: State, box: Callable[[int], Box], place: Callable[[int], str]
) -> View:
    """The view for what is open; `box` makes that of a single node, `place` says in which scopes a node is."""
    parts = parts_of(graph, regions, state)
    order = _order(parts)
    index = {part: index for index, part in enumerate(order)}
    shown = turns_shown(regions, state)
    rows = rows_of(graph, regions)
    made = [
        replace(_box(regions, part, shown, box, rows), frame=index.get(part.frame, NONE))
        for part in (parts.parts[each] for each in order)
    ]
    boxes = tuple(_told_apart(_titled(regions, made, box, place), place))
    edges = sorted(_segments(graph, parts, index), key=lambda edge: (edge.target, edge.flows))
    drawn = sum(parts.parts[part].kind == "node" for part in order)
    hidden = sum(part != NONE for part in parts.of_node) - drawn
    return View(boxes, tuple(map(_plain, edges)), index[parts.of_node[graph.output]], hidden)


def _order(parts: Parts) -> list[int]:
    """The parts in the order of their last nodes; a frame after what is in it."""
    depths = [len(parts.frames(part)) for part in range(len(parts.parts))]
    last = [part.last for part in parts.parts]
    for part in sorted(range(len(last)), key=lambda part: -depths[part]):
        frame = parts.parts[part].frame
        if frame != NONE:
            last[frame] = max(last[frame], last[part])
            parts.parts[frame].last = last[frame]
            parts.parts[frame].count += parts.parts[part].count
    return sorted(range(len(last)), key=lambda part: (last[part], parts.parts[part].kind == "frame", -depths[part]))


def _box(
    regions: Regions,
    part: Part,
    shown: dict[int, int],
    box: Callable[[int], Box],
    rows: Mapping[int, tuple[Row, ...]],
) -> Box:
    if part.kind == "node":
        made = box(part.last)
        says_more = made.kind == "named" and made.source != made.label
        return replace(made, fold=Fold(NONE, "", "", 1, single=True)) if says_more else made
    single = not part.many and part.single != NONE
    head = regions.heads[part.region] if part.kind == "closed" else NONE
    node = head if head != NONE else part.single if single else part.last
    made = box(node)
    turn = shown.get(part.region, NONE)
    title = title_of(regions, part, made.label, turn)
    turns = turns_of(regions, part.region) if part.kind in ("frame", "closed") else []
    fold = Fold(
        part.region,
        title,
        summary_of(regions, part),
        part.count,
        single and part.kind != "frame",
        regions.ordinals[part.region] if turns else 0,
        regions.ordinals[turn] if turns and part.kind == "frame" else 0,
        part.kind == "rest" or (part.kind == "closed" and regions.kind(part.region) != "sum" and part.count > 1),
        regions.label(turns[0]) if turns else "",
        part.kind in ("before", "after", "others"),
        part.members,
        _switches(regions, part, box),
        rows.get(part.region, ()) if part.kind == "frame" else (),
    )
    if part.kind == "closed" and regions.kind(part.region) in ("value", "sum"):
        return replace(made, fold=fold)
    return Box(
        node,
        "frame" if part.kind == "frame" else "scope",
        title,
        "",
        made.source if fold.single else "",
        made.span,
        fold,
    )


def _switches(regions: Regions, part: Part, box: Callable[[int], Box]) -> tuple[int, ...]:
    """What the neurons of a closed layer come to, if each of them is a relu."""
    nodes = neurons_in(regions, part.region) if part.kind == "closed" else []
    return tuple(nodes) if all(box(node).symbol == "relu" for node in nodes) else ()


def _titled(
    regions: Regions, boxes: Sequence[Box], box: Callable[[int], Box], place: Callable[[int], str]
) -> Iterator[Box]:
    """The boxes, of which scopes of one title have one of their own; groups of leaves have that already."""

    def titled(each: Box, fold: Fold) -> Titled:
        own = box(each.node)
        return Titled(
            fold.title, each.frame, place(each.node), own.label if fold.single and own.kind == "named" else ""
        )

    folds = [each.fold if _is_section(regions, each) else None for each in boxes]
    titles = iter(titles_apart([titled(each, fold) for each, fold in zip(boxes, folds, strict=True) if fold]))
    for each, fold in zip(boxes, folds, strict=True):
        if fold is None:
            yield each
        else:
            title = next(titles)
            yield replace(each, label=title, fold=replace(fold, title=title))


def _is_section(regions: Regions, box: Box) -> bool:
    """Whether a box is a scope or frame with a title of the code."""
    if box.kind not in ("scope", "frame") or box.fold is None or box.fold.is_rest:
        return False
    return regions.kind(box.fold.region) not in GROUPS


def _told_apart(boxes: Iterable[Box], place: Callable[[int], str]) -> Iterator[Box]:
    """The boxes with labels that say which of them is which; scopes have their titles."""
    boxes = list(boxes)
    named = [box for box in boxes if box.kind not in ("scope", "frame")]
    says_code = [box.fold is not None and box.kind == "unnamed" for box in named]
    labels = iter(told_apart([box.label for box in named], [place(box.node) for box in named], says_code))
    for box in boxes:
        yield box if box.kind in ("scope", "frame") else replace(box, label=next(labels))


def _segments(graph: Graph, parts: Parts, index: dict[int, int]) -> Iterator[Edge]:
    """What crosses from part to part, frame by frame: out of those of its source, and into those of its target."""
    found: dict[tuple[int, int, int, int], list[int]] = {}
    for (source, target), places in parts.crossing.items():
        for segment in _way(parts, source, target):
            found.setdefault(segment, []).extend(places)
    for (frame, source, target, port), places in found.items():
        places.sort()
        node = bisect_right(graph.columns.start, places[0]) - 1
        slot = places[0] - graph.columns.start[node]
        numbers = [index.get(each, NONE) for each in (source, target, frame, port)]
        yield Edge(numbers[0], numbers[1], node, slot, 0, numbers[2], tuple(places), numbers[3])


def _way(parts: Parts, source: int, target: int) -> Iterator[tuple[int, int, int, int]]:
    """Frame, source, target and port of each segment on the way."""
    out, into = [*parts.frames(source), source], [*parts.frames(target), target]
    common = 0
    while out[common] == into[common]:
        common += 1
    around = out[common - 1] if common else NONE
    for frame, inner in zip(out[common:], out[common + 1 :], strict=False):
        yield frame, inner, frame, into[common]
    yield around, out[common], into[common], NONE
    for frame, inner in zip(into[common:], into[common + 1 :], strict=False):
        yield frame, frame, inner, out[common]


def _plain(edge: Edge) -> Edge:
    """An edge of one operand says which by its node and slot."""
    return replace(edge, flows=()) if len(edge.flows) == 1 else edge
