"""The methods of Value: the mixin in `engine/generated/operators.py`."""

from __future__ import annotations

from collections.abc import Sequence

from ..language.emit import IEEE, PYTHON, Target, emit
from ..language.expression import Call, Name, Number
from ..names import METHODS, NAMES
from ..ops import Row
from .common import HEADER, MATH, ROWS

CONDITIONS = frozenset("lt le gt ge eq ne logical_and logical_or logical_not".split())
REFLECTED = frozenset("add sub mul div pow mod floordiv".split())
SWAPPED = {"lt": "__gt__", "le": "__ge__", "gt": "__lt__", "ge": "__le__", "eq": "__eq__", "ne": "__ne__"}
ARITHMETIC = frozenset("add sub mul div".split())
"""The rows with lines of their own for a number beside a Value, which becomes a node only when it is looked at."""
NUMBERED = [
    "        if type(other) is not float:",
    "            other = float(other) if type(other) is int else operand(other)",
]
"""Saves a call for an int."""


def operators() -> str:
    """The mixin of Value: every row as a method or an operator."""
    names = ", ".join(MATH)
    head = f'''"""The operations of Value, one method per row.

{HEADER}
Each stores its local derivatives as it goes; where plain Python raises, the IEEE form is used. A number beside a Value
stays a number where that is worth the lines. `value`, whose class inherits from this one, fills in what is None below;
for a type checker it is generic in what operations and comparisons make.
"""
# ruff: noqa: E501, I001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from math import {names}
from typing import TYPE_CHECKING, Any

from .. import ieee
from .. import recent as operations
from ..conversions import power_modulo
from ..making import constant, demanded, operand, overrides
from ..node import ABSENT, MANY, NOTHING, UNREACHED
from ..recent import called
from ..recording import attend

Bare: Any = None
Compared: Any = None

if TYPE_CHECKING:
    from typing import Generic, TypeVar

    Value = TypeVar("Value")
    Condition = TypeVar("Condition")
else:
    Value = Condition = None

    class Generic:  # typing's own would be in the way of a user's class that is generic itself
        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls


recent = operations.recent  # not imported by name: Python 3.11 calls methods of imported names more slowly


class Operators(Generic[Value, Condition]):
    """Arithmetic, comparisons and functions."""

    __slots__ = ()
    _data: float
'''
    return head + "".join(_method(row) + _reflected(row) for row in ROWS if row.name != "where")


def _method(row: Row) -> str:
    name = METHODS.get(row.name, row.name)
    others = ["other", "third"][: len(row.operands) - 1]
    operands = ["self", *others]
    lines = [
        _signature(row, name, others),
        f'        """{row.text}; local derivative{"s" * bool(others)} {", ".join(row.derivative_texts)}."""',
        *(_literal_powers() if row.name == "pow" else ()),
        *_coerced(row, others, name),
        *[f"        {x} = {who}._data" for x, who in zip(row.operands, operands, strict=True)],
        *_made(row, operands),
    ]
    return "\n" + "\n".join(lines) + "\n"


def _signature(row: Row, name: str, others: Sequence[str]) -> str:
    parameters = "".join(f", {other}: Any" for other in others) + (", modulus: Any = None" if row.name == "pow" else "")
    ignore = "  # type: ignore[override]" if row.name in ("eq", "ne") else ""
    return f"    def {name}(self{parameters}) -> {_result(row)}:{ignore}"


def _result(row: Row) -> str:
    return "Condition" if row.name in CONDITIONS else "Value"


def _literal_powers() -> list[str]:
    # As products, so that every backend agrees to the last digit; the exponent is then not an operand.
    return [
        "        if modulus is not None:",
        "            return power_modulo(self, other, modulus)",
        "        if type(other) is int or type(other) is float:",
        "            if other == 2:",
        "                return self.square()",
        "            if other == 3:",
        "                return self.cube()",
        "            if other == -1:",
        "                return self.reciprocal()",
    ]


def _coerced(row: Row, others: Sequence[str], method: str) -> list[str]:
    """Make the other operands Values, or refuse them; arithmetic with a number ends here."""
    if not method.startswith("__"):
        return [f"        {other} = demanded({other}, {method!r})" for other in others]
    if not others:
        return []
    number = _beside_number(row, "x") if row.name in ARITHMETIC else ["        other = constant(other)"]
    reflected = f"__r{NAMES[row.name].operator}__" if row.name in REFLECTED else SWAPPED[row.name]
    return [
        "        if type(other) is not Bare:",
        *[f"    {line}" for line in NUMBERED],
        "                if other is None:",
        "                    return NotImplemented",
        "            if type(other) is float:",
        *[f"        {line}" for line in number],
        f"            {'if' if row.name in ARITHMETIC else 'elif'} overrides(other, {reflected!r}):",
        "                return NotImplemented",
    ]


def _beside_number(row: Row, ours: str) -> list[str]:
    """The operation where the operand that is not `ours` is the number `other`."""
    theirs = "xy".replace(ours, "")
    operands = ["self", "other"] if ours == "x" else ["other", "self"]
    return [f"        {ours} = self._data", f"        {theirs} = other", *_made(row, operands, without=theirs)]


def _marked(derivative: Number | Name | Call) -> Number | Name | Call:
    """`derivative` with NOTHING where a branch selects 0."""
    match derivative:
        case Number(0.0):
            return Name("NOTHING")
        case Call("where", (condition, first, second)):
            return Call("where", (condition, _marked(first), _marked(second)))
    return derivative


def _made(row: Row, operands: Sequence[str], without: str = "") -> list[str]:
    """Compute, and fill the slots of a new Value, which is recent unless a recording is under way."""
    fast, safe = _derivatives(row, PYTHON, without), _derivatives(row, IEEE, without)
    slots = {slot: text for slot, text in fast.items() if not _is_plain(text)}
    kept = [slot if slot in slots else text for slot, text in fast.items()]
    return [
        *_tried(
            [f"out = {emit(row.forward, PYTHON)}", *[f"{slot} = {fast[slot]}" for slot in slots]],
            [f"out = {emit(row.forward, IEEE)}", *[f"{slot} = {safe[slot]}" for slot in slots]],
        ),
        f"        made = {'Compared' if row.name in CONDITIONS else 'Bare'}()",
        "        made._data = out",
        "        made._grad = UNREACHED",
        f"        made._code = {row.code}",
        *[f"        made.{slot} = {text}" for slot, text in _links(operands, kept).items()],
        "        made._about = None",
        "        if called:",
        "            attend(made)",
        "        else:",
        "            recent.append(made)",
        "        return made",
    ]


def _derivatives(row: Row, target: Target, without: str) -> dict[str, str]:
    """The local derivatives by slot, none for the operand `without`."""
    slots = ["dx", "dy", "dz"]
    return {
        slot: "ABSENT" if operand == without else emit(_marked(derivative), target)
        for slot, operand, derivative in zip(slots, row.operands, row.derivatives, strict=False)
    }


def _is_plain(text: str) -> bool:
    """Whether a derivative need not be computed."""
    return text in ("NOTHING", "ABSENT") or text.replace(".", "").removeprefix("-").isdigit()


def _tried(fast: list[str], safe: list[str]) -> list[str]:
    if fast == safe:
        return [f"        {line}" for line in fast]
    return [
        "        try:",
        *[f"            {line}" for line in fast],
        "        except (ArithmeticError, ValueError):",
        *[f"            {line}" for line in safe],
    ]


def _links(operands: Sequence[str], derivatives: Sequence[str]) -> dict[str, str]:
    """What the slots of a Value hold for these operands."""
    if len(operands) > 2:
        return {"_x": "None", "_y": f"({', '.join(operands)})", "_dx": "MANY", "_dy": f"({', '.join(derivatives)})"}
    x, y = (*operands, "None")[:2]
    dx, dy = (*derivatives, "ABSENT")[:2]
    return {"_x": x, "_y": y, "_dx": dx, "_dy": dy}


def _reflected(row: Row) -> str:
    if row.name not in REFLECTED:
        return ""
    name = NAMES[row.name].operator
    number = (
        _beside_number(row, "y") if row.name in ARITHMETIC else [f"        return constant(other).__{name}__(self)"]
    )
    return "\n".join(
        [
            "",
            f"    def __r{name}__(self, other: Any) -> {_result(row)}:",
            *NUMBERED,
            "            if type(other) is not float:",
            f"                return NotImplemented if other is None else other.__{name}__(self)",
            *number,
            "",
        ]
    )
