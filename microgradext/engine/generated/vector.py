"""The rows on NumPy arrays: `forward_NAME(x, y)` and `pull_NAME(g, out, x, y)`, by operand.

Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.
"""
# ruff: noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any  # of float64, or a number where a derivative is constant


erf: Callable[[Array], Array] = np.vectorize(math.erf, otypes=[float])


def forward_add(x: Array, y: Array) -> Array:
    return x + y


def pull_add(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g, g,)


def forward_sub(x: Array, y: Array) -> Array:
    return x - y


def pull_sub(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g, -g,)


def forward_mul(x: Array, y: Array) -> Array:
    return x * y


def pull_mul(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g * y, g * x,)


def forward_div(x: Array, y: Array) -> Array:
    return x / y


def pull_div(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g * (1.0 / y), g * (-out / y),)


def forward_pow(x: Array, y: Array) -> Array:
    return np.power(x, y)


def pull_pow(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (np.where(y == 0.0, 0.0, g * (y * np.power(x, y - 1.0))), np.where((x == 0.0) & (y >= 0.0), 0.0, g * (out * np.log(x))),)


def forward_neg(x: Array) -> Array:
    return -x


def pull_neg(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (-g,)


def forward_square(x: Array) -> Array:
    return x * x


def pull_square(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (2.0 * x),)


def forward_cube(x: Array) -> Array:
    return x * x * x


def pull_cube(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (3.0 * (x * x)),)


def forward_reciprocal(x: Array) -> Array:
    return 1.0 / x


def pull_reciprocal(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (-out / x),)


def forward_mod(x: Array, y: Array) -> Array:
    return np.mod(x, y)


def pull_mod(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g, -(g * np.floor_divide(x, y)),)


def forward_floordiv(x: Array, y: Array) -> Array:
    return np.floor_divide(x, y)


def pull_floordiv(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_sign(x: Array) -> Array:
    return np.where(x > 0.0, 1.0, np.where(x < 0.0, -1.0, 0.0))


def pull_sign(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (0.0,)


def forward_abs(x: Array) -> Array:
    return np.abs(x)


def pull_abs(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (np.where(x > 0.0, g, np.where(x < 0.0, -g, 0.0)),)


def forward_min(x: Array, y: Array) -> Array:
    return np.where(x <= y, x, np.where(x > y, y, x + y))


def pull_min(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (np.where(x > y, 0.0, np.where(x == y, g * 0.5, g)), np.where(x < y, 0.0, np.where(x == y, g * 0.5, g)),)


def forward_max(x: Array, y: Array) -> Array:
    return np.where(x >= y, x, np.where(x < y, y, x + y))


def pull_max(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (np.where(x < y, 0.0, np.where(x == y, g * 0.5, g)), np.where(x > y, 0.0, np.where(x == y, g * 0.5, g)),)


def forward_clip(x: Array, y: Array, z: Array) -> Array:
    return np.where(np.where(x >= y, x, np.where(x < y, y, x + y)) <= z, np.where(x >= y, x, np.where(x < y, y, x + y)), np.where(np.where(x >= y, x, np.where(x < y, y, x + y)) > z, z, np.where(x >= y, x, np.where(x < y, y, x + y)) + z))


def pull_clip(g: Array, out: Array, x: Array, y: Array, z: Array) -> tuple[Array, Array, Array]:
    return (np.where((x >= y) & (x <= z), g, 0.0), np.where((x < y) & (y < z), g, 0.0), np.where((x > z) | (z < y), g, 0.0),)


def forward_where(c: Array, x: Array, y: Array) -> Array:
    return np.where(c != 0.0, x, y)


def pull_where(g: Array, out: Array, c: Array, x: Array, y: Array) -> tuple[Array, Array, Array]:
    return (0.0, np.where(c != 0.0, g, 0.0), np.where(c != 0.0, 0.0, g),)


def forward_lt(x: Array, y: Array) -> Array:
    return np.where(x < y, 1.0, 0.0)


def pull_lt(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_le(x: Array, y: Array) -> Array:
    return np.where(x <= y, 1.0, 0.0)


def pull_le(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_gt(x: Array, y: Array) -> Array:
    return np.where(x > y, 1.0, 0.0)


def pull_gt(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_ge(x: Array, y: Array) -> Array:
    return np.where(x >= y, 1.0, 0.0)


def pull_ge(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_eq(x: Array, y: Array) -> Array:
    return np.where(x == y, 1.0, 0.0)


def pull_eq(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_ne(x: Array, y: Array) -> Array:
    return np.where(x != y, 1.0, 0.0)


def pull_ne(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_logical_and(x: Array, y: Array) -> Array:
    return np.where(x != 0.0, np.where(y != 0.0, 1.0, 0.0), 0.0)


def pull_logical_and(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_logical_or(x: Array, y: Array) -> Array:
    return np.where(x != 0.0, 1.0, np.where(y != 0.0, 1.0, 0.0))


def pull_logical_or(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (0.0, 0.0,)


def forward_logical_not(x: Array) -> Array:
    return np.where(x != 0.0, 0.0, 1.0)


def pull_logical_not(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (0.0,)


def forward_floor(x: Array) -> Array:
    return np.floor(x)


def pull_floor(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (0.0,)


def forward_ceil(x: Array) -> Array:
    return np.ceil(x)


def pull_ceil(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (0.0,)


def forward_exp(x: Array) -> Array:
    return np.exp(x)


def pull_exp(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * out,)


def forward_expm1(x: Array) -> Array:
    return np.expm1(x)


def pull_expm1(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (out + 1.0),)


def forward_log(x: Array) -> Array:
    return np.log(x)


def pull_log(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / x),)


def forward_log1p(x: Array) -> Array:
    return np.log1p(x)


def pull_log1p(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (x + 1.0)),)


def forward_log2(x: Array) -> Array:
    return np.log2(x)


def pull_log2(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (x * 0.6931471805599453)),)


def forward_log10(x: Array) -> Array:
    return np.log10(x)


def pull_log10(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (x * 2.302585092994046)),)


def forward_sqrt(x: Array) -> Array:
    return np.sqrt(x)


def pull_sqrt(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (2.0 * out)),)


def forward_cbrt(x: Array) -> Array:
    return np.cbrt(x)


def pull_cbrt(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (3.0 * (out * out))),)


def forward_hypot(x: Array, y: Array) -> Array:
    return np.hypot(x, y)


def pull_hypot(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (g * (x / out), g * (y / out),)


def forward_sin(x: Array) -> Array:
    return np.sin(x)


def pull_sin(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * np.cos(x),)


def forward_cos(x: Array) -> Array:
    return np.cos(x)


def pull_cos(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (-(g * np.sin(x)),)


def forward_tan(x: Array) -> Array:
    return np.tan(x)


def pull_tan(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 + out * out),)


def forward_asin(x: Array) -> Array:
    return np.arcsin(x)


def pull_asin(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / np.sqrt(1.0 - x * x)),)


def forward_acos(x: Array) -> Array:
    return np.arccos(x)


def pull_acos(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (-1.0 / np.sqrt(1.0 - x * x)),)


def forward_atan(x: Array) -> Array:
    return np.arctan(x)


def pull_atan(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (1.0 + x * x)),)


def forward_atan2(x: Array, y: Array) -> Array:
    return np.arctan2(x, y)


def pull_atan2(g: Array, out: Array, x: Array, y: Array) -> tuple[Array, Array]:
    return (np.where(x * x + y * y == 0.0, 0.0, g * (y / (x * x + y * y))), np.where(x * x + y * y == 0.0, 0.0, g * (-x / (x * x + y * y))),)


def forward_sinh(x: Array) -> Array:
    return np.sinh(x)


def pull_sinh(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * np.cosh(x),)


def forward_cosh(x: Array) -> Array:
    return np.cosh(x)


def pull_cosh(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * np.sinh(x),)


def forward_tanh(x: Array) -> Array:
    return np.tanh(x)


def pull_tanh(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 - out * out),)


def forward_sigmoid(x: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-x))


def pull_sigmoid(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (out * (1.0 - out)),)


def forward_relu(x: Array) -> Array:
    return np.where(x <= 0.0, 0.0, x)


def pull_relu(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (np.where(x <= 0.0, 0.0, g),)


def forward_leaky_relu(x: Array) -> Array:
    return np.where(x > 0.0, x, 0.01 * x)


def pull_leaky_relu(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (np.where(x > 0.0, g, g * 0.01),)


def forward_softplus(x: Array) -> Array:
    return np.log1p(np.exp(-np.abs(x))) + np.where(x > 0.0, x, 0.0)


def pull_softplus(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.0 / (1.0 + np.exp(-x))),)


def forward_erf(x: Array) -> Array:
    return erf(x)


def pull_erf(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (1.1283791670955126 * np.exp(-(x * x))),)


def forward_gelu(x: Array) -> Array:
    return 0.5 * x * (1.0 + erf(x * 0.7071067811865476))


def pull_gelu(g: Array, out: Array, x: Array) -> tuple[Array]:
    return (g * (0.5 * (1.0 + erf(x * 0.7071067811865476)) + x * np.exp(-0.5 * x * x) / 2.5066282746310002),)


def forward_sum(*operands: Array) -> Array:
    total = operands[0]
    for operand in operands[1:]:
        total = total + operand
    return total


def pull_sum(g: Array, out: Array, *operands: Array) -> tuple[Array, ...]:
    return (g,) * len(operands)


def forward_logsumexp(*operands: Array) -> Array:
    largest = np.maximum.reduce(np.broadcast_arrays(*operands))
    shift = np.where(np.isinf(largest), 0.0, largest)
    return shift + np.log(forward_sum(*[np.exp(operand - shift) for operand in operands]))


def pull_logsumexp(g: Array, out: Array, *operands: Array) -> tuple[Array, ...]:
    return tuple([g * np.exp(operand - out) for operand in operands])


FORWARD: tuple[Callable[..., Array], ...] = (
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
PULL: tuple[Callable[..., tuple[Array, ...]], ...] = (
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
