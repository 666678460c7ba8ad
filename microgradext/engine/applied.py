"""Rows of the op table applied to Values and numbers, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .generated import scalar
from .making import demanded
from .names import METHODS
from .ops import TABLE
from .value import Bare, Value, made_by, where


def apply(name: str, *operands: Any) -> Value:
    """The row `name` applied to Values and numbers."""
    if name == "where":
        return where(*operands)
    first, *others = operands
    made: Value = getattr(demanded(first, name), METHODS.get(name, name))(*[demanded(o, name) for o in others])
    return made


def reduced(name: str, operands: Sequence[Value | float]) -> Value:
    """`sum` or `logsumexp` as one node; raises ValueError when there are no operands."""
    if not operands:
        raise ValueError(f"{name} needs at least one operand")
    values = tuple([data if type(data) is Bare else demanded(data, name) for data in operands])
    numbers_ = [value._data for value in values]
    code = TABLE[name].code
    out = scalar.FORWARD[code](*numbers_)
    return made_by(name, out, values, scalar.PULL[code](1.0, out, *numbers_))
