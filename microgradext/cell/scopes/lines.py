"""Lines: what a trace function hears when a turn of a loop begins, in Python 3.11."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from opcode import opmap
from types import CodeType

from ...engine.scopes.shape import STEPS, Loops
from ..text.spans import Position
from .texts import Loop

EXTENDED_ARG = opmap["EXTENDED_ARG"]


def told_by_trace(
    code: CodeType,
    loops: Loops,
    texts: Mapping[int, Loop],
    iterations: Mapping[int, int],
    bodies: Mapping[int, int],
    positions: Sequence[Position | None],
) -> Loops:
    """The loops with what a trace has to hear: lines where they are enough, else each instruction.

    A jump back is a new line for Python, also to the same one. So a `for` is heard of when it asks for the next item,
    the first time too if that is on another line than the instruction before.
    """
    lines = [position[0] if position is not None else None for position in positions]
    apart = {offset: slot for offset, slot in bodies.items() if _on_a_line_of_its_own(offset, texts[slot], lines)}
    if code.co_flags & STEPS:  # its frame is to be as it was whenever it waits
        missed = set(bodies.values()) - set(apart.values())
        bodies, loops = apart, replace(loops, counted=loops.counted - missed)
    elif len(apart) < len(bodies) or None in (lines[offset // 2] for offset in iterations):
        told = {offset + 2: slot for offset, slot in iterations.items()}
        return replace(loops, told={**told, **bodies}, by_opcodes=True)
    first = [0] * len(loops.outer)
    told = dict(bodies)
    for offset, slot in iterations.items():
        unit = _with_prefix(offset // 2, code)
        told[2 * unit] = slot
        first[slot] = int(lines[unit - 1] == lines[unit])
    return replace(loops, told=told, first=first)


def _with_prefix(unit: int, code: CodeType) -> int:
    while unit and code.co_code[2 * (unit - 1)] == EXTENDED_ARG:
        unit -= 1
    return unit


def _on_a_line_of_its_own(offset: int, loop: Loop, lines: Sequence[int | None]) -> bool:
    """Whether the body of a `while` is reached from other lines only, or by a jump back."""
    unit = offset // 2
    test = loop.test
    return (
        test is not None
        and lines[unit] is not None
        and not test[0] <= lines[unit] <= test[2]  # type: ignore[operator]
        and lines[unit] not in (lines[max(unit - 1, 0)], loop.around[0])
    )
