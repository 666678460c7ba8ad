"""Formulas: a row of the op table as functions of arrays, with what its value and its derivatives share computed once.

relu's value and its derivative both select by `x <= 0`: going forward keeps the condition, going backward uses it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ...generated import vector
from ...language.emit import CONDITIONS, NUMPY, emit, inline
from ...language.expression import Call, Name, Number, pull, rewrite
from ...ops import BY_CODE, Row

Function = Callable[..., Any]
Expression = Number | Name | Call

_UFUNCS = {"sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative}


@dataclass(frozen=True, slots=True)
class Formulas:
    """What a row computes; `kept` are the conditions that it shares."""

    conditions: Function | None  # of the operands: a tuple of what is kept; None if nothing is
    value: Function  # of *kept, *operands
    ufunc: np.ufunc | None  # the same, if it is one function of NumPy's on the operands `places`
    places: tuple[int, ...]
    passed: tuple[Function | None, ...]  # by operand, of g, out, *kept, *operands; None if nothing ever flows


@cache
def formulas(code: int) -> Formulas:
    """The functions of a row."""
    row = BY_CODE[code]
    if row.arity < 0:
        return Formulas(None, vector.FORWARD[code], None, (), (_passed(row, 0, ()),))
    shared = _shared(row)
    conditions = _function(row.operands, f"({', '.join([emit(each, NUMPY) for each in shared])},)") if shared else None
    value = _function([*_kept(shared), *row.operands], _text(row.forward, shared)) if shared else vector.FORWARD[code]
    passed = tuple([_passed(row, slot, shared) for slot in range(row.arity)])
    ufunc, places = _ufunc(row)
    return Formulas(conditions, value, None if shared else ufunc, places, passed)


def _passed(row: Row, slot: int, shared: tuple[Call, ...]) -> Function | None:
    expression = pull(row.derivatives[slot], Name("g"))
    letters = row.operands if row.arity > 0 else "x"
    names = ["g", "out", *_kept(shared), *letters]
    return None if expression == Number(0.0) else _function(names, _text(expression, shared))


def _ufunc(row: Row) -> tuple[np.ufunc | None, tuple[int, ...]]:
    if isinstance(row.forward, Call):
        name, arguments = row.forward.function, row.forward.arguments
        found = _UFUNCS.get(name) or getattr(np, name, None)
        places = tuple([row.operands.find(each.name) for each in arguments if isinstance(each, Name)])
        if isinstance(found, np.ufunc) and len(places) == len(arguments) == found.nin:
            return found, places
    return None, ()


def _shared(row: Row) -> tuple[Call, ...]:
    """The conditions on operands that both the value and a derivative select by."""
    back = {found for derivative in row.derivatives for found in _conditions(derivative)}
    return tuple([each for each in dict.fromkeys(_conditions(row.forward)) if each in back])


def _conditions(expression: Expression) -> list[Call]:
    found: list[Call] = []

    def rule(call: Call) -> Call:
        if call.function in CONDITIONS:
            found.append(call)
        return call

    rewrite(inline(expression), rule)
    return found


def _kept(shared: tuple[Call, ...]) -> list[str]:
    return [f"kept{index}" for index in range(len(shared))]


def _text(expression: Expression, shared: tuple[Call, ...]) -> str:
    names: dict[Expression, str] = dict(zip(shared, _kept(shared), strict=True))
    text = emit(rewrite(inline(expression), lambda call: Name(names[call]) if call in names else call), NUMPY)
    for name in names.values():
        text = text.replace(f"{name} != 0.0", name)  # a condition, and no number
    return text


def _function(names: Any, text: str) -> Function:
    made: Function = eval(f"lambda {', '.join(names)}: {text}", {"np": np, "erf": vector.erf})
    return made
