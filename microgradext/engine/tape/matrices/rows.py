"""The rows of the op table on arrays: forward into a buffer, and what flows back to a single operand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from ...generated import vector
from ...language.emit import NUMPY, emit
from ...language.expression import Call, Name, Number, pull
from ...ops import BY_CODE
from .groups import Rows
from .program import Program, Sink
from .reduced import Ints, Numbers
from .strides import common

Pull = Callable[..., Any]

_UFUNCS = {"sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative}


def forward(code: int, operands: list[Numbers], out: Numbers) -> Callable[[], Any]:
    """The step that applies a row to `operands` and puts the result into `out`."""
    row = BY_CODE[code]
    if isinstance(row.forward, Call) and row.arity > 0:
        function = _ufunc(row.forward.function)
        places = [row.operands.find(each.name) for each in row.forward.arguments if isinstance(each, Name)]
        if function is not None and len(places) == len(row.forward.arguments) == function.nin:
            return partial(function, *[operands[place] for place in places], out)
    apply: Any = vector.FORWARD[code]

    def step() -> None:
        out[...] = apply(*operands)

    return step


def _ufunc(name: str) -> np.ufunc | None:
    found = _UFUNCS.get(name) or getattr(np, name, None)
    return found if isinstance(found, np.ufunc) else None


@cache
def pulled(code: int, slot: int) -> Pull | None:
    """What flows back to an operand, as a function of `g`, `out` and the operands; None if never anything does."""
    row = BY_CODE[code]
    expression = pull(row.derivatives[slot if row.arity > 0 else 0], Name("g"))
    if expression == Number(0.0):
        return None
    letters = row.operands if row.arity > 0 else "x"
    names = {"np": np, "erf": vector.erf}
    made: Pull = eval(f"lambda g, out, {', '.join(letters)}: {emit(expression, NUMPY)}", names)
    return made


def rows(program: Program, group: Rows, place: Ints) -> Callable[[], None]:
    """Add the steps of `group`; the result adds those backward."""
    if BY_CODE[group.code].arity < 0:
        return _reduction(program, group, place)
    columns = [place[each] for each in group.operands]
    shape = common([at for at in columns if not program.fixed[at].all()], len(group.nodes))
    columns = [at.reshape(shape) for at in columns]
    operands = [program.read(at) for at in columns]
    out, g = program.made(place[group.nodes].reshape(shape))
    program.steps(*columns).append(forward(group.code, operands, out))

    def back() -> None:
        for slot, at in enumerate(columns):
            function = pulled(group.code, slot)
            sink = program.sink(at) if function else None
            if sink is not None and function is not None:
                program.backward.append(_pulling(function, sink, g, out, operands))

    return back


def _pulling(function: Pull, sink: Sink, g: Numbers, out: Numbers, operands: list[Numbers]) -> Callable[[], None]:
    return lambda: sink(function(g, out, *operands))


def _reduction(program: Program, group: Rows, place: Ints) -> Callable[[], None]:
    """A row of any number of operands, which are the rows of one array."""
    at = place[group.operands]
    operands = program.read(at, spread=False)
    out, g = program.made(place[group.nodes])
    program.steps(at).append(forward(group.code, list(operands), out))

    def back() -> None:
        function, sink = pulled(group.code, 0), program.sink(at)
        if function is not None and sink is not None:
            program.backward.append(_pulling(function, sink, g, out, [operands]))

    return back
