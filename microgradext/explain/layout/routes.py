"""The route of every edge from its operand's right side to its consumer's badge, and where its label goes.

A route is a list of knots; between two knots it is straight if they are equally high, and otherwise an S with level
ends, so it leaves and arrives level.

Twin: js/layout/routes.ts
"""

import itertools
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..view import Edge, View
from .layers import Layers
from .measures import Column, Look, Place, passing

LABEL_AT = 0.24  # of the gap
LABEL_FARTHEST = 46
CHIP = 4  # of its width are margins
LABEL_HALF = 30  # half the widest label
LABELS_APART = 15
ROOM_FOR_NUMBER = 38
ROOM_FOR_SIGN = 34
TRIES = 24  # columns by which a long edge may delay its bend before it takes its own lanes

LabelRoom = Literal["full", "sign", "none"]
Knot = tuple[float, float]
BAND = 16  # at least LABELS_APART; a power of two divides exactly
Taken = dict[int, list[Knot]]
"""The labels of a column by the band of heights that they are in: only those nearby can be in the way."""


@dataclass(frozen=True, slots=True)
class Route:
    """An edge: its SVG path, and the centre of its label with the room there is for it along the edge."""

    path: str
    label_x: float
    label_y: float
    label_room: LabelRoom
    room: float


@dataclass(frozen=True, slots=True)
class Borders:
    """What the ends of a frame's edges know that the places do not say."""

    starts: Sequence[float | None]  # for each edge, the height of the port where it starts; None at a plain box
    ends: Sequence[float | None]
    sheets: Sequence[int]  # for each place, how far its sheets reach beyond its top and right


@dataclass(frozen=True, slots=True)
class Scene:
    """What the routes are drawn into."""

    edges: Sequence[Edge]
    layers: Layers
    places: Sequence[Place]
    lanes: Sequence[float]  # the height of each dummy
    columns: Sequence[Column]
    walls: Sequence[tuple[list[float], list[float]]]  # for each column, the tops and bottoms of its boxes
    leaving: Sequence[list[int]]  # for each box, its edges from top to bottom
    arriving: Sequence[list[int]]
    borders: Borders
    look: Look


def routes(
    view: View,
    layers: Layers,
    places: Sequence[Place],
    lanes: Sequence[float],
    columns: Sequence[Column],
    look: Look,
    borders: Borders | None = None,
) -> list[Route]:
    """The route of each edge of the view."""
    plain = [None] * len(view.edges)
    known = borders or Borders(plain, plain, [0] * len(places))
    scene = Scene(
        view.edges,
        layers,
        places,
        lanes,
        columns,
        _walls(places, known.sheets, len(columns)),
        _sorted_ends(view, layers, places, lanes, known.ends, leaving=True),
        _sorted_ends(view, layers, places, lanes, known.starts, leaving=False),
        known,
        look,
    )
    bows = _bows(scene)
    taken: list[Taken] = [{} for _ in columns]
    return [_route(scene, index, bows.get(index), taken) for index in range(len(view.edges))]


def _walls(places: Sequence[Place], sheets: Sequence[int], columns: int) -> list[tuple[list[float], list[float]]]:
    standing: list[list[tuple[float, float]]] = [[] for _ in range(columns)]
    for place, behind in zip(places, sheets, strict=True):
        standing[place.column].append((place.y - behind, place.y + place.height))
    for column in standing:
        column.sort(key=lambda wall: wall[0])
    return [([top for top, _ in column], [bottom for _, bottom in column]) for column in standing]


def _sorted_ends(
    view: View,
    layers: Layers,
    places: Sequence[Place],
    lanes: Sequence[float],
    ports: Sequence[float | None],
    *,
    leaving: bool,
) -> list[list[int]]:
    """The edges at one side of each box, sorted by the height of their other end, so that ports never cross."""
    ends: list[list[int]] = [[] for _ in places]
    keys: list[tuple[float, float]] = []
    for index, edge in enumerate(view.edges):
        here, there = (edge.source, edge.target) if leaving else (edge.target, edge.source)
        ends[here].append(index)
        lane = _nearest_lane(layers, edge, leaving=leaving)
        port = ports[index]
        far = places[there].middle if port is None else port
        keys.append((far if lane is None else lanes[lane], far))
    for own in ends:
        own.sort(key=lambda index: keys[index])
    return ends


def _nearest_lane(layers: Layers, edge: Edge, *, leaving: bool) -> int | None:
    """The first or last lane of its source that an edge may take; None between neighbouring columns."""
    steps = layers.ranks[edge.target] - layers.ranks[edge.source]
    return layers.dummies[edge.source][0 if leaving else steps - 2] - layers.boxes if steps > 1 else None


def _bows(scene: Scene) -> dict[int, float]:
    """The heights by which edges with both ends in common, as in `a + a`, are bowed apart in neighbouring columns."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for index, edge in enumerate(scene.edges):
        if scene.places[edge.target].column - scene.places[edge.source].column == 1:
            pairs.setdefault((edge.source, edge.target), []).append(index)
    bows: dict[int, float] = {}
    for together in pairs.values():
        if len(together) > 1:
            for rank, index in enumerate(together):
                bows[index] = scene.look.bow * (2 * rank / (len(together) - 1) - 1)
    return bows


def _route(scene: Scene, index: int, bow: float | None, taken: list[Taken]) -> Route:
    start, end = _start(scene, index), _end(scene, index)
    source = scene.edges[index].source
    column = scene.places[source].column
    out = (max(start[0], scene.columns[column].right), start[1])  # level until it is past wider boxes of its column
    way = [start] if start == out else [start, out]
    clear = (start[0] + scene.borders.sheets[source], start[1])
    room = _room(scene, index, clear[0])
    if bow is not None:
        label = _crest(out, end, bow)
        _take(label, taken[column])
        return Route(_path(way) + _bowed(out, end, bow), *label, _label_room(room), _around(label, clear, room))
    knots = [*way[:-1], *_knots(scene, index, out, end)]
    placed = _label(knots, clear[0], room, taken[column]) if room >= ROOM_FOR_SIGN else None
    place = placed or clear
    return Route(_path(knots), *place, _label_room(room) if placed else "none", _around(place, clear, room))


def _start(scene: Scene, index: int) -> Knot:
    source = scene.edges[index].source
    place, edges, port = scene.places[source], scene.leaving[source], scene.borders.starts[index]
    if port is not None:
        return place.x + place.width, port
    return place.x + place.width, place.middle + _port(edges.index(index), len(edges), place.height - 10, scene.look)


def _end(scene: Scene, index: int) -> Knot:
    target = scene.edges[index].target
    place, edges, port = scene.places[target], scene.arriving[target], scene.borders.ends[index]
    if port is not None:
        return place.x, port
    if place.badge is None:
        return place.x, place.middle + _port(edges.index(index), len(edges), place.height - 10, scene.look)
    inside = place.badge.height
    return place.badge.x + inside / 2, place.middle + _port(edges.index(index), len(edges), inside - 6, scene.look)


def _port(rank: int, count: int, height: float, look: Look) -> float:
    """How far from the middle the edge of this rank is, among `count` edges stacked within `height`."""
    return (rank - (count - 1) / 2) * min(look.port, height / max(1, count - 1))


def _knots(scene: Scene, index: int, start: Knot, end: Knot) -> list[Knot]:
    """The direct way, bending a column later each time it would touch a box, or else the edge's own lanes."""
    edge = scene.edges[index]
    first, last = scene.places[edge.source].column + 1, scene.places[edge.target].column
    if _is_clear(scene, start, end, first, last):
        return [start, end]
    for column in range(first, min(last, first + TRIES)):
        if not _is_free(scene, column, start[1], start[1]):
            break
        bend = (scene.columns[column].right, start[1])
        if _is_clear(scene, bend, end, column + 1, last):
            return [start, bend, end]
    return [start, *_lanes(scene, index, first, last), end]


def _is_clear(scene: Scene, start: Knot, end: Knot, first: int, last: int) -> bool:
    """Whether an S from start to end touches no box in the columns from `first` up to `last`."""
    return all(
        _is_free(scene, c, _height(start, end, scene.columns[c].entry), _height(start, end, scene.columns[c].right))
        for c in range(first, last)
    )


def _is_free(scene: Scene, column: int, one: float, other: float) -> bool:
    tops, bottoms = scene.walls[column]
    reach = bisect_left(tops, max(one, other) + scene.look.margin)
    return reach == 0 or bottoms[reach - 1] <= min(one, other) - scene.look.margin


def _lanes(scene: Scene, index: int, first: int, last: int) -> list[Knot]:
    source = scene.edges[index].source
    knots: list[Knot] = []
    for column in range(first, last):
        companions = [e for e in scene.leaving[source] if scene.places[scene.edges[e].target].column > column]
        lane = scene.lanes[scene.layers.dummies[source][column - first] - scene.layers.boxes]
        step = min(scene.look.port, passing(scene.look, len(companions)) / len(companions))
        height = lane + (companions.index(index) - (len(companions) - 1) / 2) * step
        knots += [(scene.columns[column].entry, height), (scene.columns[column].right, height)]
    return knots


def _height(start: Knot, end: Knot, x: float) -> float:
    """The height at x of the S from start to end, by bisection with the same steps in both languages."""
    if start[1] == end[1] or x <= start[0]:
        return start[1]
    if x >= end[0]:
        return end[1]
    goal, low, high = (x - start[0]) / (end[0] - start[0]), 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        low, high = (t, high) if t * (1.5 - 1.5 * t + t * t) < goal else (low, t)
    return start[1] + (end[1] - start[1]) * (low * low * (3 - 2 * low))


def _room(scene: Scene, index: int, x: float) -> float:
    """How far from its start, or from where the sheets of its source end, an edge is clear of badges and boxes."""
    edge = scene.edges[index]
    source, target = scene.places[edge.source], scene.places[edge.target]
    if target.column > source.column + 1:
        return scene.columns[source.column + 1].entry - x
    return (target.badge.x if target.badge else target.x) - x


def _around(place: Knot, start: Knot, room: float) -> float:
    """How wide a label may be that stands here, with the margins of its chip."""
    return 2 * min(place[0] - start[0], start[0] + room - place[0]) + CHIP


def _label_room(room: float) -> LabelRoom:
    return "full" if room >= ROOM_FOR_NUMBER else "sign" if room >= ROOM_FOR_SIGN else "none"


def _label(knots: list[Knot], start: float, room: float, taken: Taken) -> Knot | None:
    """Where the label goes: near the operand, pushed along the edge until it is clear of the labels already there."""
    x = start + min(LABEL_FARTHEST, max(LABEL_AT * room, min(room / 2, LABEL_HALF)))
    while x <= start + room - 8 or x <= start + room / 2:
        label = (x, _along(knots, x))
        if _is_clear_of_labels(label, taken):
            _take(label, taken)
            return label
        x += 4
    return None


def _is_clear_of_labels(label: Knot, taken: Taken) -> bool:
    band = int(label[1] // BAND)
    for near in (band - 1, band, band + 1):
        for x, y in taken.get(near, ()):
            if abs(label[1] - y) < LABELS_APART and abs(label[0] - x) < 2 * LABEL_HALF:
                return False
    return True


def _take(label: Knot, taken: Taken) -> None:
    taken.setdefault(int(label[1] // BAND), []).append(label)


def _along(knots: list[Knot], x: float) -> float:
    for start, end in itertools.pairwise(knots):
        if x <= end[0]:
            return _height(start, end, x)
    return knots[-1][1]


def _crest(start: Knot, end: Knot, bow: float) -> Knot:
    return (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + bow


def _bowed(start: Knot, end: Knot, bow: float) -> str:
    reach, height = 0.4 * (end[0] - start[0]), bow / 0.75
    return (
        f"C{_text(start[0] + reach)} {_text(start[1] + height)} "
        f"{_text(end[0] - reach)} {_text(end[1] + height)} {_text(end[0])} {_text(end[1])}"
    )


def _path(knots: list[Knot]) -> str:
    pieces = [f"M{_text(knots[0][0])} {_text(knots[0][1])}"]
    for (x0, y0), (x, y) in itertools.pairwise(knots):
        middle = _text((x0 + x) / 2)
        pieces.append(f"H{_text(x)}" if y0 == y else f"C{middle} {_text(y0)} {middle} {_text(y)} {_text(x)} {_text(y)}")
    return "".join(pieces)


def _text(x: float) -> str:
    """The number with at most two decimals, written as JavaScript writes it."""
    return repr(math.floor(x * 100 + 0.5) / 100).removesuffix(".0")
