"""Terms: factor · first · second side by side, forward and backward."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .program import Program, Sink, Step
from .reduced import Ints, Numbers


class Term:
    """One term of each sum: factor · first · second, or factor · first."""

    def __init__(
        self,
        program: Program,
        first: Ints,
        second: Ints | None,
        factor: Numbers,
        spread: bool = True,
    ) -> None:
        self._program, self._first, self._second = program, first, second
        self._squared = second is not None and np.array_equal(first, second)
        self._one = program.read(first, spread)
        self._two = self._one if second is None or self._squared else program.read(second, spread)
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

    def both(self, other: Term, out: Numbers) -> list[Step]:
        """Put this term, which is plain, and another plain one into `out`."""
        return [partial(np.add if other._is(1.0) else np.subtract, self._one, other._one, out)]

    def total(self) -> Callable[[], float]:
        """The sum of all the numbers of the term."""
        one, two, factor = self._one, self._two, self.factor
        if self._second is None:
            if not isinstance(factor, float):
                return lambda: one.dot(factor)
            return (lambda: np.add.reduce(one)) if self._is(1.0) else (lambda: np.add.reduce(one) * factor)
        if isinstance(factor, float) and factor == 1.0:
            return lambda: one.dot(two)
        return lambda: np.dot(one * factor, two)

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
