"""Folds in the still picture: closed ones with their code or what is in them, open ones as frames.

The page draws the same (js/picture/folds/), with marks to open and close them and the turns of a loop to choose from.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..layout.measures import Place
from ..view import Box, Fold
from .svg import framed, text

LEFT, BESIDE = 16, 12  # px, of a name and of a title
NAME, CODE = 6.95, 6.35  # px, the width of a letter of a name and of code
FIRST, LINE = 17, 14  # px, the baseline of the name, and from line to line
BOTTOM = 12  # px, below the baseline of the numbers
LEAST, APART = 62, 20  # px, from a value to its gradient, whose sign hangs before it
DIGIT = 7.95  # px, of a value
SHEET, FRAME_SHEET = 3, 4  # px, from sheet to sheet
TITLE = 18  # px, the baseline of a frame's title
PLAIN = 58  # px, the height from which on the code stands below the name


def sheets(place: Place, fold: Fold) -> Iterator[str]:
    """What is behind a fold of several that are alike."""
    if fold.passes > 1:
        for step in (2, 1):
            offset = step * SHEET
            yield framed("sh", place.x + offset, place.y - offset, place.width, place.height, 5)


class Said(NamedTuple):
    """A line of a closed fold, on its baseline."""

    x: float
    y: float
    text: str
    is_name: bool = False


def words(box: Box, place: Place) -> Iterator[Said]:
    """The name of a closed fold, and its code or what is in it."""
    left = place.x + (BESIDE if box.kind == "scope" else LEFT)
    yield Said(left, place.y + FIRST, place.label, is_name=True)
    if box.kind != "scope" and len(place.lines) == 1 and place.height < PLAIN:
        yield Said(left + NAME * len(place.label) + CODE, place.y + FIRST, f"= {place.lines[0]}")
        return
    for row, line in enumerate(place.lines, 1):
        yield Said(left, place.y + FIRST + LINE * row, line)


def written(box: Box, place: Place) -> Iterator[str]:
    """The same as SVG."""
    name, below = ("t", "q") if box.kind == "scope" else ("l", "f")
    for said in words(box, place):
        yield text(name if said.is_name else below, said.x, said.y, said.text)


def is_plain(place: Place) -> bool:
    """Whether a closed fold says nothing but its name and numbers, as there is little room."""
    return place.height == PLAIN and not place.lines


def numbers_at(place: Place, letters: int) -> tuple[float, float, float]:
    """Where the first digits of value and gradient are, side by side, and their baseline."""
    left = place.x + LEFT
    return left, left + max(LEAST, -int(-letters * DIGIT // 1) + APART), place.y + place.height - BOTTOM


def frame(place: Place, fold: Fold, rows: Iterable[str]) -> Iterator[str]:
    """An open fold, without what is in it but for the rows below that."""
    yield '<g class="fr">'
    if fold.passes > 1:
        for step in (3, 2, 1):
            offset = step * FRAME_SHEET
            yield framed("", place.x + offset, place.y - offset, place.width, place.height, 8)
    yield framed("", place.x, place.y, place.width, place.height, 8)
    yield text("t", place.x + BESIDE, place.y + TITLE, place.label)
    if fold.turn:
        yield text(
            "q m", place.x + place.width - BESIDE, place.y + TITLE, f"{fold.word} {fold.turn:,} of {fold.passes:,}"
        )
    yield from rows
    yield "</g>"
