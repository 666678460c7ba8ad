"""Interrupts that arrive at a chosen moment of a cell: when code of ours has taken its n-th step."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from microgradext.notebook import interrupts
from microgradext.notebook.magics.progress import Progress

OURS = ("microgradext", "contextlib")


class Moments:
    """Counts the steps at which an interrupt could arrive; at the n-th, it does."""

    def __init__(self, at: int) -> None:
        self.at, self.count, self.place, self._on = at, 0, "", False

    def see(self, frame: FrameType, event: str, _: object) -> Any:
        """A trace function."""
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in OURS:
            return None
        if module == Progress.__module__:  # from when it is entered until it is left
            self._on = frame.f_code.co_name != "__exit__" if self._on else frame.f_code.co_name == "__enter__"
        if self._on and event in ("call", "line"):
            self.count += 1
            if self.count >= self.at and not interrupts._is_at_a_bound(frame):
                sys.settrace(None)
                self.place = f"{module}.{frame.f_code.co_name}:{frame.f_lineno}"
                raise KeyboardInterrupt
        return self.see


@contextmanager
def interrupted(at: int) -> Iterator[Moments]:
    """While entered, an interrupt arrives at step `at` of our code, or at the next one where it need not wait."""
    moments = Moments(at)
    sys.settrace(moments.see)
    try:
        yield moments
    finally:
        sys.settrace(None)
