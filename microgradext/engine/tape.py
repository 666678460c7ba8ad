"""Tape: a Graph ready to run again at another point, without the user's code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .frame import Frame, Step, steps_of
from .generated import scalar
from .graph import Graph, graph_of, reached
from .value import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class Tape:
    """A graph that runs again at any point, one number for each input.

    Raises ValueError for a graph with an op written by hand, which only the user's code can compute.

    >>> a, b = Value(-2.0, label='a'), Value(3.0, label='b')
    >>> tape = Tape(a * b + b, inputs=[a, b])
    >>> frame = tape([1.0, 4.0])
    >>> frame.values[tape.graph.output], [frame.gradients[node] for node in tape.graph.inputs]
    (8.0, [4.0, 2.0])
    """

    def __init__(self, output: Value | Graph, inputs: Sequence[Value] | None = None) -> None:
        self.graph = output if isinstance(output, Graph) else _graph_of(output, inputs)
        written = next((node for node in self.graph.nodes if node.kind == "written"), None)
        if written is not None:
            raise ValueError(
                f"{written.symbol or 'an operation'} is written by hand, and only running its code again can move it"
            )
        self._steps = steps_of(self.graph)
        depends = reached(self.graph)
        self._back = [step for step in self._steps if depends[step[0]]]
        self._data = [node.data for node in self.graph.nodes]
        self._nothing = [(0.0,) * len(node.operands) for node in self.graph.nodes]

    def __call__(self, point: Sequence[float]) -> Frame:
        """Everything at `point`, which has a number for each input in order; ValueError when it has not."""
        values = self._data.copy()
        for node, number in zip(self.graph.inputs, self._checked(point), strict=True):
            values[node] = number
        _forward(self._steps, values)
        gradients = [0.0] * len(values)
        gradients[self.graph.output] = 1.0
        contributions = self._nothing.copy()
        _backward(self._back, values, gradients, contributions)
        return Frame(values, gradients, contributions)

    def batch(self, points: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The output at many points, and its gradient: `points` is (n, inputs), the results (n,) and (n, inputs)."""
        import numpy as np

        from .batch import evaluate

        at = np.asarray(points, dtype=np.float64)
        if at.ndim != 2 or at.shape[1] != len(self.graph.inputs):
            raise ValueError(
                f"a batch is an array of shape (points, {len(self.graph.inputs)}), a column for each input,"
                f" not of shape {at.shape}"
            )
        return evaluate(self.graph, self._back, at)

    def point(self) -> list[float]:
        """The inputs when the graph was made."""
        return [self._data[node] for node in self.graph.inputs]

    def _checked(self, point: Sequence[float]) -> list[float]:
        expected = len(self.graph.inputs)
        if len(point) != expected:
            raise ValueError(f"this tape has {expected} inputs, and the point has {len(point)} numbers")
        return [float(number) for number in point]


def _graph_of(output: Value, inputs: Sequence[Value] | None) -> Graph:
    if inputs is not None:
        return graph_of(output, inputs=inputs)[0]
    graph, values = graph_of(output)
    return graph_of(output, inputs=[v for v, node in zip(values, graph.nodes, strict=True) if node.kind == "leaf"])[0]


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


def _backward(
    steps: Sequence[Step], values: list[float], gradients: list[float], contributions: list[tuple[float, ...]]
) -> None:
    functions: Any = scalar.PULL
    for index, code, operands in reversed(steps):
        upstream, out = gradients[index], values[index]
        if len(operands) == 2:  # spelled out, for most operations have two operands
            left, right = operands
            passed = functions[code](upstream, out, values[left], values[right])
            gradients[left] += passed[0]
            gradients[right] += passed[1]
        else:
            passed = functions[code](upstream, out, *[values[operand] for operand in operands])
            for operand, contribution in zip(operands, passed, strict=True):
                gradients[operand] += contribution
        contributions[index] = passed
