"""Paused: a trace that counts turns is off inside operations, and on again when they are noted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import get_ident
from types import FrameType
from typing import Any

Trace = Callable[[FrameType, str, Any], Any]

paused: dict[int, FrameType] = {}
"""By thread, the operation in which the trace is off; of a loop over plain numbers, the frame with the loop."""

ours = False
"""Whether it is this module that sets a trace function."""

_trace: Trace | None = None
_missed: Callable[[], None] = paused.clear


def set_trace(trace: Trace | None) -> None:
    """Set the trace function of this thread without telling those who want to know when others do."""
    global ours
    ours = True
    try:
        sys.settrace(trace)
    finally:
        ours = False


def begin(trace: Trace, missed: Callable[[], None]) -> None:
    """Let `trace` be the one that goes on; `missed` is told when turns may have passed without it."""
    global _trace, _missed
    paused.clear()
    _trace, _missed = trace, missed


def pause(frame: FrameType) -> None:
    """Switch the trace off for the operation of a frame."""
    global ours
    paused[get_ident()] = frame
    ours = True
    sys.settrace(None)
    ours = False


def go_on() -> None:
    """Switch the trace on again: the operation, whose function has called the caller, is over or calls others."""
    global ours
    frame = paused.pop(get_ident(), None)
    if frame is None:  # it is off in another thread
        return
    if frame is not sys._getframe(2):
        _missed()  # that operation has raised an exception, say
    ours = True
    sys.settrace(_trace)
    ours = False
