"""Update: a tape evaluated at the current numbers of its leaves, and the results put into its Values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from weakref import finalize

from ..frame import write_back
from ..graph import Graph
from ..node import LEAF, unwatch, watch, writes
from ..recording import active
from ..value import Value
from .evaluator import Evaluator, Found


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
        self._others = [values[node] for node in others]
        own = Evaluator(self._graph, used=True, asked=len(graph.inputs))
        self.evaluate = evaluate if evaluate and not others else own
        self._known: int | None = None  # how often others had been written to when they were read

    def leaves(self) -> float:
        """Assign to the output and the inputs."""
        return self.assign(self.found())

    def found(self) -> Found:
        """What the current numbers of the leaves give; nothing is assigned."""
        recovery = self.evaluate.recovery()
        matrices = recovery.proven if recovery is not None else None
        if matrices is None:
            return self.evaluate.gradient(self._point())
        with matrices.lock:
            count = writes.count  # before anything is read: what is written now is read the next time
            if count == self._known and not active:
                return matrices.step([value._data for value in self._inputs])
            if self._known is None:
                watch(self._others)
                finalize(self, unwatch, self._others).atexit = False
            found = matrices.gradient(self._point())
            self._known = count
            return found

    def assign(self, found: Found) -> float:
        """Put what was found into the output and the inputs."""
        out, gradients, _ = found
        if active:
            _touch([self._output, *self._inputs])
        self._output._data = out
        self._output._grad = 1.0
        for value, gradient in zip(self._inputs, gradients, strict=False):  # the inputs come first
            value._grad = gradient
        return out

    def all(self) -> float:
        """Assign to every Value."""
        frame = self.evaluate.at(self._point())
        _touch(self._values)
        write_back(self._graph, self._values, frame)
        return self._output._data

    def _point(self) -> list[float]:
        leaves = [*self._inputs, *self._others]
        if active:
            for value in leaves:
                active[-1].read(value, "data")
        return [value._data for value in leaves]


def _touch(values: Sequence[Value]) -> None:
    if active:
        for value in values:
            active[-1].touch(value)
