"""One graph at many points at once, on NumPy arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .generated import vector
from .graph import Graph

Array = NDArray[np.float64]


def evaluate(graph: Graph, steps: Sequence[tuple[int, int, tuple[int, ...]]], points: Array) -> tuple[Array, Array]:
    """The output at each row of `points`, and its gradient with respect to each input."""
    # float64 and not float: Python's own would raise at 1/0.
    values: list[Array | np.float64] = [np.float64(node.data) for node in graph.nodes]
    for position, node in enumerate(graph.inputs):
        values[node] = points[:, position]
    gradients: list[Array | np.float64] = [np.float64(0.0)] * len(values)
    gradients[graph.output] = np.float64(1.0)
    with np.errstate(all="ignore"):  # 1/0 is inf here, as everywhere in the engine
        for index, code, operands in steps:
            values[index] = vector.FORWARD[code](*[values[operand] for operand in operands])
        for index, code, operands in reversed(steps):
            arguments = [values[operand] for operand in operands]
            passed = vector.PULL[code](gradients[index], values[index], *arguments)
            for operand, contribution in zip(operands, passed, strict=True):
                gradients[operand] = gradients[operand] + contribution
    by_input = np.empty((len(points), len(graph.inputs)))
    for position, node in enumerate(graph.inputs):
        by_input[:, position] = gradients[node]
    return np.broadcast_to(values[graph.output], len(points)).copy(), by_input
