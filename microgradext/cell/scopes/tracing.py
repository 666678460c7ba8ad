"""Tracing: in Python 3.11 a trace function tells when a turn of a loop in a function begins.

It is off inside operations, and there is none where no function within reach has loops, or where somebody traces.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import get_ident
from types import CodeType, FrameType, FunctionType
from typing import Any

from ...engine.frames import is_users_file
from ...engine.generated.operators import Operators
from ...engine.scopes.paused import begin, pause, paused, set_trace
from ...engine.scopes.tree import Entry
from .loops import has_loops
from .reach import within_reach
from .turns import Counted

OPERATION, LOOPS, OTHER = range(3)

OPERATIONS = {
    id(each.__code__): OPERATION
    for each in vars(Operators).values()
    if isinstance(each, FunctionType) and "attend" in each.__code__.co_names
}
"""The identities of the code of operations, which end by noting what they made."""

_runs: list[Counted] = []
_kinds: dict[int, int] = {}
_codes: list[CodeType] = []
"""Code whose kind is known, held since its identity names it."""


@contextmanager
def traced(run: Counted, codes: Sequence[CodeType], namespace: Mapping[str, Any], function: Any) -> Iterator[None]:
    """While entered, count turns in functions that `codes` may call with the names in `namespace`, and in `function`."""
    before = sys.gettrace()
    mine = before is _called or (before is None and get_ident() in paused)
    run.hears = run.hears_bodies = (before is None or mine) and within_reach(codes, namespace, function)
    run.stop = lambda: _stop(run)
    _runs.append(run)
    try:
        _switch(run)
        yield
    finally:
        paused.pop(get_ident(), None)
        _runs.remove(run)
        if sys.gettrace() in (None, _called):
            _switch(_runs[-1] if _runs else None)
        if not _runs:
            _kinds.clear()
            _codes.clear()


def _switch(run: Counted | None) -> None:
    """Let the trace count for a run, if it is to; a trace function of somebody else's stays."""
    if run is not None and run.hears:
        begin(_called, _missed)
        run.tree.thread, run.tree.silence = get_ident(), pause
        _kinds.clear()
        _kinds.update(OPERATIONS)
        set_trace(_called)
    elif sys.gettrace() is _called:
        set_trace(None)


def _missed() -> None:
    """Some turns may have passed while the trace was off."""
    if _runs:
        _runs[-1].tree.lose(sys._getframe(2))


def _stop(run: Counted) -> None:
    """Somebody else traces from now on: leave the frames as they were found."""
    run.hears = False
    run.tree.thread = 0
    paused.pop(get_ident(), None)
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if type(frame.f_trace) is Entry:
            frame.f_trace_lines, frame.f_trace_opcodes = True, False
        frame = frame.f_back


def _called(frame: FrameType, event: str, argument: object) -> None:
    code = frame.f_code
    kind = _kinds.get(id(code))
    if kind is None:
        kind = _learnt(code)
    if kind == OPERATION:
        pause(frame)
    elif kind == LOOPS:
        _begun(frame, code)


def _learnt(code: CodeType) -> int:
    told = _runs and id(code) not in _runs[-1].tree.told and is_users_file(code.co_filename) and has_loops(code)
    kind = _kinds[id(code)] = LOOPS if told else OTHER
    _codes.append(code)
    return kind


def _begun(frame: FrameType, code: CodeType) -> None:
    """Count turns in a frame that starts; a generator goes on."""
    tree = _runs[-1].tree
    if tree.known(frame) is None:
        tree.enter(frame, starts=code.co_code[frame.f_lasti + 1] == 0)  # `RESUME` says whether it is the first one
    shape = tree.shape(frame)
    if shape.loops is not None and shape.loops.by_opcodes:
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
