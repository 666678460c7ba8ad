"""Update: a tape evaluated at the current numbers of its leaves, and the results put into its Values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from ..frame import write_back
from ..graph import Graph
from ..node import LEAF
from ..recording import active
from ..value import Value
from .evaluator import Evaluator, Found

_data = attrgetter("_data")


class Update:
    """Reads the leaves and assigns to Values; nothing is assigned before everything is computed."""

    def __init__(self, graph: Graph, values: Sequence[Value], evaluate: Evaluator | None = None) -> None:
        self._values = values
        self._output = values[graph.output]
        self._inputs = [values[node] for node in graph.inputs]
        # The other leaves are read too, though nobody asks for their gradients.
        given = set(graph.inputs)
        others = [index for index, code in enumerate(graph.columns.codes) if code == LEAF and index not in given]
        self._graph = replace(graph, inputs=(*graph.inputs, *others))
        self._leaves = [values[node] for node in self._graph.inputs]
        self._evaluate = evaluate if evaluate and not others else Evaluator(self._graph, used=True)

    def leaves(self) -> float:
        """Assign to the output and the inputs."""
        return self.assign(self.found())

    def found(self) -> Found:
        """What the current numbers of the leaves give; nothing is assigned."""
        return self._evaluate.gradient(self._point())

    def assign(self, found: Found) -> float:
        """Put what was found into the output and the inputs."""
        out, gradients, _ = found
        _touch([self._output, *self._inputs])
        self._output._data = out
        self._output._grad = 1.0
        for value, gradient in zip(self._inputs, gradients, strict=False):  # the inputs come first
            value._grad = gradient
        return out

    def all(self) -> float:
        """Assign to every Value."""
        frame = self._evaluate.at(self._point())
        _touch(self._values)
        write_back(self._graph, self._values, frame)
        return self._output._data

    def _point(self) -> list[float]:
        if active:
            for value in self._leaves:
                active[-1].read(value, "data")
        return list(map(_data, self._leaves))


def _touch(values: Sequence[Value]) -> None:
    if active:
        for value in values:
            active[-1].touch(value)
