"""Rows: operations of one row of the op table, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ...ops import BY_CODE
from .formulas import Formulas, Function, formulas
from .groups import Rows
from .program import Program, Sink, Step
from .reduced import Ints, Numbers
from .strides import common


def rows(program: Program, group: Rows, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    if BY_CODE[group.code].arity < 0:
        return _reduction(program, group, place)
    columns = [place[each] for each in group.operands]
    shape = common([at for at in columns if not program.fixed[at].all()], len(group.nodes))
    columns = [at.reshape(shape) for at in columns]
    operands = [program.read(at) for at in columns]
    out, g = program.made(place[group.nodes].reshape(shape))
    made, kept = formulas(group.code), list[Any]()
    program.steps(*columns).append(_forward(made, operands, out, kept))

    def back() -> None:
        for at, function in zip(columns, made.passed, strict=True):
            sink = program.sink(at) if function else None
            if sink is not None and function is not None:
                program.backward.append(_pulling(function, sink, g, out, operands, kept))

    return back


def _forward(made: Formulas, operands: list[Numbers], out: Numbers, kept: list[Any]) -> Step:
    """The step that applies a row to `operands`, and keeps the conditions that the way back needs too."""
    conditions, value = made.conditions, made.value
    if made.ufunc is not None:
        return partial(made.ufunc, *[operands[place] for place in made.places], out=out)

    def plain() -> None:
        out[...] = value(*operands)

    def keeping() -> None:
        assert conditions is not None
        kept[:] = conditions(*operands)
        out[...] = value(*kept, *operands)

    return plain if conditions is None else keeping


def _pulling(
    function: Function, sink: Sink, g: Numbers, out: Numbers, operands: list[Numbers], kept: list[Any]
) -> Step:
    return lambda: sink(function(g, out, *kept, *operands))


def _reduction(program: Program, group: Rows, place: Ints) -> Callable[[], None]:
    """A row of any number of operands, which are the rows of one array."""
    at = place[group.operands]
    operands = program.read(at, spread=False)
    out, g = program.made(place[group.nodes])
    made = formulas(group.code)
    program.steps(at).append(_forward(made, list(operands), out, []))

    def back() -> None:
        (function,) = made.passed
        sink = program.sink(at)
        if function is not None and sink is not None:
            program.backward.append(_pulling(function, sink, np.broadcast_to(g, at.shape), out, [operands], []))

    return back
