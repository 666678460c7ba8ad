"""Follows: after which operations another one is sure to follow before any turn of a loop can begin, in Python 3.11.

A trace that counts turns can stay off between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from opcode import opmap, opname
from types import CodeType

EXTENDED_ARG, CACHE = opmap["EXTENDED_ARG"], opmap["CACHE"]

ARITHMETIC = frozenset(symbol + plain for symbol in (0, 5, 8, 10, 11) for plain in (0, 13))
"""The arguments of BINARY_OP for +, *, **, - and /, and for what assigns in place."""

PUSHES = {"LOAD_CONST": 1, "LOAD_DEREF": 1, "LOAD_CLOSURE": 1}

OFTEN = 20
"""How often an operation is made in some place before it is worth while to look at what follows."""

DEEPEST = 32
"""How much of the stack below an operation is looked at."""


class Follows(dict[int, int]):
    """By the offset of an operation, how far it is sure that nothing but operations happens, up to one that does.

    That one has the result of the first as an operand; 0 where nothing is sure, such as where exceptions are caught.
    It is found once an operation has been made OFTEN.
    """

    def __init__(self, code: CodeType) -> None:
        self._code = code
        self._times: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._instructions: list[tuple[int, str, int]] = []

    def __missing__(self, offset: int) -> int:
        times = self._times[offset] = self._times.get(offset, 0) + 1
        if times >= OFTEN:
            self[offset] = self._end(offset) or 0
        return self.get(offset, 0)

    def _end(self, offset: int) -> int | None:
        if self._code.co_exceptiontable:
            return None
        if not self._instructions:
            self._instructions = list(_instructions(self._code))
            self._places = {each[0]: place for place, each in enumerate(self._instructions)}
        place = self._places.get(offset, 0)
        if self._instructions[place][1] not in ("BINARY_OP", "UNARY_NEGATIVE"):
            return None
        return _Straight().end(islice(self._instructions, place + 1, None))


def _instructions(code: CodeType) -> Iterator[tuple[int, str, int]]:
    units, argument = code.co_code, 0
    for offset in range(0, len(units), 2):
        argument = argument << 8 | units[offset + 1]
        if units[offset] == EXTENDED_ARG:
            continue
        if units[offset] != CACHE:
            yield offset, opname[units[offset]], argument
        argument = 0


@dataclass(slots=True)
class _Straight:
    """Where the result of an operation is: on the stack and in local variables."""

    stack: list[bool] = field(default_factory=lambda: [False] * DEEPEST + [True])
    names: set[int] = field(default_factory=set)

    def end(self, instructions: Iterable[tuple[int, str, int]]) -> int | None:
        """The offset of the operation that takes the result; None if another thing may happen before."""
        stack = self.stack
        for offset, name, argument in instructions:
            if len(stack) <= 2 or not (any(stack) or self.names):
                return None
            if name == "BINARY_OP" and argument in ARITHMETIC:
                if stack.pop() | stack.pop():
                    return offset
                stack.append(False)
            elif name == "UNARY_NEGATIVE":
                if stack[-1]:
                    return offset
            elif name == "BINARY_SUBSCR":
                if stack.pop() | stack.pop():
                    return None
                stack.append(False)
            elif not self._moves(name, argument):
                return None
        return None

    def _moves(self, name: str, argument: int) -> bool:
        """Whether an instruction only moves things about."""
        stack, names = self.stack, self.names
        if name == "LOAD_FAST":
            stack.append(argument in names)
        elif name in ("STORE_FAST", "DELETE_FAST"):
            names.discard(argument)
            if name == "STORE_FAST" and stack.pop():
                names.add(argument)
        elif name in PUSHES or (name == "LOAD_GLOBAL" and not argument & 1):
            stack.append(False)
        elif name == "SWAP" and argument < len(stack):
            stack[-1], stack[-argument] = stack[-argument], stack[-1]
        elif name == "POP_TOP":
            stack.pop()
        elif name != "NOP":
            return False
        return True
