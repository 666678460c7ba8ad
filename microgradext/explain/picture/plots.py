"""Plots: what a number was over the turns of a loop, as a curve or bars. Where many turns share a pixel, the largest.

Twin: js/picture/folds/plots.ts
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import NamedTuple

from .stroke import Kind, kind_of

HEIGHT = 17  # px
NARROWEST = 3  # px, of a bar with the gap after it
EDGE = 2  # px, between a curve and the ends of its height

Points = list[tuple[float, float]]


class Curve(NamedTuple):
    """Stretches without a gap, and the height of the level to compare with."""

    lines: list[Points]
    level: float | None
    is_log: bool


class Bar(NamedTuple):
    kind: Kind
    x: float
    y: float
    width: float
    height: float


def binned(numbers: Sequence[float | None], width: float) -> list[float | None]:
    """What is drawn of the numbers of all turns: of those that share a place, the one of the largest size.

    >>> binned([1.0, -3.0, None, 2.0], 6)
    [-3.0, 2.0]
    """
    size = max(1, math.ceil(len(numbers) * NARROWEST / max(1, width)))
    return [_strongest(numbers[first : first + size]) for first in range(0, len(numbers), size)]


def curve(numbers: Sequence[float | None], width: float, bound: float | None = None) -> Curve:
    """The curve of numbers, with gaps where they are not known or not finite; compared with a bound, by their logs.

    >>> curve([1.0, 3.0], 10)
    Curve(lines=[[(2.5, 15.0), (7.5, 2.0)]], level=None, is_log=False)
    """
    shown = binned(numbers, width)
    all_of = [x for x in [*shown, bound] if x is not None and math.isfinite(x)]
    is_log = bound is not None and all(x > 0 for x in all_of)
    scale = math.log10 if is_log else float
    scaled = [scale(x) for x in all_of]
    low, high = min(scaled, default=0.0), max(scaled, default=0.0)

    def height(x: float) -> float:
        span = high / 2 - low / 2  # the difference itself may be too large for a float
        share = (scale(x) / 2 - low / 2) / span if span else 0.5
        return _tenths(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE))

    lines: list[Points] = [[]]
    for place, x in enumerate(shown):
        if x is not None and math.isfinite(x):
            lines[-1].append((_tenths((place + 0.5) * width / len(shown)), height(x)))
        else:
            lines.append([])
    level = height(bound) if bound is not None and math.isfinite(bound) else None
    return Curve([line for line in lines if line], level, is_log)


def bars(numbers: Sequence[float | None], width: float) -> list[Bar]:
    """The bars of numbers from their zero, with an outline where they are not finite.

    >>> bars([1.0, -1.0], 12)
    [Bar(kind='positive', x=0, y=0.0, width=5, height=8.5), Bar(kind='negative', x=6, y=8.5, width=5, height=8.5)]
    """
    shown = binned(numbers, width)
    all_of = [x for x in shown if x is not None and math.isfinite(x)]
    low, high = min([*all_of, 0.0]), max([*all_of, 0.0])
    largest, step, found = max(high, -low), width / max(1, len(shown)), list[Bar]()

    def scaled(x: float) -> float:
        span = high / 2 - low / 2
        return HEIGHT * (x / 2 / span) if span else 0.0

    for place, x in enumerate(shown):
        kind, left = kind_of(x, largest), math.floor(place * step + 0.5)
        wide = max(1, math.floor((place + 1) * step + 0.5) - left - 1)
        if kind == "unbounded":
            found.append(Bar(kind, left, 0.0, wide, HEIGHT))
        elif kind in ("positive", "negative") and x is not None:
            size = max(1.0, _tenths(abs(scaled(x))))
            zero = _tenths(scaled(high))
            found.append(Bar(kind, left, _tenths(zero - size if x > 0 else zero), wide, size))
    return found


def middle(turn: int, turns: int, width: float) -> float:
    """Where a turn, counted from 1, is in a plot.

    >>> middle(1, 2, 100), middle(2, 2, 100)
    (25.0, 75.0)
    """
    size = max(1, math.ceil(turns * NARROWEST / max(1, width)))
    return _tenths(((turn - 1) // size + 0.5) * width / math.ceil(turns / size))


def chosen(sizes: Sequence[float], most: int) -> list[int]:
    """Which rows are drawn: those of the largest sizes, in their order.

    >>> chosen([1.0, 3.0, 2.0], 2)
    [1, 2]
    """
    return sorted(sorted(range(len(sizes)), key=lambda row: (-min(sizes[row], sys.float_info.max), row))[:most])


def _strongest(numbers: Sequence[float | None]) -> float | None:
    """The number of the largest size, one that is not finite before all."""
    best: float | None = None
    for x in numbers:
        if x is not None and (best is None or (math.isfinite(best) and not abs(x) <= abs(best))):
            best = x
    return best


def _tenths(x: float) -> float:
    return math.floor(10 * x + 0.5) / 10
