"""Difference: the derivative of a function of one number, from its values alone, with an estimate of the error.

Symmetric differences at steps that halve, extrapolated to step 0 (Richardson; the tableau is Ridders', Advances in
Engineering Software 4, 1982). Several first steps are tried, from the scale of x and of 1, until one converges.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Function = Callable[[float], float]
EPSILON = sys.float_info.epsilon
LEVELS = 5
GOOD = 1e-9
"""The relative error that ends the search for a step."""


COARSE = 1e-10
"""The relative rounding from which numbers are coarse, as in float32."""

FLAT = 1e-10
"""How far the slopes on both sides may be from the slope between them where this is told to be flat."""


@dataclass(frozen=True, slots=True)
class Slope:
    """A derivative from values: within `error` of the true one, unless there is a `reason` why it cannot be told.

    At a kink `between` holds the slopes on both sides.
    """

    value: float
    error: float
    reason: str = ""
    between: tuple[float, float] | None = None
    room: float = 1e-3  # how large the noise may be, relative to the derivative, for this to be told at all


def slope(f: Function, x: float, epsilon: float = EPSILON) -> Slope:
    """The derivative of `f` at `x`; `f` gives nan where it has no value. `epsilon` is its relative rounding.

    >>> import math
    >>> found = slope(math.log, 2.0)
    >>> abs(found.value - 0.5) <= found.error < 1e-9
    True
    >>> slope(abs, 0.0).reason
    'a kink: the slope is -1 on one side and 1 on the other'
    """
    if not math.isfinite(x) or not math.isfinite(f(x)):
        return Slope(math.nan, math.inf, "a value that is not finite")
    best: Slope | None = None
    for step in _steps(x, epsilon):
        found = _extrapolated(f, x, step, epsilon)
        if found is not None and (best is None or found.error < best.error):
            best = found
            if found.error <= GOOD * (epsilon / EPSILON) ** 0.5 * abs(found.value) or found.error == 0:
                break
    if best is None:
        return Slope(math.nan, math.inf, "no values on both sides of it")
    if best.error > 1e-4 * max(abs(best.value), abs(f(x)) / max(abs(x), 1.0)):
        return _kink(f, x, best)
    return best if epsilon < COARSE else replace(best, room=1e-2)


def _steps(x: float, epsilon: float) -> Iterator[float]:
    widen = (epsilon / EPSILON) ** 0.2
    size = abs(x)
    yield widen * 2**-5 * max(size, 2**-3)
    if size:
        yield widen * 2**-4 * size
    for share in (2**-10, 2**-16, 2**-22):
        yield widen * share * max(size, 1.0)
    if size > 1:
        yield 2**-6
        yield 2**-10


def _extrapolated(f: Function, x: float, step: float, epsilon: float) -> Slope | None:
    rows: list[list[float]] = []
    bends: list[float] = []
    middle = f(x)
    best, error = math.nan, math.inf
    for level in range(LEVELS):
        above, below = x + step, x - step
        high, low = f(above), f(below)
        if not (math.isfinite(high) and math.isfinite(low)):
            return None
        row = [(high - low) / (above - below)]
        rounding = 2 * epsilon * max(abs(high), abs(low)) / step
        bends.append(abs((high - middle) - (middle - low)) / step - 2 * rounding)
        factor = 4.0
        for order in range(level):
            row.append(row[order] + (row[order] - rows[-1][order]) / (factor - 1))
            factor *= 4.0
            wrong = max(abs(row[-1] - row[-2]), abs(row[-1] - rows[-1][order])) + rounding
            if wrong < error:
                best, error = row[-1], wrong
        rows.append(row)
        step /= 2
    # In a smooth function the bend halves with the step; at a kink it stays, however well the slopes agree.
    if bends[-1] > 0 and bends[-1] > 0.25 * bends[0]:
        error = max(error, bends[-1])
    return Slope(best, error)


def _kink(f: Function, x: float, best: Slope) -> Slope:
    step = 2**-20 * max(abs(x), 1.0)
    left, right = (
        (4 * (f(x + side * step) - f(x)) - (f(x + 2 * side * step) - f(x))) / (2 * side * step) for side in (-1, 1)
    )
    if not (math.isfinite(left) and math.isfinite(right)):
        return Slope(best.value, best.error, "no slope that can be measured")
    if abs(left - right) > 1e-3 * max(abs(left), abs(right)) and max(abs(left), abs(right)) < 1e5:
        sides = f"a kink: the slope is {left:.6g} on one side and {right:.6g} on the other"
        return Slope(best.value, best.error, sides, (min(left, right), max(left, right)))
    # Where a function is flat, as a square is at 0, its bend is large beside its slope, and yet both sides agree.
    apart = max(abs(left - best.value), abs(right - best.value)) + EPSILON * abs(f(x)) / step
    if apart < min(best.error, FLAT):
        return Slope(best.value, apart)
    return Slope(best.value, best.error, "no slope that can be measured")


def judge(applied: float, expected: Slope) -> str:
    """'right', 'wrong' or 'cannot tell'; right and wrong lie apart, so that no verdict depends on the step.

    >>> judge(0.5, Slope(0.5000000001, 1e-9)), judge(0.51, Slope(0.5, 1e-9)), judge(1.0, Slope(math.nan, math.inf))
    ('right', 'wrong', 'cannot tell')
    """
    if expected.between is not None:
        low, high = expected.between
        return "right" if low - 1e-4 <= applied <= high + 1e-4 else "cannot tell"
    if expected.reason or not math.isfinite(expected.value):
        return "cannot tell"
    if not math.isfinite(applied):
        return "wrong"
    size, noise = max(abs(applied), abs(expected.value)), 50 * expected.error
    apart = abs(applied - expected.value)
    if apart <= 1e-6 * size + noise:
        return "right" if noise <= max(expected.room * size, 1e-8) else "cannot tell"
    return "wrong" if apart > 1e-5 * size + 2 * noise else "cannot tell"
