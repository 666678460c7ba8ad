"""Constant expressions: the numbers that `-2.0`, `1/3` or `2 * pi` stand for."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

NUMBERS = {"pi": math.pi, "e": math.e, "tau": math.tau, "inf": math.inf, "nan": math.nan}
"""The constants of mathematics that a cell knows without an import."""

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}


def constant(node: ast.expr) -> int | float | None:
    """The real number that a constant expression stands for; None for anything else.

    The names of constants are taken at face value, whatever the user may have bound to them: compare with what is
    really bound.

    >>> [constant(ast.parse(text, mode='eval').body) for text in ('-2', '1/3', '2*math.pi', 'True', '1j', 'x', '1/0')]
    [-2, 0.3333333333333333, 6.283185307179586, None, None, None, None]
    """
    try:
        number = _evaluate(node)
        math.isnan(number)  # OverflowError where a float cannot hold it
    except (ArithmeticError, TypeError, ValueError):
        return None
    return number if type(number) in (int, float) else None


def written(node: ast.expr) -> int | float | None:
    """The real number that an expression of literals stands for; in `loss + e`, `e` is hardly Euler's number.

    >>> [written(ast.parse(text, mode='eval').body) for text in ('-2', '1/3', 'e', '2*math.pi')]
    [-2, 0.3333333333333333, None, None]
    """
    return None if any(isinstance(each, ast.Name) for each in ast.walk(node)) else constant(node)


def same(left: float, right: float) -> bool:
    """Whether two numbers have the same type and are equal; nan equals nan."""
    return type(left) is type(right) and (left == right or (left != left and right != right))


def _evaluate(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name) if name in NUMBERS:
            return NUMBERS[name]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in UNARY:
            return UNARY[type(op)](_evaluate(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return BINARY[type(op)](_evaluate(left), _evaluate(right))
        case _:
            raise TypeError("not a constant expression")
