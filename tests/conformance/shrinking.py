"""Shrinking: the smallest part of a cell that still does not conform."""

from __future__ import annotations

from collections.abc import Callable

from .cells import Cell
from .findings import Findings


def shrunk(found: Findings, tried: Callable[[Cell], Findings]) -> Findings:
    """What is found in the smallest cell that does not conform either."""
    while True:
        smaller = next((less for each in found.cell.smaller() if not (less := tried(each)).conforms), None)
        if smaller is None:
            return found
        found = smaller
