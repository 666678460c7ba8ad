"""Observed: a step backward run under observation, line by line, with the gradients that each line changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import CO_VARARGS
from types import CellType, CodeType, FrameType, FunctionType
from typing import Any

from ...engine.scopes.shape import NOT_THE_USERS
from ...interop.shape import Node, number
from ...interop.step import Step

ROOM = __name__.rpartition(".")[0].rpartition(".")[0]
OWN = (ROOM + ".", ROOM.rpartition(".")[0] + ".interop.")


Span = tuple[int, int, int, int]
"""First line and column, last line and column, as in a tree: lines from 1, columns in bytes from 0."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that ran, and which part of it was under way; lines are equal whatever their part."""

    code: CodeType
    number: int
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One gradient changed by one line: the lines under way (the step's own first), and the numbers known there."""

    node: int  # which of the watched
    lines: tuple[Line, ...]
    before: float
    after: float
    numbers: Mapping[str, float]
    returned: int  # how many numbers had been returned before

    @property
    def amount(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Called:
    """A call of one of the user's functions while the step ran."""

    caller: Line | None  # None where it was not called by the user's code
    code: CodeType
    arguments: tuple[object, ...]
    again: Callable[..., object]  # the same function, with what it closes over


@dataclass(frozen=True, slots=True)
class Returned:
    """A number that one of the user's functions returned while the step ran."""

    line: Line
    number: float
    position: int  # in a tuple, -1 if it was a number
    known: frozenset[float]  # the numbers that it was working with
    called: Called


@dataclass(slots=True)
class Observed:
    """What a step did."""

    changes: list[Change] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    spans: set[tuple[CodeType, Span]] = field(default_factory=set)  # of all instructions that ran
    numbers: dict[str, float] = field(default_factory=dict)  # under the names of the lines
    error: Exception | None = None
    error_lines: tuple[Line, ...] = ()
    error_calls: tuple[Called | None, ...] = ()  # of the functions of those lines


def observe(step: Step, watched: Iterable[Node]) -> Observed:
    """Run `step` once; debuggers and coverage get their tracing back."""
    eye = _Eye(list(watched))
    before = sys.gettrace()
    sys.settrace(eye.called)
    try:
        step.call()
    except Exception as error:
        eye.seen.error = error
        frames = _frames_of(error)
        eye.seen.error_lines = tuple([_line_of(frame, line) for frame, line in frames])
        eye.seen.error_calls = tuple([eye.calls.get(id(frame)) for frame, _ in frames])
    finally:
        sys.settrace(before)
    eye.look()
    return eye.seen


class _Eye:
    def __init__(self, watched: list[Node]) -> None:
        self.seen = Observed()
        self._watched = watched
        self._grads = [number(node.grad) for node in watched]
        self._at: tuple[Line, ...] = ()
        self._numbers: dict[str, float] = {}
        self.calls: dict[int, Called] = {}

    def called(self, frame: FrameType, event: str, _: Any) -> Any:
        if _is_foreign(frame):
            return None
        self.calls[id(frame)] = _call_of(frame)
        frame.f_trace_opcodes = True
        return self.lines

    def lines(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.look()
        if event == "opcode":
            self._at = _stack(frame)
            if self._at[-1].span is not None:
                self.seen.spans.add((frame.f_code, self._at[-1].span))
        elif event == "line":
            self._at = _stack(frame)
            self._numbers = {name: float(x) for name, x in frame.f_locals.items() if is_number(x)}
            self.seen.lines.append(self._at[-1])
            self.seen.numbers.update(self._numbers)
        elif event == "return":
            items = argument if isinstance(argument, (tuple, list)) else (argument,)
            for position, item in enumerate(items):
                if is_number(item):
                    where = position if isinstance(argument, (tuple, list)) else -1
                    known = frozenset(float(x) for x in frame.f_locals.values() if is_number(x))
                    line, call = Line(frame.f_code, frame.f_lineno), self.calls[id(frame)]
                    self.seen.returned.append(Returned(line, float(item), where, known, call))
            self._at = _stack(frame)[:-1] or self._at
        return self.lines

    def look(self) -> None:
        for position, node in enumerate(self._watched):
            now, before = number(node.grad), self._grads[position]
            if now != before and not (now != now and before != before):
                self._grads[position] = now
                self.seen.changes.append(
                    Change(position, self._at, before, now, self._numbers, len(self.seen.returned))
                )


def is_number(item: object) -> bool:
    """Whether `item` is one number, and not a node."""
    return (
        not isinstance(item, (bool, str, complex))
        and hasattr(item, "__float__")
        and not hasattr(item, "grad")
        and (getattr(item, "shape", ()) == ())
    )


def _is_foreign(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] in NOT_THE_USERS


def _stack(frame: FrameType | None) -> tuple[Line, ...]:
    found: list[Line] = []
    while frame is not None and not _is_foreign(frame):
        found.append(_line_of(frame))
        frame = frame.f_back
    return tuple(reversed(found))


def _line_of(frame: FrameType, number: int = 0) -> Line:
    return Line(frame.f_code, number or frame.f_lineno, _spans(frame.f_code).get(frame.f_lasti))


@lru_cache(maxsize=64)
def _spans(code: CodeType) -> Mapping[int, Span]:
    """The part of the source that each instruction was compiled from, by its offset."""
    found = {}
    for at, (line, last, column, end) in enumerate(code.co_positions()):
        if line is not None and last is not None and column is not None and end is not None:
            found[2 * at] = (line, column, last, end)
    return found


def _call_of(frame: FrameType) -> Called:
    code, held, above = frame.f_code, frame.f_locals, frame.f_back
    arguments = [held[name] for name in code.co_varnames[: code.co_argcount] if name in held]
    if code.co_flags & CO_VARARGS:
        arguments += held[code.co_varnames[code.co_argcount + code.co_kwonlyargcount]]
    closure = tuple([CellType(held[name]) if name in held else CellType() for name in code.co_freevars])
    again = FunctionType(code, frame.f_globals, code.co_name, None, closure)
    caller = None if above is None or _is_foreign(above) else _line_of(above)
    return Called(caller, code, tuple(arguments), again)


def _frames_of(error: Exception) -> list[tuple[FrameType, int]]:
    found: list[tuple[FrameType, int]] = []
    trace = error.__traceback__
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__", "")).startswith(OWN):
            found.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return found
