"""Shapes: what is computed in each scope, written so that two scopes that do the same with other numbers have one key.

The key of a scope lists its operations and, in place of each scope in it, that scope's own key. An operand is written
as its place in the scope or, where it comes from outside, as a hole. So the work grows with the number of operands that
cross the border of a scope. Leaves and constants are data, and fill holes too: after `total = 0`, what is a constant in
the first pass is an operation later. That two holes are filled by one node is no part of the key: after `total = a`, it
may happen in the first pass only.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..graph import Graph
from ..node import CONSTANT, LEAF, WRITTEN
from ..scopes.columns import Scopes

DEEPEST = 64
"""How many scopes may be in one another where they are compared: recursion may be 10,000 deep."""

UNKNOWN = -1
"""The shape of a scope that is not compared: it is too deep, or has an operation written by hand in it."""

SCOPE = -16
"""What a key has in place of a scope: this less its shape. Codes of operations are larger."""

HOLE = -1
"""What a key has in place of an operand from outside."""

DATA = frozenset([LEAF, CONSTANT])
"""The codes of nodes that nothing computes."""

END = 1 << 40
"""What stands for the end among items; nothing has so many nodes."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """What one scope, or some of what is in it, does."""

    key: bytes  # equal for what does the same with other numbers
    places: Mapping[int, int]  # of each item, where its nodes begin among all; how many there are at END
    holes: Sequence[int]  # the node of each use of data or of something outside, in the order of the nodes

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return self.places[END]


class Shapes:
    """The shapes of all scopes of a graph.

    An item of a scope is one of its own operations, or `~scope` for a scope in it. Data is in no scope.
    """

    def __init__(self, graph: Graph, scopes: Scopes) -> None:
        self._columns = graph.columns
        self.scopes = scopes
        self.items = _items(graph.columns.codes, scopes)
        self.shape = array("i", [UNKNOWN]) * len(scopes)  # equal for scopes with one key
        self._facts = _facts(graph)
        self._first, self._last = _nested(self.items)
        self._size = [0] * len(scopes)
        self._holes: list[Sequence[int]] = [()] * len(scopes)
        self._place = array("i", [0]) * len(graph.columns.codes)  # of each node in its scope
        self._begins = array("i", [0]) * len(scopes)  # the place of the first node of each scope in the one around it
        self._compare()

    def _compare(self) -> None:
        known: dict[bytes, int] = {}
        deep = [0] * len(self.scopes)
        parents = self.scopes.parents
        for scope in range(len(self.scopes) - 1, 0, -1):  # a scope comes after its parent
            parent = parents[scope]
            deep[parent] = max(deep[parent], deep[scope] + 1)
            if deep[scope] <= DEEPEST:
                found = self.shaped(self.items[scope], scope)
                if found is not None:
                    self.shape[scope] = known.setdefault(found.key, len(known))
                    self._keep(scope, found)

    def _keep(self, scope: int, found: Shaped) -> None:
        self._size[scope], self._holes[scope] = found.size, found.holes
        for item in self.items[scope]:
            if item >= 0:
                self._place[item] = found.places[item]
            else:
                self._begins[~item] = found.places[item]

    def shaped(self, items: Sequence[int], scope: int) -> Shaped | None:
        """What some items of a scope do together; None where that is not known."""
        places = self._placed(items)
        if places is None:
            return None
        key, holes = array("i"), list[int]()
        codes, start, operands, facts = self._columns.codes, self._columns.start, self._columns.operands, self._facts
        for item in items:
            if item >= 0:
                if codes[item] == WRITTEN:
                    return None
                used: Sequence[int] = operands[start[item] : start[item + 1]]
                key.extend((codes[item], facts.get(item, 0), len(used)))
            else:
                used = self._holes[~item]
                key.append(SCOPE - self.shape[~item])
            key.extend([self._written(node, scope, places, holes) for node in used])
        told = [facts.get(node, 0) for node in holes] if facts else ()
        return Shaped(array("i", [len(told), *told]).tobytes() + key.tobytes(), places, holes)

    def _placed(self, items: Sequence[int]) -> dict[int, int] | None:
        """The place of each item among the nodes of all; None where one is not compared."""
        places, size = dict[int, int](), 0
        for item in items:
            places[item] = size
            if item < 0 and self.shape[~item] == UNKNOWN:
                return None
            size += 1 if item >= 0 else self._size[~item]
        places[END] = size
        return places

    def _written(self, node: int, scope: int, places: Mapping[int, int], holes: list[int]) -> int:
        """An operand: its place among the items, or HOLE."""
        if self._columns.codes[node] not in DATA:
            item, within = self._item(node, scope)
            place = places.get(item)
            if place is not None:
                return place + within
        holes.append(node)
        return HOLE

    def _item(self, node: int, scope: int) -> tuple[int, int]:
        """The item of a scope that a node is in, and its place there; `scope` itself where it is elsewhere."""
        own = self.scopes.nodes[node]
        if own == scope:
            return node, 0
        if not self.contains(scope, own):
            return ~scope, 0
        parents, place = self.scopes.parents, self._place[node]
        while parents[own] != scope:
            place += self._begins[own]
            own = parents[own]
        return ~own, place

    def item(self, node: int, scope: int) -> int:
        """The item of a scope that a node is in; `~scope` where it is elsewhere."""
        return self._item(node, scope)[0] if self._columns.codes[node] not in DATA else ~scope

    def users(self, node: int) -> Sequence[int]:
        """The nodes that a node is an operand of."""
        first, users = self._users
        return users[first[node] : first[node + 1]]

    @cached_property
    def _users(self) -> tuple[Sequence[int], Sequence[int]]:
        first = array("i", accumulate(self._columns.uses(), initial=0))
        users, free = array("i", bytes(first.itemsize * first[-1])), first[:]
        for operand, user in zip(self._columns.operands, self._columns.consumers(), strict=True):
            users[free[operand]] = user
            free[operand] += 1
        return first, users

    def contains(self, scope: int, other: int) -> bool:
        """Whether a scope is in another, or is that."""
        return self._first[scope] <= self._first[other] <= self._last[scope]

    def nodes(self, items: Sequence[int]) -> array[int]:
        """The nodes of some items, those of each scope together."""
        found = array("i")
        waiting = list(reversed(items))
        while waiting:
            item = waiting.pop()
            if item >= 0:
                found.append(item)
            else:
                waiting += reversed(self.items[~item])
        return found


def _items(codes: Sequence[int], scopes: Scopes) -> list[list[int]]:
    items = [list[int]() for _ in range(len(scopes))]
    seen = bytearray(len(scopes))
    seen[0] = 1
    for node, scope in enumerate(scopes.nodes):
        if codes[node] in DATA:
            continue
        inner = scope
        while not seen[inner]:
            seen[inner] = 1
            items[scopes.parents[inner]].append(~inner)
            inner = scopes.parents[inner]
        items[scope].append(node)
    return items


def _nested(items: Sequence[Sequence[int]]) -> tuple[Sequence[int], Sequence[int]]:
    """Numbers of the scopes such that those in a scope are the numbers from its first to its last."""
    first, last = [0] * len(items), [0] * len(items)
    number, waiting = 0, [0]
    while waiting:
        scope = waiting.pop()
        if scope < 0:
            last[~scope] = number
            continue
        number += 1
        first[scope] = number
        waiting.append(~scope)
        waiting += [~item for item in items[scope] if item < 0]
    return first, last


def _facts(graph: Graph) -> dict[int, int]:
    """For the nodes whose data the control flow used, a number for what was found there."""
    found: dict[int, list[tuple[str, float]]] = {}
    for guard in graph.guards:
        found.setdefault(guard.node, []).append((guard.kind, guard.expected))
    known: dict[tuple[tuple[str, float], ...], int] = {}
    return {node: known.setdefault(tuple(sorted(told)), len(known) + 1) for node, told in found.items()}
