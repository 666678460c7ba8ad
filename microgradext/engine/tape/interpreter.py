"""Interpreter: a graph evaluated one operation after the other, ready at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..frame import Frame, Step, checked, steps_of
from ..generated import scalar
from ..graph import Graph, reached


class Interpreter:
    """Evaluates a graph by looking up each operation; the other evaluators are compared with this one."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._steps = steps_of(graph)
        depends = reached(graph)
        self._back = [step for step in self._steps if depends[step[0]]]
        self._data = graph.columns.data.tolist()

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`, a number for each input."""
        values = self._data.copy()
        for node, number in zip(self._graph.inputs, checked(self._graph, point), strict=True):
            values[node] = number
        _forward(self._steps, values)
        gradients = [0.0] * len(values)
        gradients[self._graph.output] = 1.0
        _backward(self._back, values, gradients)
        return Frame(values, gradients, graph=self._graph)


def _forward(steps: Sequence[Step], values: list[float]) -> None:
    functions = scalar.FORWARD
    for index, code, operands in steps:
        if len(operands) == 2:
            left, right = operands
            values[index] = functions[code](values[left], values[right])
        elif len(operands) == 1:
            values[index] = functions[code](values[operands[0]])
        else:
            values[index] = functions[code](*[values[operand] for operand in operands])


def _backward(steps: Sequence[Step], values: list[float], gradients: list[float]) -> None:
    functions: Any = scalar.PULL
    for index, code, operands in reversed(steps):
        upstream, out = gradients[index], values[index]
        if len(operands) == 2:  # spelled out, since most operations have two operands
            left, right = operands
            passed = functions[code](upstream, out, values[left], values[right])
            gradients[left] += passed[0]
            gradients[right] += passed[1]
        else:
            passed = functions[code](upstream, out, *[values[operand] for operand in operands])
            for operand, contribution in zip(operands, passed, strict=True):
                gradients[operand] += contribution
