"""Functions: of earlier cells and of the cell itself."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("function: of an earlier cell")
def earlier(w: Writer) -> Sequence[str]:
    function = w.one("square({})", "helper({})", "logistic({})", "helper({}, s=1.5)", "newton(1 + {} ** 2)")
    return [f"{w.r} = {function.format(w.name())} * {w.small()}"]


@kind("function: one that answers a plain number on one side")
def plain_answer(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.one('relu_', 'step')}({w.name()} * {w.constant(0.5, 2)}) + {w.small()}"]


@kind("function: one that answers a plain number, and nothing else")
def bare_answer(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.one('relu_', 'step')}({w.name()})"]


@kind("function: recursion")
def recursion(w: Writer) -> Sequence[str]:
    n = w.whole(0, 4)
    return [f"{n} = ${n}", f"{w.r} = power({w.small()}, {n}) + {w.name()}"]


@kind("function: a generator")
def generator(w: Writer) -> Sequence[str]:
    return [f"{w.r} = sum(parts_of({w.name()}, 3)) + horner({w.small()}, [0.5, {w.name()}, 1.0])"]


@kind("function: of the cell")
def own(w: Writer) -> Sequence[str]:
    f = w.fresh("f")
    lines = [f"def {f}(x, y=0.5):", f"    if x > {w.constant()}:", "        return x * y"]
    return [*lines, f"    return y - math.sin(x) * {w.name()}", f"{w.r} = {f}({w.name()}) + {f}({w.small()}, 2.0)"]


@kind("function: lambda, map, reduce")
def lambdas(w: Writer) -> Sequence[str]:
    return [
        w.one(
            f"{w.r} = (lambda x: x * x - {w.name()})({w.small()})",
            f"{w.r} = sum(map(square, [{w.name()}, {w.small()}]))",
            f"{w.r} = reduce(lambda x, y: x * y + 0.5, [{w.name()}, {w.small()}, 0.5])",
        )
    ]


@kind("function: a class of the cell")
def own_class(w: Writer) -> Sequence[str]:
    f, t = w.fresh("F"), w.fresh()
    lines = [
        f"class {f}:",
        "    def __init__(self, w): self.w = w",
        "    def __call__(self, x): return self.w * x + 0.5",
    ]
    return [*lines, f"{t} = {f}({w.name()})", f"{w.r} = {t}({w.small()})"]


@kind("function: math imported inside")
def import_inside(w: Writer) -> Sequence[str]:
    f = w.fresh("f")
    lines = [f"def {f}(x):", "    from math import sin", "    return sin(x) ** 2"]
    return [*lines, f"{w.r} = {f}({w.name()})"]


@kind("function: of Python's library, imported in an earlier cell")
def imported_earlier(w: Writer) -> Sequence[str]:
    t, s = w.real(), w.real()
    form = w.one(
        f"reduce(lambda p, q: p * q, [{t}, {s}])",
        f"list(accumulate([{t}, {s}]))[-1]",
        f"sum(starmap(lambda p, q: p * q, [({t}, {s})]))",
        f"mul({t}, {s})",
        f"itemgetter(0)([{t}]) - itemgetter(0)([{s}])",
    )
    return [f"{t} = ${t}", f"{s} = ${s}", f"{w.r} = {form}"]
