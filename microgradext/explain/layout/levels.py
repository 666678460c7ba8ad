"""What is drawn directly in the picture and in each frame, in columns and in order: the outer before the inner.

The columns and the order of a level depend on what is around its frame and never on what is inside its boxes, so
opening a fold moves nothing outside to another column or past a neighbour.

Twin: js/layout/levels.ts
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..view import Box, Edge, View
from .layers import Layers, before, layers, order

PICTURE = -1  # instead of the index of a frame
PORT = Box(-1, "leaf", "", "", "")


@dataclass(frozen=True, slots=True)
class Level:
    """The items of one frame: its boxes, and then its ports, at which edges pass its border.

    A port belongs to the box outside that its edges come from or go to.
    """

    frame: int
    boxes: tuple[int, ...]  # their indices in the view
    entries: tuple[int, ...]  # the boxes outside to which the ports at the left border belong
    exits: tuple[int, ...]
    segments: tuple[int, ...]  # the indices of the edges that are drawn here, by the box in which they end
    shape: View  # boxes and edges of this level alone, the ports as boxes
    layers: Layers

    def entry(self, box: int) -> int:
        """The item of a port at the left border."""
        return len(self.boxes) + self.entries.index(box)

    def exit(self, box: int) -> int:
        return len(self.boxes) + len(self.entries) + self.exits.index(box)


def entry_of(edge: Edge) -> int:
    """The box outside to which an edge belongs at the left border of the frame where it ends."""
    return edge.port if edge.source == edge.frame else edge.source


def exit_of(edge: Edge) -> int:
    """The box outside to which an edge belongs at the right border of the frame where it starts."""
    return edge.port if edge.target == edge.frame else edge.target


def levels(view: View) -> list[Level]:
    """The levels of a view, each after the one that its frame is in."""
    boxes: dict[int, list[int]] = {PICTURE: []}
    segments: dict[int, list[int]] = {}
    for index, box in enumerate(view.boxes):
        boxes.setdefault(box.frame, []).append(index)
    for index, edge in enumerate(view.edges):
        segments.setdefault(edge.frame, []).append(index)
    picture = _level(view, PICTURE, boxes[PICTURE], segments.get(PICTURE, []), (), ())
    result = [picture]
    for outer in result:  # which grows
        for item, index in enumerate(outer.boxes):
            if view.boxes[index].kind == "frame":
                ports = _entries(view, outer, item), _exits(view, outer, item)
                result.append(_level(view, index, boxes.get(index, []), segments.get(index, []), *ports))
    return result


def _entries(view: View, outer: Level, item: int) -> list[int]:
    """The boxes outside to which the ports at the left of a frame belong, as its edges arrive from top to bottom."""
    place = _positions(outer.layers)
    found: list[tuple[int, int]] = []
    for edge, segment in zip(outer.shape.edges, outer.segments, strict=True):
        if edge.target == item:
            found.append((place[before(outer.layers, edge.source, item)], entry_of(view.edges[segment])))
    return [box for _, box in sorted(found, key=lambda pair: pair[0])]


def _exits(view: View, outer: Level, item: int) -> list[int]:
    """The boxes outside to which the ports at its right belong, as its edges leave it."""
    place = _positions(outer.layers)
    found: list[tuple[list[int], int]] = []
    for edge, segment in zip(outer.shape.edges, outer.segments, strict=True):
        if edge.source == item:
            steps = max(0, outer.layers.ranks[edge.target] - outer.layers.ranks[item] - 1)
            way = [*outer.layers.dummies[item][:steps], edge.target]
            found.append(([place[each] for each in way], exit_of(view.edges[segment])))
    return [box for _, box in sorted(found, key=lambda pair: pair[0])]


def _positions(stack: Layers) -> list[int]:
    place = [0] * len(stack.ranks)
    for column in stack.columns:
        for index, item in enumerate(column):
            place[item] = index
    return place


def _level(
    view: View,
    frame: int,
    boxes: Sequence[int],
    segments: Sequence[int],
    arriving: Iterable[int],
    leaving: Iterable[int],
) -> Level:
    edges = [view.edges[index] for index in segments]
    inward, outward = [edge for edge in edges if edge.source == frame], [edge for edge in edges if edge.target == frame]
    entries = tuple(dict.fromkeys([*arriving, *[edge.port for edge in inward]]))
    exits = tuple(dict.fromkeys([*leaving, *[edge.port for edge in outward]]))
    item = {index: place for place, index in enumerate(boxes)}
    entry = {box: len(boxes) + place for place, box in enumerate(entries)}
    leave = {box: len(boxes) + len(entries) + place for place, box in enumerate(exits)}

    def ends(edge: Edge) -> tuple[int, int]:
        source = entry[edge.port] if edge.source == frame else item[edge.source]
        return source, leave[edge.port] if edge.target == frame else item[edge.target]

    def code_order(index: int) -> tuple[int, int]:
        """Into a fold, the order of the code is another when it is open, so there it is the order of the operands."""
        source, target = ends(view.edges[index])
        return target, source if target < len(boxes) and view.boxes[boxes[target]].fold is not None else 0

    ordered = sorted(segments, key=code_order)
    local = [(view.edges[index], *ends(view.edges[index])) for index in ordered]
    drawn = tuple([replace(edge, source=source, target=target) for edge, source, target in local])
    inside = [_unplugged(view.boxes[index]) for index in boxes]
    shape = View((*inside, *[PORT] * (len(entries) + len(exits))), drawn, PICTURE, 0)
    stack = _stack(shape, len(boxes), len(entries), len(exits), item.get(view.output) if frame == PICTURE else None)
    return Level(frame, tuple(boxes), entries, exits, tuple(ordered), shape, stack)


def _unplugged(box: Box) -> Box:
    """A fold has no badge."""
    return replace(box, symbol="") if box.fold is not None else box


def _stack(shape: View, boxes: int, entries: int, exits: int, output: int | None) -> Layers:
    ranks = _ranks(shape, boxes, entries, output)
    stack = layers(shape, ranks)
    for port in range(boxes, boxes + entries + exits):
        stack.weak[port] = True
    stack.kept = [0] * (entries > 0) + [len(stack.columns) - 1] * (exits > 0)
    order(stack)
    return stack


def _ranks(shape: View, boxes: int, entries: int, output: int | None) -> list[int]:
    """The column of each item: ports in the first and the last, boxes between them as in a plain view.

    An output that nothing uses is right of everything.
    """
    first = int(entries > 0)
    ranks = [first] * boxes + [0] * (len(shape.boxes) - boxes)
    weak = [box.kind == "constant" for box in shape.boxes]
    leaving: list[list[int]] = [[] for _ in shape.boxes]
    waiting = [0] * len(shape.boxes)
    for edge in shape.edges:
        leaving[edge.source].append(edge.target)
        waiting[edge.target] += 1
    for source in _one_by_one(boxes, leaving, waiting):
        for target in leaving[source]:
            ranks[target] = max(ranks[target], 1 + (first if weak[source] else ranks[source]))
    used: dict[int, int] = {}
    for edge in shape.edges:
        if weak[edge.source]:
            used[edge.source] = min(used.get(edge.source, ranks[edge.target]), ranks[edge.target])
    for constant, consumer in used.items():
        ranks[constant] = consumer - 1
    inside = ranks[:boxes]
    if output is not None and not leaving[output]:
        ranks[output] = max([inside[output], *[1 + rank for box, rank in enumerate(inside) if box != output]])
    last = 1 + max(ranks[:boxes], default=0)
    for port in range(boxes + entries, len(ranks)):
        ranks[port] = last
    return ranks


def _one_by_one(boxes: int, leaving: Sequence[Sequence[int]], waiting: list[int]) -> list[int]:
    """All items, each after those that lead to it.

    A frame may come after a box that uses something in it. Should two lead to each other, the first one comes first.
    """
    ready = [item for item, count in enumerate(waiting) if count == 0]
    done = [count == 0 for count in waiting]
    result: list[int] = []
    rest = iter(range(len(waiting)))
    while len(result) < len(waiting):
        if not ready:
            stuck = next(item for item in rest if not done[item])
            done[stuck] = True
            ready.append(stuck)
        item = ready.pop()
        result.append(item)
        for target in leaving[item]:
            waiting[target] -= 1
            if waiting[target] == 0 and not done[target]:
                done[target] = True
                ready.append(target)
    return result
