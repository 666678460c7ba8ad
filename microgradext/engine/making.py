"""What every operation needs before the class Value exists: numbers taken as operands, and slots filled.

`value`, which is imported after this, puts its classes here.
"""

from __future__ import annotations

import numbers
import sys
from types import FrameType
from typing import Any

from .node import ABSENT, CONSTANT, MANY, WRITTEN, Sealed, site_in, tick
from .order import Node
from .recent import settle
from .recording import active, place
from .scopes.paused import go_on, look_back, paused

Bare: Any = None
Value: Any = None


def number(data: Any) -> float:
    """`data` as a float; raises TypeError when it is not a real number."""
    if isinstance(data, Value):
        raise TypeError(f"{called(data)} is already a Value")
    if isinstance(data, (str, bytes)) or not hasattr(data, "__float__"):
        raise TypeError(f"a Value holds one real number, not {data!r}")
    return float(data)


def constant(data: float) -> Node:
    """A constant: a number that takes part without a name."""
    made = _constant(data)
    made._about = (tick(), *place()) if active else tick()
    return made


def _constant(data: float) -> Node:
    made = Bare()
    made._data = data
    made._grad = 0.0
    made._code = CONSTANT
    made._x = made._y = None
    made._dx = made._dy = ABSENT
    return made


def reveal(made: Node) -> tuple[Any, Any]:
    """The operands of `made` as Values: the numbers among them become constants, made just before it."""
    about = made._about
    if about is None:
        settle()
        about = made._about
    for slot, before in (("_x", 2), ("_y", 1)):
        operand_ = getattr(made, slot)
        if type(operand_) is float:
            shown = _constant(operand_)
            shown._about = about if type(about) is Sealed else _just_before(made, before)
            setattr(made, slot, shown)
    return made._x, made._y


def _just_before(made: Node, moments: int) -> Any:
    about, moment = made._about, made._serial - moments
    return moment if site_in(about) is None else (moment, *about[1:3])


def link(made: Node, operands: tuple[Node, ...], derivatives: tuple[float, ...]) -> None:
    """Give `made` its operands and their local derivatives."""
    if len(operands) > 2:
        made._x, made._y, made._dx, made._dy = None, operands, MANY, derivatives
    else:
        made._x, made._y = (*operands, None)[:2]
        made._dx, made._dy = (*derivatives, ABSENT)[:2]


def write(made: Node, operands: tuple[Node, ...]) -> None:
    """Make `made` an op written by hand; recent operations are settled first, as it may belong anywhere among them."""
    settle()
    made._code = WRITTEN
    made._x, made._y = None, operands
    made._dx = made._dy = ABSENT


def operand(data: Any) -> Any:
    """`data` as an operand: a Value as it is, a real number as a float, None for anything else."""
    if paused:
        _goes_on(sys._getframe(1))
    if type(data) is int:  # it nearly always is, and `Real` is slow to check
        return float(data)
    if isinstance(data, Value):
        return data
    return float(data) if isinstance(data, numbers.Real) else None


def overrides(other: Any, method: str) -> bool:
    """Whether the class of `other` has its own `method`, and so should handle the operation itself."""
    if paused:
        _goes_on(sys._getframe(1))
    return getattr(type(other), method, None) is not getattr(Value, method)


def demanded(data: Any, method: str) -> Node:
    """`data` as an operand of `method`; raises TypeError for what is neither a Value nor a real number."""
    if paused:
        _goes_on(sys._getframe(1))
    made = operand(data)
    if made is None:
        raise TypeError(f"{method} takes Values and real numbers, not {type(data).__name__}")
    return constant(made) if type(made) is float else made


def _goes_on(operation: FrameType) -> None:
    """Let a trace that counts turns go on: an operation may come to call code of the user's."""
    look_back(operation)
    go_on()


def called(value: Node) -> str:
    """What a message calls `value`."""
    return value.label or "a Value"
