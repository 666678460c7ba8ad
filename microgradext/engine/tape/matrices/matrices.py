"""Matrices: a large graph evaluated with its sums of products as matrix products, where they form grids.

Sums are added up in another order than the interpreter's, so the last digits may differ: this is for training and
gradients, not for frames. The first evaluation is compared with the interpreter's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock

import numpy as np

from ...graph import Graph
from .additions import ragged, sums
from .groups import Grid, Group, Ragged, Rows, Sums, groups
from .placement import placed
from .products import grid
from .program import Program
from .ranks import ranked
from .reduced import Ints, reduced
from .rows import rows

Found = tuple[float, list[float], list[float]]


class Matrices:
    """Evaluates a graph group by group; between calls it keeps one set of buffers."""

    def __init__(self, program: Program, groups: list[Group], places: Places) -> None:
        self.groups = groups
        self._program = program
        self._places = places
        self.lock = RLock()
        self._once()

    def gradient(self, point: Sequence[float]) -> Found:
        """The output, its gradient with respect to the inputs asked for, and what the guards look at."""
        with self.lock:
            self._program.values[self._places.inputs] = point
            if self._places.has_data:
                self._once()
            return self._run()

    def step(self, point: Sequence[float]) -> Found:
        """The same when only the inputs asked for, whose numbers are in `point`, have moved."""
        with self.lock:
            self._program.values[self._places.asked] = point
            return self._run()

    def _once(self) -> None:
        """Compute what depends on constants and data only."""
        with np.errstate(all="ignore"):  # 1/0 is inf here, as everywhere in the engine
            for step in self._program.once:
                step()

    def _run(self) -> Found:
        program, places = self._program, self._places
        with np.errstate(all="ignore"):
            program.run()
        gradient: list[float] = program.gradients[places.asked].tolist()
        guards: list[float] = program.values[places.guards].tolist()
        return program.values.item(places.output), gradient, guards


class Places:
    """Where the numbers are that go in and out."""

    def __init__(self, inputs: Ints, asked: int, guards: Ints, output: int) -> None:
        self.inputs = _together(inputs)
        self.asked = _together(inputs[:asked])
        self.has_data = asked < len(inputs)
        self.guards = guards
        self.output = output


def _together(at: Ints) -> slice | Ints:
    first = int(at[0]) if len(at) else 0
    return slice(first, first + len(at)) if np.array_equal(at, np.arange(first, first + len(at))) else at


def matrices(graph: Graph, asked: int | None = None, most: int | None = None) -> Matrices | None:
    """How to evaluate `graph` and its gradient by the first `asked` inputs; None if it has more than `most` ranks."""
    asked = len(graph.inputs) if asked is None else asked
    small = reduced(graph)
    order = ranked(small, small.inputs[:asked], most if most is not None else len(graph.nodes))
    if order is None:
        return None
    found, place, count = placed(order, groups(order))
    fixed, varies = np.zeros((2, count), bool)
    known = place >= 0
    fixed[place[known]], varies[place[known]] = order.fixed[known], order.varies[known]
    output = int(place[order.reduced.output])
    program = Program(count, fixed, varies, output)
    leaves = np.flatnonzero(small.code < 0)
    program.values[place[leaves]] = small.data[leaves]
    ways: list[Callable[[], None]] = [_added(program, group, place) for group in found]
    for group, way in reversed(list(zip(found, ways, strict=True))):
        if group.depends:
            way()
    program.finish()
    return Matrices(program, found, Places(place[small.inputs], asked, place[order.reduced.guards], output))


def _added(program: Program, group: Group, place: Ints) -> Callable[[], None]:
    match group:
        case Grid():
            return grid(program, group, place)
        case Sums():
            return sums(program, group, place)
        case Ragged():
            return ragged(program, group, place)
        case Rows():
            return rows(program, group, place)
