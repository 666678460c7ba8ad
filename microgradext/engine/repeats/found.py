"""Found: the repeats of a graph, and which of their numbers differ from pass to pass."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from ..graph import Graph
from ..node import CONSTANT
from ..scopes.columns import CODES
from .shapes import UNKNOWN, Shapes
from .template import Template, template_of
from .unrolled import in_statements, in_sums

STATEMENT, CALL = CODES["statement"], CODES["call"]


class Repeats:
    """All repeats of a graph, by the scope in which they are; those in the passes of another repeat too.

    >>> from microgradext import Value
    >>> from microgradext.engine.graph import graph_of
    >>> list(Repeats(graph_of(Value(1.0) * Value(2.0))[0]))  # nothing is known about what made it
    []
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._shapes = Shapes(graph, graph.scopes) if graph.scopes is not None else None

    def __iter__(self) -> Iterator[Repeat]:
        return chain.from_iterable(self.within(scope) for scope in range(len(self._graph.scopes or ())))

    def within(self, scope: int) -> list[Repeat]:
        """The repeats in one scope, but not in the scopes in that."""
        shapes = self._shapes
        if shapes is None:
            return []
        groups = [*_siblings(shapes, scope), *in_statements(shapes, scope), *in_sums(self._graph, shapes, scope)]
        return [Repeat(self._graph, shapes, scope, group) for group in groups]


def _siblings(shapes: Shapes, scope: int) -> Iterator[list[tuple[int, ...]]]:
    """Turns, modules and calls of one function that have the same shape."""
    scopes = shapes.scopes
    groups: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for item in shapes.items[scope]:
        if item >= 0 or shapes.shape[~item] == UNKNOWN or scopes.kinds[~item] == STATEMENT:
            continue
        kind = scopes.kinds[~item]
        name = scopes.labels[~item] if kind == CALL else 0
        groups.setdefault((kind, name, shapes.shape[~item]), []).append((item,))
    yield from (group for group in groups.values() if len(group) > 1 and shapes.nodes(group[0]))


@dataclass(frozen=True, eq=False)
class Repeat:
    """What is done again and again in one scope.

    Nodes and holes are tables with a row for each pass, one row after another. What stands in one column does the same
    in each pass.
    """

    _graph: Graph
    _shapes: Shapes
    scope: int  # in which the passes are
    passes: Sequence[tuple[int, ...]]  # for each its items: a node, or ~scope

    @cached_property
    def nodes(self) -> array[int]:
        """The nodes of each pass, operands first."""
        rows = [self._shapes.nodes(each) for each in self.passes]
        order = sorted(range(len(rows[0])), key=rows[0].__getitem__)
        return array("i", [row[place] for row in rows for place in order])

    @property
    def size(self) -> int:
        """How many nodes a pass has."""
        return len(self.nodes) // len(self.passes)

    @cached_property
    def holes(self) -> array[int]:
        """The nodes that each pass takes from outside, and the numbers in it that are not the same in all passes."""
        return array("i", chain.from_iterable(zip(*self._filled, strict=True)))

    @cached_property
    def _taken(self) -> list[tuple[int, ...]]:
        """For each use of something that a pass does not compute, the nodes that are used there in the passes."""
        found = [self._shapes.shaped(each, self.scope) for each in self.passes]
        return list(zip(*[each.holes for each in found if each is not None], strict=True))

    @cached_property
    def _filled(self) -> Mapping[tuple[int, ...], int]:
        """The holes: uses that are filled by the same nodes in all passes are one, and equal constants are none."""
        holes = (nodes for nodes in dict.fromkeys(self._taken) if not self._is_constant(nodes))
        return {nodes: hole for hole, nodes in enumerate(holes)}

    def _is_constant(self, nodes: tuple[int, ...]) -> bool:
        codes, data = self._graph.columns.codes, self._graph.columns.data
        if any(codes[node] != CONSTANT for node in nodes):
            return False
        return len({array("d", [data[node]]).tobytes() for node in nodes}) == 1

    @cached_property
    def outputs(self) -> tuple[int, ...]:
        """The columns of `nodes` that something outside of the pass uses, in any of the passes."""
        found = set[int]()
        for index in range(len(self.passes)):
            found.update(self._used_outside(index))
        return tuple(sorted(found))

    @cached_property
    def varying(self) -> tuple[int, ...]:
        """The columns of `holes` that have other nodes in other passes: a sample, a day, what the last pass made."""
        return tuple([hole for hole in range(self._width) if len(set(self.holes[hole :: self._width])) > 1])

    @cached_property
    def carried(self) -> Mapping[int, int]:
        """For columns of `holes` that the pass before made, wherever there is one, the column of `nodes` there."""
        found = {}
        for hole in self.varying:
            made = self._made_before(hole)
            if made is not None:
                found[hole] = made
        return found

    @cached_property
    def template(self) -> Template:
        """What the passes have in common; its inputs are the holes, its numbers those of the first pass."""
        width = self._width
        outputs = [self.nodes[column] for column in self.outputs]
        uses = [self._filled.get(each, ~each[0]) for each in self._taken]
        return template_of(self._graph, self.holes[:width], self._shapes.nodes(self.passes[0]), uses, outputs)

    def values(self, index: int) -> list[float]:
        """What pass `index` takes from outside, as the graph has it: a number for each hole."""
        data = self._graph.columns.data
        return [data[node] for node in self.holes[index * self._width : (index + 1) * self._width]]

    def made(self, index: int) -> list[int]:
        """The nodes of pass `index` that are used outside."""
        return [self.nodes[index * self.size + column] for column in self.outputs]

    @property
    def _width(self) -> int:
        return len(self._filled)

    def _used_outside(self, index: int) -> Iterator[int]:
        """The columns of the nodes of a pass that something outside of it uses."""
        own, shapes = {*self.passes[index]}, self._shapes
        for column, node in enumerate(self.nodes[index * self.size : (index + 1) * self.size]):
            if node == self._graph.output or any(
                shapes.item(each, self.scope) not in own for each in shapes.users(node)
            ):
                yield column

    def _made_before(self, hole: int) -> int | None:
        """The column of `nodes` that is `hole` of the next pass, for all passes."""
        size, width = self.size, self._width
        before = {node: column for column, node in enumerate(self.nodes[:size])}
        column = before.get(self.holes[width + hole])
        if column is None:
            return None
        taken, made = self.holes[hole::width][1:], self.nodes[column::size][:-1]
        return column if taken == made else None
