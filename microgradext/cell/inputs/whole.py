"""Whole numbers: whether Python would have an int where a cell has a Value.

A Value holds a float. Its text, and what `isinstance` says of it, follow the number that the cell was written with: an
int stays one through `+`, `*`, `//` and their like, unless a float joins in. The truth of a comparison counts as an
int, `math.floor` makes one, and `max` and `min` give back what they were given.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.node import CONSTANT, LEAF, About, site_in
from ...engine.ops import BY_CODE
from ...engine.recording import active
from ...engine.value import Condition, Value
from ..text.written import called_at, is_float_at, makes_float_at

CLOSED = frozenset("add sub mul floordiv mod neg abs square cube pow min max sum where".split())
"""The rows that make an int of ints."""
SELECTS = frozenset({"min", "max", "where"})
"""Those that give back one of their operands."""
EXACT = 2.0**53
"""Beyond this a float does not hold every whole number."""


def plain_class(value: Value, *, decides: bool = False) -> type:
    """The class of the number that plain Python would have: int, float or bool.

    `decides` says that control flow may depend on it, and so on what a selection has taken.

    >>> n = Value(3.0); n._know(whole=True)
    >>> plain_class(n * n), plain_class(n / 2.0), plain_class(n > 2), plain_class(n + (n > 2))
    (<class 'int'>, <class 'float'>, <class 'bool'>, <class 'int'>)
    """
    taken = _taken(value)
    if decides and taken is not value and len({_class(each) for each in _offered(value)}) > 1:
        _guard_choice(value)
    return _class(taken)


def _class(value: Value) -> type:
    if isinstance(value, Condition):
        return bool
    return int if _is_whole(value) and value._data.is_integer() and abs(value._data) <= EXACT else float


def beyond(values: Sequence[Value]) -> Value | None:
    """The first of the computed values for which plain Python would have an int that a float does not hold exactly.

    An int without a name that only becomes part of a float does not count: it is rounded there in plain Python too.

    >>> n = Value(3.0); n._know(whole=True)
    >>> beyond([n, n**30, n**40])._data
    1.2157665459056929e+19
    """
    large = [value for value in values if value._code >= 0 and not -EXACT <= value._data <= EXACT]
    if not large:
        return None
    kept = {operand for value in values if _is_whole(value) for operand in value._prev} | {values[-1]}
    return next((value for value in large if _is_whole(value) and (value.label or value in kept)), None)


# Selections: NumPy's compute, Python's give back an operand as it is


def _choices(value: Value) -> tuple[Value, ...]:
    """What a selection takes first and what it takes otherwise, in the order that `_takes_second` tells apart."""
    name = BY_CODE[value._code].name if value._code >= 0 else ""
    return value._prev[-2:] if name in SELECTS and not _called(value).endswith("imum") else ()


def _takes_second(value: Value) -> bool:
    *condition, first, second = value._prev
    if condition:
        return condition[0]._data == 0
    larger = BY_CODE[value._code].name == "max"
    return second._data > first._data if larger else second._data < first._data


def _taken(value: Value) -> Value:
    """The operand that a selection of selections gives back; `value` itself if it is none."""
    while choices := _choices(value):
        value = choices[_takes_second(value)]
    return value


def _offered(value: Value) -> list[Value]:
    """All that a selection of selections may give back."""
    offered, waiting = [], [value]
    while waiting:
        each = waiting.pop()
        choices = _choices(each)
        waiting += choices
        if not choices:
            offered.append(each)
    return offered


def _guard_choice(value: Value) -> None:
    """Let control flow depend on what a selection takes."""
    while active and (choices := _choices(value)):
        *condition, first, second = value._prev
        larger = BY_CODE[value._code].name == "max"
        bool(condition[0] if condition else second > first if larger else second < first)
        value = choices[_takes_second(value)]


# Whole numbers


def _is_whole(value: Value) -> bool:
    """Walks without recursion, and remembers what it finds in each Value on the way."""
    waiting = [value]
    while waiting:
        each = waiting[-1]
        if _known(each) is None:
            deciding = _deciding(each)
            unknown = [operand for operand in deciding if _known(operand) is None]
            if unknown:
                waiting += unknown
                continue
            each._know(whole=_may_be(each) and _follows(each, deciding))
        waiting.pop()
    return bool(_known(value))


def _known(value: Value) -> bool | None:
    if isinstance(value, Condition):
        return True
    about = value._about
    whole = about.whole if type(about) is About else None
    return bool(whole) if value._code == LEAF else whole


def _deciding(value: Value) -> Sequence[Value]:
    """The Values that must be whole for this to be whole."""
    if _choices(value):
        return _offered(value)
    return value._prev if value._code >= 0 and BY_CODE[value._code].name in CLOSED else ()


def _follows(value: Value, deciding: Sequence[Value]) -> bool:
    """Whether it is whole, by what is known about those that decide it."""
    if all(_known(each) for each in deciding):
        return True
    if not _choices(value) or not any(_known(each) for each in deciding):
        return False
    _guard_choice(value)  # what is computed from it is an int here and a float elsewhere
    return bool(_known(_taken(value)))


def _may_be(value: Value) -> bool:
    """Whether this is an int if its operands are ints; of a number beside a Value, whether it was written as one."""
    site = site_in(value._about)
    if value._code == CONSTANT:
        return value._data.is_integer() and not (site and is_float_at(site, value._data))
    if value._code < 0 or BY_CODE[value._code].name not in CLOSED:
        return False
    if BY_CODE[value._code].name == "pow" and value._prev[1]._data < 0:
        return False
    return not (site and makes_float_at(site))


def _called(value: Value) -> str:
    site = site_in(value._about)
    return called_at(site) if site else ""
