"""Follows: after which operations another one is sure to follow before any turn of a loop can begin, in Python 3.11.

A trace that counts turns can stay off between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from opcode import opmap, opname
from types import CodeType

EXTENDED_ARG, CACHE = opmap["EXTENDED_ARG"], opmap["CACHE"]

ARITHMETIC = frozenset(symbol + plain for symbol in (0, 5, 8, 10, 11) for plain in (0, 13))
"""The arguments of BINARY_OP for +, *, **, - and /, and for what assigns in place."""

PUSHES = {"LOAD_CONST": 1, "LOAD_DEREF": 1, "LOAD_CLOSURE": 1}

DEEPEST = 32
"""How much of the stack below an operation is looked at."""


def follows(code: CodeType) -> Mapping[int, int]:
    """By the offset of an operation, how far it is sure that nothing but operations happens, up to one that does.

    That one has the result of the first as an operand. Where exceptions are caught, nothing is sure.
    """
    if code.co_exceptiontable:
        return {}
    instructions = list(_instructions(code))
    found = {}
    for place, (offset, name, _) in enumerate(instructions):
        if name in ("BINARY_OP", "UNARY_NEGATIVE"):
            end = _Straight().end(instructions[place + 1 :])
            if end is not None:
                found[offset] = end
    return found


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

    def end(self, instructions: list[tuple[int, str, int]]) -> int | None:
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
