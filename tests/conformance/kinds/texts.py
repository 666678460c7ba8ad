"""Texts: numbers that are written out, and what is done with the text."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


def formatted(w: Writer, x: str) -> str:
    """`x` as text, with few digits."""
    form = w.one("f'{<x>:.2f}'", "format(<x>, '.1f')", "'{:.1f}'.format(<x>)", "f'{<x>:+.1e}'")
    return form.replace("<x>", x)


@kind("text: printed")
def printed(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()}", f"print('now', {formatted(w, w.r)}, {formatted(w, w.name())})"]


@kind("text: printed as it is")
def printed_as_is(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()}", w.one(f"print({w.r})", f"print(f'{{{w.name()}}} and {{{w.r}}}')")]


@kind("text: bound to a name")
def bound(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{w.r} = {w.small()}", f"{t} = 'it is ' + {formatted(w, w.r)}"]


@kind("text: bound to a name, of an earlier function")
def bound_by_function(w: Writer) -> Sequence[str]:
    return [f"{w.fresh()} = shown({w.name()})", f"{w.r} = {w.small()}"]


@kind("text: in a list")
def in_a_list(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = [f'{{{w.name()} * i:.2f}}' for i in range(3)]", f"{w.r} = {w.small()} * len({t})"]


@kind("text: str of a number")
def str_of(w: Writer) -> Sequence[str]:
    form = w.one("str({})", "f'{{{}}}'", "'%s' % {}", "'{{}}'.format({})")
    return [f"{w.fresh()} = {form.format(w.name())}", f"{w.r} = {w.small()}"]


@kind("text: percent")
def percent(w: Writer) -> Sequence[str]:
    form = w.one("'%.2f' % {}", "'%5.1f|' % ({},)", "'%d' % {}", "'%g' % {}", "'%(x).1f' % {{'x': {}}}")
    return [f"{w.fresh()} = {form.format(w.name())}", f"{w.r} = {w.small()}"]


@kind("text: read back as a number")
def read_back(w: Writer) -> Sequence[str]:
    return [f"{w.r} = float({formatted(w, w.name())}) * {w.name()}"]


@kind("text: str read back as a number")
def str_read_back(w: Writer) -> Sequence[str]:
    return [f"{w.r} = float(str({w.name()})) * {w.name()}"]


@kind("text: percent read back as a number")
def percent_read_back(w: Writer) -> Sequence[str]:
    return [f"{w.r} = float('%.2f' % {w.name()}) * {w.name()}"]


@kind("text: its length")
def length(w: Writer) -> Sequence[str]:
    return [f"{w.r} = len({formatted(w, w.name())}) * {w.name()}"]


@kind("text: a branch on it")
def branch(w: Writer) -> Sequence[str]:
    question = w.one("{}.startswith('-')", "'1' in {}", "{} > '1'", "{}[0] == '0'").format(formatted(w, w.name()))
    return [f"{w.r} = {w.small()} if {question} else {w.small()}"]


@kind("text: sorting by it")
def sorting(w: Writer) -> Sequence[str]:
    return [f"{w.r} = sorted([{w.name()}, 1.5, {w.small()}], key=lambda each: f'{{each:06.2f}}')[1] * {w.name()}"]


@kind("text: its digits are summed")
def digits(w: Writer) -> Sequence[str]:
    return [f"{w.r} = sum(int(c) for c in f'{{{w.name()}:.2f}}' if c.isdigit()) * {w.name()}"]


@kind("text: a key of a dict")
def key(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = {{f'{{{w.name()}:.0f}}': {w.name()}}}", f"{w.r} = {t}.get('1', 0.5) * {w.name()}"]


@kind("text: a set of texts")
def text_set(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = {{f'{{{w.name()}:.1f}}', f'{{{w.name()}:.1f}}'}}", f"{w.r} = {w.small()}"]


@kind("text: repr")
def repr_of(w: Writer) -> Sequence[str]:
    form = w.one("repr({})", "f'{{{}!r}}'", "f'{{{}=}}'", "'%r' % {}", "repr({} > 0)", "f'{{{} > 0!r}}'")
    return [f"{w.fresh()} = {form.format(w.name())}", f"{w.r} = {w.small()}"]


@kind("text: repr inside a container")
def in_container(w: Writer) -> Sequence[str]:
    form = w.one("str([{}])", "repr(({}, 0.5))", "f'{{dict(x={})}}'", "f'{{SimpleNamespace(x={})}}'", "repr([{} > 0])")
    return [f"{w.fresh()} = {form.format(w.name())}", f"{w.r} = {w.small()}"]


@kind("text: repr read back as a number")
def repr_read_back(w: Writer) -> Sequence[str]:
    form = w.one("repr({})", "repr([{}])[1:-1]", "f'{{{}!r}}'")
    return [f"{w.r} = float({form.format(w.name())}) * {w.name()}"]


@kind("text: of what floor, ceil and trunc make")
def of_floor(w: Writer) -> Sequence[str]:
    form = w.one("f'{{math.floor({x})}} boxes'", "str(math.ceil({x} / 0.5))", "f'{{math.trunc({x})}}'")
    return [f"{w.fresh()} = {form.format(x=w.name())}", f"{w.r} = {w.small()}"]


@kind("text: of a comparison, or of how many hold")
def of_truth(w: Writer) -> Sequence[str]:
    form = w.one("str({x} > {y})", "f'{{{x} > {y}:>8}}'", "f'{{sum(v > {y} for v in (a, b))}} of 2'",
                 "str(({x} > 0) - ({x} < 0))", "str(~({x} > {y}))", "str(({x} > {y}) * 2)")  # fmt: skip
    return [f"{w.fresh()} = {form.format(x=w.name(), y=w.constant())}", f"{w.r} = {w.small()}"]


@kind("text: of what max or min chose")
def of_choice(w: Writer) -> Sequence[str]:
    n = w.whole(-2, 2)
    form = w.one("str(max({n}, {x}))", "f'{{min({x}, {n})}}'", "str(max({x}, {n}, 1))", "f'{{max({n}, {x}) + 1}}'")
    return [f"{n} = ${n}", f"{w.fresh()} = {form.format(n=n, x=w.name())}", f"{w.r} = {w.small()}"]


@kind("text: of a whole number beside another", "whole floats")
def of_whole_beside(w: Writer) -> Sequence[str]:
    n, t = w.whole(-2, 5), w.fresh()
    other = w.one("2", "2.0", "one", "ones[0]", "ones[1]")
    form = w.one("{n} * {o}", "{o} + {n}", "max({n}, {o})", "[v * {n} for v in ones]", "{n} - {o}", "{o} ** {n}")
    lines = [f"{n} = ${n}", f"ones = {w.one('[1.0, 2.0]', '(1, 2)')}", f"one, _ = ones, {t!r}", "one = one[0]"]
    return [*lines, f"{t} = str({form.format(n=n, o=other)})", f"{w.r} = {w.small()}"]


@kind("text: of a count")
def of_count(w: Writer) -> Sequence[str]:
    t, zero = w.fresh(), w.one("0", "0.0")
    lines = [f"{t} = {zero}", f"for v in (a, {w.name()}, {w.small()}):", f"    {t} += v > {w.constant()}"]
    return [*lines, f"print({t}, f'{{{t}}} found')", f"{w.r} = {w.small()}"]


@kind("text: written into a buffer")
def buffered(w: Writer) -> Sequence[str]:
    t, x = w.fresh(), w.name()
    line = w.one(
        f"print({x}, file={t})",
        f"print(shown({x}), f'{{{x}:.1f}}', file={t})",
        f"with redirect_stdout({t}): print({x})",
        f"with redirect_stdout({t}): print(shown({x}))",
        f"{t}.write(f'{{{x}}}')",
    )
    read = w.one(f"{w.r} = {w.small()}", f"{w.r} = len({t}.getvalue()) * {w.name()}")
    lines = ["import io", "from contextlib import redirect_stdout", f"{t} = io.StringIO()", line]
    return [*lines, f"u{t} = {t}.getvalue()", read]


@kind("text: the message of an error that is caught")
def message(w: Writer) -> Sequence[str]:
    t, x = w.fresh(), w.name()
    raised = w.one(f"raise ValueError(f'it is {{{x}:.2f}}')", f"assert False, f'it is {{{x}}}'")
    lines = ["try:", f"    {raised}", "except (ValueError, AssertionError) as error:", f"    {t} = str(error)"]
    return [*lines, f"{w.r} = {w.small()}"]


@kind("text: of a whole number")
def of_whole(w: Writer) -> Sequence[str]:
    n = w.whole(0, 9)
    form = w.one("f'{{{}:d}}'", "f'{{{}}}'", "str({})", "f'{{{}:03d}}'", "'%d' % {}", "f'{{{} * 2}}'")
    return [f"{n} = ${n}", f"{w.fresh()} = {form.format(n)}", f"{w.r} = {w.name()} * {n}"]


@kind("text: a method that describes an object")
def describes(w: Writer) -> Sequence[str]:
    f, t = w.fresh("F"), w.fresh()
    lines = [
        f"class {f}:",
        "    def __init__(self, w): self.w = w",
        "    def describe(self):",
        "        text = f'w is {self.w:.2f}'",
        "        return text",
        "    def __str__(self): return '%.1f' % self.w",
    ]
    use = w.one(
        f"print({t}.describe())", f"print({t})", f"{t} = {t}.describe()", f"{t} = len({t}.describe()) * {w.name()}"
    )
    return [*lines, f"{t} = {f}({w.name()})", use, f"{w.r} = {w.small()}"]
