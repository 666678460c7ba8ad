"""Gradients by central differences of the plain cell, where those can be trusted."""

from __future__ import annotations

import math

from .cells import Cell, Numbers
from .plainly import Plain, plainly

STEPS = (1e-4, 1e-5)
AGREE = 1e-4
"""How far two step sizes, or the two sides of a point, may be apart, relative to the size of the derivative."""


def derivative(cell: Cell, numbers: Numbers, name: str, here: Plain) -> float | None:
    """The derivative of the output by the number called `name`; None at a jump, a kink, or where the path changes."""
    found = [_difference(cell, numbers, name, here, step) for step in STEPS]
    if found[0] is None or found[1] is None:
        return None
    return found[1] if _near(found[0], found[1], 1.0) else None


def agrees(expected: float, got: float | None) -> bool:
    """Whether a gradient is what differences give."""
    return got is not None and _near(expected, got, 1.0)


def _difference(cell: Cell, numbers: Numbers, name: str, here: Plain, step: float) -> float | None:
    x = float(numbers[name])
    step *= max(1.0, abs(x))
    sides = [plainly(cell.source({**numbers, name: x + shift}), only_output=True) for shift in (-step, step)]
    for side in sides:
        if side.error or side.path != here.path or not isinstance(side.output, float) or not math.isfinite(side.output):
            return None
    below, above = (side.output for side in sides)
    left, right = (here.output - below) / step, (above - here.output) / step
    middle = (above - below) / (2 * step)
    return middle if _near(left, right, 100.0) else None


def _near(one: float, other: float, times: float) -> bool:
    return abs(one - other) <= times * AGREE * (1 + abs(one) + abs(other)) / 2
