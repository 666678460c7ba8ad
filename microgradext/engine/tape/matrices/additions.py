"""Additions: sums that form no grid, term by term, side by side or end to end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .groups import Ragged, Sums
from .program import Program, Sink, Step
from .reduced import NONE, Ints, Numbers
from .strides import common

FEW = 6
"""Up to this many terms, sums side by side are added up term by term."""


def sums(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    if len(group.nodes) > 1 and len(group.first) + len(group.plain) <= FEW:
        return _by_term(program, group, place)
    return _side_by_side(program, group, place)


class _Term:
    """One term of each sum: factor · first · second, or factor · first."""

    def __init__(self, program: Program, first: Ints, second: Ints | None, factor: Numbers) -> None:
        self._program, self._first, self._second = program, first, second
        self._squared = second is not None and np.array_equal(first, second)
        self._one = program.read(first)
        self._two = self._one if second is None or self._squared else program.read(second)
        self.factor: Numbers | float = factor
        if bool((factor == factor.flat[0]).all()):
            self.factor = float(factor.flat[0])

    def step(self, out: Numbers) -> list[Step]:
        """Put the term into `out`."""
        if self._second is None:
            return [partial(np.multiply, self._one, self.factor, out)]
        made: list[Step] = [partial(np.multiply, self._one, self._two, out)]
        return made if self._is(1.0) else [*made, partial(np.multiply, out, self.factor, out)]

    def into(self, out: Numbers) -> list[Step]:
        """Add the term to `out`."""
        if self._second is None and (self._is(1.0) or self._is(-1.0)):
            return [partial(np.add if self._is(1.0) else np.subtract, out, self._one, out)]
        more = np.empty(out.shape)
        return [*self.step(more), partial(np.add, out, more, out)]

    def both(self, other: _Term, out: Numbers) -> list[Step]:
        """Put this term, which is plain, and another plain one into `out`."""
        return [partial(np.add if other._is(1.0) else np.subtract, self._one, other._one, out)]

    def plain(self, *factors: float) -> bool:
        """Whether it is a number with one of `factors`."""
        return self._second is None and any(self._is(each) for each in factors)

    def _is(self, factor: float) -> bool:
        return isinstance(self.factor, float) and self.factor == factor

    def back(self, g: Numbers) -> None:
        steps = self._program.backward
        factor = self.factor
        sink = self._program.sink(self._first)
        if self._second is None:
            if sink is not None:
                steps.append(partial(sink, g) if self._is(1.0) else _passing(sink, g, factor))
            return
        if self._squared:
            if sink is not None:
                steps.append(_passing(sink, g, 2.0 * factor, self._one))
            return
        if sink is not None:
            steps.append(_passing(sink, g, factor, self._two))
        sink = self._program.sink(self._second)
        if sink is not None:
            steps.append(_passing(sink, g, factor, self._one))


def _passing(sink: Sink, g: Numbers, factor: Numbers | float, other: Numbers | None = None) -> Step:
    if other is None:
        return (lambda: sink(np.negative(g))) if _one(factor, -1.0) else (lambda: sink(g * factor))
    if _one(factor, 1.0):
        return lambda: sink(g * other)
    return lambda: sink(g * factor * other)


def _one(factor: Numbers | float, number: float) -> bool:
    return isinstance(factor, float) and factor == number


def _by_term(program: Program, group: Sums, place: Ints) -> Callable[[], None]:
    first, second, plain = place[group.first], place[group.second], place[group.plain]
    moving = [at for at in (*first, *second, *plain) if not program.fixed[at].all()]
    shape = common(moving, len(group.nodes))
    out, g = program.made(place[group.nodes].reshape(shape))
    steps = program.steps(first, second, plain)
    terms = [
        _Term(program, one.reshape(shape), two.reshape(shape), factor.reshape(shape))
        for one, two, factor in zip(first, second, group.factor, strict=True)
    ]
    plains = [
        _Term(program, at.reshape(shape), None, weight.reshape(shape))
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
    made: list[_Term] = []
    for one, two, factor in ((first, second, group.factor), (plain, None, group.weight)):
        if len(one):
            term = _Term(program, one, two, factor)
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
    term = _Term(program, first, second, group.factor)
    buffer, spread = np.empty(first.shape), np.empty(first.shape)
    steps.extend(term.step(buffer))
    steps.append(partial(np.add.reduceat, buffer, group.start, 0, None, out))
    owner = np.repeat(np.arange(len(out)), np.diff(group.start, append=len(first)))

    def back() -> None:
        if program.varies[first].any() or (second is not None and program.varies[second].any()):
            program.backward.append(partial(g.take, owner, None, spread, "clip"))
            term.back(spread)

    return back
