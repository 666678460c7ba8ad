"""Schedule: a graph's operations in groups that are computed at once, the same row on operands that are all ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..frame import Step, steps_of
from ..graph import Graph, reached
from ..ops import TABLE

ADD, SUM = TABLE["add"].code, TABLE["sum"].code


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes with the same level, row and number of operands."""

    code: int
    depends: bool  # whether the output depends on them
    nodes: list[int]
    operands: list[tuple[int, ...]]  # of each node


@dataclass(frozen=True, slots=True)
class Schedule:
    """The groups in an order in which they can be computed, and the sums that were merged.

    `within` maps the last addition of a chain to those before it: `((a + b) + c) + d` is one sum of four.
    """

    groups: list[Group]
    within: dict[int, list[int]]


def schedule(graph: Graph) -> Schedule:
    """Group the operations of `graph` by level, row and number of operands.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a, b = Value(2.0), Value(3.0)
    >>> plan = schedule(graph_of(a * b + b * b + a + b, inputs=[a, b])[0])
    >>> [group.nodes for group in plan.groups], plan.within
    ([[2, 3], [6]], {6: [4, 5]})
    """
    steps, within = _together(steps_of(graph), graph)
    depends = reached(graph)
    level = [0] * len(graph.nodes)
    groups: dict[tuple[int, int, int, bool], Group] = {}
    for index, code, operands in steps:
        level[index] = deep = 1 + max([level[operand] for operand in operands])
        key = deep, code, len(operands), depends[index]
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(code, depends[index], [], [])
        group.nodes.append(index)
        group.operands.append(operands)
    return Schedule(_lined_up([groups[key] for key in sorted(groups)]), within)


def _lined_up(groups: Sequence[Group]) -> list[Group]:
    """The nodes of each group in the order in which they are used, so that their users find them side by side."""
    turn: dict[int, int] = {}
    ordered = []
    for group in reversed(groups):
        order = sorted(range(len(group.nodes)), key=lambda place: turn.get(group.nodes[place], -1))
        operands = [group.operands[place] for place in order]
        ordered.append(Group(group.code, group.depends, [group.nodes[place] for place in order], operands))
        for slot in zip(*operands, strict=True):
            for operand in slot:
                turn.setdefault(operand, len(turn))
    return ordered[::-1]


def _together(steps: Sequence[Step], graph: Graph) -> tuple[list[Step], dict[int, list[int]]]:
    """Merge chains of additions, each used only by the next, into single sums, added up in the same order."""
    uses = _uses(steps, graph)
    terms: dict[int, list[int]] = {}
    within: dict[int, list[int]] = {}
    for index, code, operands in steps:
        if code in (ADD, SUM):
            first = operands[0]
            if first in terms and uses[first] == 1:
                terms[index] = terms.pop(first)
                terms[index].extend(operands[1:])
                within[index] = within.pop(first, [])
                within[index].append(first)
            else:
                terms[index] = list(operands)
    gone = {index for chain in within.values() for index in chain}
    whole = [
        (index, SUM if index in within else code, tuple(terms[index]) if index in within else operands)
        for index, code, operands in steps
        if index not in gone
    ]
    return whole, within


def _uses(steps: Sequence[Step], graph: Graph) -> list[int]:
    uses = [0] * len(graph.nodes)
    for asked in (graph.output, *[guard.node for guard in graph.guards]):
        uses[asked] += 1
    for _, _, operands in steps:
        for operand in operands:
            uses[operand] += 1
    return uses
