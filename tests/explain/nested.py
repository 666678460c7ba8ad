"""Random views with folds: groups of nodes in groups, each of them a box while it is closed and a frame while open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from random import Random

from microgradext.explain.view import Box, BoxKind, Edge, Fold, Row, View

TITLES = (
    "layer 1", "N(d1)", "for x, y in zip(points, labels)", "encoder.layers[0].attention.heads[11]",
    "for epoch in range(100_000) if not converged(loss)", "é 😀", "",
)  # fmt: skip
SUMMARIES = ("16 neurons", "9 of 16 on, 3 always off", "")
SOURCES = (
    "", "a*b", "d1 - sigma*sqrt(T)", "(log(S0/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))", "x" * 80,
    "sum(losses)/100 + 1e-4*sum(p*p for p in model.parameters() if p.requires_grad)", "λ·(α + β) and 😀 or (γ, δ)",
)  # fmt: skip
LABELS = ("a", "w[0]", "price", "a_rather_long_name", "encoder_layer_12_weight_of_the_third_head", "x⁽²⁾")


@dataclass(frozen=True)
class Group:
    outer: int  # the group that it is in; -1 for none
    members: frozenset[int]  # its nodes, those of inner groups too
    kind: BoxKind  # while it is closed
    label: str
    source: str
    fold: Fold


@dataclass(frozen=True)
class Nest:
    """A computation whose nodes are grouped."""

    boxes: tuple[Box, ...]  # one for each node
    operands: tuple[tuple[int, ...], ...]
    groups: tuple[Group, ...]  # the outer ones before those in them

    def view(self, opened: Collection[int]) -> View:
        """The view in which these groups are open, as far as those around them are."""
        return _Drawn(self, opened).view()

    def named(self, opened: Collection[int]) -> tuple[View, list[str]]:
        """The view, and for each of its boxes the node or the group that it is."""
        drawn = _Drawn(self, opened)
        return drawn.view(), [f"{kind} {index}" for kind, index in drawn.place]

    def path(self, node: int) -> list[int]:
        """The groups that a node is in, from the outermost on."""
        return [index for index, group in enumerate(self.groups) if node in group.members]


def nest(seed: int, largest: int = 60) -> Nest:
    """A computation of up to `largest` nodes in a few groups; the last node is in none."""
    random = Random(seed)
    count = random.randint(4, largest)
    inputs = random.randint(1, max(1, count // 4))
    operands: list[tuple[int, ...]] = [()] * inputs
    for node in range(inputs, count):
        near = [max(0, node - random.randint(1, 6)) for _ in range(random.randint(1, 3))]
        operands.append(tuple(random.choice([operand, random.randrange(node)]) for operand in near))
    intervals = list(_intervals(random, 0, count - 1, -1, []))
    order = _shuffled(random, operands)
    place = {node: index for index, node in enumerate(order)}
    boxes = tuple(_node(random, place[node], bool(operands[node])) for node in order)
    return Nest(
        boxes,
        tuple(tuple(place[operand] for operand in operands[node]) for node in order),
        tuple(
            _group(random, number, outer, frozenset(place[node] for node in range(first, last)))
            for number, (first, last, outer) in enumerate(intervals)
        ),
    )


def _intervals(
    random: Random, first: int, last: int, outer: int, found: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Stretches of nodes, each with the one that it is in: whatever is contracted, nothing then leads to itself."""
    while first < last:
        start = random.randint(first, last)
        end = min(last, start + random.randint(1, 14))
        if start < end and random.random() < 0.8:
            found.append((start, end, outer))
            if random.random() < 0.6:
                _intervals(random, start, end, len(found) - 1, found)
        first = end + random.randint(0, 3)
    return found


def _shuffled(random: Random, operands: list[tuple[int, ...]]) -> list[int]:
    """The nodes in another order in which operands come first, so that groups lie across each other; the last last."""
    order: list[int] = []
    rest = list(range(len(operands) - 1))
    while rest:
        ready = [node for node in rest[:8] if all(operand in order for operand in operands[node])]
        order.append(random.choice(ready) if random.random() < 0.5 else ready[0])
        rest.remove(order[-1])
    return [*order, len(operands) - 1]


def _node(random: Random, node: int, made: bool) -> Box:
    label = random.choice([*LABELS, f"v{node}", f"v{node}"])
    if made:
        return Box(node, random.choice(["named", "unnamed"]), label, random.choice(["+", "tanh", "sqrt"]), "a + b")
    return Box(node, random.choice(["input", "input", "leaf", "constant"]), label, "", "")


def _group(random: Random, number: int, outer: int, members: frozenset[int]) -> Group:
    passes = random.choice([0, 0, 30])
    title, summary, single = random.choice(TITLES), random.choice(SUMMARIES), random.random() < 0.4
    rows = tuple(Row(f"r{row}", (0,) * 30) for row in range(number % 8)) if passes else ()
    fold = Fold(number, title, summary, len(members), single, passes, 7 if passes else 0, rows=rows)
    source = random.choice(SOURCES)
    kind: BoxKind = random.choice(["scope", "scope", "named", "unnamed"])
    return Group(outer, members, kind, source if kind == "unnamed" else random.choice(LABELS), source, fold)


class _Drawn:
    """A view in the making."""

    def __init__(self, nest: Nest, opened: Collection[int]) -> None:
        self.nest = nest
        self.open = [
            index for index, group in enumerate(nest.groups) if index in opened and self._is_seen(group.outer, opened)
        ]
        seen = [("node", node) for node in range(len(nest.boxes)) if self._is_seen(self._innermost(node), opened)]
        seen += [("group", index) for index, group in enumerate(nest.groups) if self._is_seen(group.outer, opened)]
        seen.sort(key=lambda key: (self._last(key), key[0] == "group", -key[1]))
        self.place = {key: index for index, key in enumerate(seen)}

    def _is_seen(self, outer: int, opened: Collection[int]) -> bool:
        """Whether all groups from this one outwards are open."""
        while outer >= 0:
            if outer not in opened:
                return False
            outer = self.nest.groups[outer].outer
        return True

    def _innermost(self, node: int) -> int:
        return max(self.nest.path(node), default=-1)

    def _last(self, key: tuple[str, int]) -> int:
        return key[1] if key[0] == "node" else max(self.nest.groups[key[1]].members)

    def view(self) -> View:
        boxes = tuple(self._box(*key) for key in self.place)
        edges: dict[tuple[int, ...], Edge] = {}
        folds = {index for index, box in enumerate(boxes) if box.fold is not None}
        for target, operands in enumerate(self.nest.operands):
            for slot, source in enumerate(operands):
                for edge in self._segments(source, target, slot):
                    plain = folds.isdisjoint((edge.source, edge.target))
                    key = (-2, target, slot) if plain else (edge.frame, edge.source, edge.target, edge.port)
                    known = edges.get(key)
                    edges[key] = replace(known, flows=(*known.flows, slot)) if known else edge
        return View(boxes, tuple(edges.values()), self.place["node", len(self.nest.boxes) - 1], 0)

    def _box(self, kind: str, index: int) -> Box:
        if kind == "node":
            return replace(self.nest.boxes[index], frame=self._frame(self._innermost(index)))
        group = self.nest.groups[index]
        shown: BoxKind = "frame" if index in self.open else group.kind
        return Box(
            self._last((kind, index)), shown, group.label, "+", group.source, None, group.fold, self._frame(group.outer)
        )

    def _frame(self, group: int) -> int:
        return self.place["group", group] if group >= 0 else -1

    def _way(self, node: int) -> list[int]:
        """The boxes that a node is in, from the outermost to the one that stands for it."""
        path = self.nest.path(node)
        closed = next((index for index, group in enumerate(path) if group not in self.open), None)
        if closed is not None:
            return [self.place["group", group] for group in path[: closed + 1]]
        return [*[self.place["group", group] for group in path], self.place["node", node]]

    def _segments(self, source: int, target: int, slot: int) -> Iterator[Edge]:
        """The pieces of an edge: in the frames that it leaves, in the one with both ends, in those that it enters."""
        here, there = self._way(source), self._way(target)
        common = 0
        while common < min(len(here), len(there)) and here[common] == there[common]:
            common += 1
        if common == len(here) or common == len(there):
            return  # both in one closed group
        frame, left, right = (here[common - 1] if common else -1), here[common], there[common]
        for outer, inner in zip(here[common:], here[common + 1 :], strict=False):
            yield Edge(inner, outer, target, slot, 0, outer, (slot,), right)
        yield Edge(left, right, target, slot, 0, frame, (slot,), -1)
        for outer, inner in zip(there[common:], there[common + 1 :], strict=False):
            yield Edge(outer, inner, target, slot, 0, outer, (slot,), left)
