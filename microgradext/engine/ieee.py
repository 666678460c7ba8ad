"""The primitives with IEEE 754 results where Python raises: 1/0 is inf, log(-1) is nan, nothing becomes complex.

The singular values follow C99 Annex F, as PyTorch in float64 does.

Twin: js/mathematics/primitives.ts
"""

from __future__ import annotations

import math
from collections.abc import Callable

inf = math.inf
nan = math.nan


def _guarded(
    function: Callable[[float], float], overflow: float = inf, pole: float = nan, at: float = nan
) -> Callable[[float], float]:
    """`function` with `overflow` for what is too large, `pole` at the point `at`, nan elsewhere outside its domain."""

    def safe(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return overflow
        except ValueError:
            return pole if x == at else nan

    safe.__name__ = function.__name__
    return safe


exp = _guarded(math.exp)
expm1 = _guarded(math.expm1)
cosh = _guarded(math.cosh)
log = _guarded(math.log, pole=-inf, at=0.0)
log1p = _guarded(math.log1p, pole=-inf, at=-1.0)
log2 = _guarded(math.log2, pole=-inf, at=0.0)
log10 = _guarded(math.log10, pole=-inf, at=0.0)
sqrt = _guarded(math.sqrt)
sin = _guarded(math.sin)
cos = _guarded(math.cos)
tan = _guarded(math.tan)
asin = _guarded(math.asin)
acos = _guarded(math.acos)
cbrt, atan, tanh, erf = math.cbrt, math.atan, math.tanh, math.erf
atan2, hypot = math.atan2, math.hypot


def sinh(x: float) -> float:
    """Hyperbolic sine; ±inf where it is too large."""
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(inf, x)


def div(x: float, y: float) -> float:
    """x / y."""
    try:
        return x / y
    except ZeroDivisionError:
        return x * math.copysign(inf, y)


def pow(x: float, y: float) -> float:
    """x ** y like C's pow: never complex."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return -inf if x < 0 and y % 2 == 1 else inf
    except ValueError:
        if x != 0:
            return nan
        return math.copysign(inf, x) if y % 2 == 1 else inf


def mod(x: float, y: float) -> float:
    """x % y, with the sign of y, as in Python and torch.remainder."""
    try:
        return x % y
    except ZeroDivisionError:
        return nan


def floordiv(x: float, y: float) -> float:
    """x // y, as in Python and torch.floor_divide; x / 0 at zero."""
    try:
        return x // y
    except ZeroDivisionError:
        return div(x, y)


def floor(x: float) -> float:
    """The largest whole number that is not above x."""
    return math.copysign(math.floor(x), x) if math.isfinite(x) else x


def ceil(x: float) -> float:
    """The smallest whole number that is not below x."""
    return math.copysign(math.ceil(x), x) if math.isfinite(x) else x


_OPERATORS: dict[str, Callable[..., float]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "neg": lambda x: -x,
    "abs": abs,
}


def compute(function: str, *operands: float) -> float:
    """A primitive by name, for folding constants."""
    result: float = _OPERATORS[function](*operands) if function in _OPERATORS else globals()[function](*operands)
    return result
