"""Whole numbers: what Python does with an int and not with a float."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("whole: arithmetic")
def arithmetic(w: Writer) -> Sequence[str]:
    n = w.whole(1, 9)
    return [f"{n} = ${n}", f"{w.r} = {w.name()} * {n} + {n} ** 2 / 10 - {n} / 3"]


@kind("whole: floor division and remainder")
def floor(w: Writer) -> Sequence[str]:
    n = w.whole(-9, 9)
    form = w.one("{n} // 2", "{n} % 3", "-{n} // 4", "({n} + 1) % 4", "17 // ({n} ** 2 + 1)", "{n} // 2 % 2")
    return [f"{n} = ${n}", f"{w.r} = ({form.format(n=n)}) * {w.name()} + {w.small()}"]


@kind("whole: divmod")
def divmods(w: Writer) -> Sequence[str]:
    n, t = w.whole(0, 30), w.fresh()
    return [f"{n} = ${n}", f"{t}, u{t} = divmod({n}, 4)", f"{w.r} = {t} * {w.name()} + u{t}"]


@kind("whole: and, or, xor, not")
def bitwise(w: Writer) -> Sequence[str]:
    n = w.whole(0, 15)
    form = w.one("{n} & 3", "{n} | 1", "{n} ^ 5", "~{n}", "6 & {n}", "{n} & 4 == 4", "({n} | 2) ^ 1")
    return [f"{n} = ${n}", f"{w.r} = ({form.format(n=n)}) * {w.name()}"]


@kind("whole: not of a comparison")
def inverted(w: Writer) -> Sequence[str]:
    form = w.one("~({x} > {y})", "~({x} > {y}) & 3", "-~({x} < {y})", "~~({x} > {y})", "~(({x} > {y}) & (a > b))")
    x = w.one("a", "b", "(a + b)", "(a * b)")  # a number of NumPy's has truths of NumPy's
    return [f"{w.r} = ({form.format(x=x, y=w.constant())}) * {w.name()} + {w.small()}"]


@kind("whole: a branch on a bit")
def bit_branch(w: Writer) -> Sequence[str]:
    n = w.whole(0, 15)
    return [f"{n} = ${n}", f"{w.r} = {w.small()} if {n} & 4 else {w.name()} * 2"]


@kind("whole: shifts")
def shifts(w: Writer) -> Sequence[str]:
    n = w.whole(0, 6)
    return [f"{n} = ${n}", f"{w.r} = ({w.one('{n} << 1', '{n} >> 1', '1 << {n}').format(n=n)}) * {w.name()}"]


@kind("whole: pow with three arguments")
def pow3(w: Writer) -> Sequence[str]:
    n = w.whole(0, 9)
    return [f"{n} = ${n}", f"{w.r} = {w.one('pow({n}, 3, 7)', 'pow(3, {n}, 7)').format(n=n)} * {w.name()}"]


@kind("whole: an index")
def index(w: Writer) -> Sequence[str]:
    n = w.whole(0, 2)
    form = w.one("[0.5, {x}, 1.5][{n}]", "grid[0][{n} % 2] * {x}", "({x}, 1.0, 2.0)[-{n}]", "[{x}, 0.5, 1.0][{n}:][0]")
    return [f"{n} = ${n}", f"{w.r} = {form.format(x=w.name(), n=n)} + {w.small()}"]


@kind("whole: repetition")
def repetition(w: Writer) -> Sequence[str]:
    n = w.whole(0, 4)
    return [f"{n} = ${n}", f"{w.r} = sum([{w.name()}] * {n}) + {w.one('len({t} * {n})').format(t=repr('xy'), n=n)}"]


@kind("whole: large")
def large(w: Writer) -> Sequence[str]:
    n = w.whole(50, 90)
    form = w.one("2 ** ({n} - 40) % 1000", "math.factorial(20) / {n}", "10 ** 15 + {n}")
    return [f"{n} = ${n}", f"{w.r} = ({form.format(n=n)}) * 1e-3 * {w.name()}"]


@kind("whole: exact beyond 2**53", "whole")
def exact(w: Writer) -> Sequence[str]:
    n = w.whole(1, 9)
    return [f"{n} = ${n}", f"{w.r} = (2 ** 60 + {n}) % 10 * {w.name()}"]


@kind("whole: functions of math")
def of_math(w: Writer) -> Sequence[str]:
    n = w.whole(1, 9)
    form = w.one("math.factorial({n})", "math.comb(9, {n})", "math.gcd({n}, 6)", "math.isqrt({n} * 7)")
    return [f"{n} = ${n}", f"{w.r} = {form.format(n=n)} * {w.name()} / 10"]


@kind("whole: methods and attributes of a number")
def methods(w: Writer) -> Sequence[str]:
    n = w.whole(1, 9)
    form = w.one("{n}.bit_length()", "{n}.real", "{x}.is_integer()", "{x}.conjugate()", "{n}.numerator", "{x}.imag")
    return [f"{n} = ${n}", f"{w.r} = {form.format(n=n, x=w.name())} * {w.name()} + {w.small()}"]


@kind("whole: bin, hex, chr")
def written(w: Writer) -> Sequence[str]:
    n = w.whole(1, 15)
    form = w.one("bin({n})", "hex({n})", "chr(97 + {n})", "f'{{{n}:b}}'", "'x' * {n}")
    return [f"{n} = ${n}", f"{w.fresh()} = {form.format(n=n)}", f"{w.r} = {w.name()} * {n}"]
