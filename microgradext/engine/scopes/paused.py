"""Paused: a trace that counts turns is off inside operations, and on again when they are noted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import wraps
from sys import settrace
from threading import get_ident
from types import CodeType, FrameType
from typing import Any, TypeVar, cast

paused: list[Any] = []
"""The operation in which the trace is off, if it is; of a loop over plain numbers, the frame with the loop.

Where another operation is sure to follow, the frame of the one before, its offset and how far that is sure.
"""

resting: list[FrameType] = []
"""The call of this package in which the trace is off, such as that of a module, if it is."""

ours = False
"""Whether it is this module that sets a trace function."""

OPERATION, RESTS, LOOPS, OTHER = range(4)

kinds: dict[int, int] = {}
"""By the identity of code, whether it is that of an operation, or has loops."""

GIVEN = (list, tuple)
"""What such a call may be given so that it runs no generator of the user's."""

Learn = Callable[[FrameType], None]

_learn: Learn = lambda frame: None  # noqa: E731
_thread = 0
_tree: Any = None
_missed: Callable[[], None] = paused.clear


Call = TypeVar("Call", bound=Callable[..., Any])

RESTING: list[CodeType] = []
"""The code of calls in which the trace is off."""


def rests(call: Call) -> Call:
    """`call`, inside which a trace that counts turns is off; from Python 3.12 on there is none."""
    if hasattr(sys, "monitoring"):
        return call

    @wraps(call)
    def resting_call(self: Any, *arguments: Any, **named: Any) -> Any:
        if not resting:
            return call(self, *arguments, **named)
        try:
            return call(self, *arguments, **named)
        finally:
            wake(sys._getframe())

    RESTING.append(cast(Any, resting_call).__code__)
    return cast(Call, resting_call)


def trace(frame: FrameType, event: str, argument: object) -> None:
    """The trace function: hears of calls; what it leaves in `f_trace` hears of lines."""
    global ours
    kind = kinds.get(id(frame.f_code))
    if kind == OPERATION:
        paused.append(frame)
        ours = True
        settrace(None)
        ours = False
    elif kind == LOOPS:
        if getattr(frame.f_trace, "tree", None) is not _tree:  # not a generator that goes on
            _learn(frame)
    elif kind == RESTS and _is_given(frame.f_locals):
        resting.append(frame)
        set_trace(None)
    elif kind is None:
        _learn(frame)


def _is_given(names: Mapping[str, Any]) -> bool:
    return all(type(each) in GIVEN for each in (*names["arguments"], *names["named"].values()))


def set_trace(function: Callable[[FrameType, str, Any], Any] | None) -> None:
    """Set the trace function of this thread without telling those who want to know when others do."""
    global ours
    ours = True
    settrace(function)
    ours = False


def begin(tree: Any, learn: Learn, missed: Callable[[], None]) -> None:
    """Trace this thread for a tree; `learn` is told of calls with loops, `missed` when turns may have passed by."""
    global _learn, _missed, _thread, _tree
    paused.clear()
    resting.clear()
    _tree, _learn, _missed, _thread = tree, learn, missed, get_ident()
    set_trace(trace)


def silence(frame: FrameType) -> None:
    """Switch the trace off until the next operation."""
    if not resting:
        paused.append(frame)
        set_trace(None)


def look_back(operation: FrameType) -> None:
    """Before an operation is noted, find out whether others may have gone by: one has raised an exception, say."""
    before = paused[-1]
    while before is not operation and operation.f_back is not None and _is_operation(operation.f_back):
        operation = operation.f_back  # x ** 2 is the operation x.square()
    if before is operation or get_ident() != _thread:
        return
    if type(before) is tuple:
        frame: FrameType = before[0]
        begin, end = before[1:]
        caller: FrameType | None = operation.f_back
        if caller is frame and begin < frame.f_lasti <= end:
            return
    _missed()


def _is_operation(frame: FrameType) -> bool:
    return kinds.get(id(frame.f_code)) == OPERATION


def go_on() -> None:
    """Switch the trace on again: an operation is over, or calls others."""
    global ours
    if get_ident() == _thread:
        paused.clear()
        if not resting:
            ours = True
            settrace(trace)
            ours = False


def noted(frame: FrameType, offset: int, follows: Mapping[int, int] | None) -> None:
    """Switch the trace on again when an operation has been noted, unless another one is sure to follow."""
    if follows is not None and not resting and get_ident() == _thread:
        before = paused[-1]
        end = follows[offset]
        if type(before) is tuple and before[2] > end:
            end = before[2]
        if end > offset:
            paused[:] = [(frame, offset, end)]
            return
    go_on()


def wake(frame: FrameType) -> None:
    """Switch the trace on again if it was off for the call of a module, which is over."""
    if resting and resting[-1] is frame:
        resting.pop()
        set_trace(trace)
