"""The columns of every level of a view with folds: labels are cut and gaps widened everywhere alike, to fill a width.

Twin: js/layout/widths.ts
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..view import View
from .levels import PICTURE, Level
from .measures import (
    MARGIN,
    MOST_LETTERS,
    NARROW_FULL,
    ROOMY,
    WIDEST_GAP,
    Column,
    Look,
    beside_ports,
    lead_widths,
    least_gaps,
    total,
    widened,
)
from .sizes import PADDING, Size, sizes

NEARLY = 1.25  # how much wider than its room a picture may be for its folds to say less


@dataclass(frozen=True, slots=True)
class Across:
    """The columns of a level, counted from the left border of its frame, and how wide the frame is."""

    columns: list[Column]
    width: float


@dataclass(frozen=True, slots=True)
class Gaps:
    """Before each column of a level: how far its badges reach, the minimum gap, and one in which numbers fit."""

    leads: list[float]
    least: list[float]
    roomy: list[float]


def widths(view: View, levels: Sequence[Level], look: Look, width: float) -> tuple[list[Size], dict[int, Across], Look]:
    """The size of each box, and the columns of each level by its frame, in `width` pixels or in as many as it needs.

    Names grow before gaps do. Then all gaps of all levels get the same, the most that fits. What would not fit has
    short names, or folds say no code either, if that is enough or nearly so; what is far too wide need not.
    """
    fitting = _chosen(view, levels, look, width)
    longest = min(MOST_LETTERS, max([len(box.label) for box in view.boxes], default=0))
    letters = _most(fitting.look.letters, longest, lambda letters: fitting.fits(letters, 0, roomy=True))
    more = _most(0, WIDEST_GAP, lambda more: fitting.fits(letters, more))
    return fitting.boxes(letters), fitting.across(letters, more), fitting.look


def _most(least: int, most: int, fits: Callable[[int], bool]) -> int:
    """The largest number that fits, or the least one if none does."""
    low, high = least, most if fits(least) else least
    while low < high:
        half = (low + high + 1) // 2
        if fits(half):
            low = half
        else:
            high = half - 1
    return low


class _Fitting:
    """What a view in some measures is like with names of so many letters, and so much `more` in each gap."""

    def __init__(self, view: View, levels: Sequence[Level], look: Look, width: float) -> None:
        self.look = look
        self._view = view
        self._levels = levels
        self._width = width
        self._gaps = [_gaps(level, look) for level in levels]
        self._boxes: dict[int, list[Size]] = {}

    def boxes(self, letters: int) -> list[Size]:
        if letters not in self._boxes:
            self._boxes[letters] = sizes(self._view, self.look, letters)
        return self._boxes[letters]

    def across(self, letters: int, more: int, *, roomy: bool = False) -> dict[int, Across]:
        return _across(self._levels, self.boxes(letters), self._gaps, more, roomy=roomy)

    def fits(self, letters: int, more: int, *, roomy: bool = False) -> bool:
        return self.across(letters, more, roomy=roomy)[PICTURE].width <= self._width


def _chosen(view: View, levels: Sequence[Level], look: Look, width: float) -> _Fitting:
    """The first measures with which a view fits, or the last if it nearly does; else those for plenty of room."""
    short = replace(NARROW_FULL, least_gap=look.least_gap, leaves=look.leaves)
    first = narrow = _Fitting(view, levels, look, width)
    for measures in (look, short, replace(short, terse=True)):
        narrow = _Fitting(view, levels, measures, width)
        if narrow.fits(measures.letters, 0):
            return narrow
    return narrow if narrow.across(narrow.look.letters, 0)[PICTURE].width <= NEARLY * width else first


def own_widths(level: Level, boxes: Sequence[Size]) -> list[int]:
    """How wide the boxes of each column are, sheets included; neither frames nor constants, whose widths are theirs."""
    widths = [0] * len(level.layers.columns)
    for item, index in enumerate(level.boxes):
        box, column = level.shape.boxes[item], level.layers.ranks[item]
        if box.kind not in ("frame", "constant"):
            widths[column] = max(widths[column], boxes[index].width + boxes[index].sheets)
    return widths


def _gaps(level: Level, look: Look) -> Gaps:
    leads = lead_widths(level.shape, level.layers, look)
    least = least_gaps(level.shape, level.layers, look, leads)
    narrow = beside_ports(level.layers)
    return Gaps(leads, least, [gap if index in narrow else max(gap, ROOMY) for index, gap in enumerate(least)])


def _across(
    levels: Sequence[Level], boxes: Sequence[Size], gaps: Sequence[Gaps], more: int, *, roomy: bool = False
) -> dict[int, Across]:
    """The columns of each level with so much `more` in each gap; the inner ones first, since they are boxes outside."""
    result: dict[int, Across] = {}
    for level, own in zip(reversed(levels), reversed(gaps), strict=True):
        wide = [float(width) for width in own_widths(level, boxes)]
        for item, index in enumerate(level.boxes):
            column, kind = level.layers.ranks[item], level.shape.boxes[item].kind
            inside = result[index].width if kind == "frame" else boxes[index].width
            wide[column] = max(wide[column], inside + boxes[index].sheets)
        before = [widened(gap, more) for gap in (own.roomy if roomy else own.least)]
        result[level.frame] = _columns(level, own.leads, wide, before, boxes)
    return result


def _columns(
    level: Level, leads: Sequence[float], wide: Sequence[float], before: Sequence[int], boxes: Sequence[Size]
) -> Across:
    """The columns, from the border or the port column at it on; a frame is at least as wide as its head."""
    inside = level.frame != PICTURE
    left = (0 if level.entries else PADDING if inside else MARGIN) + (leads[0] if leads else 0)
    right = 0 if level.exits else PADDING if inside else MARGIN
    width = left + total(wide) + total(before[1:]) + right
    least = float(boxes[level.frame].width if inside else 0)
    missing, gaps = max(0.0, least - width), len(wide) - 1
    columns: list[Column] = []
    x = left
    for index, own in enumerate(wide):
        if index:
            x += before[index] + math.floor(missing * index / gaps) - math.floor(missing * (index - 1) / gaps)
        columns.append(Column(x - leads[index], x, x + own))
        x += own
    return Across(columns, max(width, least))
