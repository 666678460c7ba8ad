"""Runs: the parts of a section that has too many, cut into stretches of consecutive code.

They are cut where the user has cut them, at blank lines and comments, and what is still long into about equal pieces.
Pieces of a long chain stand in a row, so there are few beside each other, and longer ones are cut again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from ...engine.scopes.columns import Heading

MANY: Final = 24  # parts directly in a section; one with more is cut
BESIDE: Final = 3  # runs in a row, so that they fit beside each other
PARAGRAPHS: Final = 4  # paragraphs in a row
LONGEST: Final = 12  # parts of a run that is not cut again
LONGEST_TITLE: Final = 34  # characters


@dataclass(frozen=True, slots=True)
class Unit:
    """A part that is not cut: a group of nodes, or a section in another."""

    key: int  # the head of a group, the number of a section
    is_section: bool
    last: int  # the last node in it
    file: str = ""
    line: int = 0  # of the first and the last line of its statement; 0 where they are not known
    end: int = 0
    name: str = ""  # what the code calls its result
    does: str = ""  # the function that it calls, or its operation, if that is a word


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive parts, some of them runs again."""

    title: str
    parts: Sequence[Part]
    is_titled: bool = False  # whether a comment of the user's says what it is


Part = Unit | Run


def units_in(part: Part) -> Iterator[Unit]:
    """What a run consists of, however it is cut."""
    if isinstance(part, Unit):
        yield part
    else:
        yield from chain.from_iterable(map(units_in, part.parts))


def lines_of(units: Sequence[Unit], headings: Sequence[Heading]) -> Sequence[Part]:
    """The units of a section, in order; cut into runs where there are many."""
    if len(units) <= MANY:
        return units
    counts = _Counts(units)
    paragraphs = _paragraphs(units, headings)
    if len(paragraphs) == 1:
        return _cut(units, LONGEST, counts.title)
    parts = [_paragraph(title, some, counts.title) for title, some in paragraphs]
    return _cut(parts, PARAGRAPHS, counts.title)


def steps_of(units: Sequence[Unit]) -> Sequence[Part]:
    """The steps of one value, in order; cut into runs where there are many."""
    return _cut(units, LONGEST, _Counts(units).steps) if len(units) > MANY else units


def _paragraph(title: str, units: Sequence[Unit], called: Callable[[Sequence[Part]], str]) -> Part:
    if len(units) == 1:
        return units[0]
    return Run(title or called(units), _cut(units, LONGEST, called) if len(units) > MANY else units, bool(title))


def _cut(parts: Sequence[Part], most: int, called: Callable[[Sequence[Part]], str]) -> Sequence[Part]:
    if len(parts) <= most:
        return parts
    ends = [len(parts) * each // BESIDE for each in range(BESIDE + 1)]
    pieces = [parts[first:end] for first, end in pairwise(ends)]
    return [some[0] if len(some) == 1 else Run(called(some), _cut(some, LONGEST, called)) for some in pieces if some]


def _paragraphs(units: Sequence[Unit], headings: Sequence[Heading]) -> list[tuple[str, Sequence[Unit]]]:
    """The units between blank lines and comments, each with what the comment says."""
    found: list[tuple[str, list[Unit]]] = []
    for place, unit in enumerate(units):
        before = units[place - 1] if place else None
        heading = _heading(before, unit, headings)
        if before is None or heading is not None:
            found.append((heading.title if heading is not None else "", []))
        found[-1][1].append(unit)
    return [(title, some) for title, some in found]


def _heading(before: Unit | None, unit: Unit, headings: Sequence[Heading]) -> Heading | None:
    """The last of the outermost headings between two units, or above the first."""
    if not unit.line or (before is not None and (before.file != unit.file or not 0 < before.end < unit.line)):
        return None
    after = before.end + 1 if before is not None else 0
    between = headings[_place(headings, unit.file, after) : _place(headings, unit.file, unit.line + 1)]
    if before is None:
        return between[-1] if between and between[-1].line == unit.line else None
    return min(reversed(between), key=lambda each: each.indent, default=None)


def _place(headings: Sequence[Heading], file: str, line: int) -> int:
    return bisect_left(headings, (file, line))


class _Counts:
    """What runs are called, by the places of their units among all of them."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._places = {id(unit): place for place, unit in enumerate(units, 1)}
        self._calls = dict[int, int]()  # of equal calls in one line
        seen = Counter[tuple[str, str, int]]()
        for unit in units:
            seen[unit.does, unit.file, unit.line] += 1
            self._calls[id(unit)] = seen[unit.does, unit.file, unit.line]

    def title(self, parts: Sequence[Part]) -> str:
        """`lines 3–14`, in one line `f() 1–10`, and of paragraphs `growth to decay`."""
        first, last = parts[0], parts[-1]
        if isinstance(first, Run) and isinstance(last, Run) and first.is_titled and last.is_titled:
            title = f"{first.title} to {last.title}"
            if len(title) <= LONGEST_TITLE:
                return title
        return self._lines(parts)

    def _lines(self, parts: Sequence[Part]) -> str:
        units = [*chain.from_iterable(map(units_in, parts))]
        lines = [line for unit in units for line in (unit.line, unit.end)]
        if not all(lines):
            return self.steps(parts)
        (first, last), does = (min(lines), max(lines)), {unit.does for unit in units}
        if first == last and len(does) == 1 and "" not in does:
            return f"{units[0].does} {_from_to(self._calls[id(units[0])], self._calls[id(units[-1])])}"
        return f"line {first}" if first == last else f"lines {first}–{last}"

    def steps(self, parts: Sequence[Part]) -> str:
        """`operations 1–12`, and of equal ones `tanh 1–12`."""
        units = [*chain.from_iterable(map(units_in, parts))]
        does = {unit.does for unit in units}
        word = units[0].does if len(does) == 1 and units[0].does else "operations"
        return f"{word} {_from_to(self._places[id(units[0])], self._places[id(units[-1])])}"


def _from_to(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"
