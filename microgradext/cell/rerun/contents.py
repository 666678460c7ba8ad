"""Contents: what containers, objects and functions held before a cell ran, so that a rerun starts the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..problem import CellProblem
from .keepers import Keeper


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can change in place, and a name from which it can be reached."""

    name: str
    item: Any
    keeper: Keeper


class Contents:
    """Keeps the contents of what was found.

    >>> from .keepers import LIST
    >>> hist = [1.0]
    >>> contents = Contents([Found('hist', hist, LIST)])
    >>> hist.append(2.0); contents.settle()
    >>> contents.put_back(); hist
    [1.0]
    >>> contents.undo(); hist
    [1.0, 2.0]
    """

    def __init__(self, found: Iterable[Found]) -> None:
        self._kept = [_Kept(each) for each in found]

    def check(self) -> None:
        """Raise CellProblem when other code has changed the contents since the cell ran."""
        for kept in self._kept:
            kept.check()

    def put_back(self) -> None:
        """Let everything hold what it held before the cell first ran."""
        for kept in self._kept:
            kept.put_back()

    def settle(self) -> None:
        """After a run that succeeded, remember what it left."""
        for kept in self._kept:
            kept.settle()

    def undo(self) -> None:
        """After a run that failed, let everything hold what it held when it began."""
        for kept in self._kept:
            kept.undo()


class _Kept:
    """One thing, with what it held before the cell first ran, and after the last run."""

    __slots__ = ("_found", "after", "before")

    def __init__(self, found: Found) -> None:
        self._found = found
        self.before = self.after = found.keeper.copied(found.item)

    def check(self) -> None:
        if not self._found.keeper.shared and not self._holds(self.after):
            raise CellProblem(f"{self._found.name} has changed since this cell ran: run the cell again.")

    def put_back(self) -> None:
        if self.after is not self.before:  # else no run has changed it
            self._found.keeper.put(self._found.item, self.before)

    def settle(self) -> None:
        if self.after is not self.before or not self._holds(self.before):
            self.after = self._found.keeper.copied(self._found.item)

    def undo(self) -> None:
        if not self._holds(self.after):
            self._found.keeper.put(self._found.item, self.after)

    def _holds(self, contents: Any) -> bool:
        return self._found.keeper.alike(self._found.item, contents)
