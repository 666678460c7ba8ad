"""Single: a sum that stands alone in its rank, as a loss does: a dot product, or a few numbers of Python's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .groups import Sums
from .program import Program, Step
from .reduced import Ints, Numbers
from .terms import Term

FEW = 6
"""Up to this many terms, Python's own arithmetic is faster than NumPy's calls."""


def single(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`, which is one sum; the result adds those backward."""
    if len(group.first) + len(group.plain) <= FEW:
        return _numbers(program, group, place)
    return _arrays(program, group, place)


def _numbers(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    out = int(place[group.nodes[0]])
    first = place[np.concatenate([group.first, group.plain])[:, 0]]
    second = np.append(place[group.second[:, 0]], np.full(len(group.plain), program.one))
    factor = np.concatenate([group.factor, group.weight])[:, 0]
    terms = list(zip(first.tolist(), second.tolist(), factor.tolist(), strict=True))
    values, gradients = program.values, program.gradients

    def step() -> None:
        total = [values.item(one) * values.item(two) * factor for one, two, factor in terms]
        number = total[0]
        for more in total[1:]:
            number += more
        values[out] = number

    program.steps(first, second).append(step)

    def back() -> None:
        moves = [
            (target, other, factor, program.first(np.array([target])))
            for one, two, factor in terms
            for target, other in ((one, two), (two, one))
            if program.varies[target]
        ]
        if moves:
            program.backward.append(_moving(values, gradients, out, moves))

    return back


def _moving(values: Numbers, gradients: Numbers, out: int, moves: list[tuple[int, int, float, bool]]) -> Step:
    def step() -> None:
        g = gradients.item(out)
        for target, other, factor, first in moves:
            passed = g * factor * values.item(other)
            if first:
                gradients[target] = passed
            else:
                gradients[target] += passed

    return step


def _arrays(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    out = int(place[group.nodes[0]])
    fixed = program.fixed[place[group.plain[:, 0]]]
    moving = replace(group, plain=group.plain[~fixed], weight=group.weight[~fixed])
    values, constant = program.values, [0.0]
    steps = program.steps(place[group.first], place[group.second], place[group.plain])
    if fixed.any():
        known, weight = place[group.plain[fixed, 0]], group.weight[fixed, 0]
        program.once.append(lambda: constant.__setitem__(0, float(values[known] @ weight)))
    terms: list[Term] = []
    for one, two, factor in ((moving.first, moving.second, moving.factor), (moving.plain, None, moving.weight)):
        if len(one):
            second = None if two is None else place[two[:, 0]]
            terms.append(Term(program, place[one[:, 0]], second, factor[:, 0], spread=False))
    totals = [term.total() for term in terms]

    def step() -> None:
        number = constant[0]
        for total in totals:
            number += total()
        values[out] = number

    steps.append(step)
    g = program.gradients[out : out + 1]

    def back() -> None:
        for term in terms:
            term.back(g)

    return back
