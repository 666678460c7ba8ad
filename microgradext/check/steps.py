"""Steps: a step backward run under observation, line by line, with the gradients that each line changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from ..engine.recording import NOT_THE_USERS
from .shape import Node, Step, number

Line = tuple[CodeType, int]
OWN = __name__.rpartition(".")[0].rpartition(".")[0] + "."


@dataclass(frozen=True, slots=True)
class Change:
    """One gradient changed by one line: the lines under way (the step's own first), and the numbers known there."""

    node: int  # which of the watched
    lines: tuple[Line, ...]
    before: float
    after: float
    numbers: Mapping[str, float]
    returned: int  # so many numbers had been returned before

    @property
    def amount(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Returned:
    """A number that a function of the user's returned while the step ran."""

    line: Line
    number: float
    position: int  # in a tuple, -1 if it was a number
    known: frozenset[float]  # the numbers that it was working with


@dataclass(slots=True)
class Observed:
    """What a step did."""

    changes: list[Change] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    numbers: dict[str, float] = field(default_factory=dict)  # under the names of the lines
    error: Exception | None = None
    error_lines: tuple[Line, ...] = ()


def observe(step: Step, watched: Iterable[Node]) -> Observed:
    """Run `step` once; debuggers and coverage get their tracing back."""
    eye = _Eye(list(watched))
    before = sys.gettrace()
    sys.settrace(eye.called)
    try:
        step.call()
    except Exception as error:
        eye.seen.error = error
        eye.seen.error_lines = _lines_of(error)
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

    def called(self, frame: FrameType, event: str, _: Any) -> Any:
        return None if _is_foreign(frame) else self.lines

    def lines(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.look()
        if event == "line":
            self._at = _stack(frame)
            self._numbers = {name: float(x) for name, x in frame.f_locals.items() if _is_number(x)}
            self.seen.lines.append(self._at[-1])
            self.seen.numbers.update(self._numbers)
        elif event == "return":
            items = argument if isinstance(argument, (tuple, list)) else (argument,)
            for position, item in enumerate(items):
                if _is_number(item):
                    where = position if isinstance(argument, (tuple, list)) else -1
                    known = frozenset(float(x) for x in frame.f_locals.values() if _is_number(x))
                    self.seen.returned.append(Returned((frame.f_code, frame.f_lineno), float(item), where, known))
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


def _is_number(item: object) -> bool:
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
        found.append((frame.f_code, frame.f_lineno))
        frame = frame.f_back
    return tuple(reversed(found))


def _lines_of(error: Exception) -> tuple[Line, ...]:
    found: list[Line] = []
    trace = error.__traceback__
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__", "")).startswith(OWN):
            found.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    return tuple(found)
