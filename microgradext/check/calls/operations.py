"""Operations: calls that make the same node, sorted by the operation that they come to.

`2 * a`, `a.__rmul__(2)` and `a.double()` may all be one operation, for they construct the node in the same function of
the user's. `2 * 2` and `2 + 2` are two, however equal their results.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import CodeType, FrameType
from typing import Any

from .call import Call
from .noticed import noticed

OURS = (Call.__call__.__code__, noticed.__code__)

Way = tuple[CodeType, ...]
"""The functions through which a node is made, its constructor last."""


def by_operation(calls: Sequence[Call]) -> list[Call]:
    """One call for each operation, the shortest way to it."""
    if len({call.method for call in calls}) < 2:
        return list(calls[:1])
    found: list[tuple[Way, Call]] = []
    for way, call in sorted([(_way(call), call) for call in calls], key=lambda pair: len(pair[0])):
        if not any(way[len(way) - len(known) :] == known for known, _ in found):
            found.append((way, call))
    return [call for _, call in found]


def _way(call: Call) -> Way:
    """The way on which `call` makes its node; its own code where the node's class has no constructor in Python."""
    way = tuple([code for code, _ in constructed(call)])
    return way or ((call.code,) if call.code is not None else ())


def constructed(call: Call) -> tuple[tuple[CodeType, int], ...]:
    """The functions, each with its line, that are under way when `call` constructs its node, the innermost last."""
    made: list[tuple[Any, tuple[tuple[CodeType, int], ...]]] = []

    def called(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_name == "__init__" and code.co_argcount:
            node = frame.f_locals.get(code.co_varnames[0])
            if all(node is not each for each, _ in made):  # the constructor of a base comes second
                made.append((node, _above(frame, start)))

    start = sys._getframe()
    try:
        result = noticed(called, call)
    except Exception:
        return ()
    return next((lines for node, lines in made if node is result), ())


def _above(frame: FrameType, start: FrameType) -> tuple[tuple[CodeType, int], ...]:
    """`frame` and the functions under way since `start`, without what only calls the call."""
    found: list[tuple[CodeType, int]] = []
    above: FrameType | None = frame
    while above is not None and above is not start:
        if above.f_code not in OURS:
            found.append((above.f_code, above.f_lineno))
        above = above.f_back
    return tuple(reversed(found))
