"""Named: at the top level of a cell, the first name of each turn of a loop tells that it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from opcode import hasjabs, hasjrel, opmap
from types import CodeType, FrameType

from ...engine.scopes.tree import Tree
from .loops import Found

NAMES = frozenset(opmap[name] for name in ("LOAD_NAME", "STORE_NAME", "DELETE_NAME"))
"""The instructions that pass the mapping of a cell's names."""

STEPS = ("SEND", "YIELD_VALUE", "RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR", "RAISE_VARARGS", "RERAISE")
AWAY = frozenset([*hasjrel, *hasjabs, *(opmap[name] for name in STEPS if name in opmap)])
"""The instructions after which another may come than the next one."""


def first_names(code: CodeType, found: Found) -> Mapping[int, int]:
    """By its offset, the first name instruction in each turn of a loop, where every turn has one: the loop's slot."""
    instructions = code.co_code[::2]
    starts = [(offset + 2, slot) for offset, slot in found.iterations.items()]
    starts += found.bodies.items()
    reached = [(_first_name(instructions, start), slot) for start, slot in starts]
    times = Counter(offset for offset, _ in reached)
    missed = {slot for offset, slot in reached if offset is None or times[offset] > 1}
    return {offset: slot for offset, slot in reached if offset is not None and slot not in missed}


def _first_name(instructions: bytes, start: int) -> int | None:
    for unit in range(start // 2, len(instructions)):
        if instructions[unit] in NAMES:
            return 2 * unit
        if instructions[unit] in AWAY:
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
