"""Hashing: numbers looked up in dicts and sets."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("hash: a dict by a whole number", "identity")
def by_whole(w: Writer) -> Sequence[str]:
    n = w.whole(0, 4)
    return [f"{n} = ${n}", f"{w.r} = {w.one('prices.get({n}, 9.0)', '{{0: 0.5}}.get({n}, 2.0)').format(n=n)} * a"]


@kind("hash: a dict by a whole number that must be there", "identity")
def must_be_there(w: Writer) -> Sequence[str]:
    n = w.whole(1, 4)
    return [f"{n} = ${n}", f"{w.r} = prices[{n}] * {w.name()}"]


@kind("hash: in a set", "identity")
def in_set(w: Writer) -> Sequence[str]:
    n = w.whole(0, 4)
    return [f"{n} = ${n}", f"{w.r} = {w.small()} if {n} in {{1, 2}} else {w.name()} * 3"]


@kind("hash: in a list")
def in_list(w: Writer) -> Sequence[str]:
    n = w.whole(0, 4)
    return [f"{n} = ${n}", f"{w.r} = {w.small()} if {n} in [1, 2] else {w.name()} * 3"]


@kind("hash: how many differ", "identity")
def how_many(w: Writer) -> Sequence[str]:
    n, m = w.whole(0, 2), w.whole(0, 2)
    form = w.one("len({{{n}, {m}}})", "len(set([{n}, {m}]))", "Counter([{n}, {m}]).most_common(1)[0][1]")
    return [f"{n} = ${n}", f"{m} = ${m}", f"{w.r} = {form.format(n=n, m=m)} * {w.name()}"]


@kind("hash: a memo dict of an earlier cell", "identity")
def memo_dict(w: Writer) -> Sequence[str]:
    return [f"{w.r} = remembered({w.name()}) + remembered({w.name()} * 1.0)"]


@kind("hash: lru_cache", "identity")
def cached(w: Writer) -> Sequence[str]:
    return [f"{w.r} = cached({w.name()}) * (0.5 if {w.one('a', 'b')} > {w.constant(-0.5, 0.5)} else 2.0)"]


@kind("hash: a dict of the cell, by its numbers", "identity")
def own_dict(w: Writer) -> Sequence[str]:
    t, x = w.fresh(), w.name()
    return [f"{t} = {{{x}: {w.small()}}}", f"{w.r} = {t}.get({w.one(x, f'{x} * 1.0')}, 0.5) + {w.name()}"]


@kind("hash: hash itself", "identity")
def itself(w: Writer) -> Sequence[str]:
    return [f"{w.r} = {w.small()} if hash({w.name()}) == hash({w.name()} * 1.0) else {w.name()} * 3"]


def _truth(w: Writer) -> str:
    return f"{w.name()} {w.one('>', '<', '>=')} {w.constant()}"


@kind("hash: a comparison as a key")
def comparison(w: Writer) -> Sequence[str]:
    t = w.fresh()
    form = w.one(
        f"{{True: {w.small()}, False: {w.small()}}}[{_truth(w)}]",
        f"{{False: 1.5, True: 2.0}}.get({_truth(w)}, 9.0) * {w.name()}",
        f"{{(True, True): {w.small()}}}.get(({_truth(w)}, {_truth(w)}), {w.name()} * 3)",
        f"len({{{_truth(w)}, {_truth(w)}, {_truth(w)}}}) * {w.name()}",
        f"Counter(v > {w.constant()} for v in (a, b, 1.0))[True] * {w.name()}",
    )
    return [f"{t} = {w.name()}", f"{w.r} = {form} + {t}"]


@kind("hash: grouped by a comparison")
def grouped(w: Writer) -> Sequence[str]:
    t = w.fresh()
    step = f"for v in (a, b, a * b): {t}[v > {w.constant()}] = {t}.get(v > {w.constant()}, 0.0) + v"
    runs = f"{w.r} = len([k for k, _ in itertools.groupby([a, b, -a], key=lambda v: v > 0)]) * {w.name()}"
    return w.rng.choice([[f"{t} = {{}}", step, f"{w.r} = {t}.get(True, 0.5) + {w.name()}"], ["import itertools", runs]])
