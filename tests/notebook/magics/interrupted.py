"""Interrupts that arrive at a chosen moment of a cell: when code of ours has taken its n-th step."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from microgradext.cell.moving import MovingRun
from microgradext.notebook import interrupts
from microgradext.notebook.magics.progress import Progress

OURS = ("microgradext", "contextlib")


Mark = tuple[str, str, str]
"""A module, a function in it, and what happens to that: `call` or `return`."""

CELL: tuple[Mark, Mark] = ((Progress.__module__, "__enter__", "return"), (Progress.__module__, "__exit__", "call"))
MOVE: tuple[Mark, Mark] = ((MovingRun.__module__, "move", "call"), (MovingRun.__module__, "move", "return"))


class Moments:
    """Counts the steps at which an interrupt could arrive, from one mark to another; at the n-th, it does."""

    def __init__(self, marks: tuple[Mark, Mark], at: int) -> None:
        self._marks, self.at, self.count, self.place, self._on = marks, at, 0, "", False
        self.lost = False  # in what Python calls to clean up, where nobody could catch it

    def lose(self, unraisable: object) -> None:
        """A hook for what cannot be raised."""
        self.lost = True

    def see(self, frame: FrameType, event: str, _: object) -> Any:
        """A trace function."""
        module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        if module.partition(".")[0] not in OURS:
            return None
        if (module, name, event) == self._marks[self._on]:
            self._on = not self._on
        if self._on and event in ("call", "line"):
            self.count += 1
            if self.count >= self.at and not interrupts._is_at_a_bound(frame):
                sys.settrace(None)
                self.place = f"{module}.{name}:{frame.f_lineno}"
                raise KeyboardInterrupt
        return self.see


@contextmanager
def interrupted(at: int, marks: tuple[Mark, Mark] = CELL) -> Iterator[Moments]:
    """While entered, an interrupt arrives at step `at` of our code, or at the next one where it need not wait."""
    moments = Moments(marks, at)
    hook, sys.unraisablehook = sys.unraisablehook, moments.lose
    sys.settrace(moments.see)
    try:
        yield moments
    finally:
        sys.settrace(None)
        sys.unraisablehook = hook
