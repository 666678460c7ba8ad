"""NumPy: its functions of numbers, and arrays of them."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("numpy: functions of a number")
def functions(w: Writer) -> Sequence[str]:
    form = w.one("np.exp(np.tanh({x}))", "np.sqrt({x} ** 2 + 1)", "np.sin({x})", "np.float64(2) * {x}", "np.abs({x})")
    return [f"{w.r} = {form.format(x=w.name())} + {w.small()}"]


@kind("numpy: an array that takes part")
def array(w: Writer) -> Sequence[str]:
    t = w.fresh()
    form = w.one("({t} * 2).sum()", "({t} ** 2).mean()", "{t} @ {t}", "np.dot({t}, [0.5, 1.0, 2.0])", "{t}[0] * {t}[1]")
    return [f"{t} = np.array([{w.name()}, {w.small()}, 0.5])", f"{w.r} = {form.format(t=t)}"]


@kind("numpy: softmax")
def softmax(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = np.array([{w.name()}, {w.small()}, 0.5])", f"p{t} = np.exp({t}) / np.exp({t}).sum()"]
    return [*lines, f"{w.r} = -np.log(p{t}[1])"]


@kind("numpy: an array that takes no part")
def bystander(w: Writer) -> Sequence[str]:
    form = w.one(
        "np.array([{x} * 2, {y}])", "np.array([[{x}, {y} * 2]]).T", "np.array([{x}, {y}]) * 2", "[np.array([{x}])]"
    )
    return [f"{w.fresh()} = {form.format(x=w.name(), y=w.name())}", f"{w.r} = {w.small()}"]


@kind("numpy: an outer product")
def outer(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = np.array([[{w.name()}, 0.5], [{w.small()}, 1.0]])", f"q{t} = {t} @ {t}.T"]
    return [*lines, f"{w.r} = q{t}[0, 0] + q{t}[0, 1]"]


@kind("numpy: an array of zeros is filled")
def filled(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = np.zeros(4)", f"{t}[0] = {w.name()}", "for i in range(1, 4):", f"    {t}[i] = {t}[i - 1] * 0.5"]
    return [*lines, f"{w.r} = {t}[-1] + {w.small()}"]


@kind("numpy: in-place operators")
def in_place(w: Writer) -> Sequence[str]:
    t = w.fresh()
    start = w.one("np.ones(2)", f"np.array([{w.name()}, 0.5])")
    return [f"{t} = {start}", f"{t} {w.one('+', '*')}= {w.name()}", f"{w.r} = {t}[0] + {t}[1]"]


@kind("numpy: reductions of one number or a list")
def reductions(w: Writer) -> Sequence[str]:
    form = w.one(
        "np.sum([{x}, {y}])", "np.mean([{x}, {y}])", "np.sum({x})", "np.max([{x}, {y}])", "np.prod([{x}, {y}])"
    )
    return [f"{w.r} = {form.format(x=w.name(), y=w.small())} + {w.name()}"]


@kind("numpy: statistics")
def statistics(w: Writer) -> Sequence[str]:
    form = w.one("np.var([{x}, {y}])", "np.std([{x}, {y}, 5.0])", "np.round({x}, 1)", "np.clip({x}, -1, 1)")
    return [f"{w.r} = {form.format(x=w.name(), y=w.small())} + {w.name()}"]


@kind("numpy: questions")
def questions(w: Writer) -> Sequence[str]:
    form = w.one("np.isnan({x})", "np.isclose({x}, 1)", "np.any(np.array([{x}, 1.0]) > 1)", "np.isfinite({x})")
    return [f"{w.r} = {w.small()} if {form.format(x=w.name())} else {w.name()} * 2"]


@kind("numpy: rounding")
def rounding(w: Writer) -> Sequence[str]:
    form = w.one("np.round({x}, 1)", "np.rint({x} * 3)", "np.trunc({x} * 3)", "np.round([{x}, {x} * 2], 1)[1]")
    return [f"{w.r} = {form.format(x=w.name())} * {w.name()} + {w.small()}"]


@kind("numpy: points between inputs")
def between(w: Writer) -> Sequence[str]:
    form = w.one("np.linspace(0, {x}, 4).sum()", "np.linspace({x}, {y}, 3)[1]", "np.sum({x}) + np.prod({y})")
    return [f"{w.r} = {form.format(x=w.name(), y=w.small())}"]


@kind("numpy: an array of inputs changed in place")
def inputs_in_place(w: Writer) -> Sequence[str]:
    t = w.fresh()
    lines = [f"{t} = np.array([{w.name()}, {w.name()} * 2])", f"{t} {w.one('+', '*', '-')}= {w.name()}"]
    return [*lines, f"{t} *= 2", f"{w.r} = {t}[0] + {t}[1] * {w.small()}"]


@kind("numpy: where")
def where(w: Writer) -> Sequence[str]:
    return [f"{w.r} = np.where(np.array([{w.name()}, 0.5]) > {w.constant()}, {w.name()}, {w.small()})[0]"]


@kind("numpy: linspace and broadcasting")
def linspace(w: Writer) -> Sequence[str]:
    return [f"{w.r} = ({w.name()} * np.linspace(0, 1, 4) + {w.name()}).sum()"]
