"""Blocks: a program at many points by NumPy's functions, block by block, in buffers that are reused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..generated.vector import erf
from .numbering import Numbering, Operand, Primitive

Array = NDArray[np.float64]
Buffer = NDArray[Any]  # of numbers, or of truths
Action = tuple[Callable[..., object], tuple[Any, ...]]

BLOCK = 16_384
"""How many points are computed together: their buffers stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Results:
    """The arrays that a batch fills, a row for each point."""

    values: Array  # (points, 1)
    gradients: Array  # (points, inputs)
    seen: Array  # (points, guards): what each guard looks at

    def __getitem__(self, rows: slice) -> Results:
        return Results(self.values[rows], self.gradients[rows], self.seen[rows])

    def arrays(self, program: Numbering) -> list[tuple[Array, Sequence[Operand]]]:
        """Each array, and what goes into its columns."""
        return [(self.values, [program.output]), (self.gradients, program.gradient), (self.seen, program.guarded)]


class Blocks:
    """Fills results by NumPy's functions, ready at once."""

    def __init__(self, program: Numbering) -> None:
        self._program = program

    def fill(self, points: Array, results: Results) -> None:
        """Fill the rows of `results`, one for each of `points`."""
        program, count = self._program, len(points)
        size = max(1, min(BLOCK, count))
        places, pools = _assigned(program, size)
        with np.errstate(all="ignore"):  # 1/0 is inf here, as everywhere in the engine
            for start in range(0, count, size):
                stop = min(start + size, count)
                if start == 0 or stop - start < size:  # the last block may be shorter
                    buffers = [None if place is None else pools[place][: stop - start] for place in places]
                    actions = _actions(program, buffers)
                _load(program, buffers, points[start:stop])
                for function, arguments in actions:
                    function(*arguments)
                for array, operands in results[start:stop].arrays(program):
                    for position, operand in enumerate(operands):
                        array[:, position] = _found(operand, buffers)


def _found(operand: Operand, buffers: Sequence[Buffer | None]) -> Any:
    return buffers[operand] if type(operand) is int else operand


def _load(program: Numbering, buffers: Sequence[Buffer | None], points: Array) -> None:
    for primitive, buffer in zip(program.primitives, buffers, strict=True):
        if primitive.function == "input" and buffer is not None:
            buffer[:] = points[:, int(primitive.operands[0])]


def _assigned(program: Numbering, size: int) -> tuple[list[int | None], list[Buffer]]:
    """A buffer for each primitive that is needed, passed on once its numbers have been used for the last time."""
    last = last_uses(program)
    places: list[int | None] = [None] * len(last)
    pools: list[Buffer] = []
    free: dict[bool, list[int]] = {False: [], True: []}
    for index, primitive in enumerate(program.primitives):
        if last[index] is None:
            continue
        ends = [] if primitive.function == "input" else _ending(primitive, index, last)
        if primitive.function != "where":  # this one writes before it has read everything
            _release(ends, program, places, free)
        places[index] = _taken(free[primitive.truth], pools, size, bool if primitive.truth else float)
        if primitive.function == "where":
            _release(ends, program, places, free)
    return places, pools


def last_uses(program: Numbering) -> list[int | None]:
    """For each primitive, the last one that uses it; None if nothing needs it."""
    last: list[int | None] = [None] * len(program.primitives)
    for operand in (program.output, *program.gradient, *program.guarded):
        if type(operand) is int:
            last[operand] = len(last)
    for index in range(len(last) - 1, -1, -1):
        primitive = program.primitives[index]
        if last[index] is not None and primitive.function != "input":
            for operand in primitive.operands:
                if type(operand) is int and last[operand] is None:
                    last[operand] = index
    return last


def _ending(primitive: Primitive, index: int, last: Sequence[int | None]) -> list[int]:
    return [o for o in dict.fromkeys(primitive.operands) if type(o) is int and last[o] == index]


def _release(
    ends: Sequence[int], program: Numbering, places: Sequence[int | None], free: dict[bool, list[int]]
) -> None:
    for end in ends:
        if program.primitives[end].function != "input":  # loaded once per block, before everything else
            place = places[end]
            assert place is not None
            free[program.primitives[end].truth].append(place)


def _taken(free: list[int], pools: list[Buffer], size: int, kind: type) -> int:
    if free:
        return free.pop()
    pools.append(np.empty(size, kind))
    return len(pools) - 1


def _actions(program: Numbering, buffers: Sequence[Buffer | None]) -> list[Action]:
    return [
        (FUNCTIONS[primitive.function], (*[_found(operand, buffers) for operand in primitive.operands], buffer))
        for primitive, buffer in zip(program.primitives, buffers, strict=True)
        if buffer is not None and primitive.function != "input"
    ]


def _where(condition: Any, first: Any, second: Any, out: Buffer) -> None:
    np.copyto(out, second)
    np.copyto(out, first, where=condition)


def _erf(x: Any, out: Buffer) -> None:
    out[:] = erf(x)


def _maximum(x: Any, y: Any, out: Buffer) -> None:
    np.maximum(x, y, out=out)


_NAMES = (
    "add sub:subtract mul:multiply div:divide pow:power neg:negative abs:absolute mod floordiv:floor_divide hypot"
    " exp expm1 log log1p log2 log10 sqrt cbrt sin cos tan asin:arcsin acos:arccos atan:arctan atan2:arctan2 sinh cosh"
    " tanh floor ceil isinf lt:less le:less_equal gt:greater ge:greater_equal eq:equal ne:not_equal"
    " and:logical_and or:logical_or"
).split()
FUNCTIONS: dict[str, Callable[..., object]] = {
    "where": _where,
    "erf": _erf,
    "maximum": _maximum,
    **{pair.split(":")[0]: getattr(np, pair.split(":")[-1]) for pair in _NAMES},
}
"""A function of arrays for each primitive; its last argument is where the result goes."""
