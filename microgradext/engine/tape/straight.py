"""Straight: a small graph as one Python function without a loop or a look-up, written from the op table.

Plain Python stands in one `try`; where it raises, the whole is computed again in the form that gives IEEE results.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .. import ieee
from ..frame import Frame, checked, steps_of
from ..generated import scalar
from ..graph import Graph, reached
from ..language.emit import IEEE, PYTHON, Target, emit
from ..language.expression import Name, Number, pull
from ..making import number
from ..ops import BY_CODE

Function = Callable[[Sequence[float]], Frame]

KNOWN = {
    **{name: thing for name, thing in vars(math).items() if not name.startswith("_")},
    "Frame": Frame,
    "ieee": ieee,
    "number": number,
    "forward_logsumexp": scalar.forward_logsumexp,
}
TOGETHER = 40
"""How many terms of a sum go into one expression: Python's own compiler recurses."""


class Straight:
    """Evaluates a graph by a function made for it, which takes about 30 µs per operation to compile."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._fast: Function = _compiled(graph, PYTHON)
        self._safe: Function | None = None

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`; raises ValueError or TypeError unless it holds a number for each input."""
        try:
            return self._fast(point)
        except (ArithmeticError, ValueError, TypeError):
            return self._again(checked(self._graph, point))

    def _again(self, point: list[float]) -> Frame:
        if self._safe is None:
            self._safe = _compiled(self._graph, IEEE)
        return self._safe(point)


def source(graph: Graph, target: Target = PYTHON) -> str:
    """The source of `run(point)`, which returns a Frame.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a, b = Value(2.0), Value(3.0)
    >>> print(source(graph_of(a * b + b, inputs=[a, b])[0]))
    def run(point):
        if len(point) != 2: raise ValueError
        v0, v1, = point
        if type(v0) is not float: v0 = number(v0)
        if type(v1) is not float: v1 = number(v1)
        v2 = v0 * v1
        v3 = v2 + v1
        g3 = 1.0
        g0 = g3 * v1
        g1 = g3 + (g3 * v0)
        return Frame([v0, v1, v2, v3], [g0, g1, g3, g3], None, graph)
    """
    return "\n    ".join(["def run(point):", *_lines(graph, target)])


def _compiled(graph: Graph, target: Target) -> Function:
    names: dict[str, Any] = {**KNOWN, "graph": graph}
    exec(compile(source(graph, target), "<tape>", "exec"), names)
    function: Function = names["run"]
    return function


def _lines(graph: Graph, target: Target) -> Iterator[str]:
    names = _names(graph)
    yield f"if len(point) != {len(graph.inputs)}: raise ValueError"
    if graph.inputs:
        yield "".join(f"{names[node]}, " for node in graph.inputs).rstrip() + " = point"
    for name in [names[node] for node in graph.inputs]:
        yield f"if type({name}) is not float: {name} = number({name})"
    for index, code, operands in steps_of(graph):
        yield from _forward(names[index], code, [names[operand] for operand in operands], target)
    found: dict[int, str] = {graph.output: f"g{graph.output}"}
    yield f"g{graph.output} = 1.0"
    yield from _backward(graph, names, found, target)
    gradients = ", ".join(found.get(index, "0.0") for index in range(len(names)))
    yield f"return Frame([{', '.join(names)}], [{gradients}], None, graph)"


def _names(graph: Graph) -> list[str]:
    computed = {index for index, _, _ in steps_of(graph)}.union(graph.inputs)
    return [f"v{index}" if index in computed else _literal(data) for index, data in enumerate(graph.columns.data)]


def _literal(number: float) -> str:
    return repr(number) if math.copysign(1.0, number) > 0 else f"({number!r})"


def _forward(name: str, code: int, operands: Sequence[str], target: Target) -> Iterator[str]:
    if BY_CODE[code].name == "sum":
        yield f"{name} = {' + '.join(operands[:TOGETHER])}"
        for start in range(TOGETHER, len(operands), TOGETHER):
            yield f"{name} = {name} + {' + '.join(operands[start : start + TOGETHER])}"
    elif BY_CODE[code].name == "logsumexp":
        yield f"{name} = forward_logsumexp({', '.join(operands)})"
    else:
        forward = _templates(code, target)[0]
        yield f"{name} = {forward.format(**dict(zip(BY_CODE[code].operands, operands, strict=True)))}"


def _backward(graph: Graph, names: Sequence[str], found: dict[int, str], target: Target) -> Iterator[str]:
    """Add up gradients; `found` holds the name of each: its own, or that of the gradient it was passed from."""
    depends = reached(graph)
    for index, code, operands in reversed(steps_of(graph)):
        if depends[index]:
            upstream = found.setdefault(index, "0.0")  # only zeros arrived, yet 0 x inf is nan
            passed = _passed(code, upstream, names[index], [names[operand] for operand in operands], target)
            for operand, text in zip(operands, passed, strict=True):
                if text == upstream and operand not in found:
                    found[operand] = upstream
                elif text != "0.0":
                    yield from _added(found, operand, text)


def _added(found: dict[int, str], operand: int, text: str) -> Iterator[str]:
    own, before = f"g{operand}", found.get(operand)
    if before is None:
        yield f"{own} = {text}"
    else:
        yield f"{own} += {text}" if before == own else f"{own} = {before} + ({text})"
    found[operand] = own


def _passed(code: int, upstream: str, out: str, operands: Sequence[str], target: Target) -> list[str]:
    row, templates = BY_CODE[code], _templates(code, target)[1:]
    if row.arity < 0:
        return [templates[0].format(g=upstream, out=out, x=operand) for operand in operands]
    letters = dict(zip(row.operands, operands, strict=True))
    return [template.format(g=upstream, out=out, **letters) for template in templates]


@cache
def _row_templates(code: int, safe: bool) -> tuple[str, ...]:
    row = BY_CODE[code]
    letters = [*(row.operands if row.arity > 0 else "x"), "g", "out"]
    target = replace(IEEE if safe else PYTHON, rename={letter: f"{{{letter}}}" for letter in letters})
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    return tuple(["0.0" if part == Number(0.0) else emit(part, target) for part in (row.forward, *pulled)])


def _templates(code: int, target: Target) -> tuple[str, ...]:
    """The row's value, and what each operand gets, with braces around the names."""
    return _row_templates(code, target is IEEE)
