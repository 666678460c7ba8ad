"""The operations of Value, one method per row.

Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.
Each stores its local derivatives as it goes; where plain Python raises, the IEEE form is used. A number beside a Value
stays a number where that is worth the lines. `value`, whose class inherits from this one, fills in what is None below;
for a type checker it is generic in what operations and comparisons make.
"""
# ruff: noqa: E501, I001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from math import acos, asin, atan, atan2, cbrt, ceil, copysign, cos, cosh, erf, exp, expm1, floor, hypot, log, log10, log1p, log2, pow, sin, sinh, sqrt, tan, tanh
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

    def __add__(self, other: Any) -> Value:
        """x + y; local derivatives 1, 1."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                x = self._data
                y = other
                out = x + y
                made = Bare()
                made._data = out
                made._grad = UNREACHED
                made._code = 0
                made._x = self
                made._y = other
                made._dx = 1.0
                made._dy = ABSENT
                made._about = None
                if called:
                    attend(made)
                else:
                    recent.append(made)
                return made
            if overrides(other, '__radd__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = x + y
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 0
        made._x = self
        made._y = other
        made._dx = 1.0
        made._dy = 1.0
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __radd__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__add__(self)
        y = self._data
        x = other
        out = x + y
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 0
        made._x = other
        made._y = self
        made._dx = ABSENT
        made._dy = 1.0
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __sub__(self, other: Any) -> Value:
        """x - y; local derivatives 1, -1."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                x = self._data
                y = other
                out = x - y
                made = Bare()
                made._data = out
                made._grad = UNREACHED
                made._code = 1
                made._x = self
                made._y = other
                made._dx = 1.0
                made._dy = ABSENT
                made._about = None
                if called:
                    attend(made)
                else:
                    recent.append(made)
                return made
            if overrides(other, '__rsub__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = x - y
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 1
        made._x = self
        made._y = other
        made._dx = 1.0
        made._dy = -1.0
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rsub__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__sub__(self)
        y = self._data
        x = other
        out = x - y
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 1
        made._x = other
        made._y = self
        made._dx = ABSENT
        made._dy = -1.0
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __mul__(self, other: Any) -> Value:
        """x * y; local derivatives y, x."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                x = self._data
                y = other
                out = x * y
                dx = y
                made = Bare()
                made._data = out
                made._grad = UNREACHED
                made._code = 2
                made._x = self
                made._y = other
                made._dx = dx
                made._dy = ABSENT
                made._about = None
                if called:
                    attend(made)
                else:
                    recent.append(made)
                return made
            if overrides(other, '__rmul__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = x * y
        dx = y
        dy = x
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 2
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rmul__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__mul__(self)
        y = self._data
        x = other
        out = x * y
        dy = x
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 2
        made._x = other
        made._y = self
        made._dx = ABSENT
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __truediv__(self, other: Any) -> Value:
        """x / y; local derivatives 1 / y, -out / y."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                x = self._data
                y = other
                try:
                    out = x / y
                    dx = 1.0 / y
                except (ArithmeticError, ValueError):
                    out = ieee.div(x, y)
                    dx = ieee.div(1.0, y)
                made = Bare()
                made._data = out
                made._grad = UNREACHED
                made._code = 3
                made._x = self
                made._y = other
                made._dx = dx
                made._dy = ABSENT
                made._about = None
                if called:
                    attend(made)
                else:
                    recent.append(made)
                return made
            if overrides(other, '__rtruediv__'):
                return NotImplemented
        x = self._data
        y = other._data
        try:
            out = x / y
            dx = 1.0 / y
            dy = -out / y
        except (ArithmeticError, ValueError):
            out = ieee.div(x, y)
            dx = ieee.div(1.0, y)
            dy = ieee.div(-out, y)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 3
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rtruediv__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__truediv__(self)
        y = self._data
        x = other
        try:
            out = x / y
            dy = -out / y
        except (ArithmeticError, ValueError):
            out = ieee.div(x, y)
            dy = ieee.div(-out, y)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 3
        made._x = other
        made._y = self
        made._dx = ABSENT
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __pow__(self, other: Any, modulus: Any = None) -> Value:
        """x ** y; local derivatives where(y == 0, 0, y * x ** (y - 1)), where(x == 0 and y >= 0, 0, out * log(x))."""
        if modulus is not None:
            return power_modulo(self, other, modulus)
        if type(other) is int or type(other) is float:
            if other == 2:
                return self.square()
            if other == 3:
                return self.cube()
            if other == -1:
                return self.reciprocal()
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__rpow__'):
                return NotImplemented
        x = self._data
        y = other._data
        try:
            out = pow(x, y)
            dx = NOTHING if y == 0.0 else y * pow(x, y - 1.0)
            dy = NOTHING if (x == 0.0) and (y >= 0.0) else out * log(x)
        except (ArithmeticError, ValueError):
            out = ieee.pow(x, y)
            dx = NOTHING if y == 0.0 else y * ieee.pow(x, y - 1.0)
            dy = NOTHING if (x == 0.0) and (y >= 0.0) else out * ieee.log(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 4
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rpow__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__pow__(self)
        return constant(other).__pow__(self)

    def __neg__(self) -> Value:
        """-x; local derivative -1."""
        x = self._data
        out = -x
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 5
        made._x = self
        made._y = None
        made._dx = -1.0
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def square(self) -> Value:
        """x * x; local derivative 2 * x."""
        x = self._data
        out = x * x
        dx = 2.0 * x
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 6
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def cube(self) -> Value:
        """x * x * x; local derivative 3 * (x * x)."""
        x = self._data
        out = x * x * x
        dx = 3.0 * (x * x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 7
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def reciprocal(self) -> Value:
        """1 / x; local derivative -out / x."""
        x = self._data
        try:
            out = 1.0 / x
            dx = -out / x
        except (ArithmeticError, ValueError):
            out = ieee.div(1.0, x)
            dx = ieee.div(-out, x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 8
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __mod__(self, other: Any) -> Value:
        """mod(x, y); local derivatives 1, -floordiv(x, y)."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__rmod__'):
                return NotImplemented
        x = self._data
        y = other._data
        try:
            out = x % y
            dy = -(x // y)
        except (ArithmeticError, ValueError):
            out = ieee.mod(x, y)
            dy = -ieee.floordiv(x, y)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 9
        made._x = self
        made._y = other
        made._dx = 1.0
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rmod__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__mod__(self)
        return constant(other).__mod__(self)

    def __floordiv__(self, other: Any) -> Value:
        """floordiv(x, y); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__rfloordiv__'):
                return NotImplemented
        x = self._data
        y = other._data
        try:
            out = x // y
        except (ArithmeticError, ValueError):
            out = ieee.floordiv(x, y)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 10
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __rfloordiv__(self, other: Any) -> Value:
        if type(other) is not float:
            other = float(other) if type(other) is int else operand(other)
            if type(other) is not float:
                return NotImplemented if other is None else other.__floordiv__(self)
        return constant(other).__floordiv__(self)

    def sign(self) -> Value:
        """where(x > 0, 1, where(x < 0, -1, 0)); local derivative 0."""
        x = self._data
        out = 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 11
        made._x = self
        made._y = None
        made._dx = NOTHING
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __abs__(self) -> Value:
        """abs(x); local derivative where(x > 0, 1, where(x < 0, -1, 0))."""
        x = self._data
        out = abs(x)
        dx = 1.0 if x > 0.0 else -1.0 if x < 0.0 else NOTHING
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 12
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def min(self, other: Any) -> Value:
        """where(x <= y, x, where(x > y, y, x + y)); local derivatives where(x > y, 0, where(x == y, 0.5, 1)), where(x < y, 0, where(x == y, 0.5, 1))."""
        other = demanded(other, 'min')
        x = self._data
        y = other._data
        out = x if x <= y else y if x > y else x + y
        dx = NOTHING if x > y else 0.5 if x == y else 1.0
        dy = NOTHING if x < y else 0.5 if x == y else 1.0
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 13
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def max(self, other: Any) -> Value:
        """where(x >= y, x, where(x < y, y, x + y)); local derivatives where(x < y, 0, where(x == y, 0.5, 1)), where(x > y, 0, where(x == y, 0.5, 1))."""
        other = demanded(other, 'max')
        x = self._data
        y = other._data
        out = x if x >= y else y if x < y else x + y
        dx = NOTHING if x < y else 0.5 if x == y else 1.0
        dy = NOTHING if x > y else 0.5 if x == y else 1.0
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 14
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def clip(self, other: Any, third: Any) -> Value:
        """min(max(x, y), z); local derivatives where(x >= y and x <= z, 1, 0), where(x < y and y < z, 1, 0), where(x > z or z < y, 1, 0)."""
        other = demanded(other, 'clip')
        third = demanded(third, 'clip')
        x = self._data
        y = other._data
        z = third._data
        out = (x if x >= y else y if x < y else x + y) if (x if x >= y else y if x < y else x + y) <= z else z if (x if x >= y else y if x < y else x + y) > z else (x if x >= y else y if x < y else x + y) + z
        dx = 1.0 if (x >= y) and (x <= z) else NOTHING
        dy = 1.0 if (x < y) and (y < z) else NOTHING
        dz = 1.0 if (x > z) or (z < y) else NOTHING
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 15
        made._x = None
        made._y = (self, other, third)
        made._dx = MANY
        made._dy = (dx, dy, dz)
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __lt__(self, other: Any) -> Condition:
        """where(x < y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__gt__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x < y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 17
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __le__(self, other: Any) -> Condition:
        """where(x <= y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__ge__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x <= y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 18
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __gt__(self, other: Any) -> Condition:
        """where(x > y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__lt__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x > y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 19
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __ge__(self, other: Any) -> Condition:
        """where(x >= y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__le__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x >= y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 20
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __eq__(self, other: Any) -> Condition:  # type: ignore[override]
        """where(x == y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__eq__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x == y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 21
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __ne__(self, other: Any) -> Condition:  # type: ignore[override]
        """where(x != y, 1, 0); local derivatives 0, 0."""
        if type(other) is not Bare:
            if type(other) is not float:
                other = float(other) if type(other) is int else operand(other)
                if other is None:
                    return NotImplemented
            if type(other) is float:
                other = constant(other)
            elif overrides(other, '__ne__'):
                return NotImplemented
        x = self._data
        y = other._data
        out = 1.0 if x != y else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 22
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def logical_and(self, other: Any) -> Condition:
        """where(x, where(y, 1, 0), 0); local derivatives 0, 0."""
        other = demanded(other, 'logical_and')
        x = self._data
        y = other._data
        out = (1.0 if y != 0.0 else 0.0) if x != 0.0 else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 23
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def logical_or(self, other: Any) -> Condition:
        """where(x, 1, where(y, 1, 0)); local derivatives 0, 0."""
        other = demanded(other, 'logical_or')
        x = self._data
        y = other._data
        out = 1.0 if x != 0.0 else 1.0 if y != 0.0 else 0.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 24
        made._x = self
        made._y = other
        made._dx = NOTHING
        made._dy = NOTHING
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def logical_not(self) -> Condition:
        """where(x, 0, 1); local derivative 0."""
        x = self._data
        out = 0.0 if x != 0.0 else 1.0
        made = Compared()
        made._data = out
        made._grad = UNREACHED
        made._code = 25
        made._x = self
        made._y = None
        made._dx = NOTHING
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __floor__(self) -> Value:
        """floor(x); local derivative 0."""
        x = self._data
        try:
            out = copysign(floor(x), x)
        except (ArithmeticError, ValueError):
            out = ieee.floor(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 26
        made._x = self
        made._y = None
        made._dx = NOTHING
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def __ceil__(self) -> Value:
        """ceil(x); local derivative 0."""
        x = self._data
        try:
            out = copysign(ceil(x), x)
        except (ArithmeticError, ValueError):
            out = ieee.ceil(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 27
        made._x = self
        made._y = None
        made._dx = NOTHING
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def exp(self) -> Value:
        """exp(x); local derivative out."""
        x = self._data
        try:
            out = exp(x)
            dx = out
        except (ArithmeticError, ValueError):
            out = ieee.exp(x)
            dx = out
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 28
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def expm1(self) -> Value:
        """expm1(x); local derivative out + 1."""
        x = self._data
        try:
            out = expm1(x)
            dx = out + 1.0
        except (ArithmeticError, ValueError):
            out = ieee.expm1(x)
            dx = out + 1.0
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 29
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def log(self) -> Value:
        """log(x); local derivative 1 / x."""
        x = self._data
        try:
            out = log(x)
            dx = 1.0 / x
        except (ArithmeticError, ValueError):
            out = ieee.log(x)
            dx = ieee.div(1.0, x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 30
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def log1p(self) -> Value:
        """log1p(x); local derivative 1 / (x + 1)."""
        x = self._data
        try:
            out = log1p(x)
            dx = 1.0 / (x + 1.0)
        except (ArithmeticError, ValueError):
            out = ieee.log1p(x)
            dx = ieee.div(1.0, x + 1.0)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 31
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def log2(self) -> Value:
        """log2(x); local derivative 1 / (x * log(2))."""
        x = self._data
        try:
            out = log2(x)
            dx = 1.0 / (x * 0.6931471805599453)
        except (ArithmeticError, ValueError):
            out = ieee.log2(x)
            dx = ieee.div(1.0, x * 0.6931471805599453)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 32
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def log10(self) -> Value:
        """log10(x); local derivative 1 / (x * log(10))."""
        x = self._data
        try:
            out = log10(x)
            dx = 1.0 / (x * 2.302585092994046)
        except (ArithmeticError, ValueError):
            out = ieee.log10(x)
            dx = ieee.div(1.0, x * 2.302585092994046)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 33
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def sqrt(self) -> Value:
        """sqrt(x); local derivative 1 / (2 * out)."""
        x = self._data
        try:
            out = sqrt(x)
            dx = 1.0 / (2.0 * out)
        except (ArithmeticError, ValueError):
            out = ieee.sqrt(x)
            dx = ieee.div(1.0, 2.0 * out)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 34
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def cbrt(self) -> Value:
        """cbrt(x); local derivative 1 / (3 * (out * out))."""
        x = self._data
        try:
            out = cbrt(x)
            dx = 1.0 / (3.0 * (out * out))
        except (ArithmeticError, ValueError):
            out = ieee.cbrt(x)
            dx = ieee.div(1.0, 3.0 * (out * out))
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 35
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def hypot(self, other: Any) -> Value:
        """hypot(x, y); local derivatives x / out, y / out."""
        other = demanded(other, 'hypot')
        x = self._data
        y = other._data
        try:
            out = hypot(x, y)
            dx = x / out
            dy = y / out
        except (ArithmeticError, ValueError):
            out = ieee.hypot(x, y)
            dx = ieee.div(x, out)
            dy = ieee.div(y, out)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 36
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def sin(self) -> Value:
        """sin(x); local derivative cos(x)."""
        x = self._data
        try:
            out = sin(x)
            dx = cos(x)
        except (ArithmeticError, ValueError):
            out = ieee.sin(x)
            dx = ieee.cos(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 37
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def cos(self) -> Value:
        """cos(x); local derivative -sin(x)."""
        x = self._data
        try:
            out = cos(x)
            dx = -sin(x)
        except (ArithmeticError, ValueError):
            out = ieee.cos(x)
            dx = -ieee.sin(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 38
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def tan(self) -> Value:
        """tan(x); local derivative 1 + out * out."""
        x = self._data
        try:
            out = tan(x)
            dx = 1.0 + out * out
        except (ArithmeticError, ValueError):
            out = ieee.tan(x)
            dx = 1.0 + out * out
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 39
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def asin(self) -> Value:
        """asin(x); local derivative 1 / sqrt(1 - x * x)."""
        x = self._data
        try:
            out = asin(x)
            dx = 1.0 / sqrt(1.0 - x * x)
        except (ArithmeticError, ValueError):
            out = ieee.asin(x)
            dx = ieee.div(1.0, ieee.sqrt(1.0 - x * x))
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 40
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def acos(self) -> Value:
        """acos(x); local derivative -1 / sqrt(1 - x * x)."""
        x = self._data
        try:
            out = acos(x)
            dx = -1.0 / sqrt(1.0 - x * x)
        except (ArithmeticError, ValueError):
            out = ieee.acos(x)
            dx = ieee.div(-1.0, ieee.sqrt(1.0 - x * x))
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 41
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def atan(self) -> Value:
        """atan(x); local derivative 1 / (1 + x * x)."""
        x = self._data
        try:
            out = atan(x)
            dx = 1.0 / (1.0 + x * x)
        except (ArithmeticError, ValueError):
            out = ieee.atan(x)
            dx = ieee.div(1.0, 1.0 + x * x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 42
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def atan2(self, other: Any) -> Value:
        """atan2(x, y); local derivatives where(x * x + y * y == 0, 0, y / (x * x + y * y)), where(x * x + y * y == 0, 0, -x / (x * x + y * y))."""
        other = demanded(other, 'atan2')
        x = self._data
        y = other._data
        try:
            out = atan2(x, y)
            dx = NOTHING if x * x + y * y == 0.0 else y / (x * x + y * y)
            dy = NOTHING if x * x + y * y == 0.0 else -x / (x * x + y * y)
        except (ArithmeticError, ValueError):
            out = ieee.atan2(x, y)
            dx = NOTHING if x * x + y * y == 0.0 else ieee.div(y, x * x + y * y)
            dy = NOTHING if x * x + y * y == 0.0 else ieee.div(-x, x * x + y * y)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 43
        made._x = self
        made._y = other
        made._dx = dx
        made._dy = dy
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def sinh(self) -> Value:
        """sinh(x); local derivative cosh(x)."""
        x = self._data
        try:
            out = sinh(x)
            dx = cosh(x)
        except (ArithmeticError, ValueError):
            out = ieee.sinh(x)
            dx = ieee.cosh(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 44
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def cosh(self) -> Value:
        """cosh(x); local derivative sinh(x)."""
        x = self._data
        try:
            out = cosh(x)
            dx = sinh(x)
        except (ArithmeticError, ValueError):
            out = ieee.cosh(x)
            dx = ieee.sinh(x)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 45
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def tanh(self) -> Value:
        """tanh(x); local derivative 1 - out * out."""
        x = self._data
        try:
            out = tanh(x)
            dx = 1.0 - out * out
        except (ArithmeticError, ValueError):
            out = ieee.tanh(x)
            dx = 1.0 - out * out
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 46
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def sigmoid(self) -> Value:
        """1 / (1 + exp(-x)); local derivative out * (1 - out)."""
        x = self._data
        try:
            out = 1.0 / (1.0 + exp(-x))
            dx = out * (1.0 - out)
        except (ArithmeticError, ValueError):
            out = ieee.div(1.0, 1.0 + ieee.exp(-x))
            dx = out * (1.0 - out)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 47
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def relu(self) -> Value:
        """where(x <= 0, 0, x); local derivative where(x <= 0, 0, 1)."""
        x = self._data
        out = 0.0 if x <= 0.0 else x
        dx = NOTHING if x <= 0.0 else 1.0
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 48
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def leaky_relu(self) -> Value:
        """where(x > 0, x, 0.01 * x); local derivative where(x > 0, 1, 0.01)."""
        x = self._data
        out = x if x > 0.0 else 0.01 * x
        dx = 1.0 if x > 0.0 else 0.01
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 49
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def softplus(self) -> Value:
        """log1p(exp(-abs(x))) + where(x > 0, x, 0); local derivative sigmoid(x)."""
        x = self._data
        try:
            out = log1p(exp(-abs(x))) + (x if x > 0.0 else 0.0)
            dx = 1.0 / (1.0 + exp(-x))
        except (ArithmeticError, ValueError):
            out = ieee.log1p(ieee.exp(-abs(x))) + (x if x > 0.0 else 0.0)
            dx = ieee.div(1.0, 1.0 + ieee.exp(-x))
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 50
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def erf(self) -> Value:
        """erf(x); local derivative 2 / sqrt(pi) * exp(-(x * x))."""
        x = self._data
        try:
            out = erf(x)
            dx = 1.1283791670955126 * exp(-(x * x))
        except (ArithmeticError, ValueError):
            out = ieee.erf(x)
            dx = 1.1283791670955126 * ieee.exp(-(x * x))
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 51
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made

    def gelu(self) -> Value:
        """0.5 * x * (1 + erf(x * sqrt(0.5))); local derivative 0.5 * (1 + erf(x * sqrt(0.5))) + x * exp(-0.5 * x * x) / sqrt(2 * pi)."""
        x = self._data
        try:
            out = 0.5 * x * (1.0 + erf(x * 0.7071067811865476))
            dx = 0.5 * (1.0 + erf(x * 0.7071067811865476)) + x * exp(-0.5 * x * x) / 2.5066282746310002
        except (ArithmeticError, ValueError):
            out = 0.5 * x * (1.0 + ieee.erf(x * 0.7071067811865476))
            dx = 0.5 * (1.0 + ieee.erf(x * 0.7071067811865476)) + ieee.div(x * ieee.exp(-0.5 * x * x), 2.5066282746310002)
        made = Bare()
        made._data = out
        made._grad = UNREACHED
        made._code = 52
        made._x = self
        made._y = None
        made._dx = dx
        made._dy = ABSENT
        made._about = None
        if called:
            attend(made)
        else:
            recent.append(made)
        return made
