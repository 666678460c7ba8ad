"""Named: at the top level of a cell, the first name of each turn of a loop tells that it begins."""

from __future__ import annotations

import dis
from collections import Counter
from collections.abc import Mapping
from types import CodeType, FrameType

from ...engine.scopes.tree import Tree
from .loops import Found

NAMES = frozenset({"LOAD_NAME", "STORE_NAME", "DELETE_NAME"})
"""The instructions that pass the mapping of a cell's names."""

LEADS_AWAY = ("JUMP", "FOR_ITER", "SEND", "YIELD", "RETURN", "RAISE", "RERAISE")
"""What the instructions contain after which another may come than the next one."""


def first_names(code: CodeType, found: Found) -> Mapping[int, int]:
    """By its offset, the first name instruction in each turn of a loop, where every turn has one: the loop's slot."""
    instructions = list(dis.get_instructions(code))
    place = {each.offset: index for index, each in enumerate(instructions)}
    starts = [(place[offset] + 1, slot) for offset, slot in found.iterations.items()]
    starts += [(place[offset], slot) for offset, slot in found.bodies.items()]
    reached = [(_first_name(instructions, start), slot) for start, slot in starts]
    times = Counter(offset for offset, _ in reached)
    missed = {slot for offset, slot in reached if offset is None or times[offset] > 1}
    return {offset: slot for offset, slot in reached if offset is not None and slot not in missed}


def _first_name(instructions: list[dis.Instruction], start: int) -> int | None:
    for each in instructions[start:]:
        if each.opname in NAMES:
            return each.offset
        if any(word in each.opname for word in LEADS_AWAY):
            return None
    return None


class Named:
    """Hears of every name of a cell as it is read or bound."""

    def __init__(self, tree: Tree, starts: Mapping[int, Mapping[int, int]]) -> None:
        self._tree = tree
        self._starts = starts  # by the identity of the code of the cell

    def __call__(self, frame: FrameType) -> None:
        starts = self._starts.get(id(frame.f_code))
        slot = starts.get(frame.f_lasti) if starts is not None else None
        if slot is not None:
            (self._tree.known(frame) or self._tree.enter(frame)).turn(slot)
