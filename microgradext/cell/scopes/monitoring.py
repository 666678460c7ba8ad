"""Monitoring: Python 3.12 and later tell when a turn of a loop begins."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from ...engine.frames import is_users_file
from ...engine.scopes.tree import Entry, Tree
from .loops import Found, has_loops
from .reach import within_reach
from .turns import Counted

TOOLS = (3, 4)
"""Numbers for tools that Python reserves for nobody."""

NEXT = 4
"""How far the instruction after `FOR_ITER` is from it."""

_runs: list[Counted] = []
NONE: Mapping[int, int] = {}
"""Another thread may still be told of a turn when the run has ended."""

_tree: Tree | None = None
"""The scopes of the innermost run."""

_told: dict[int, tuple[CodeType, Found]] = {}
_iterations: dict[int, Mapping[int, int]] = {}
_bodies: dict[int, Mapping[int, int]] = {}
"""By the identity of code, its loops by the offset of the instruction with which a turn begins."""

_tool: int | None = None
_monitoring: Any = getattr(sys, "monitoring", None)


@contextmanager
def monitored(run: Counted, codes: Sequence[CodeType], namespace: Mapping[str, Any], function: Any) -> Iterator[None]:
    """While entered, count turns in `codes`, in functions that they may call, and in `function`."""
    global _tree
    _runs.append(run)
    _tree = run.tree
    try:
        everywhere, _ = within_reach(codes, namespace, function)
        if everywhere or any(has_loops(code) for code in codes):
            _listen(everywhere=everywhere)
        run.hears = _tool is not None
        run.hears_bodies = run.hears and sys.gettrace() is None
        for code in codes:
            _prepare(run, code)
        run.tree.told = frozenset(map(id, codes)) & _told.keys()
        yield
    finally:
        _runs.remove(run)
        _tree = _runs[-1].tree if _runs else None
        if not _runs:
            _stop()
        elif _tool is not None:
            _monitoring.restart_events()  # what the run inside has given up


def _listen(*, everywhere: bool) -> None:
    """Hear of turns in code that is prepared for it; `everywhere` prepares functions as they start."""
    global _tool
    events = _monitoring.events
    if _tool is None:
        _tool = next((tool for tool in TOOLS if _monitoring.get_tool(tool) is None), None)
        if _tool is None:
            return
        _monitoring.use_tool_id(_tool, "microgradext")
        _monitoring.register_callback(_tool, events.PY_START, _started)
        _monitoring.register_callback(_tool, _branch(), _branched)
        _monitoring.register_callback(_tool, events.INSTRUCTION, _reached)
    if everywhere and not _monitoring.get_events(_tool):
        _monitoring.restart_events()
        _monitoring.set_events(_tool, events.PY_START)


def _stop() -> None:
    global _tool
    if _tool is None:
        return
    for code, _ in _told.values():
        _monitoring.set_local_events(_tool, code, 0)
    if _monitoring.get_events(_tool):
        _monitoring.set_events(_tool, 0)
    for event in (_monitoring.events.PY_START, _branch(), _monitoring.events.INSTRUCTION):
        _monitoring.register_callback(_tool, event, None)
    _monitoring.free_tool_id(_tool)
    _tool = None
    for each in (_told, _iterations, _bodies):
        each.clear()


def _branch() -> int:
    """The event of a loop that goes on; before Python 3.14 also that of one that ends."""
    events = _monitoring.events
    return int(getattr(events, "BRANCH_LEFT", events.BRANCH))


def _prepare(run: Counted, code: CodeType) -> Found | None:
    known = _told.get(id(code))
    if known is not None:
        return known[1]
    found = run.turns(code)
    if found is not None and _tool is not None:
        _told[id(code)] = code, found
        _iterations[id(code)], _bodies[id(code)] = found.iterations, found.bodies
        events = _branch() | (_monitoring.events.INSTRUCTION if found.bodies else 0)
        _monitoring.set_local_events(_tool, code, events)
    return found


def _started(code: CodeType, offset: int) -> Any:
    if not is_users_file(code.co_filename) or not has_loops(code) or not _runs:
        return _monitoring.DISABLE
    run, frame = _runs[-1], sys._getframe(1)
    shape = run.tree.shape(frame)
    if not shape.counted or _prepare(run, code) is None:
        return _monitoring.DISABLE
    run.tree.enter(frame, starts=True)
    return None


def _branched(code: CodeType, offset: int, destination: int) -> Any:
    slot = _iterations.get(id(code), NONE).get(offset)
    if slot is None:
        return _monitoring.DISABLE
    if destination > offset + NEXT:
        return None
    frame = sys._getframe(1)
    entry: Any = frame.f_trace
    if type(entry) is not Entry or entry.tree is not _tree:
        return _turn(frame, slot)
    return None if entry.turn(slot) else _monitoring.DISABLE


def _reached(code: CodeType, offset: int) -> Any:
    slot = _bodies.get(id(code), NONE).get(offset)
    if slot is None:
        return _monitoring.DISABLE
    frame = sys._getframe(1)
    entry: Any = frame.f_trace
    if type(entry) is not Entry or entry.tree is not _tree:
        return _turn(frame, slot)
    return None if entry.turn(slot) else _monitoring.DISABLE


def _turn(frame: FrameType, slot: int) -> Any:
    tree = _tree
    if tree is None:
        return None
    entry = tree.known(frame) or tree.enter(frame)
    return None if entry.turn(slot) else _monitoring.DISABLE
