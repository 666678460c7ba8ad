"""Evaluator: chooses how to evaluate a graph, by its size, its shape and how often it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..frame import Frame
from ..graph import Graph
from .interpreter import Interpreter

if TYPE_CHECKING:
    from .matrices.recovery import Recovery

SMALL = 3000
"""The most operations for which a compiled function pays off; compiling takes about 30 µs per operation."""

LARGE = 1000
"""The fewest operations among which matrices are looked for; below, a compiled function is as fast."""

WIDE = 25
"""How many operations per group, on average, make NumPy's calls cheaper than the interpreter's look-ups."""

COMPILING = 2_000_000
"""How many operations the interpreter runs in the time that numba takes to compile."""

Found = tuple[float, list[float], list[float]]
"""The output, its gradient with respect to the inputs, and the number that each guard looks at."""


Way = Callable[[Sequence[float]], Frame]


class Evaluator:
    """A graph at any point: interpreted at first, later by what is fastest for it.

    With `used`, the run that made the graph counts as the first evaluation. With `asked`, only the gradients by so
    many of the inputs, the first ones, are of interest.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(2.0)
    >>> evaluate = Evaluator(graph_of(a * a, inputs=[a])[0])
    >>> evaluate.at([3.0]).gradients, evaluate.at([4.0]).gradients
    ([6.0, 1.0], [8.0, 1.0])
    """

    def __init__(self, graph: Graph, used: bool = False, asked: int | None = None) -> None:
        self._graph = graph
        self._asked = len(graph.inputs) if asked is None else asked
        self._times = int(used)
        self._chosen: Way | None = None

    def at(self, point: Sequence[float]) -> Frame:
        """Everything at `point`; raises ValueError or TypeError unless it holds a number for each input."""
        chosen = self._chosen
        return self._way()(point) if chosen is None else chosen(point)

    def gradient(self, point: Sequence[float]) -> Found:
        """The output, its gradient with respect to the inputs asked for, and what the guards look at."""
        recovery = self.recovery()
        by_matrices = recovery.gradient(point) if recovery is not None else None
        if by_matrices is not None:
            return by_matrices
        way = self._chosen or self._way()
        direct = getattr(way, "gradient", None)
        if direct is not None:
            found: Found = direct(point)
            return found
        frame, graph = way(point), self._graph
        gradient = [frame.gradients[node] for node in graph.inputs[: self._asked]]
        return frame.values[graph.output], gradient, [frame.values[guard.node] for guard in graph.guards]

    def recovery(self) -> Recovery | None:
        """The matrices of a large graph, once it has been evaluated before."""
        return self._recovery if self._times else None

    def explain(self) -> str:
        """How gradients are computed, in words."""
        recovery = self._recovery
        told = recovery.told() if recovery is not None else ""
        return told if recovery is not None and recovery.matrices is not None else self._best.told + told

    @cached_property
    def _recovery(self) -> Recovery | None:
        if self._operations < LARGE or not _has("numpy"):
            return None
        from .matrices.recovery import Recovery

        return Recovery(self._graph, self._asked, most=self._operations // WIDE)

    @cached_property
    def _operations(self) -> int:
        return sum(code >= 0 for code in self._graph.columns.codes)

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
        return _best(self._graph, self._operations)


@dataclass(frozen=True, slots=True)
class Best:
    """The fastest way for a graph, what it is called, and after how many evaluations it is worth preparing."""

    made: Callable[[Graph], Way]
    told: str
    patience: int = 1


def _best(graph: Graph, operations: int) -> Best:
    if operations <= SMALL:
        from .straight import Straight

        return Best(Straight, "compiled to one function")
    if not _has("numpy"):
        return Best(Interpreter, "interpreted")
    from .schedule import schedule

    plan = schedule(graph)
    if operations >= WIDE * len(plan.groups):
        from .levels import Levels

        return Best(partial(Levels, plan=plan), f"by levels: {len(plan.groups)} groups")
    if not _has("numba"):
        return Best(Interpreter, "interpreted")
    from .compiled import Compiled

    return Best(Compiled, "compiled by numba", patience=COMPILING // operations)


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # somebody has set sys.modules[module] to None
        return False
