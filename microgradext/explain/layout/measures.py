"""The measures of the picture in CSS pixels: boxes, badges, columns and the minimum distances between them.

Twin: js/layout/measures.ts
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..view import Box, View, has_folds
from ..words.wording import cut_all, cut_among
from .layers import Layers

FULL_UP_TO = 24  # boxes, not counting constants
NARROW = 480
MARGIN = 4  # around the picture, for the ring of a selected box
WIDEST_GAP = 220
LEAST_BESIDE_BADGE = 24
CLOSE = 26  # the least gap between boxes that are wide themselves
ROW = 24  # the height of a box whose name and numbers are one row
ROWS_APART = 2
ROOM_FOR_BOXES = 800  # in less, inputs are above the graph and take up height
FEW, MANY = 4, 6  # leaves that have boxes
BESIDE_BOWED = 50  # room for the labels of `a + a`
CROWD = 8  # lines in a gap; each one beyond these widens it
MOST_FOR_CROWD = 60
STRETCH = 35  # two rows are this much further apart
SHARED_LANES = 3  # a lane is never higher than this many edges
WORD = 10  # the most characters in a badge
MOST_LETTERS = 30  # to which a label grows where there is room
ROOMY = 72  # a gap in which the numbers on edges fit; labels grow only beyond it

Detail = Literal["full", "compact"]


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box is, the text of its label, and the badge that is plugged into its left edge."""

    label: str
    column: int
    x: float
    y: float
    width: float
    height: float
    badge: Rectangle | None
    lines: tuple[str, ...] = ()  # of a fold: its code or its summary, as it is broken into lines
    rows: int = 0  # how many there are below the boxes of an open loop

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of boxes: `entry` is where its badges begin, `x` where its boxes do."""

    entry: float
    x: float
    right: float


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of one level of detail."""

    detail: Detail
    height: int
    apart: int  # between boxes of one column
    letter: float  # width of a character of a label
    beside: int  # the rest of a box's width
    narrowest: int
    widest: int
    letters: int  # the most characters of a label, unless there is room for more
    badge: int  # height of a badge, and the width of a round one
    badge_letter: float
    badge_beside: int
    least_gap: int
    constant: int  # height of a constant
    lane: int  # height of the lane of a long edge
    clear: int  # between a lane or a constant and its neighbours
    margin: int  # between a box and an edge that passes
    port: float  # between edges stacked at a box
    bow: float  # how far `a + a` is bowed
    terse: bool = False  # whether folds say neither their code nor what is in them
    leaves: int = 6  # so many leaves beside folds have boxes; more are rows


FULL = Look("full", 58, 12, 6.95, 26, 98, 132, 16, 18, 6.0, 12, 44, 16, 8, 8, 9, 8.0, 17.0)
NARROW_FULL = Look("full", 58, 12, 6.95, 26, 84, 96, 10, 18, 6.0, 12, 34, 16, 8, 8, 9, 8.0, 17.0)
COMPACT = Look("compact", 26, 9, 6.35, 60, 76, 124, 10, 14, 5.2, 9, 44, 14, 6, 6, 5, 5.0, 9.0)


def look(view: View, width: float) -> Look:
    """The measures for a view; one with a fold is never compact: it would have been folded further."""
    if not has_folds(view) and sum(box.kind != "constant" for box in view.boxes) > FULL_UP_TO:
        return COMPACT
    own = NARROW_FULL if width < NARROW else FULL
    return replace(own, least_gap=CLOSE, leaves=FEW if width < ROOM_FOR_BOXES else MANY) if has_folds(view) else own


def box_width(box: Box, label: str, look: Look) -> int:
    """The width of a box, from the length of its label: no text is measured. Whole pixels keep borders sharp."""
    letters = math.ceil(len(label) * look.letter)
    if box.kind == "constant":
        return letters + 2
    width = max(look.narrowest, letters + look.beside)
    return min(look.widest, width) if len(label) <= look.letters else max(look.widest, width)


def badge_width(symbol: str, look: Look) -> int:
    """The width of a badge: round for one sign, a pill for a word, nothing for a leaf."""
    letters = min(len(symbol), WORD)
    return look.badge if letters == 1 else math.ceil(letters * look.badge_letter) + look.badge_beside if letters else 0


def passing(look: Look, edges: int) -> int:
    """The height of the lane of `edges` edges."""
    return look.lane * min(edges, SHARED_LANES)


def columns(view: View, layers: Layers, look: Look, width: float) -> tuple[list[Column], list[str]]:
    """The columns from left to right, and their boxes' labels; what is left of `width` widens all gaps equally."""
    leads = lead_widths(view, layers, look)
    gaps = least_gaps(view, layers, look, leads)
    room = width - 2 * MARGIN
    labels, widths = _labels(view, layers, look, room - total([max(gap, ROOMY) for gap in gaps[1:]]))
    spare = (room - total([*widths, *gaps])) / max(1, len(gaps) - 1)
    result: list[Column] = []
    x = float(MARGIN)
    for index, (own, lead, gap) in enumerate(zip(widths, leads, gaps, strict=True)):
        if index:
            x += widened(gap, spare)
        result.append(Column(x - lead, x, x + own))
        x += own
    return result, labels


def lead_widths(view: View, layers: Layers, look: Look) -> list[float]:
    """How far the badges of each column reach beyond its boxes."""
    leads = [0.0] * len(layers.columns)
    for box, column in zip(view.boxes, layers.ranks, strict=False):
        leads[column] = max(leads[column], badge_width(box.symbol, look))
    return leads


def widened(gap: float, spare: float) -> int:
    """A gap with its share of what is left of the width."""
    return math.floor(max(gap, min(WIDEST_GAP, gap + spare)))


def _labels(view: View, layers: Layers, look: Look, room: float) -> tuple[list[str], list[float]]:
    """The text of each label and the width of each column: columns grow before labels are cut."""
    names = [box.label for box in view.boxes]
    short, long = cut_all(names, look.letters), cut_all(names, MOST_LETTERS)
    widths, wide = (_widths(view, layers, look, labels) for labels in (short, long))
    spare = room - total(widths)
    for column in sorted(range(len(widths)), key=lambda column: (wide[column] - widths[column], column)):
        more = max(0, min(wide[column] - widths[column], math.floor(spare)))
        widths[column] += more
        spare -= more
    labels: list[str] = []
    for name, shorter, column in zip(names, short, layers.ranks, strict=False):
        letters = math.floor((widths[column] - look.beside) / look.letter + 1e-9)
        longer = cut_among(name, min(letters, MOST_LETTERS), names) if letters > look.letters else shorter
        labels.append(longer if len(longer) <= letters else shorter)
    return labels, widths


def _widths(view: View, layers: Layers, look: Look, labels: Sequence[str]) -> list[float]:
    widths = [0.0] * len(layers.columns)
    for box, label, column in zip(view.boxes, labels, layers.ranks, strict=False):
        widths[column] = max(widths[column], box_width(box, label, look))
    return widths


def least_gaps(view: View, layers: Layers, look: Look, leads: Sequence[float]) -> list[float]:
    """The minimum gap before each column; there is none before the first."""
    narrow = beside_ports(layers)
    least = [0 if index in narrow else look.least_gap for index in range(len(leads))]
    gaps = [
        max(room, lead + LEAST_BESIDE_BADGE) + _crowd(layers, index)
        for index, (lead, room) in enumerate(zip(leads, least, strict=True))
    ]
    seen: set[tuple[int, int]] = set()
    for edge in view.edges:
        if (edge.source, edge.target) in seen and look.detail == "full":
            column = layers.ranks[edge.target]
            gaps[column] = max(gaps[column], leads[column] + BESIDE_BOWED)
        seen.add((edge.source, edge.target))
    return [0.0, *gaps[1:]]


def beside_ports(layers: Layers) -> set[int]:
    """The columns before which the gap may be narrow: there edges only fan out from a frame's ports, or into them."""
    return {max(column, 1) for column in layers.kept}


def _crowd(layers: Layers, column: int) -> int:
    """How much wider the gap must be for its many lines, whose steep parts would otherwise overlap."""
    lines = total([len(layers.leftward[item]) for item in layers.columns[column]])
    return int(min(MOST_FOR_CROWD, 2 * max(0, lines - CROWD)))


def total(numbers: Sequence[float]) -> float:
    """The sum from left to right, as the page adds: the built-in sum rounds differently from Python 3.12 on."""
    result = 0.0
    for number in numbers:
        result += number
    return result


@dataclass(frozen=True, slots=True)
class Spacing:
    """How high items are and how far apart their centres must be; all whole numbers, so rounding keeps them."""

    sizes: Sequence[int]
    boxes: int
    weak: Sequence[bool]
    look: Look
    apart: int

    def between(self, upper: int, lower: int) -> float:
        """The minimum distance between the centres of two neighbours."""
        plain = all(item < self.boxes and not self.weak[item] for item in (upper, lower))
        one, other = self.sizes[upper], self.sizes[lower]
        apart = ROWS_APART if one == other == ROW else self.apart
        return (one + other) / 2 + (apart if plain else self.look.clear)


def spacing(layers: Layers, look: Look, heights: Sequence[int] | None = None) -> Spacing:
    """The spacing of boxes that are all alike, or have these heights."""
    alike = [look.constant if layers.weak[box] else look.height for box in range(layers.boxes)]
    sizes = alike if heights is None else list(heights)
    sizes += [0] * (len(layers.ranks) - layers.boxes)
    for box, dummies in enumerate(layers.dummies):
        ends = sorted(
            layers.ranks[link.right]
            for item in (box, *dummies)
            for link in layers.rightward[item]
            if link.right < layers.boxes
        )
        for dummy in dummies:
            through = sum(end > layers.ranks[dummy] for end in ends)
            sizes[dummy] = passing(look, through)
    rows = max([sum(i < layers.boxes and not layers.weak[i] for i in column) for column in layers.columns], default=0)
    stretch = STRETCH if rows <= 2 and look.detail == "full" and heights is None else 0
    return Spacing(sizes, layers.boxes, layers.weak, look, look.apart + stretch)
