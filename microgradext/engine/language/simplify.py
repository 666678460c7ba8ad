"""Expressions of the op table made shorter for a reader: `x * x` becomes x ** 2, constant conditions are decided."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from .. import ieee
from .expression import Call, Name, Number, negative, rewrite, substitute

ZERO, ONE, TWO, LESS = Number(0.0), Number(1.0), Number(2.0), Number(-1.0)

_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "pow": ieee.pow,
}
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    name: getattr(operator, name) for name in ("lt", "le", "gt", "ge", "eq", "ne")
}


def simplified(expression: Number | Name | Call, constants: Mapping[str, float] | None = None) -> Number | Name | Call:
    """`expression` for reading, with the numbers of `constants` substituted for their names.

    It is the same mathematics but not the same floating point: neither order nor rounding is kept. A quotient of two
    numbers stays a quotient, since 1 / 3 says more than 0.3333, and so does a function of a number, such as log(2).

    >>> from microgradext.engine.ops import TABLE
    >>> simplified(TABLE["cube"].derivatives[0])
    Call(function='mul', arguments=(Number(value=3.0), Call(function='pow', arguments=(Name(name='x'), \
Number(value=2.0)))))
    >>> simplified(TABLE["pow"].derivatives[0], {"y": 1.0})
    Number(value=1.0)
    """
    known = {name: Number(value) for name, value in (constants or {}).items()}
    return rewrite(substitute(rewrite(expression, _shorter), known), _shorter)


def _shorter(call: Call) -> Number | Name | Call:
    match call.function, call.arguments:
        case name, (Number(x), Number(y)) if name in _ARITHMETIC:
            return Number(_ARITHMETIC[name](x, y))
        case name, (Number(x), Number(y)) if name in _COMPARISONS:
            return Number(float(_COMPARISONS[name](x, y)))
        case "where", (Number(value), first, second):
            return first if value else second
        case "and" | "or" as name, (Number(value), other) | (other, Number(value)):
            return other if bool(value) == (name == "and") else Number(float(name == "or"))
        case "neg", (Number() as number,):
            return negative(number)
        case _:
            return _product(call)


def _product(call: Call) -> Number | Name | Call:
    match call.function, call.arguments:
        case "add", (x, Number(0.0)) | (Number(0.0), x):
            return x
        case "mul", (x, Number(1.0)) | (Number(1.0), x):
            return x
        case "mul", (x, Number(-1.0)) | (Number(-1.0), x):
            return negative(x)
        case "mul", (x, y) if x == y:
            return Call("pow", (x, TWO))
        case "mul", (Call("pow", (x, Number(power))), y) if x == y:
            return Call("pow", (x, Number(power + 1)))
        case "mul", (Call("mul", (first, x)), y) if x == y:
            return Call("mul", (first, Call("pow", (x, TWO))))
        case (("div" | "pow"), (x, Number(1.0))):
            return x
        case "pow", (_, Number(0.0)):
            return ONE
        case _:
            return call
