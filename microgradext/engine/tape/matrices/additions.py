"""Additions: sums that form no grid, term by term, side by side or end to end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .groups import Ragged, Sums
from .program import Program
from .reduced import NONE, Ints
from .single import single
from .strides import common
from .terms import Term

FEW = 6
"""Up to this many terms, sums side by side are added up term by term."""


def sums(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    if len(group.nodes) == 1:
        return single(program, group, place)
    if len(group.first) + len(group.plain) <= FEW:
        return _by_term(program, group, place)
    return _side_by_side(program, group, place)


def _by_term(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    first, second, plain = place[group.first], place[group.second], place[group.plain]
    moving = [at for at in (*first, *second, *plain) if not program.fixed[at].all()]
    shape = common(moving, len(group.nodes))
    out, g = program.made(place[group.nodes].reshape(shape))
    steps = program.steps(first, second, plain)
    terms = [
        Term(program, one.reshape(shape), two.reshape(shape), factor.reshape(shape))
        for one, two, factor in zip(first, second, group.factor, strict=True)
    ]
    plains = [
        Term(program, at.reshape(shape), None, weight.reshape(shape))
        for at, weight in zip(plain, group.weight, strict=True)
    ]
    plains.sort(key=lambda term: not term.plain(1.0))
    terms += plains
    if len(plains) == len(terms) > 1 and terms[0].plain(1.0) and terms[1].plain(1.0, -1.0):
        steps.extend(terms[0].both(terms[1], out))
        rest = terms[2:]
    else:
        steps.extend(terms[0].step(out))
        rest = terms[1:]
    for term in rest:
        steps.extend(term.into(out))

    def back() -> None:
        for term in terms:
            term.back(g)

    return back


def _side_by_side(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    """Sums of many terms: a row of an array for each term."""
    out, g = program.made(place[group.nodes])
    first, second, plain = place[group.first], place[group.second], place[group.plain]
    steps = program.steps(first, second, plain)
    made: list[Term] = []
    for one, two, factor in ((first, second, group.factor), (plain, None, group.weight)):
        if len(one):
            term = Term(program, one, two, factor)
            buffer = np.empty(one.shape)
            steps.extend(term.step(buffer))
            steps.append(partial(np.add.reduce, buffer, 0, None, out if not made else (more := np.empty(out.shape))))
            if made:
                steps.append(partial(np.add, out, more, out))
            made.append(term)

    def back() -> None:
        for term in made:
            term.back(g)

    return back


def ragged(program: Program, group: Ragged, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    out, g = program.made(place[group.nodes])
    first = place[group.first]
    double = group.second != NONE
    second = np.where(double, place[group.second], program.one) if double.any() else None
    steps = program.steps(first, first if second is None else second)
    term = Term(program, first, second, group.factor)
    buffer, spread = np.empty(first.shape), np.empty(first.shape)
    steps.extend(term.step(buffer))
    steps.append(partial(np.add.reduceat, buffer, group.start, 0, None, out))
    owner = np.repeat(np.arange(len(out)), np.diff(group.start, append=len(first)))

    def back() -> None:
        if program.varies[first].any() or (second is not None and program.varies[second].any()):
            program.backward.append(partial(g.take, owner, None, spread, "clip"))
            term.back(spread)

    return back
