"""Ranges: what a slider runs over, written as `-5:5:0.1`."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass

from ..problem import CellProblem
from ..text.constants import constant


@dataclass(frozen=True, slots=True)
class Range:
    """From `min` to `max` in steps of `step`; None lets the page choose a step."""

    min: float
    max: float
    step: float | None = None


def range_of(name: str, text: str) -> Range:
    """The range of the slider of `name`; raises CellProblem for one that a slider cannot run over.

    >>> range_of('a', '-5:5:0.1')
    Range(min=-5.0, max=5.0, step=0.1)
    >>> range_of('angle', '0:2*pi').max == 2 * math.pi
    True
    """
    numbers = [_number(part) for part in text.split(":")]
    if len(numbers) not in (2, 3) or None in numbers:
        raise CellProblem(
            f"{name}={text} is not a range: write {name}=MIN:MAX or {name}=MIN:MAX:STEP, as in {name}=-5:5:0.1."
        )
    return _checked(f"{name}={text}", Range(*[float(number) for number in numbers if number is not None]))


def _checked(text: str, checked: Range) -> Range:
    low, high, step = checked.min, checked.max, checked.step
    if not all(math.isfinite(number) for number in (low, high, step or 0.0)):
        raise CellProblem(f"{text} is not a range: its numbers must be finite, as in -5:5:0.1.")
    if low >= high:
        turned = f" Did you mean {high:g}:{low:g}?" if low > high else ""
        raise CellProblem(f"{text} is not a range: it must run from a smaller to a larger number.{turned}")
    if step is not None and not 0 < step <= high - low:
        raise CellProblem(f"{text} is not a range: its step must be positive and at most {high - low:g}.")
    return checked


def _number(text: str) -> float | None:
    try:
        return constant(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError):  # ValueError: a null byte
        return None
