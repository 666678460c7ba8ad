"""Evaluator: chooses how to evaluate a graph, by its size, its shape and how often it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec

from ..frame import Frame, steps_of
from ..graph import Graph
from .interpreter import Interpreter

SMALL = 3000
"""The most operations for which a compiled function pays off; compiling takes about 30 µs per operation."""

WIDE = 25
"""How many operations per group, on average, make NumPy's calls cheaper than the interpreter's look-ups."""

COMPILING = 2_000_000
"""How many operations the interpreter runs in the time that numba takes to compile."""

Found = tuple[float, list[float], list[float]]
"""The output, its gradient with respect to the inputs, and the number that each guard looks at."""


Way = Callable[[Sequence[float]], Frame]


class Evaluator:
    """A graph at any point: interpreted at first, later by what is fastest for it.

    With `used`, the run that made the graph counts as the first evaluation.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(2.0)
    >>> evaluate = Evaluator(graph_of(a * a, inputs=[a])[0])
    >>> evaluate.at([3.0]).gradients, evaluate.at([4.0]).gradients
    ([6.0, 1.0], [8.0, 1.0])
    """

    def __init__(self, graph: Graph, used: bool = False) -> None:
        self._graph = graph
        self._times = int(used)
        self._chosen: Way | None = None

    def at(self, point: Sequence[float]) -> Frame:
        """Everything at `point`; raises ValueError or TypeError unless it holds a number for each input."""
        chosen = self._chosen
        return self._way()(point) if chosen is None else chosen(point)

    def gradient(self, point: Sequence[float]) -> Found:
        """The output, its gradient with respect to the inputs, and what the guards look at."""
        way = self._chosen or self._way()
        direct = getattr(way, "gradient", None)
        if direct is not None:
            found: Found = direct(point)
            return found
        frame, graph = way(point), self._graph
        gradient = [frame.gradients[node] for node in graph.inputs]
        return frame.values[graph.output], gradient, [frame.values[guard.node] for guard in graph.guards]

    def _way(self) -> Way:
        """The interpreter, until it has been used so often that another way is worth preparing."""
        if self._times and self._times >= self._best.patience:
            self._chosen = self._best.made(self._graph)
            return self._chosen
        self._times += 1
        return self._interpreter

    @cached_property
    def _interpreter(self) -> Interpreter:
        return Interpreter(self._graph)

    @cached_property
    def _best(self) -> Best:
        return _best(self._graph)


@dataclass(frozen=True, slots=True)
class Best:
    """The fastest way for a graph, and after how many evaluations it is worth preparing."""

    made: Callable[[Graph], Way]
    patience: int = 1


def _best(graph: Graph) -> Best:
    operations = len(steps_of(graph))
    if operations <= SMALL:
        from .straight import Straight

        return Best(Straight)
    if not _has("numpy"):
        return Best(Interpreter)
    from .schedule import schedule

    plan = schedule(graph)
    if operations >= WIDE * len(plan.groups):
        from .levels import Levels

        return Best(partial(Levels, plan=plan))
    if not _has("numba"):
        return Best(Interpreter)
    from .compiled import Compiled

    return Best(Compiled, patience=COMPILING // operations)


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # somebody has set sys.modules[module] to None
        return False
