"""The line under a picture: what the strokes mean in numbers, and what the lines in a box show.

Twin: js/picture/legend.ts
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from ..layout.measures import MARGIN, Detail
from ..words.numbers import signed
from ..words.wording import derivative
from .strands import evenly, strands
from .stroke import Kind, Stroke, stroke

SHARES = (-1.0, -0.25, 0.0, 0.25, 1.0)
LETTER = 5.9  # the width of a character, a little more than most fonts need
ROW = 17
ABOVE = 12
LINE = 18  # the length of a stroke


@dataclass(frozen=True, slots=True)
class Entry:
    """Words, with the line that they explain."""

    text: str
    strands: tuple[Stroke, ...]  # none of words alone
    x: float
    row: int

    @property
    def ink(self) -> Kind:
        """How the words are coloured: a number as its line."""
        return self.strands[0].kind if len(self.strands) == 1 else "unknown"


@dataclass(frozen=True, slots=True)
class Legend:
    entries: Sequence[Entry]
    width: float
    height: float


def legend(most: float | None, detail: Detail, title: str, width: float, *, bundles: bool = False) -> Legend:
    """The legend of a picture whose largest contribution is `most`, in rows of `width` pixels.

    Without contributions (None) only the lines in a box are explained; `bundles` says whether there are any.
    """
    entries: list[Entry] = []
    x, row = float(MARGIN), 0
    for text, lines, space in _words(most, detail, title, bundles):
        own = len(text) * LETTER + (LINE + 5 if lines else 0)
        if x > MARGIN and x + own > width:
            x, row = float(MARGIN), row + 1
        entries.append(Entry(text, lines, x, row))
        x += own + space
    right = max(entry.x + len(entry.text) * LETTER + LINE for entry in entries)
    return Legend(entries, right, ABOVE + ROW * (row + 1))


def _words(
    most: float | None, detail: Detail, title: str, bundles: bool
) -> Iterator[tuple[str, tuple[Stroke, ...], int]]:
    by = derivative(title, "node")
    if most is None:
        yield "in a node: its value", (), 0
        return
    yield "flows back along an edge", (), 16
    for share in SHARES if most else (0.0,):
        yield (
            signed(_in_two_digits(share * most)),
            (stroke(share * most, most, detail),),
            24 if share == SHARES[-1] or not most else 12,
        )
    if bundles and most:
        yield "many edges", strands(evenly(most), most, detail), 24
    yield f"in a node: value, then {by}" if detail == "full" else f"in a node: value, and a bar for {by}", (), 0


def _in_two_digits(x: float) -> float:
    return float(Context(prec=2, rounding=ROUND_HALF_UP).create_decimal(Decimal(x)))  # as JavaScript's toPrecision
