"""Rows below the boxes of an open loop: what its turns hand on, with its gradient; and the test of a `while`.

In the page, a turn can be chosen there.

Twin: js/picture/folds/rows.ts
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..layout.below import CAPTIONS, ROW, height_below
from ..layout.measures import Place
from ..rounding import Flowing, number_of, shown_gradient
from ..view import Fold, Row
from ..words.numbers import fitted, fitted_signed
from ..words.wording import cut
from .plots import HEIGHT, Bar, bars, chosen, curve, middle
from .stroke import kind_of
from .svg import number, path, text

LEFT = 12  # px
NAMES, NUMBERS = 64, 62  # px, of a name, and of a number with the space before it
APART = 8  # px
MOST_NAME = 9  # characters
DIGITS = 7
LETTER = 5.6  # px
BASE = 13  # px, the baseline of a row


@dataclass(frozen=True, slots=True)
class Said:
    """The numbers of a row by turn, and those of the turn that is shown."""

    row: Row
    values: Sequence[float | None]
    gradients: Sequence[Flowing]
    turn: int
    bound: float | None


def rows(place: Place, fold: Fold, graph: Graph, frame: Frame | None) -> Iterator[str]:
    """The rows of a frame as SVG."""
    said = [_said(row, fold.turn, graph, frame) for row in fold.rows]
    drawn = [said[row] for row in chosen([_size(each) for each in said], place.rows)]
    if not drawn:
        return
    width = math.floor((place.width - 2 * LEFT - NAMES - 2 * NUMBERS - APART) / 2)
    first = place.x + LEFT + NAMES
    second = first + width + NUMBERS + APART
    top = place.y + place.height - height_below(len(fold.rows), place.rows)
    yield path("sl", f"M{number(place.x)} {number(top)}h{number(place.width)}", 1)
    room = math.floor((width + NUMBERS) / LETTER)
    yield text("q", first, top + 15, cut(f"value after each {fold.word}", room))
    if any(each.row.bound < 0 for each in drawn):
        yield text("q", second, top + 15, cut("gradient of it", room))
    for place_in, each in enumerate(drawn):
        yield from _row(each, top + CAPTIONS + ROW * place_in, place.x + LEFT, first, second, width)
    at, above = middle(fold.turn, fold.passes, width), top + CAPTIONS - 2
    for left, high in ((first, ROW * len(drawn)), (second, ROW * sum(each.row.bound < 0 for each in drawn))):
        yield path("hl", f"M{number(left + at)} {number(above)}v{high}", 1)
    rest = len(fold.rows) - len(drawn)
    if rest:
        yield text("q", place.x + LEFT, top + CAPTIONS + ROW * len(drawn) + 11, f"{rest} more")


def _said(row: Row, turn: int, graph: Graph, frame: Frame | None) -> Said:
    data = frame.values if frame else graph.columns.data
    values = [data[node] if node >= 0 else None for node in row.nodes]
    has_gradient = frame is not None and row.bound < 0
    gradients = [shown_gradient(frame, node) if frame and has_gradient and node >= 0 else None for node in row.nodes]
    return Said(row, values, gradients, turn, data[row.bound] if row.bound >= 0 else None)


def _size(said: Said) -> float:
    """By which rows are chosen: the test comes first, as it says why the loop ends."""
    known = [abs(x) for x in map(number_of, said.gradients) if x is not None and math.isfinite(x)]
    return math.inf if said.bound is not None else max(known, default=0.0)


def _row(said: Said, top: float, left: float, first: float, second: float, width: float) -> Iterator[str]:
    name = "q" if said.bound is not None else "l"
    yield text(name, left, top + BASE, cut(said.row.name, MOST_NAME))
    shape = curve(said.values, width, said.bound)
    way = "".join(_stretch(line, first, top) for line in shape.lines)
    if way:
        yield path("cv", way, 1)
    if shape.level is not None:
        yield path("lv", f"M{number(first)} {number(top + shape.level)}h{number(width)}", 1)
    value, gradient = said.values[said.turn - 1], said.gradients[said.turn - 1]
    if value is not None:
        yield text("q", first + width + APART, top + BASE, fitted(value, DIGITS))
    if said.bound is not None:
        dashed = f"dashed: {fitted(said.bound, DIGITS)}"
        about = f"{'log scale; ' if shape.is_log else ''}{dashed}, where it ends"
        yield text("q", second, top + BASE, about if len(about) * LETTER <= width + NUMBERS else dashed)
        return
    drawn = bars([number_of(each) for each in said.gradients], width)
    for kind, alike in groupby(sorted(drawn, key=lambda bar: bar.kind), key=lambda bar: bar.kind):
        yield path(f"b{kind[0]}", "".join(_outline(bar, second, top) for bar in alike), 1)
    if gradient is not None:
        ink = kind_of(gradient)
        kind = f" {ink[0]}" if ink in ("positive", "negative") else ""
        yield text(f"q{kind}", second + width + APART, top + BASE, fitted_signed(gradient, DIGITS))


def _stretch(line: Sequence[tuple[float, float]], left: float, top: float) -> str:
    """A line through points; one alone is a dot."""
    points = [f"{number(left + x)} {number(top + y)}" for x, y in line]
    return f"M{'L'.join(points)}" + ("h0" if len(points) == 1 else "")


def _outline(bar: Bar, left: float, top: float) -> str:
    inset = 0.5 if bar.kind == "unbounded" else 0
    x, y = number(left + bar.x + inset), number(top + bar.y + inset)
    wide, high = number(bar.width - 2 * inset), number(min(bar.height, HEIGHT) - 2 * inset)
    return f"M{x} {y}h{wide}v{high}h-{wide}z"
