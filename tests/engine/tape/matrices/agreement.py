"""Matrices compared with the interpreter: the loss, the gradients, what the guards look at, where nan and inf are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from microgradext.engine.graph import Graph
from microgradext.engine.tape.interpreter import Interpreter
from microgradext.engine.tape.matrices.matrices import Matrices, matrices

CLOSE = 1e-12


def recovered(graph: Graph, asked: int | None = None) -> Matrices:
    found = matrices(graph, asked)
    assert found is not None
    return found


def agrees(graph: Graph, point: Sequence[float], found: Matrices | None = None) -> None:
    """Within 1e-12 of the largest gradient, and nan and inf in the same places."""
    out, gradient, guards = (found or recovered(graph)).gradient(point)
    frame = Interpreter(graph)(point)
    wanted = np.array([frame.values[graph.output], *[frame.gradients[node] for node in graph.inputs]])
    given = np.array([out, *gradient])
    finite = np.isfinite(wanted)
    np.testing.assert_array_equal(given[~finite], wanted[~finite])
    largest = np.abs(wanted[finite]).max(initial=0.0)
    np.testing.assert_allclose(given[finite], wanted[finite], rtol=0, atol=CLOSE * largest)
    seen = [frame.values[guard.node] for guard in graph.guards]
    np.testing.assert_allclose(guards, seen, rtol=CLOSE, atol=CLOSE * largest)


def at(graph: Graph) -> list[float]:
    """The point at which a graph was made."""
    return [graph.columns.data[node] for node in graph.inputs]
