"""Evaluator: which of the ways to evaluate a graph is used, by its size, its shape and how often it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from .frame import Frame, steps_of
from .graph import Graph
from .interpreter import Interpreter

SMALL = 3000
"""Up to so many operations a function of their own pays; it costs some 30 µs an operation to compile."""

WIDE = 25
"""So many operations a group on average make NumPy's calls cheaper than the interpreter's look-ups."""


Found = tuple[float, list[float], list[float]]
"""The output, its gradient with respect to the inputs, and the number that each guard looks at."""


class Evaluator:
    """A graph at any point: interpreted at first, from the second time on by what is fastest for it.

    With `used`, the first time is over: the run that made the graph was it.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(2.0)
    >>> evaluate = Evaluator(graph_of(a * a, inputs=[a])[0])
    >>> evaluate.at([3.0]).gradients, evaluate.at([4.0]).gradients
    ([6.0, 1.0], [8.0, 1.0])
    """

    def __init__(self, graph: Graph, used: bool = False) -> None:
        self._graph = graph
        self._used = used
        self._first: Interpreter | None = None
        self._chosen: Callable[[Sequence[float]], Frame] | None = None

    def at(self, point: Sequence[float]) -> Frame:
        """Everything at `point`; ValueError or TypeError when it does not hold a number for each input."""
        chosen = self._chosen
        return self._choose(point) if chosen is None else chosen(point)

    def _choose(self, point: Sequence[float]) -> Frame:
        if self._used:
            self._chosen = _chosen(self._graph) or self._first or Interpreter(self._graph)
            return self._chosen(point)
        self._first = Interpreter(self._graph)
        frame = self._first(point)
        self._used = True
        return frame

    def gradient(self, point: Sequence[float]) -> Found:
        """The output, its gradient with respect to the inputs, and what the guards look at."""
        direct = getattr(self._chosen, "gradient", None)
        if direct is not None:
            found: Found = direct(point)
            return found
        frame, graph = self.at(point), self._graph
        gradient = [frame.gradients[node] for node in graph.inputs]
        return frame.values[graph.output], gradient, [frame.values[guard.node] for guard in graph.guards]


def _chosen(graph: Graph) -> Callable[[Sequence[float]], Frame] | None:
    """The faster way, None if there is none."""
    operations = len(steps_of(graph))
    if operations <= SMALL:
        from .straight import Straight

        return Straight(graph)
    if not _has_numpy():
        return None
    from .schedule import schedule

    plan = schedule(graph)
    if operations < WIDE * len(plan.groups):
        return None
    from .levels import Levels

    return Levels(graph, plan)


def _has_numpy() -> bool:
    try:
        return find_spec("numpy") is not None
    except ValueError:  # somebody has set sys.modules["numpy"] to None
        return False
