"""Type tests: a number of the cell answers as the float or int that it was written as."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("type: isinstance float")
def is_float(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if isinstance({w.one('a', 'b')}, float) else {w.name()} * 5"]


@kind("type: isinstance of a computed number")
def is_float_computed(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if isinstance({w.small()}, float) else {w.name()} * 5"]


@kind("type: isinstance int")
def is_int(w: Writer) -> Sequence[str]:
    n = w.whole(0, 5)
    x = w.one(n, "a", f"{n} * 2", f"{n} // 2", f"{n} / 2", f"{n} + a")
    return [f"{n} = ${n}", f"{w.r} = {w.small()} if isinstance({x}, int) else {w.name()} * 5"]


@kind("type: isinstance of several types")
def is_several(w: Writer) -> Sequence[str]:
    types = w.one("(int, float)", "int | float", "numbers.Real", "numbers.Number", "(list, float)", "(str, list)")
    return [f"{w.r} = {w.small()} if isinstance({w.name()}, {types}) else {w.name()} * 5"]


@kind("type: a test in an earlier function")
def in_function(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.one('scaled', 'checked')}({w.name()}) + {w.small()}"]


@kind("type: match a class")
def match_class(w: Writer) -> Sequence[str]:
    case = w.one("float()", "float(x)", "int()", "int() | float()")
    lines = [f"match {w.one('a', 'b')}:", f"    case {case}:", f"        {w.r} = {w.small()}"]
    return [*lines, "    case _:", f"        {w.r} = {w.name()} * 5"]


@kind("type: np.isscalar")
def scalar(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if {w.one('np.isscalar', 'not np.ndim')}({w.name()}) else {w.name()} * 5"]


@kind("type: isinstance bool")
def is_bool(w: Writer) -> Sequence[str]:
    x = w.one("a > 0", "a == b", "(b < 1) == True")
    return [f"{w.r} = {w.small()} if isinstance({x}, bool) else {w.name()} * 5"]


@kind("type: is True", "identity")
def is_true(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if ({w.one('a', 'b')} > {w.constant()}) is True else {w.name()} * 5"]


@kind("type: type(a) is float", "identity")
def type_is(w: Writer) -> Sequence[str]:
    test = w.one("type({}) is float", "type({}) == float", "type({}) in (int, float)", "type({}).__name__ == 'float'")
    return [f"{w.r} = {w.small()} if {test.format(w.one('a', 'b'))} else {w.name()} * 5"]


@kind("type: is", "identity")
def identical(w: Writer) -> Sequence[str]:
    # Two names of equal numbers are left out: Python makes one object of equal literals or two, as it likes.
    t, name = w.fresh(), w.name()
    other = w.one(name, "None")
    return [f"{t} = {name}", f"{w.r} = {w.small()} if {t} is {other} else {w.name()} * 5"]


@kind("type: callable, hasattr, len")
def other_tests(w: Writer) -> Sequence[str]:
    test = w.one("callable({})", "hasattr({}, '__len__')", "hasattr({}, '__iter__')", "hasattr({}, '__float__')")
    return [f"{w.r} = {w.small()} if {test.format(w.name())} else {w.name()} * 5"]


@kind("type: match truths", "identity")
def match_truths(w: Writer) -> Sequence[str]:
    x, y = w.one("a", "b"), w.one("a", "b")
    lines = [
        f"match ({x} > {w.constant()}, {y} > {w.constant()}):",
        "    case (True, True):",
        f"        {w.r} = {w.small()}",
    ]
    return [*lines, "    case _:", f"        {w.r} = {w.name()} * 5"]
