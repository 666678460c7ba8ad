"""Compiled: a large graph run by numba, one operation after the other, in code compiled for its rows.

numba is an optional extra: it takes a second or two to compile, and then a fiftieth of the interpreter's time.
Everything is computed in the interpreter's order, so that exact operations give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, checked, steps_of
from ..graph import Graph, reached
from ..language.emit import COMPILED, emit
from ..language.expression import Name, Number, pull
from ..ops import BY_CODE, Row
from .later import Later

Kernel = Callable[..., None]
"""Takes the arrays of `Compiled` and fills `values` and `gradients`."""

FUNCTIONS = """
def mod(x, y):
    return math.nan if y == 0.0 else x % y


def floordiv(x, y):
    return x / y if y == 0.0 else x // y
"""


class Compiled:
    """Evaluates a graph by a compiled loop; between calls it keeps one set of arrays."""

    def __init__(self, graph: Graph, codes: Iterable[int] = ()) -> None:
        """The loop is compiled for the rows of `graph` and also for `codes`."""
        steps, depends = steps_of(graph), reached(graph)
        self._graph = graph
        self._kernel = kernel(frozenset([*codes, *(code for _, code, _ in steps)]))
        self._steps = (
            _column(code for _, code, _ in steps),
            _column(node for node, _, _ in steps),
            _column(accumulate((len(operands) for _, _, operands in steps), initial=0)),
            _column(operand for _, _, operands in steps for operand in operands),
            np.array([depends[node] for node, _, _ in steps], np.bool_),
        )
        self._inputs = np.array(graph.inputs, np.intp)
        self._guarded = np.array([guard.node for guard in graph.guards], np.intp)
        self._values = np.array(graph.columns.data)
        self._gradients = np.zeros(len(graph.nodes))
        self._lock = Lock()

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`, a number for each input."""
        numbers = checked(self._graph, point)
        with self._lock:
            self._run(numbers)
            values, gradients = self._values.copy(), self._gradients.copy()
        return Frame(Later(len(values), values.tolist), Later(len(values), gradients.tolist), graph=self._graph)

    def gradient(self, point: Sequence[float]) -> tuple[float, list[float], list[float]]:
        """The output, its gradient with respect to the inputs, and what the guards look at."""
        with self._lock:
            self._run(point)
            out, gradient = self._values[self._graph.output], self._gradients[self._inputs]
            return float(out), gradient.tolist(), self._values[self._guarded].tolist()

    def _run(self, point: Sequence[float]) -> None:
        self._values[self._inputs] = point
        self._gradients[:] = 0.0
        self._gradients[self._graph.output] = 1.0
        self._kernel(*self._steps, self._values, self._gradients)


def _column(numbers: Any) -> NDArray[np.int32]:
    return np.fromiter(numbers, np.int32)


@cache
def kernel(codes: frozenset[int]) -> Kernel:
    """The loop for graphs of these rows; its first run compiles it."""
    import math

    import numba

    compile_ = numba.njit(error_model="numpy")  # 1/0 is inf here, as everywhere in the engine
    names: dict[str, Any] = {"math": math, "np": np}
    exec(FUNCTIONS, names)
    for name in ("mod", "floordiv"):
        names[name] = compile_(names[name])
    exec(compile(source(sorted(codes)), "<kernel>", "exec"), names)
    compiled: Kernel = compile_(names["run"])
    return compiled


def source(codes: Sequence[int]) -> str:
    """The loop as Python.

    >>> print(source([2]))
    def run(code, node, start, operands, depends, values, gradients):
        for s in range(len(code)):
            o = start[s]
            if code[s] == 2:
                x = values[operands[o]]
                y = values[operands[o + 1]]
                values[node[s]] = x * y
        for s in range(len(code) - 1, -1, -1):
            if depends[s]:
                o = start[s]
                g = gradients[node[s]]
                out = values[node[s]]
                if code[s] == 2:
                    x = values[operands[o]]
                    y = values[operands[o + 1]]
                    gradients[operands[o]] += g * y
                    gradients[operands[o + 1]] += g * x
    """
    return "\n".join(_lines(codes))


def _lines(codes: Sequence[int]) -> Iterator[str]:
    yield "def run(code, node, start, operands, depends, values, gradients):"
    yield "    for s in range(len(code)):"
    yield "        o = start[s]"
    for code in codes:
        yield f"        if code[s] == {code}:"
        yield from _indented(3, _forward(BY_CODE[code]))
    yield "    for s in range(len(code) - 1, -1, -1):"
    yield "        if depends[s]:"
    yield "            o = start[s]"
    yield "            g = gradients[node[s]]"
    yield "            out = values[node[s]]"
    for code in codes:
        yield f"            if code[s] == {code}:"
        yield from _indented(4, _backward(BY_CODE[code]))


def _indented(levels: int, lines: Iterator[str]) -> Iterator[str]:
    return (f"{'    ' * levels}{line}" for line in lines)


def _operands(row: Row) -> Iterator[str]:
    for position, letter in enumerate(row.operands):
        yield f"{letter} = values[operands[{_place(position)}]]"


def _place(position: int) -> str:
    return f"o + {position}" if position else "o"


def _forward(row: Row) -> Iterator[str]:
    if row.name == "logsumexp":
        yield from LOGSUMEXP.splitlines()
    elif row.arity < 0:
        yield "total = values[operands[o]]"
        yield "for e in range(o + 1, start[s + 1]):"
        yield "    total += values[operands[e]]"
        yield "values[node[s]] = total"
    else:
        yield from _operands(row)
        yield f"values[node[s]] = {emit(row.forward, COMPILED)}"


LOGSUMEXP = """\
shift = values[operands[o]]
for e in range(o + 1, start[s + 1]):
    if values[operands[e]] > shift:
        shift = values[operands[e]]
if math.isinf(shift):
    shift = 0.0
total = math.exp(values[operands[o]] - shift)
for e in range(o + 1, start[s + 1]):
    total += math.exp(values[operands[e]] - shift)
values[node[s]] = shift + math.log(total)"""


def _backward(row: Row) -> Iterator[str]:
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    if row.arity < 0:
        yield "for e in range(o, start[s + 1]):"
        yield "    x = values[operands[e]]"
        yield f"    gradients[operands[e]] += {emit(pulled[0], COMPILED)}"
        return
    yield from _operands(row)
    for position, expression in enumerate(pulled):
        if expression != Number(0.0):
            yield f"gradients[operands[{_place(position)}]] += {emit(expression, COMPILED)}"
