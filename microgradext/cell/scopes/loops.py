"""Loops: which instructions of some code are in which loop, and with which a turn of it begins."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from opcode import opmap
from types import CodeType

from ...engine.scopes.shape import OWN, PER_LOOP, Loops
from ..text.spans import Position
from .lines import told_by_trace
from .texts import CELL, CODES, Loop, Text, contains

FOR_ITER, EXTENDED_ARG, CACHE = (opmap[name] for name in ("FOR_ITER", "EXTENDED_ARG", "CACHE"))
BACK = frozenset(code for name, code in opmap.items() if "JUMP_BACKWARD" in name)

INLINED = sys.version_info >= (3, 12)
"""Whether comprehensions other than generators are part of the code around them."""

AT_ITERABLE = sys.version_info >= (3, 13)
"""Whether Python has the instruction of a loop where its iterable is, rather than all of the loop."""

COMPREHENSIONS = frozenset(CODES.values())


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The loops of some code; a loop is known by the slot of its turns."""

    loops: Loops
    texts: Mapping[int, Loop]
    iterations: Mapping[int, int]  # by the offset of `FOR_ITER`: its loop
    bodies: Mapping[int, int]  # by the offset of the first instruction in the body of a `while`: its loop

    def offset(self, turn: int) -> int:
        """Where the instruction of a loop is; 0 if it has none."""
        return next((offset for offset, each in self.iterations.items() if each == turn), 0)


def has_loops(code: CodeType) -> bool:
    """Whether some code may have loops; most have none."""
    instructions = code.co_code[::2]
    return FOR_ITER in instructions or not BACK.isdisjoint(instructions)


def loops_in(code: CodeType, text: Callable[[str], Text | None]) -> Found | None:
    """The loops of some code; None where it has none, or its text is not known."""
    known = text(code.co_filename) if has_loops(code) else None
    if known is None:
        return None
    positions = [_whole(each) for each in code.co_positions()]
    iterations = dict(_iterations(code, known.loops, positions))
    bodies = dict(_bodies(code, known.loops, positions))
    have = {id(loop) for loop in (*iterations.values(), *bodies.values())}
    chosen = [loop for loop in known.loops if id(loop) in have]
    found = _found(chosen, iterations, bodies, positions) if chosen else None
    if found is None or INLINED:
        return found
    told = told_by_trace(code, found.loops, found.texts, found.iterations, found.bodies, positions)
    return replace(found, loops=told)


def _found(
    chosen: Sequence[Loop],
    iterations: Mapping[int, Loop],
    bodies: Mapping[int, Loop],
    positions: Sequence[Position | None],
) -> Found:
    slots = {id(loop): 1 + PER_LOOP * place for place, loop in enumerate(chosen)}
    regions: list[tuple[Position, int]] = []
    outer = [OWN]
    for loop in chosen:
        turn = slots[id(loop)]
        outer += [turn + 2, turn + 2, _innermost(regions, loop.anchor)]
        regions += [(region, turn) for region in loop.turns]
        if loop.test is not None:
            regions.append((loop.test, turn + 1))
    starts = {offset: slots[id(loop)] for offset, loop in bodies.items()}
    counted = frozenset([*(slots[id(loop)] for loop in iterations.values()), *starts.values()])
    return Found(
        Loops(_slots(positions, regions), outer, {slot: _inside(slot, outer) for slot in slots.values()}, counted),
        {slots[id(loop)]: loop for loop in chosen},
        {offset: slots[id(loop)] for offset, loop in iterations.items()},
        starts,
    )


def _slots(positions: Sequence[Position | None], regions: Sequence[tuple[Position, int]]) -> Sequence[int]:
    known: dict[Position | None, int] = {None: OWN}
    for position in positions:
        if position is not None and position not in known:
            known[position] = _innermost(regions, position)
    return [known[position] for position in positions]


def _innermost(regions: Sequence[tuple[Position, int]], position: Position) -> int:
    return next((slot for region, slot in reversed(regions) if contains(region, position)), OWN)


def _inside(turn: int, outer: Sequence[int]) -> Sequence[int]:
    """The slots of the loops in a loop; outer loops come first."""
    found = {turn, turn + 1}
    for loop in range(PER_LOOP, len(outer), PER_LOOP):
        if outer[loop] in found:
            found |= {loop, loop - 1, loop - 2}
    return sorted(found - {turn, turn + 1})


def _iterations(
    code: CodeType, loops: Sequence[Loop], positions: Sequence[Position | None]
) -> Iterator[tuple[int, Loop]]:
    """The `for` that each `FOR_ITER` belongs to: loops at one position take turns, for `finally` stands twice."""
    own = [loop for loop in loops if _may_be_in(loop, code)]
    seen: dict[Position, count[int]] = {}
    whole: Position | None = None
    for unit, instruction in enumerate(code.co_code[::2]):
        position = positions[unit] if instruction == FOR_ITER else None
        if position is None:
            continue
        if not INLINED and code.co_name in COMPREHENSIONS:  # only the first loop is sure to be where it should
            position = whole = whole or position
        at = [loop for loop in own if position == (loop.iterable if AT_ITERABLE else loop.around)]
        if at:
            yield 2 * unit, at[next(seen.setdefault(position, count())) % len(at)]


def _may_be_in(loop: Loop, code: CodeType) -> bool:
    own = code.co_name in COMPREHENSIONS
    if loop.kind != "comprehension":
        return loop.kind == "for" and not own
    return loop.code == code.co_name or (INLINED and loop.code != "<genexpr>")


def _bodies(code: CodeType, loops: Sequence[Loop], positions: Sequence[Position | None]) -> Iterator[tuple[int, Loop]]:
    """The first instruction in the body of each `while`, twice where `finally` is; not where it begins two loops."""
    owner = CELL if code.co_name == "<module>" else (code.co_name, code.co_firstlineno)
    own = [loop for loop in loops if loop.kind == "while" and loop.owner == owner]
    found: dict[int, list[Loop]] = {}
    for loop in own:
        inside = (unit for unit, each in enumerate(positions) if each is not None and contains(loop.iterable, each))
        first = next(inside, None)
        if first is not None:
            nested = [each for each in own if each.anchor == loop.iterable]
            for unit in [first] if nested else _alike(first, code, positions):
                found.setdefault(2 * unit, []).append(loop)
            if nested and _comes_again(2 * first, nested[0], code, positions):
                found[2 * first].append(nested[0])
    shared = {id(loop) for at in found.values() if len(at) > 1 for loop in at}
    for offset, at in found.items():
        if id(at[0]) not in shared:
            yield offset, at[0]


def _alike(unit: int, code: CodeType, positions: Sequence[Position | None]) -> list[int]:
    """The units with the same instruction for the same text."""
    text, units = positions[unit], code.co_code
    size = 4 if units[2 * unit] == EXTENDED_ARG else 2
    same = units[2 * unit : 2 * unit + size]
    return [each for each, other in enumerate(positions) if other == text and units[2 * each :][:size] == same]


def _comes_again(offset: int, loop: Loop, code: CodeType, positions: Sequence[Position | None]) -> bool:
    """Whether a loop jumps back to an offset."""
    return any(
        target == offset and (where := positions[source // 2]) is not None and contains(loop.anchor, where)
        for source, target in _jumps_back(code)
    )


def _jumps_back(code: CodeType) -> Iterator[tuple[int, int]]:
    """Where instructions jump back, and to where."""
    units, argument = code.co_code, 0
    for offset in range(0, len(units), 2):
        argument = argument << 8 | units[offset + 1]
        if units[offset] in BACK:
            after = offset + 2
            while after < len(units) and units[after] == CACHE:
                after += 2
            yield offset, after - 2 * argument
        if units[offset] != EXTENDED_ARG:
            argument = 0


def _whole(entry: tuple[int | None, int | None, int | None, int | None]) -> Position | None:
    line, end_line, column, end_column = entry
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return line, column, end_line, end_column
