"""Whole numbers: whether Python would have an int where a cell has a Value.

A Value holds a float. Its text, and what `isinstance` says of it, follow the number that the cell was written with: an
int stays one through `+`, `*`, `//` and their like, unless a float joins in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache
from types import CodeType

from ...engine.frames import source_at
from ...engine.node import CONSTANT, LEAF, About
from ...engine.ops import BY_CODE
from ...engine.value import Condition, Value

CLOSED = frozenset("add sub mul floordiv mod neg abs square cube pow min max sum".split())
"""The rows that make an int of ints."""
EXACT = 2.0**53
"""Beyond this a float does not hold every whole number."""


def plain_class(value: Value) -> type:
    """The class of the number that plain Python would have: int, float or bool.

    >>> n = Value(3.0); n._know(whole=True)
    >>> plain_class(n * n), plain_class(n / 2.0), plain_class(n > 2)
    (<class 'int'>, <class 'float'>, <class 'bool'>)
    """
    if isinstance(value, Condition):
        return bool
    return int if _is_whole(value) and value._data.is_integer() and abs(value._data) <= EXACT else float


def beyond(values: Iterable[Value]) -> Value | None:
    """The first of the computed values for which plain Python would have an int that a float does not hold exactly.

    >>> n = Value(3.0); n._know(whole=True)
    >>> beyond([n, n**30, n**40])._data
    1.2157665459056929e+19
    """
    large = (value for value in values if value._code >= 0 and not -EXACT <= value._data <= EXACT)
    return next((value for value in large if _is_whole(value)), None)


def _is_whole(value: Value) -> bool:
    """Walks without recursion, and remembers what it finds in each Value on the way."""
    waiting = [value]
    while waiting:
        each = waiting[-1]
        if _known(each) is None:
            unknown = [operand for operand in each._prev if _known(operand) is None] if _may_be(each) else []
            if unknown:
                waiting += unknown
                continue
            each._know(whole=_may_be(each) and all(_known(operand) for operand in each._prev))
        waiting.pop()
    return bool(_known(value))


def _known(value: Value) -> bool | None:
    about = value._about
    if value._code == LEAF:
        return type(about) is About and bool(about.whole)
    if value._code == CONSTANT:
        return value._data.is_integer()
    return about.whole if type(about) is About else None


def _may_be(value: Value) -> bool:
    if value._code < 0 or BY_CODE[value._code].name not in CLOSED:
        return False
    if BY_CODE[value._code].name == "pow" and value._prev[1]._data < 0:
        return False
    about = value._about
    beside_number = any(operand._code == CONSTANT for operand in value._prev) or len(value._prev) == 1
    return not (beside_number and type(about) is About and about.site and _beside_float(*about.site))


def _beside_float(code: CodeType, offset: int) -> bool:
    """Whether a float literal stands next to the operator at this place; a name next to it counts as an int."""
    return _holds_float(source_at(code, offset))


@lru_cache(maxsize=1024)
def _holds_float(text: str) -> bool:
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    match node:
        case ast.BinOp(left=left, right=right):
            sides = [left, right]
        case ast.Call(args=args):
            sides = args
        case _:
            return False
    numbers = [side.operand if isinstance(side, ast.UnaryOp) else side for side in sides]
    return any(isinstance(each, ast.Constant) and isinstance(each.value, float) for each in numbers)
