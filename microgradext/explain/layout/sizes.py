"""How large each box is where boxes differ, in a view with folds; and what is written in a fold.

No text is measured: its width is that of as many letters. All heights are even, so that middles are whole pixels.

Twin: js/layout/sizes.ts
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..view import Box, Fold, View
from ..words.wording import broken, cut, cut_all
from .measures import ROW, Look, box_width

CODE, TITLE, SUMMARY = 6.35, 6.6, 5.6  # width of a character
LEFT = 16  # of a name or a line of code
BESIDE = 12  # of a title; and at the right of what has no chevron above it
CHEVRON = 24
EQUALS = " = "
INLINE = 24  # the most characters of code that stand on the line of its name
LINE = 34  # and of a line below it
LINES = 2
LINE_HEIGHT = 14
TWO_ROWS, THREE_ROWS = 44, 60  # heights: name or title, and one or two lines below
NUMBERS = 140  # the least width in which a value and a gradient of eight characters stand side by side
NARROWEST = 110
MOST_TITLE, TERSE_TITLE = 26, 14
ROW_LEFT = 10  # of the name in a row
ROW_NUMBERS = 138  # a value and a gradient of six digits, with the gaps before and after
MOST_ALIKE = 6  # folds side by side; more are rows
SHEETS, FRAME_SHEETS = 6, 12  # how far the sheets of what is repeated reach beyond the top and the right

PADDING = 12  # between a frame and what is in it
HEAD = 28
STRIP = 16  # below the head, a cell for each pass
MOST_HEAD = 34  # characters of a frame's title for which it is always wide enough
LEAST_HEAD = 8  # the same where there is little room
BESIDE_HEAD = 60
SELECTOR = 190


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box and its text. Of a frame: the least width, and the height of its head."""

    width: int
    height: int
    label: str
    lines: tuple[str, ...] = ()  # behind the name if it is the code of a box 44 high, else below
    sheets: int = 0


def sizes(view: View, look: Look, letters: int) -> list[Size]:
    """The size of each box, its label cut to `letters` letters so that different ones stay different."""
    titled = [box.fold is not None and box.kind in ("scope", "frame") for box in view.boxes]
    names = iter(cut_all([box.label for box, title in zip(view.boxes, titled, strict=True) if not title], letters))
    folds = [box.fold for box in view.boxes if box.kind == "scope" and box.fold is not None]
    titles = iter(cut_all([fold.title for fold in folds], TERSE_TITLE if look.terse else MOST_TITLE))
    result: list[Size] = []
    for box, is_row in zip(view.boxes, _rows_among(view, look), strict=True):
        if is_row:
            result.append(_row(box, next(names if box.fold is None else titles)))
        elif box.kind == "frame" and box.fold is not None:
            result.append(_head(box.fold, look))
        elif box.kind == "scope" and box.fold is not None:
            result.append(_scope(box.fold, next(titles), look))
        elif box.fold is not None:
            result.append(_formula(box, next(names), look))
        else:
            result.append(_plain(box, next(names), look))
    return result


def _rows_among(view: View, look: Look) -> list[bool]:
    """Which boxes are rows: the leaves where there are many, and many folds of one value each side by side.

    Those stand so that are made from the same boxes, or are used by the same: none of them leads to another.
    """
    kinds = [_kind_of_row(box) for box in view.boxes]
    counts = zip(*(_beside(view, kinds, end) for end in (0, 1)), strict=True)
    most = {"leaves": look.leaves, "folds": MOST_ALIKE}
    return [kind is not None and max(count) > most[kind] for kind, count in zip(kinds, counts, strict=True)]


def _beside(view: View, kinds: Sequence[str | None], end: int) -> list[int]:
    """For each box how many there are with the same at the other end of their edges, or how many leaves."""
    others = [set[tuple[int, int]]() for _ in view.boxes]
    for edge in view.edges:
        ends = edge.source, edge.target
        others[ends[end]].add((ends[1 - end], edge.port))
    keys = [
        (box.frame, frozenset(other) if kind == "folds" else kind)
        for box, kind, other in zip(view.boxes, kinds, others, strict=True)
    ]
    counts = Counter(keys)
    return [counts[key] for key in keys]


def _kind_of_row(box: Box) -> str | None:
    fold = box.fold
    if fold is None:
        return "leaves" if box.kind in ("input", "leaf") else None
    is_row = box.kind == "scope" and (fold.single or fold.members > 0) and fold.opens and fold.passes <= 1
    return "folds" if is_row else None


def _row(box: Box, label: str) -> Size:
    width = ROW_LEFT + len(label) * 6.95 + ROW_NUMBERS + (CHEVRON if box.fold else 0)
    return Size(math.ceil(width), ROW, label)


def head_title(fold: Fold, width: float) -> str:
    """The title of a frame, in the room that its head has."""
    beside = BESIDE_HEAD + (SELECTOR if fold.passes > 1 else 0)
    return cut(fold.title, max(LEAST_HEAD, math.floor((width - beside) / TITLE)))


def _plain(box: Box, label: str, look: Look) -> Size:
    return Size(box_width(box, label, look), look.constant if box.kind == "constant" else look.height, label)


def _formula(box: Box, label: str, look: Look) -> Size:
    """A named value with the steps that lead to it; without a name, or code, there is only one of the two to write."""
    name = len(label) * 6.95
    if look.terse:
        return Size(_at_least(look.narrowest, LEFT + name + CHEVRON), look.height, label)
    if not box.source or box.source == box.label:
        return Size(_at_least(NUMBERS, LEFT + name + CHEVRON), TWO_ROWS, label)
    if len(box.source) <= INLINE:
        width = LEFT + name + (len(EQUALS) + len(box.source)) * CODE + CHEVRON
        return Size(_at_least(NUMBERS, width), TWO_ROWS, label, (box.source,))
    lines = broken(box.source, LINE, LINES)
    width = LEFT + max(name + CHEVRON, _longest(lines) * CODE + BESIDE)
    return Size(_at_least(NUMBERS, width), TWO_ROWS + LINE_HEIGHT * len(lines), label, lines)


def _scope(fold: Fold, title: str, look: Look) -> Size:
    if look.terse and fold.single:
        return Size(_at_least(look.narrowest, BESIDE + len(title) * TITLE + CHEVRON), look.height, title)
    width = BESIDE + max(len(title) * TITLE, _letters(fold) * SUMMARY) + CHEVRON
    least, height = (NUMBERS, THREE_ROWS) if fold.single else (NARROWEST, TWO_ROWS)
    lines = (fold.summary,) if fold.summary else ()
    return Size(_at_least(least, width), height, title, lines, SHEETS if fold.passes > 1 else 0)


def _letters(fold: Fold) -> int:
    """Of what is said to be in it, and of `9 of 16 on` where that stands instead."""
    count = len(f"{len(fold.switches):,}")
    return max(len(fold.summary), 2 * count + len(" of  on") if fold.switches else 0)


def _head(fold: Fold, look: Look) -> Size:
    title = cut(fold.title, LEAST_HEAD if look.terse else MOST_HEAD)
    width = math.ceil(len(title) * TITLE) + BESIDE_HEAD
    if fold.passes > 1:
        return Size(width + SELECTOR, HEAD + STRIP, title, sheets=FRAME_SHEETS)
    return Size(width, HEAD, title)


def _at_least(least: int, width: float) -> int:
    return max(least, math.ceil(width))


def _longest(lines: tuple[str, ...]) -> int:
    return max(len(line) for line in lines)
