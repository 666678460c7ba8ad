"""Folds in the still picture: closed ones with their code or what is in them, open ones as frames.

The page draws the same (js/picture/folds/), with marks to open and close them and the turns of a loop to choose from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..layout.layout import Layout
from ..layout.measures import ROW, Place
from ..view import Box, Fold, View
from .svg import framed, text

LEFT, BESIDE = 16, 12  # px, of a name and of a title
NAME, CODE = 6.95, 6.35  # px, the width of a letter of a name and of code
FIRST, LINE = 17, 14  # px, the baseline of the name, and from line to line
BOTTOM = 12  # px, below the baseline of the numbers
LEAST, APART = 62, 20  # px, from a value to its gradient, whose sign hangs before it
DIGIT = 7.95  # px, of a value
AROUND, MOST_BESIDE = 18, 60  # px, of a box beside the digits, and of a number beside another
VALUE, GRADIENT = 34.5, 50.5  # px, the baselines of the two where they stand below each other
SHEET, FRAME_SHEET = 3, 4  # px, from sheet to sheet
TITLE = 18  # px, the baseline of a frame's title
PLAIN = 58  # px, the height from which on the code stands below the name
ROW_NAME, ROW_LINE = 10, 16  # px, the name in a row, and the baseline of all that is in it
ROW_VALUE, ROW_GRADIENT = 122, 58  # px, from the right to the first digit
ROW_ROOM = 48  # px, of each number in a row
CHEVRON = 24  # px, the room of the mark by which the page opens a fold


def sheets(place: Place, fold: Fold) -> Iterator[str]:
    """What is behind a fold of several that are alike."""
    if fold.passes > 1:
        for step in (2, 1):
            offset = step * SHEET
            yield framed("sh", place.x + offset, place.y - offset, place.width, place.height, 5)


def counted(plan: Layout, view: View, values: Sequence[float]) -> Layout:
    """A layout in which closed layers say how many of their neurons are on."""
    places = [
        replace(place, lines=(_on(box.fold.switches, values),))
        if box.fold and box.fold.switches and place.lines
        else place
        for box, place in zip(view.boxes, plan.boxes, strict=True)
    ]
    return replace(plan, boxes=tuple(places))


def _on(switches: Sequence[int], values: Sequence[float]) -> str:
    return f"{sum(values[node] > 0 for node in switches):,} of {len(switches):,} on"


class Said(NamedTuple):
    """A line of a closed fold, on its baseline."""

    x: float
    y: float
    text: str
    is_name: bool = False


def words(box: Box, place: Place) -> Iterator[Said]:
    """The name of a closed fold, and its code or what is in it."""
    if is_row(place):
        yield Said(place.x + ROW_NAME, place.y + ROW_LINE, place.label, is_name=True)
        return
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


def is_row(place: Place) -> bool:
    """Whether the name and the numbers of a box are one row."""
    return place.height == ROW


def room_in(place: Place) -> float:
    """How much room there is for each number."""
    if is_row(place):
        return ROW_ROOM
    beside = place.width - AROUND
    return beside if _is_plain(place) else min(MOST_BESIDE, (place.width - 2 * AROUND) / 2)


class Numbers(NamedTuple):
    """Where the first digits of value and gradient are."""

    value: tuple[float, float]
    gradient: tuple[float, float]


def numbers_at(box: Box, place: Place, letters: int) -> Numbers:
    """In a row, below each other where there is little room, or else side by side; `letters` are those of the value."""
    left, right, bottom = place.x + LEFT, place.x + place.width, place.y + place.height
    if is_row(place):
        right -= CHEVRON if box.fold else 0
        return Numbers((right - ROW_VALUE, place.y + ROW_LINE), (right - ROW_GRADIENT, place.y + ROW_LINE))
    if _is_plain(place):
        return Numbers((left, place.y + VALUE), (left, place.y + GRADIENT))
    beside = left + max(LEAST, -int(-letters * DIGIT // 1) + APART)
    return Numbers((left, bottom - BOTTOM), (beside, bottom - BOTTOM))


def _is_plain(place: Place) -> bool:
    """Whether a box says nothing but its name and numbers, as all do without folds, and folds where room is little."""
    return place.height == PLAIN and not place.lines


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
