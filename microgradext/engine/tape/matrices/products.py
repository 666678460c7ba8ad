"""Products: a grid as matrix products, forward and backward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from .groups import Grid
from .program import Program, Sink, Step
from .reduced import Ints, Numbers
from .strides import for_blas, strides

MOST_PARTS = 4
"""In at most how many parts the products of a grid are computed; beyond that, operands are copied together."""


def grid(program: Program, group: Grid, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    rows, columns = place[group.rows], place[group.columns]
    out, g = program.made(place[group.nodes])
    steps = program.steps(rows, columns, place[group.plain])
    parts = [
        _Part(program, rows[:, :, part], columns[:, :, part], group.factor[part])
        for part in _parts(program, rows, columns)
    ]
    for index, part in enumerate(parts):
        if index == 0:
            steps.append(_product(part.rows, part.turned, out))
        else:
            more = np.empty(out.shape)
            steps.append(_product(part.rows, part.turned, more))
            steps.append(partial(np.add, out, more, out))
    for at, weight in zip(place[group.plain], group.weight, strict=True):
        steps.extend(_added(out, program.read(at), weight))

    def back() -> None:
        for part in parts:
            part.back(g)
        for at, weight in zip(place[group.plain], group.weight, strict=True):
            sink = program.sink(at)
            if sink is not None:
                program.backward.append(partial(sink, g) if bool((weight == 1.0).all()) else _scaled(sink, g, weight))

    return back


def _product(rows: Numbers, columns: Numbers, out: Numbers) -> Step:
    """Multiply matrices; `dot` has less to look at than `matmul`."""
    if len(out) == 1 and out.flags.c_contiguous:
        return partial(np.dot, rows[0], columns[0], out[0])
    return partial(np.matmul, rows, columns, out)


def _added(out: Numbers, plain: Numbers, weight: Numbers) -> Iterator[Step]:
    if weight.size == 1 and abs(weight.item()) == 1.0:
        yield partial(np.add if weight.item() == 1.0 else np.subtract, out, plain, out)
    else:
        scaled = np.empty(np.broadcast_shapes(weight.shape, plain.shape))
        yield partial(np.multiply, plain, weight, scaled)
        yield partial(np.add, out, scaled, out)


def _scaled(sink: Sink, g: Numbers, weight: Numbers) -> Step:
    return lambda: sink(g * weight)


class _Part:
    """Some of the products of a grid: rows @ turned."""

    def __init__(self, program: Program, rows: Ints, columns: Ints, factor: Numbers) -> None:
        self._program, self._at_rows, self._at_columns, self._factor = program, rows, columns, factor
        self.rows = _matrix(program, rows)
        self.columns = _matrix(program, columns)
        self.turned = self.columns.swapaxes(1, 2)
        if not (factor == 1.0).all():
            scaled = np.empty(self.rows.shape)
            program.steps(rows).append(partial(np.multiply, self.rows, factor, scaled))
            self.rows = scaled

    def back(self, g: Numbers) -> None:
        sink = self._program.sink(self._at_rows)
        if sink is not None:
            self._product(sink, g, self.columns, self._factor)
        sink = self._program.sink(self._at_columns)
        if sink is not None:
            self._product(sink, g.swapaxes(1, 2), self.rows, np.ones(1))

    def _product(self, sink: Sink, g: Numbers, other: Numbers, factor: Numbers) -> None:
        steps, direct = self._program.backward, sink.direct
        plain = bool((factor == 1.0).all())
        if direct is not None and plain and for_blas(direct) and direct.shape[0] == len(g):
            steps.append(_product(g, other, direct))
            return
        passed = np.empty((len(g), g.shape[1], other.shape[2]))
        steps.append(_product(g, other, passed))
        if not plain:
            steps.append(partial(np.multiply, passed, factor, passed))
        steps.append(partial(sink, passed))


def _matrix(program: Program, at: Ints) -> Numbers:
    return program.read(at, spread=False)


def _parts(program: Program, rows: Ints, columns: Ints) -> list[Ints]:
    """The products in parts whose factors come from one region each, such as the input and the state of a cell."""
    fixed = 2 * program.fixed[rows].all(axis=(0, 1)) + program.fixed[columns].all(axis=(0, 1))
    parts: list[Ints] = []
    for kind in np.unique(fixed):
        chosen = np.flatnonzero(fixed == kind)
        parts.extend(_regular(rows, columns, chosen, bool(kind & 2), bool(kind & 1)))
    return parts if len(parts) <= MOST_PARTS else [np.arange(rows.shape[2])]


def _regular(rows: Ints, columns: Ints, chosen: Ints, rows_are_read: bool, columns_are_read: bool) -> list[Ints]:
    """`chosen` in an order, or in pieces, in which the factors lie regularly."""
    sides = [at for at, is_read in ((rows, rows_are_read), (columns, columns_are_read)) if not is_read]
    if all(strides(at[:, :, chosen]) for at in sides):
        return [chosen]
    for at in sides:
        order = chosen[np.argsort(at[0, 0, chosen], kind="stable")]
        if all(strides(each[:, :, order]) for each in sides):
            return [order]
    step = np.stack([np.diff(at[0, 0, chosen]) for at in sides])
    turns = np.flatnonzero((np.diff(step, axis=1) != 0).any(axis=0)) + 2
    turns = turns[np.diff(turns, prepend=0) > 1]
    pieces = np.split(chosen, turns)
    regular = all(strides(at[:, :, piece]) for piece in pieces for at in sides)
    return pieces if regular and len(pieces) <= MOST_PARTS else [chosen]
