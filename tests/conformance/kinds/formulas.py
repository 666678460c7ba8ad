"""Formulas: arithmetic and the functions of `math`."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("formula: a sum")
def a_sum(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} {w.one('+', '-', '*')} {w.small()} / ({w.name()} ** 2 + 1)"]


@kind("formula: functions of math")
def functions_of_math(w: Writer) -> Sequence[str]:
    function = w.one("sin", "cos", "tanh", "atan", "sinh", "exp", "expm1", "erf", "asinh", "degrees", "fabs", "exp2")
    return [f"{w.r} = math.{function}(math.tanh({w.name()})) * {w.small()}"]


@kind("formula: functions of math for positive numbers")
def positive(w: Writer) -> Sequence[str]:
    function = w.one("log", "log2", "log10", "log1p", "sqrt", "cbrt", "acosh")
    return [f"{w.r} = math.{function}(1.1 + {w.name()} ** 2) + math.log({w.name()} ** 2 + 1, 3)"]


@kind("formula: functions of math of several numbers")
def several(w: Writer) -> Sequence[str]:
    x, y = w.name(), w.name()
    form = w.one(
        "math.hypot({x} + 3, {y})",
        "math.atan2({x}, {y} + 4.5)",
        "math.pow({x} ** 2 + 1, 1.5)",
        "math.fsum([{x}, {y}, {x}])",
        "math.prod([{x}, {y}, 0.5])",
        "math.dist([{x}, 4.0], [{y}, 0.5])",
    )
    return [f"{w.r} = {form.format(x=x, y=y)}"]


@kind("formula: functions of math without a derivative of ours")
def without_a_row(w: Writer) -> Sequence[str]:
    form = w.one("math.fmod({x}, 0.7)", "math.copysign(1.5, {x})", "math.gamma(2 + math.tanh({x}))", "math.erfc({x})")
    return [f"{w.r} = {form.format(x=w.name())} * {w.name()}"]


@kind("formula: powers")
def powers(w: Writer) -> Sequence[str]:
    form = w.one("{x} ** 2", "{x} ** 3", "({x} ** 2 + 1) ** -1", "abs({x}) ** 0.5", "2 ** {y}", "(1 + {x} ** 2) ** {y}")
    return [f"{w.r} = {form.format(x=w.name(), y=w.name())} + {w.constant()}"]


@kind("formula: a pole")
def pole(w: Writer) -> Sequence[str]:
    form = w.one("1 / {x}", "math.log({x})", "math.sqrt({x})", "{x} ** 0.5", "{x} ** -1", "math.exp(400 * {x})")
    return [f"{w.r} = {form.format(x=w.name())} + {w.name()}"]


@kind("formula: selection")
def selection(w: Writer) -> Sequence[str]:
    x, y = w.name(), w.small()
    form = w.one(
        "max({x}, {y})",
        "min({x}, 0.5, {y})",
        "abs({x} - {y})",
        "sum([{x}, {y}])",
        "sorted([{x}, {y}, 0.1])[1]",
        "max([{x}, {y}], key=lambda each: each * each)",
    )
    return [f"{w.r} = {form.format(x=x, y=y)} * {w.name()}"]


@kind("formula: floor, ceil, int and round")
def rounding(w: Writer) -> Sequence[str]:
    form = w.one("math.floor({x})", "math.ceil({x})", "math.trunc({x})", "int({x})", "round({x})", "round({x}, 1)")
    return [f"{w.r} = {form.format(x=w.name())} * {w.name()} + {w.small()}"]


@kind("formula: remainders of real numbers")
def remainders(w: Writer) -> Sequence[str]:
    form = w.one("{x} % 0.7", "{x} // 0.7", "divmod({x}, 0.7)[1]", "math.remainder({x}, 0.7)")
    return [f"{w.r} = {form.format(x=w.name())} * {w.name()}"]


@kind("formula: max and min with nan", "nan")
def with_nan(w: Writer) -> Sequence[str]:
    form = w.one(
        "max({x}, math.nan)", "min(math.nan, {x})", "max({x} * math.nan, {y})", "min({y}, 1.5, math.nan * {x})"
    )
    return [f"{w.fresh()} = {form.format(x=w.name(), y=w.name())}", f"{w.r} = {w.small()}"]
