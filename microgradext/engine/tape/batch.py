"""Batch: one graph at many points, by NumPy at first and by machine code once that pays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np

from .blocks import FUNCTIONS, Action, Array, Blocks, Results, last_uses
from .native import WIDTH, Kernel, Native, available, vectorised
from .numbering import Numbering
from .segments import ARITHMETIC, divided

COMPILING = 60_000_000
"""How many operations NumPy does in the time in which the compiler starts."""

COMPILING_ONE = 300_000
"""How many operations NumPy does in the time that one more operation takes to compile."""

CACHED = 32_768
"""How many numbers all columns together may hold, so that they stay in the processor's cache."""

Fill = Callable[[Array, Results], None]


class Batch:
    """Evaluates a program at the rows of arrays."""

    def __init__(self, program: Numbering) -> None:
        self._program = program
        self._needed = [use is not None for use in last_uses(program)]
        self._own = ARITHMETIC | vectorised() if available() else frozenset()
        self._compiled = sum(
            needed and primitive.function in self._own and primitive.function != "input"
            for primitive, needed in zip(program.primitives, self._needed, strict=True)
        )
        self._done = 0

    def evaluate(self, points: Array, threads: int = 1) -> Results:
        """The output at each row of `points`, its gradient with respect to each input, and what each guard looks at."""
        program, count = self._program, len(points)
        results = Results(*[np.empty((count, k)) for k in (1, len(program.gradient), len(program.guarded))])
        fill = self._way(count)
        if threads == 1:
            fill(points, results)
            return results
        each = -(-count // threads // WIDTH) * WIDTH or WIDTH
        parts = [slice(start, start + each) for start in range(0, count, each)]
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda rows: fill(points[rows], results[rows]), parts))
        return results

    def _way(self, count: int) -> Fill:
        """NumPy, until it has done so much, this time included, that compiling would have been paid back.

        Counted in operations, so that every run of a program takes the same way.
        """
        self._done += self._compiled * count
        pays = self._compiled and self._done >= COMPILING + COMPILING_ONE * self._compiled
        return self._mixed.fill if pays else self._blocks.fill

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks(self._program)

    @cached_property
    def _mixed(self) -> Mixed:
        return Mixed(self._program, self._needed, self._own)


class Mixed:
    """Fills results by compiled segments and, between them, NumPy's functions."""

    def __init__(self, program: Numbering, needed: list[bool], compiled: frozenset[str]) -> None:
        self._program = program
        self._parts = divided(program, needed, compiled)
        count = len(self._parts.columns)
        self._block = min(4096, max(WIDTH * 8, CACHED // max(count, 1) // WIDTH * WIDTH))
        self._native = Native(program, self._parts, self._block)

    def fill(self, points: Array, results: Results) -> None:
        """Fill the rows of `results`, one for each of `points`."""
        for array, operands in results.arrays(self._program):
            for position, operand in enumerate(operands):
                if type(operand) is float:
                    array[:, position] = operand
        whole = len(points) // WIDTH * WIDTH
        self._whole(np.ascontiguousarray(points[:whole]), results[:whole])
        if whole < len(points):
            self._rest(points[whole:], results[whole:])

    def _rest(self, points: Array, results: Results) -> None:
        """The last few points, with as many more as the code takes at a time."""
        count = len(points)
        longer = np.zeros((WIDTH, points.shape[1]))
        longer[:count] = points
        arrays = (results.values, results.gradients, results.seen)
        found = Results(*[np.empty((WIDTH, array.shape[1])) for array in arrays])
        self.fill(longer, found)
        for array, full in zip(arrays, (found.values, found.gradients, found.seen), strict=True):
            array[:] = full[:count]

    def _whole(self, points: Array, results: Results) -> None:
        arrays = (points, results.values, results.gradients, results.seen)
        columns = np.empty((len(self._parts.columns), self._block))
        block = self._block if len(columns) else max(len(points), 1)
        last = 0
        with np.errstate(all="ignore"):
            for start in range(0, len(points), block):
                count = min(block, len(points) - start)
                if count != last:  # the last block may be shorter
                    last, steps = count, self._steps(columns[:, :count])
                points_, *others = [array.ctypes.data + start * array.strides[0] for array in arrays]
                for kernel, called in steps:
                    if kernel is not None:
                        kernel(count, points_, columns.ctypes.data, *others)
                    for function, operands in called:
                        function(*operands)

    def _steps(self, columns: Array) -> list[tuple[Kernel | None, list[Action]]]:
        """For each segment its function, unless it gives nothing, and the functions of NumPy's with their columns."""
        return [
            (
                kernel if segment.stored or segment.results else None,
                [self._called(index, columns) for index in segment.called],
            )
            for segment, kernel in zip(self._parts.segments, self._native.kernels, strict=True)
        ]

    def _called(self, index: int, columns: Array) -> Action:
        primitive, place = self._program.primitives[index], self._parts.columns
        operands = [each if type(each) is float else columns[place[int(each)]] for each in primitive.operands]
        return FUNCTIONS[primitive.function], (*operands, columns[place[index]])
