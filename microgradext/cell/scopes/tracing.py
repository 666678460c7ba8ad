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
from ...engine.scopes.paused import (
    LOOPS,
    OPERATION,
    OTHER,
    RESTING,
    RESTS,
    begin,
    kinds,
    paused,
    resting,
    set_trace,
    silence,
    trace,
)
from .follows import Follows
from .loops import has_loops
from .reach import within_reach
from .turns import Counted

OPERATIONS = {
    id(each.__code__): OPERATION
    for each in vars(Operators).values()
    if isinstance(each, FunctionType) and "attend" in each.__code__.co_names
}
"""The identities of the code of operations, which end by noting what they made."""

_runs: list[Counted] = []
_users: list[CodeType] = []
_others: list[CodeType] = []
"""Code whose kind is known, held since its identity names it; what is not the user's is known from then on."""

MOST_OTHERS = 5_000
"""How much of that is held."""


@contextmanager
def traced(run: Counted, codes: Sequence[CodeType], namespace: Mapping[str, Any], function: Any) -> Iterator[None]:
    """While entered, count turns in functions that `codes` may call, with `namespace` as their names, or `function`."""
    before = sys.gettrace()
    loops, methods = within_reach(codes, namespace, function, methods=True)
    run.hears = run.hears_bodies = before in (None, trace) and loops
    run.tree.follows = Follows if run.hears and not methods else None
    run.stop = lambda: _stop(run)
    _runs.append(run)
    try:
        _switch(run)
        yield
    finally:
        paused.clear()
        resting.clear()
        _runs.remove(run)
        if sys.gettrace() in (None, trace):
            _switch(_runs[-1] if _runs else None)
        if not _runs:
            _forget()


def _switch(run: Counted | None) -> None:
    """Let the trace count for a run, if it is to; a trace function of somebody else's stays."""
    if run is not None and run.hears:
        run.tree.thread, run.tree.silence = get_ident(), silence
        _forget()
        kinds.update(OPERATIONS)
        kinds.update({id(code): RESTS for code in RESTING})
        begin(run.tree, _learn, _missed)
    elif sys.gettrace() is trace:
        set_trace(None)


def _forget() -> None:
    """Forget the kinds of code of the user's, which may not count turns in the next run."""
    for code in _users:
        kinds.pop(id(code), None)
    _users.clear()
    if len(_others) > MOST_OTHERS:
        kinds.clear()
        _others.clear()


def _missed() -> None:
    """Some turns may have passed while the trace was off."""
    if _runs:
        _runs[-1].tree.lose(sys._getframe(1))


def _stop(run: Counted) -> None:
    """Somebody else traces from now on: leave the frames as they were found."""
    run.hears = False
    run.tree.thread, run.tree.follows = 0, None
    paused.clear()
    resting.clear()
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if (shape := run.tree.met(frame)) is not None:
            frame.f_trace_lines = True
            if shape.loops is not None and shape.loops.by_opcodes:
                frame.f_trace_opcodes = False
        frame = frame.f_back


def _learn(frame: FrameType) -> None:
    code = frame.f_code
    if id(code) not in kinds:
        told = _runs and id(code) not in _runs[-1].tree.told and is_users_file(code.co_filename) and has_loops(code)
        kinds[id(code)] = LOOPS if told else OTHER
        (_users if is_users_file(code.co_filename) else _others).append(code)
    if kinds[id(code)] == LOOPS:
        _begun(frame, code)


def _begun(frame: FrameType, code: CodeType) -> None:
    """Count turns in a frame that starts; a generator goes on."""
    tree = _runs[-1].tree
    if tree.known(frame) is None:
        tree.enter(frame, starts=code.co_code[frame.f_lasti + 1] == 0)  # `RESUME` says whether it is the first one
    shape = tree.shape(frame)
    if shape.loops is not None and shape.loops.by_opcodes:
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
