"""The columns of every level of a view with folds: labels are cut and gaps widened everywhere alike, to fill a width.

Twin: js/layout/widths.ts
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..view import View
from .levels import PICTURE, Level
from .measures import (
    MARGIN,
    MOST_LETTERS,
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


def widths(view: View, levels: Sequence[Level], look: Look, width: float) -> tuple[list[Size], dict[int, Across]]:
    """The size of each box, and the columns of each level by its frame, in `width` pixels or in as many as it needs.

    Names grow before gaps do. Then all gaps of all levels get the same, the most that fits.
    """
    gaps = [_gaps(level, look) for level in levels]
    longest = max([look.letters, *[len(box.label) for box in view.boxes]])
    boxes = sizes(view, look, look.letters)
    for letters in range(min(MOST_LETTERS, longest), look.letters, -1):
        longer = sizes(view, look, letters)
        if _across(levels, longer, gaps, 0, roomy=True)[PICTURE].width <= width:
            boxes = longer
            break
    low, high = 0, WIDEST_GAP
    while low < high:
        half = (low + high + 1) // 2
        if _across(levels, boxes, gaps, half)[PICTURE].width <= width:
            low = half
        else:
            high = half - 1
    return boxes, _across(levels, boxes, gaps, low)


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
