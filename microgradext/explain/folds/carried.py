"""Carried: what the turns of a loop hand on under a name, turn by turn, and the test of a `while`.

A loop has a row for each name of a Value that a turn makes and a later turn, or what comes after the loop, uses; none
where no turn uses what another one made.

Twin: js/folds/carried.ts
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final
from weakref import WeakKeyDictionary

from ...engine.graph import Graph, GraphGuard
from ...engine.node import CONSTANT
from ...engine.ops import BY_CODE
from ..view import Row
from .groups import MARKS, NONE
from .parts import carrying, turns_around
from .regions import Regions

TEST: Final = "test"
WHILE: Final = "while "
COMPARISONS: Final = ("lt", "le", "gt", "ge")

_rows: WeakKeyDictionary[Regions, Mapping[int, tuple[Row, ...]]] = WeakKeyDictionary()
"""What was found once: what is open makes no difference."""


def rows_of(graph: Graph, regions: Regions) -> Mapping[int, tuple[Row, ...]]:
    """The rows of each loop that has some: first its names in the order of the code, then its test."""
    known = _rows.get(regions)
    if known is None:
        tests = dict(_tests(graph, regions))
        loops = sorted(carrying(graph, regions) | tests.keys())
        names = _Names(graph, regions)
        found = {loop: (*names.rows(loop), *([tests[loop]] if loop in tests else [])) for loop in loops}
        known = _rows[regions] = {loop: rows for loop, rows in found.items() if rows}
    return known


class _Names:
    """The names that turns give to what they make, and which of these something outside of the turn uses."""

    def __init__(self, graph: Graph, regions: Regions) -> None:
        self._graph, self._regions, self._turns = graph, regions, turns_around(regions)
        self._made: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        self._handed: dict[int, set[str]] = defaultdict(set)
        if carrying(graph, regions):
            self._make()
            self._hand()
            self._finish()

    def rows(self, loop: int) -> Iterator[Row]:
        if loop not in carrying(self._graph, self._regions):
            return
        for name, nodes in self._made[loop].items():
            if len(nodes) > 1 and name in self._handed[loop]:
                yield Row(name, tuple([nodes.get(turn, NONE) for turn in range(1, self._regions.ordinals[loop] + 1)]))

    def _around(self, node: int) -> Iterator[int]:
        """The turns that a node is in, the innermost first."""
        region = self._regions.nodes[node]
        turn = NONE if region == NONE else self._turns[region]
        while turn != NONE:
            yield turn
            turn = self._turns[self._regions.parents[turn]]

    def _name(self, node: int) -> str:
        """The bare name of what was computed; '' if it has none."""
        is_constant = self._graph.columns.codes[node] == CONSTANT
        return "" if is_constant else self._graph.labels.get(node, "").rstrip(MARKS)

    def _make(self) -> None:
        regions = self._regions
        for node in range(len(regions.nodes)):
            name = self._name(node)
            if name:
                for turn in self._around(node):
                    self._made[regions.parents[turn]][name][regions.ordinals[turn]] = node

    def _hand(self) -> None:
        columns, output = self._graph.columns, self._name(self._graph.output)  # which may be of a turn
        for node, (first, end) in enumerate(pairwise(columns.start)):
            if self._regions.nodes[node] == NONE:
                continue
            for operand in columns.operands[first:end]:
                name = self._name(operand)
                if name:
                    within = set(self._around(node))
                    for turn in self._around(operand):
                        loop = self._regions.parents[turn]
                        if turn not in within and (node != self._graph.output or output not in self._made[loop]):
                            self._handed[loop].add(name)

    def _finish(self) -> None:
        """The output is outside of every loop: where it is what the last turn calls by a name, the row ends with it."""
        output, regions = self._graph.output, self._regions
        name, own = self._name(output), set(self._around(output))
        for operand in self._graph.columns.operands_of(output):
            for turn in self._around(operand):
                loop = regions.parents[turn]
                is_last = turn not in own and regions.ordinals[turn] == regions.ordinals[loop]
                if name and is_last and name in self._made[loop]:
                    self._made[loop][name].setdefault(regions.ordinals[turn], output)


def _tests(graph: Graph, regions: Regions) -> Iterator[tuple[int, Row]]:
    """The test of each `while` that is one comparison with something that stays the same, and that ran once."""
    for loop in range(len(regions)):
        title = regions.label(loop)
        if not title.startswith(WHILE):
            continue
        guards = [each for each in graph.guards if each.span and each.span.text == title.removeprefix(WHILE)]
        if len(guards) != regions.ordinals[loop] + 1 or not _are_comparisons(graph, guards):
            continue  # one before the first turn and one after each, unless a `break` ended the loop
        sides = [graph.columns.operands_of(guard.node) for guard in guards]
        bound = sides[0][1]
        if all(_is_same(graph, right, bound) for _, right in sides):
            yield loop, Row(TEST, tuple([left for left, _ in sides[1:]]), bound)


def _are_comparisons(graph: Graph, guards: Sequence[GraphGuard]) -> bool:
    codes = graph.columns.codes
    return all(
        guard.kind == "truth" and codes[guard.node] >= 0 and BY_CODE[codes[guard.node]].name in COMPARISONS
        for guard in guards
    )


def _is_same(graph: Graph, one: int, other: int) -> bool:
    codes, data = graph.columns.codes, graph.columns.data
    return one == other or (codes[one] == codes[other] == CONSTANT and data[one] == data[other])
