"""Loops: over ranges and data, until something holds, in comprehensions."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("loop: over a range")
def over_a_range(w: Writer) -> Sequence[str]:
    lines = [f"{w.r} = {w.small()}", f"for i in range({w.rng.randint(1, 4)}):"]
    return [*lines, f"    {w.r} {w.one('+', '-')}= {w.name()} * {w.constant(-1, 1)} * (i + 1)"]


@kind("loop: as often as a number says")
def as_often(w: Writer) -> Sequence[str]:
    n = w.whole(0, 5)
    lines = [f"{n} = ${n}", f"{w.r} = {w.small()}", f"for i in range({n}):"]
    return [*lines, f"    {w.r} = {w.r} * 0.5 + {w.small()}"]


@kind("loop: while")
def while_(w: Writer) -> Sequence[str]:
    x = w.name()
    lines = [f"{w.r} = 1 + {x} * {x}", f"while {w.r} > {w.constant(0.3, 0.9)}:"]
    return [*lines, f"    {w.r} = {w.r} * {w.constant(0.3, 0.8)}"]


@kind("loop: break and continue")
def break_(w: Writer) -> Sequence[str]:
    lines = [
        f"{w.r} = {w.small()}",
        "for c in (0.5, -1.0, 1.5, 2.5):",
        f"    if {w.name()} * c > 1:",
        "        continue",
    ]
    return [*lines, f"    {w.r} += c * {w.name()}", f"    if {w.r} > 2:", "        break"]


@kind("loop: over numbers of the cell")
def over_numbers(w: Writer) -> Sequence[str]:
    return [f"{w.r} = 0.0", f"for each in [{w.name()}, {w.small()}]:", f"    {w.r} += each * {w.small()}"]


@kind("loop: comprehension")
def comprehension(w: Writer) -> Sequence[str]:
    return [
        w.one(
            f"{w.r} = sum([each * {w.name()} for each in (0.5, {w.name()}) if each > {w.constant()}]) + {w.name()}",
            f"{w.r} = sum(each * i for i, each in enumerate([{w.name()}, {w.small()}]))",
            f"{w.r} = sum(x * y for x, y in zip([{w.name()}, 0.5], [{w.small()}, {w.name()}]))",
        )
    ]


@kind("loop: a dict of numbers is built")
def built_dict(w: Writer) -> Sequence[str]:
    t = w.fresh()
    return [f"{t} = {{i: {w.name()} * i for i in range(3)}}", f"{w.r} = sum({t}.values()) * {w.small()}"]


@kind("loop: any and all")
def any_all(w: Writer) -> Sequence[str]:
    question = f"{w.one('any', 'all')}(each > {w.constant()} for each in ({w.name()}, {w.name()}))"
    return [f"{w.r} = {w.small()} if {question} else {w.small()}"]


@kind("loop: a bisection")
def bisection(w: Writer) -> Sequence[str]:
    t, low, high, mid = w.real(0.5, 2.0), w.fresh("low"), w.fresh("high"), w.fresh("mid")
    lines = [f"{t} = ${t}", f"{low}, {high} = 0.0, 2.0", "for _ in range(8):", f"    {mid} = ({low} + {high}) / 2"]
    step = [f"    if {mid} * {mid} < {t}:", f"        {low} = {mid}", "    else:", f"        {high} = {mid}"]
    return [*lines, *step, f"{w.r} = {mid} * {w.name()}"]


@kind("loop: an accumulator")
def accumulator(w: Writer) -> Sequence[str]:
    added, times = f"{w.name()} * each", f"({w.small()} + {w.name()} * each * 0.1)"
    start, step = w.rng.choice(
        [
            (w.one("0", "0.0"), w.one("{r} += {e}", "{r} = {r} + {e}", "{r} = {e} + {r}", "{r} = {r} - {e} / 2")),
            (w.one("1", "1.0"), w.one("{r} *= {p}", "{r} = {r} * {p}", "{r} = {p} * {r}")),
        ]
    )
    line = step.format(r=w.r, e=added, p=times)
    kept = w.one("", f"\n    print({w.r})", f"\n    if {w.r} > 1: last = {w.r}").split("\n")[1:]
    return [f"{w.r} = {start}", "for each in (0.5, -1.0, 1.5):", f"    {line}", *kept]


@kind("loop: a counter")
def counter(w: Writer) -> Sequence[str]:
    i, start = w.fresh("i"), w.rng.randint(0, 1)
    lines = [f"{i} = {start}", f"{w.r} = 0", f"while {i} < {start + 3}:", f"    {w.r} = {w.r} + {w.name()} * {i}"]
    return [*lines, f"    {w.one(f'{i} += 1', f'{i} = {i} + 1')}"]
