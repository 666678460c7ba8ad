"""The tape's functions on floats and on arrays: `engine/generated/scalar.py` and `vector.py`."""

from __future__ import annotations

from ..language.emit import IEEE, NUMPY, PYTHON, Target, emit
from ..language.expression import Name, pull
from ..ops import BY_CODE, Row
from .common import HEADER, MATH, ROWS


def scalar() -> str:
    """For each row, its value and what flows back to each operand, on floats."""
    names = ", ".join(MATH)
    head = f'''"""The rows on floats: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

{HEADER}
"""
# ruff: noqa: E501, I001

from __future__ import annotations

from collections.abc import Callable
from math import {names}

from .. import ieee
'''
    return head + "".join(_pair(row, "float", PYTHON, IEEE) for row in ROWS) + SCALAR_REDUCTIONS + _dispatch("float")


def vector() -> str:
    """The same functions on arrays."""
    head = f'''"""The rows on NumPy arrays: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

{HEADER}
"""
# ruff: noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any  # of float64, or a number where a derivative is constant


erf: Callable[[Array], Array] = np.vectorize(math.erf, otypes=[float])
'''
    return head + "".join(_pair(row, "Array", NUMPY, NUMPY) for row in ROWS) + VECTOR_REDUCTIONS + _dispatch("Array")


def _pair(row: Row, number: str, fast: Target, safe: Target) -> str:
    operands = ", ".join(f"{x}: {number}" for x in row.operands)
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    back = f"tuple[{', '.join([number] * len(pulled))}]"
    bodies = [
        (f"forward_{row.name}({operands}) -> {number}", [emit(row.forward, t) for t in (fast, safe)]),
        (
            f"pull_{row.name}(g: {number}, out: {number}, {operands}) -> {back}",
            [f"({', '.join(emit(p, t) for p in pulled)},)" for t in (fast, safe)],
        ),
    ]
    return "".join(_function(signature, *texts) for signature, texts in bodies)


def _function(signature: str, fast: str, safe: str) -> str:
    if fast == safe:
        return f"\n\ndef {signature}:\n    return {fast}\n"
    return (
        f"\n\ndef {signature}:\n    try:\n        return {fast}\n"
        f"    except (ArithmeticError, ValueError):\n        return {safe}\n"
    )


def _reductions(number: str, largest: str, infinite: str, exp: str, log: str) -> str:
    """`sum` and `logsumexp`, shifted by the largest operand so that no exponential overflows."""
    return f"""

def forward_sum(*operands: {number}) -> {number}:
    total = operands[0]
    for operand in operands[1:]:
        total = total + operand
    return total


def pull_sum(g: {number}, out: {number}, *operands: {number}) -> tuple[{number}, ...]:
    return (g,) * len(operands)


def forward_logsumexp(*operands: {number}) -> {number}:
    largest = {largest}
    shift = {infinite}
    return shift + {log}(forward_sum(*[{exp}(operand - shift) for operand in operands]))


def pull_logsumexp(g: {number}, out: {number}, *operands: {number}) -> tuple[{number}, ...]:
    return tuple([g * {exp}(operand - out) for operand in operands])
"""


SCALAR_REDUCTIONS = _reductions(
    "float", "max(operands)", "0.0 if largest in (ieee.inf, -ieee.inf) else largest", "ieee.exp", "ieee.log"
)
VECTOR_REDUCTIONS = _reductions(
    "Array", "np.maximum.reduce(np.broadcast_arrays(*operands))", "np.where(np.isinf(largest), 0.0, largest)",
    "np.exp", "np.log",
)  # fmt: skip


def _dispatch(number: str) -> str:
    forward = "".join(f"    forward_{row.name},\n" for row in BY_CODE)
    back = "".join(f"    pull_{row.name},\n" for row in BY_CODE)
    return f"""

FORWARD: tuple[Callable[..., {number}], ...] = (
{forward})
PULL: tuple[Callable[..., tuple[{number}, ...]], ...] = (
{back})
"""
