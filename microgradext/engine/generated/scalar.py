"""The rows on floats: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.
"""
# ruff: noqa: E501, I001

from __future__ import annotations

from collections.abc import Callable
from math import acos, asin, atan, atan2, cbrt, ceil, copysign, cos, cosh, erf, exp, expm1, floor, hypot, log, log10, log1p, log2, pow, sin, sinh, sqrt, tan, tanh

from .. import ieee


def forward_add(x: float, y: float) -> float:
    return x + y


def pull_add(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (g, g,)


def forward_sub(x: float, y: float) -> float:
    return x - y


def pull_sub(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (g, -g,)


def forward_mul(x: float, y: float) -> float:
    return x * y


def pull_mul(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (g * y, g * x,)


def forward_div(x: float, y: float) -> float:
    try:
        return x / y
    except (ArithmeticError, ValueError):
        return ieee.div(x, y)


def pull_div(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    try:
        return (g * (1.0 / y), g * (-out / y),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, y), g * ieee.div(-out, y),)


def forward_pow(x: float, y: float) -> float:
    try:
        return pow(x, y)
    except (ArithmeticError, ValueError):
        return ieee.pow(x, y)


def pull_pow(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    try:
        return (0.0 if y == 0.0 else g * (y * pow(x, y - 1.0)), 0.0 if (x == 0.0) and (y >= 0.0) else g * (out * log(x)),)
    except (ArithmeticError, ValueError):
        return (0.0 if y == 0.0 else g * (y * ieee.pow(x, y - 1.0)), 0.0 if (x == 0.0) and (y >= 0.0) else g * (out * ieee.log(x)),)


def forward_neg(x: float) -> float:
    return -x


def pull_neg(g: float, out: float, x: float) -> tuple[float]:
    return (-g,)


def forward_square(x: float) -> float:
    return x * x


def pull_square(g: float, out: float, x: float) -> tuple[float]:
    return (g * (2.0 * x),)


def forward_cube(x: float) -> float:
    return x * x * x


def pull_cube(g: float, out: float, x: float) -> tuple[float]:
    return (g * (3.0 * (x * x)),)


def forward_reciprocal(x: float) -> float:
    try:
        return 1.0 / x
    except (ArithmeticError, ValueError):
        return ieee.div(1.0, x)


def pull_reciprocal(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (-out / x),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(-out, x),)


def forward_mod(x: float, y: float) -> float:
    try:
        return x % y
    except (ArithmeticError, ValueError):
        return ieee.mod(x, y)


def pull_mod(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    try:
        return (g, -(g * (x // y)),)
    except (ArithmeticError, ValueError):
        return (g, -(g * ieee.floordiv(x, y)),)


def forward_floordiv(x: float, y: float) -> float:
    try:
        return x // y
    except (ArithmeticError, ValueError):
        return ieee.floordiv(x, y)


def pull_floordiv(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_sign(x: float) -> float:
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0


def pull_sign(g: float, out: float, x: float) -> tuple[float]:
    return (0.0,)


def forward_abs(x: float) -> float:
    return abs(x)


def pull_abs(g: float, out: float, x: float) -> tuple[float]:
    return (g if x > 0.0 else -g if x < 0.0 else 0.0,)


def forward_min(x: float, y: float) -> float:
    return x if x <= y else y if x > y else x + y


def pull_min(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0 if x > y else g * 0.5 if x == y else g, 0.0 if x < y else g * 0.5 if x == y else g,)


def forward_max(x: float, y: float) -> float:
    return x if x >= y else y if x < y else x + y


def pull_max(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0 if x < y else g * 0.5 if x == y else g, 0.0 if x > y else g * 0.5 if x == y else g,)


def forward_clip(x: float, y: float, z: float) -> float:
    return (x if x >= y else y if x < y else x + y) if (x if x >= y else y if x < y else x + y) <= z else z if (x if x >= y else y if x < y else x + y) > z else (x if x >= y else y if x < y else x + y) + z


def pull_clip(g: float, out: float, x: float, y: float, z: float) -> tuple[float, float, float]:
    return (g if (x >= y) and (x <= z) else 0.0, g if (x < y) and (y < z) else 0.0, g if (x > z) or (z < y) else 0.0,)


def forward_where(c: float, x: float, y: float) -> float:
    return x if c != 0.0 else y


def pull_where(g: float, out: float, c: float, x: float, y: float) -> tuple[float, float, float]:
    return (0.0, g if c != 0.0 else 0.0, 0.0 if c != 0.0 else g,)


def forward_lt(x: float, y: float) -> float:
    return 1.0 if x < y else 0.0


def pull_lt(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_le(x: float, y: float) -> float:
    return 1.0 if x <= y else 0.0


def pull_le(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_gt(x: float, y: float) -> float:
    return 1.0 if x > y else 0.0


def pull_gt(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_ge(x: float, y: float) -> float:
    return 1.0 if x >= y else 0.0


def pull_ge(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_eq(x: float, y: float) -> float:
    return 1.0 if x == y else 0.0


def pull_eq(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_ne(x: float, y: float) -> float:
    return 1.0 if x != y else 0.0


def pull_ne(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_logical_and(x: float, y: float) -> float:
    return (1.0 if y != 0.0 else 0.0) if x != 0.0 else 0.0


def pull_logical_and(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_logical_or(x: float, y: float) -> float:
    return 1.0 if x != 0.0 else 1.0 if y != 0.0 else 0.0


def pull_logical_or(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    return (0.0, 0.0,)


def forward_logical_not(x: float) -> float:
    return 0.0 if x != 0.0 else 1.0


def pull_logical_not(g: float, out: float, x: float) -> tuple[float]:
    return (0.0,)


def forward_floor(x: float) -> float:
    try:
        return copysign(floor(x), x)
    except (ArithmeticError, ValueError):
        return ieee.floor(x)


def pull_floor(g: float, out: float, x: float) -> tuple[float]:
    return (0.0,)


def forward_ceil(x: float) -> float:
    try:
        return copysign(ceil(x), x)
    except (ArithmeticError, ValueError):
        return ieee.ceil(x)


def pull_ceil(g: float, out: float, x: float) -> tuple[float]:
    return (0.0,)


def forward_exp(x: float) -> float:
    try:
        return exp(x)
    except (ArithmeticError, ValueError):
        return ieee.exp(x)


def pull_exp(g: float, out: float, x: float) -> tuple[float]:
    return (g * out,)


def forward_expm1(x: float) -> float:
    try:
        return expm1(x)
    except (ArithmeticError, ValueError):
        return ieee.expm1(x)


def pull_expm1(g: float, out: float, x: float) -> tuple[float]:
    return (g * (out + 1.0),)


def forward_log(x: float) -> float:
    try:
        return log(x)
    except (ArithmeticError, ValueError):
        return ieee.log(x)


def pull_log(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / x),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, x),)


def forward_log1p(x: float) -> float:
    try:
        return log1p(x)
    except (ArithmeticError, ValueError):
        return ieee.log1p(x)


def pull_log1p(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (x + 1.0)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, x + 1.0),)


def forward_log2(x: float) -> float:
    try:
        return log2(x)
    except (ArithmeticError, ValueError):
        return ieee.log2(x)


def pull_log2(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (x * 0.6931471805599453)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, x * 0.6931471805599453),)


def forward_log10(x: float) -> float:
    try:
        return log10(x)
    except (ArithmeticError, ValueError):
        return ieee.log10(x)


def pull_log10(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (x * 2.302585092994046)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, x * 2.302585092994046),)


def forward_sqrt(x: float) -> float:
    try:
        return sqrt(x)
    except (ArithmeticError, ValueError):
        return ieee.sqrt(x)


def pull_sqrt(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (2.0 * out)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, 2.0 * out),)


def forward_cbrt(x: float) -> float:
    try:
        return cbrt(x)
    except (ArithmeticError, ValueError):
        return ieee.cbrt(x)


def pull_cbrt(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (3.0 * (out * out))),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, 3.0 * (out * out)),)


def forward_hypot(x: float, y: float) -> float:
    try:
        return hypot(x, y)
    except (ArithmeticError, ValueError):
        return ieee.hypot(x, y)


def pull_hypot(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    try:
        return (g * (x / out), g * (y / out),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(x, out), g * ieee.div(y, out),)


def forward_sin(x: float) -> float:
    try:
        return sin(x)
    except (ArithmeticError, ValueError):
        return ieee.sin(x)


def pull_sin(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * cos(x),)
    except (ArithmeticError, ValueError):
        return (g * ieee.cos(x),)


def forward_cos(x: float) -> float:
    try:
        return cos(x)
    except (ArithmeticError, ValueError):
        return ieee.cos(x)


def pull_cos(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (-(g * sin(x)),)
    except (ArithmeticError, ValueError):
        return (-(g * ieee.sin(x)),)


def forward_tan(x: float) -> float:
    try:
        return tan(x)
    except (ArithmeticError, ValueError):
        return ieee.tan(x)


def pull_tan(g: float, out: float, x: float) -> tuple[float]:
    return (g * (1.0 + out * out),)


def forward_asin(x: float) -> float:
    try:
        return asin(x)
    except (ArithmeticError, ValueError):
        return ieee.asin(x)


def pull_asin(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / sqrt(1.0 - x * x)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, ieee.sqrt(1.0 - x * x)),)


def forward_acos(x: float) -> float:
    try:
        return acos(x)
    except (ArithmeticError, ValueError):
        return ieee.acos(x)


def pull_acos(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (-1.0 / sqrt(1.0 - x * x)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(-1.0, ieee.sqrt(1.0 - x * x)),)


def forward_atan(x: float) -> float:
    try:
        return atan(x)
    except (ArithmeticError, ValueError):
        return ieee.atan(x)


def pull_atan(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (1.0 + x * x)),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, 1.0 + x * x),)


def forward_atan2(x: float, y: float) -> float:
    try:
        return atan2(x, y)
    except (ArithmeticError, ValueError):
        return ieee.atan2(x, y)


def pull_atan2(g: float, out: float, x: float, y: float) -> tuple[float, float]:
    try:
        return (0.0 if x * x + y * y == 0.0 else g * (y / (x * x + y * y)), 0.0 if x * x + y * y == 0.0 else g * (-x / (x * x + y * y)),)
    except (ArithmeticError, ValueError):
        return (0.0 if x * x + y * y == 0.0 else g * ieee.div(y, x * x + y * y), 0.0 if x * x + y * y == 0.0 else g * ieee.div(-x, x * x + y * y),)


def forward_sinh(x: float) -> float:
    try:
        return sinh(x)
    except (ArithmeticError, ValueError):
        return ieee.sinh(x)


def pull_sinh(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * cosh(x),)
    except (ArithmeticError, ValueError):
        return (g * ieee.cosh(x),)


def forward_cosh(x: float) -> float:
    try:
        return cosh(x)
    except (ArithmeticError, ValueError):
        return ieee.cosh(x)


def pull_cosh(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * sinh(x),)
    except (ArithmeticError, ValueError):
        return (g * ieee.sinh(x),)


def forward_tanh(x: float) -> float:
    try:
        return tanh(x)
    except (ArithmeticError, ValueError):
        return ieee.tanh(x)


def pull_tanh(g: float, out: float, x: float) -> tuple[float]:
    return (g * (1.0 - out * out),)


def forward_sigmoid(x: float) -> float:
    try:
        return 1.0 / (1.0 + exp(-x))
    except (ArithmeticError, ValueError):
        return ieee.div(1.0, 1.0 + ieee.exp(-x))


def pull_sigmoid(g: float, out: float, x: float) -> tuple[float]:
    return (g * (out * (1.0 - out)),)


def forward_relu(x: float) -> float:
    return 0.0 if x <= 0.0 else x


def pull_relu(g: float, out: float, x: float) -> tuple[float]:
    return (0.0 if x <= 0.0 else g,)


def forward_leaky_relu(x: float) -> float:
    return x if x > 0.0 else 0.01 * x


def pull_leaky_relu(g: float, out: float, x: float) -> tuple[float]:
    return (g if x > 0.0 else g * 0.01,)


def forward_softplus(x: float) -> float:
    try:
        return log1p(exp(-abs(x))) + (x if x > 0.0 else 0.0)
    except (ArithmeticError, ValueError):
        return ieee.log1p(ieee.exp(-abs(x))) + (x if x > 0.0 else 0.0)


def pull_softplus(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.0 / (1.0 + exp(-x))),)
    except (ArithmeticError, ValueError):
        return (g * ieee.div(1.0, 1.0 + ieee.exp(-x)),)


def forward_erf(x: float) -> float:
    try:
        return erf(x)
    except (ArithmeticError, ValueError):
        return ieee.erf(x)


def pull_erf(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (1.1283791670955126 * exp(-(x * x))),)
    except (ArithmeticError, ValueError):
        return (g * (1.1283791670955126 * ieee.exp(-(x * x))),)


def forward_gelu(x: float) -> float:
    try:
        return 0.5 * x * (1.0 + erf(x * 0.7071067811865476))
    except (ArithmeticError, ValueError):
        return 0.5 * x * (1.0 + ieee.erf(x * 0.7071067811865476))


def pull_gelu(g: float, out: float, x: float) -> tuple[float]:
    try:
        return (g * (0.5 * (1.0 + erf(x * 0.7071067811865476)) + x * exp(-0.5 * x * x) / 2.5066282746310002),)
    except (ArithmeticError, ValueError):
        return (g * (0.5 * (1.0 + ieee.erf(x * 0.7071067811865476)) + ieee.div(x * ieee.exp(-0.5 * x * x), 2.5066282746310002)),)


def forward_sum(*operands: float) -> float:
    total = operands[0]
    for operand in operands[1:]:
        total = total + operand
    return total


def pull_sum(g: float, out: float, *operands: float) -> tuple[float, ...]:
    return (g,) * len(operands)


def forward_logsumexp(*operands: float) -> float:
    largest = max(operands)
    shift = 0.0 if largest in (ieee.inf, -ieee.inf) else largest
    return shift + ieee.log(forward_sum(*[ieee.exp(operand - shift) for operand in operands]))


def pull_logsumexp(g: float, out: float, *operands: float) -> tuple[float, ...]:
    return tuple([g * ieee.exp(operand - out) for operand in operands])


FORWARD: tuple[Callable[..., float], ...] = (
    forward_add,
    forward_sub,
    forward_mul,
    forward_div,
    forward_pow,
    forward_neg,
    forward_square,
    forward_cube,
    forward_reciprocal,
    forward_mod,
    forward_floordiv,
    forward_sign,
    forward_abs,
    forward_min,
    forward_max,
    forward_clip,
    forward_where,
    forward_lt,
    forward_le,
    forward_gt,
    forward_ge,
    forward_eq,
    forward_ne,
    forward_logical_and,
    forward_logical_or,
    forward_logical_not,
    forward_floor,
    forward_ceil,
    forward_exp,
    forward_expm1,
    forward_log,
    forward_log1p,
    forward_log2,
    forward_log10,
    forward_sqrt,
    forward_cbrt,
    forward_hypot,
    forward_sin,
    forward_cos,
    forward_tan,
    forward_asin,
    forward_acos,
    forward_atan,
    forward_atan2,
    forward_sinh,
    forward_cosh,
    forward_tanh,
    forward_sigmoid,
    forward_relu,
    forward_leaky_relu,
    forward_softplus,
    forward_erf,
    forward_gelu,
    forward_sum,
    forward_logsumexp,
)
PULL: tuple[Callable[..., tuple[float, ...]], ...] = (
    pull_add,
    pull_sub,
    pull_mul,
    pull_div,
    pull_pow,
    pull_neg,
    pull_square,
    pull_cube,
    pull_reciprocal,
    pull_mod,
    pull_floordiv,
    pull_sign,
    pull_abs,
    pull_min,
    pull_max,
    pull_clip,
    pull_where,
    pull_lt,
    pull_le,
    pull_gt,
    pull_ge,
    pull_eq,
    pull_ne,
    pull_logical_and,
    pull_logical_or,
    pull_logical_not,
    pull_floor,
    pull_ceil,
    pull_exp,
    pull_expm1,
    pull_log,
    pull_log1p,
    pull_log2,
    pull_log10,
    pull_sqrt,
    pull_cbrt,
    pull_hypot,
    pull_sin,
    pull_cos,
    pull_tan,
    pull_asin,
    pull_acos,
    pull_atan,
    pull_atan2,
    pull_sinh,
    pull_cosh,
    pull_tanh,
    pull_sigmoid,
    pull_relu,
    pull_leaky_relu,
    pull_softplus,
    pull_erf,
    pull_gelu,
    pull_sum,
    pull_logsumexp,
)
