"""Groups: each named operation with the unnamed steps that lead to it alone.

A group is in one section of the code: the innermost loop, turn, call or module that all of it belongs to. Its head is
the named operation, or an unnamed one that other groups use.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...engine.graph import Graph, reached
from ...engine.node import CONSTANT
from ...engine.ops import TABLE
from ...engine.scopes.columns import CODES, Scopes

NONE = -1
LOOP, STATEMENT, TURN = CODES["loop"], CODES["statement"], CODES["turn"]
ADDING = (TABLE["add"].code, TABLE["sub"].code)
MARKS = "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′"
"""What tells Values of one name apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The heads of the groups, and where each group is."""

    heads: array[int]  # 'i': for each node that of its group; NONE for a node that is not to be drawn
    sections: array[int]  # 'i': for each head the scope that its group is in; 0 for the cell


def groups_of(graph: Graph, part_of: Mapping[int, int] | None = None) -> Groups:
    """The groups of what the output is made from and of the inputs.

    `part_of` says of sections that are no regions in which others they are counted.
    """
    sections = sections_of(graph.scopes, len(graph.nodes))
    return _Finder(graph, [part_of.get(each, each) for each in sections] if part_of else sections).found()


def sections_of(scopes: Scopes | None, nodes: int) -> Sequence[int]:
    """For each node the innermost scope that it belongs to, other than a statement."""
    if scopes is None:
        return array("i", bytes(4 * nodes))
    around = array("i", bytes(4 * len(scopes)))
    for scope, (kind, parent) in enumerate(zip(scopes.kinds, scopes.parents, strict=True)):
        around[scope] = around[parent] if kind == STATEMENT else scope
    return array("i", [around[scope] for scope in scopes.nodes])


class _Finder:
    """Goes from the output to the inputs, so that whatever uses a node has its group before the node has."""

    def __init__(self, graph: Graph, sections: Sequence[int]) -> None:
        self._graph = graph
        self._scopes = graph.scopes
        self._labels, self._inputs = graph.labels, frozenset(graph.inputs)
        self._codes = graph.columns.codes
        self._uses = graph.columns.uses()
        self._within = sections_of(graph.scopes, len(graph.nodes))
        self._sections = array("i", sections)
        self._heads = array("i", [NONE]) * len(graph.nodes)
        self._shared = bytearray(len(graph.nodes))  # whether groups disagree about a node

    def found(self) -> Groups:
        drawn, inputs = reached(self._graph), self._inputs
        start, operands = self._graph.columns.start, self._graph.columns.operands
        self._sections[self._graph.output] = 0
        for node in range(len(drawn) - 1, -1, -1):
            if not drawn[node]:
                self._heads[node] = node if node in inputs else NONE
                continue
            head = self._heads[node]
            if head == NONE or self._shared[node] or not self._joins(node):
                head = self._heads[node] = node
            for slot, operand in enumerate(operands[start[node] : start[node + 1]]):
                self._offer(operand, node, slot, head)
        return Groups(self._heads, self._sections)

    def _joins(self, node: int) -> bool:
        """Whether a node belongs to the one group that uses it."""
        if self._codes[node] == CONSTANT:
            return True
        return node != self._graph.output and self._codes[node] >= 0 and node not in self._inputs

    def _offer(self, operand: int, user: int, slot: int, head: int) -> None:
        if self._codes[operand] == CONSTANT:
            if self._heads[operand] == NONE:
                self._heads[operand] = head
            return
        fits = self._continues(operand, user, slot, head) or (
            operand not in self._labels and self._sections[operand] == self._sections[head]
        )
        known = self._heads[operand]
        if not fits or known not in (NONE, head):
            self._shared[operand] = True
        self._heads[operand] = head

    def _continues(self, operand: int, user: int, slot: int, head: int) -> bool:
        """Whether `user` adds to a sum of earlier turns of its loop; the group is then that of what is around it."""
        if self._scopes is None or self._codes[user] not in ADDING or self._codes[operand] not in ADDING:
            return False
        if (slot and self._codes[user] != ADDING[0]) or self._uses[operand] != 1 or operand in self._inputs:
            return False
        name = self._labels.get(user, "").rstrip(MARKS)
        if not name or self._labels.get(operand, "").rstrip(MARKS) != name:
            return False
        here, there = self._within[user], self._within[operand]
        loop = self._scopes.parents[there]
        kinds = self._scopes.kinds
        if here == there or kinds[there] != TURN or kinds[here] != TURN or self._scopes.parents[here] != loop:
            return False
        around = self._scopes.parents[loop]
        while kinds[around] == STATEMENT:
            around = self._scopes.parents[around]
        if head == user:
            self._sections[head] = around if head != self._graph.output else 0
        return True
