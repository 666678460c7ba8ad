"""Recovery: whether a graph is worth evaluating by matrices, and the proof at the first point."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import isfinite, isinf, isnan

from ...graph import Graph
from ..interpreter import Interpreter
from .groups import Grid
from .matrices import Found, Matrices, matrices
from .words import told

A_NODE = 400
"""How many bytes the search and the comparison with the interpreter take for each node of a graph."""

SAID = 1 << 30
"""From how many bytes on it is said beforehand what the search takes."""

MOST_MEMORY = 1 << 34
"""At most how many bytes the search may take."""

CLOSE = 1e-12
"""By how much, relative to the largest gradient, matrices may differ from the interpreter."""


class Recovery:
    """The matrices that were found in a graph, if there are any."""

    def __init__(self, graph: Graph, asked: int, most: int) -> None:
        """Search `graph` if it has at most `most` ranks of operations that can be computed at once."""
        self._graph = graph
        self._asked = asked
        self._proven = False
        self._why = ""
        self.matrices: Matrices | None = None
        count = len(graph.columns.codes)
        size = A_NODE * count
        if size > MOST_MEMORY:
            self._why = f"matrices were not looked for: that would take {size / 1e9:.1f} GB"
            return
        if size > SAID:
            text = (
                f"looking for matrices in a graph of {count:,} nodes takes {size / 1e9:.1f} GB of memory for a moment"
            )
            warnings.warn(text, RuntimeWarning, stacklevel=2)
        found = matrices(graph, asked, most)
        if found is None:
            self._why = "too narrow for matrices"
        elif not any(isinstance(group, Grid) for group in found.groups):
            self._why = "no matrices were found"
        else:
            self.matrices = found

    @property
    def proven(self) -> Matrices | None:
        """The matrices, once they have given what the interpreter gives."""
        return self.matrices if self._proven else None

    def gradient(self, point: Sequence[float]) -> Found | None:
        """The output, its gradient and what the guards look at; None where matrices are not to be used."""
        found = self.matrices
        if found is None:
            return None
        given = found.gradient(point)
        if not self._proven:
            if not _agree(given, self._expected(point)):
                self.matrices = None
                self._why = "matrices were found, but their numbers differ from the interpreter's"
                return None
            self._proven = True
        return given

    def told(self) -> str:
        """What was found in words, or after a semicolon why nothing is used."""
        if self.matrices is None:
            return f"; {self._why}"
        operations = sum(code >= 0 for code in self._graph.columns.codes)
        return told(self.matrices.groups, operations)

    def _expected(self, point: Sequence[float]) -> Found:
        graph = self._graph
        frame = Interpreter(graph)(point)
        gradient = [frame.gradients[node] for node in graph.inputs[: self._asked]]
        return frame.values[graph.output], gradient, [frame.values[guard.node] for guard in graph.guards]


def _agree(ours: Found, theirs: Found) -> bool:
    largest = max([abs(each) for each in (theirs[0], *theirs[1]) if isfinite(each)], default=0.0)
    pairs = zip((ours[0], *ours[1], *ours[2]), (theirs[0], *theirs[1], *theirs[2]), strict=True)
    return all(_close(one, two, max(largest, abs(two))) for one, two in pairs)


def _close(one: float, two: float, scale: float) -> bool:
    if isnan(two) or isinf(two):
        return isnan(one) if isnan(two) else one == two
    return abs(one - two) <= CLOSE * scale
