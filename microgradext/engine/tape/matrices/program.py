"""Program: steps on one vector of numbers and one of gradients, ready to run; each step is a call without arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from .reduced import Flags, Ints, Numbers
from .strides import distinct, for_blas, shared_axes, view, without

Step = Callable[[], Any]


class Program:
    """The vectors, and the steps that fill them.

    `once` runs when data has changed, `forward` and `backward` at every point.
    """

    def __init__(self, count: int, fixed: Flags, varies: Flags, output: int) -> None:
        self.values = np.zeros(count + 1)
        self.one = count  # the place of a number 1
        self.values[count] = 1.0
        self.gradients = np.zeros(count + 1)
        self.gradients[output] = 1.0
        self.fixed, self.varies = np.append(fixed, True), np.append(varies, False)
        self.once: list[Step] = []
        self.forward: list[Step] = []
        self.backward: list[Step] = []
        self._written = np.zeros(count + 1, bool)
        self._written[output] = True
        self._partly: list[Ints] = [np.empty(0, np.intp)]

    def steps(self, *places: Ints) -> list[Step]:
        """Where to put what computes with the numbers at `places`."""
        return self.once if all(bool(self.fixed[at].all()) for at in places) else self.forward

    def read(self, at: Ints, spread: bool = True) -> Numbers:
        """An array of the numbers at `at`: a view, or a buffer that a step fills; with `spread` it may broadcast."""
        if spread:
            at = without(at, shared_axes(at))
        steps = self.steps(at)
        if steps is self.forward:
            seen = view(self.values, at)
            if seen is not None and (spread or for_blas(seen)):
                return seen
        buffer = np.empty(at.shape)
        # 'clip' writes straight into the buffer; every place is in range.
        steps.append(partial(self.values.take, np.ascontiguousarray(at), None, buffer, "clip"))
        return buffer

    def made(self, at: Ints) -> tuple[Numbers, Numbers]:
        """The numbers and gradients of what a group makes, which lies together."""
        begin = int(at[(0,) * at.ndim])
        place = slice(begin, begin + at.size)
        return self.values[place].reshape(at.shape), self.gradients[place].reshape(at.shape)

    def sink(self, at: Ints) -> Sink | None:
        """What adds to the gradients at `at`, for the next step backward; None where nobody asks for them."""
        needed = self.varies[at]
        return Sink(self, at, needed) if needed.any() else None

    def first(self, at: Ints) -> bool:
        """Whether nothing has been put at `at` before, so that what comes is assigned and not added."""
        new = ~self._written[at]
        self._written[at] = True
        if new.all():
            return True
        if new.any():
            self._partly.append(at[new])
        return False

    def finish(self) -> None:
        """Begin the way back with zeros where something is added before anything is assigned."""
        partly = np.unique(np.concatenate(self._partly))
        if len(partly):
            self.backward.insert(0, partial(self.gradients.__setitem__, partly, 0.0))

    def run(self) -> None:
        """Fill both vectors."""
        for step in self.forward:
            step()
        for step in self.backward:
            step()


class Sink:
    """Takes what flows back to some places: as a view where they lie regularly, else one by one."""

    def __init__(self, program: Program, at: Ints, needed: Flags) -> None:
        self._shape = at.shape
        self._axes = shared_axes(at)
        self._total = _total(at.shape, self._axes)
        at = without(at, self._axes)
        gradients = program.gradients
        self._view = view(gradients, at) if distinct(at) else None
        if self._view is not None:
            self._first = program.first(at)
            self._put: Callable[[Numbers], Any] = partial(np.copyto if self._first else self._added, self._view)
            return
        needed = without(needed.astype(np.intp), self._axes).astype(bool)
        self._reduced = at.shape
        self._chosen = None if needed.all() else np.flatnonzero(needed)
        targets, owner = np.unique(at[needed], return_inverse=True)
        self._gradients, self._targets, self._owner = gradients, targets, owner.ravel()
        self._first = program.first(targets)
        self._put = self._scattered
        if len(targets) == len(self._owner):
            self._targets = at[needed].ravel()
            self._put = self._placed

    @property
    def direct(self) -> Numbers | None:
        """The gradients themselves, if they may be overwritten by a matrix product."""
        return self._view if self._view is not None and self._first and not self._axes else None

    def __call__(self, passed: Numbers) -> None:
        if self._total is not None:
            if passed.shape != self._shape:
                passed = np.broadcast_to(passed, self._shape)
            passed = self._total(passed)
        self._put(passed)

    @staticmethod
    def _added(place: Numbers, passed: Numbers) -> None:
        np.add(place, passed, place)

    def _flat(self, passed: Numbers) -> Numbers:
        flat = np.broadcast_to(passed, self._reduced).ravel()
        return flat if self._chosen is None else flat[self._chosen]

    def _placed(self, passed: Numbers) -> None:
        if self._first:
            self._gradients[self._targets] = self._flat(passed)
        else:
            self._gradients[self._targets] += self._flat(passed)

    def _scattered(self, passed: Numbers) -> None:
        total = np.bincount(self._owner, self._flat(passed), len(self._targets))
        if self._first:
            self._gradients[self._targets] = total
        else:
            self._gradients[self._targets] += total


def _total(shape: tuple[int, ...], axes: tuple[int, ...]) -> Callable[[Numbers], Numbers] | None:
    """What adds up along `axes`; along one axis of a matrix BLAS does it, in a quarter of the time."""
    if not axes:
        return None
    matrix = [axis for axis, size in enumerate(shape) if size > 1]
    if len(matrix) == 2 and len(axes) == 1:
        ones = np.ones(shape[axes[0]])
        sizes = [shape[axis] for axis in matrix]
        kept = tuple([1 if axis in axes else size for axis, size in enumerate(shape)])
        if axes[0] == matrix[0]:
            return lambda passed: np.dot(ones, passed.reshape(sizes)).reshape(kept)
        return lambda passed: np.dot(passed.reshape(sizes), ones).reshape(kept)
    return lambda passed: np.asarray(np.add.reduce(passed, axes, keepdims=True))
