"""Which column each box is in, and in which order: the first half of the layout.

An item is a box or, from the number of boxes on, a dummy: the place in a column where a long edge passes. The edges
of one box share their dummies.

Twin: js/layout/layers.ts
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..view import View

SWEEPS = 24
ITEMS_AT_FULL_EFFORT = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of an edge between neighbouring columns; `port` (-0.5 … 0.5) is where it ends on the right item."""

    left: int
    right: int
    port: float
    edge: int = -1  # the edge of which it is the last piece; -1 for a piece on the way, which edges share


@dataclass(slots=True)
class Layers:
    boxes: int
    ranks: list[int]  # the column of each item
    columns: list[list[int]]  # items from top to bottom
    dummies: list[list[int]]  # the dummies of each box's long edges, from left to right
    links: list[Link]
    leftward: list[list[Link]] = field(default_factory=list)  # for each item, the links that end in it
    rightward: list[list[Link]] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)  # items of column 0 that keep their order
    weak: list[bool] = field(default_factory=list)  # constants and ports: they do not pull other items
    kept: Sequence[int] = ()  # columns whose order is given: those of a frame's ports


def rank(view: View) -> list[int]:
    """The column of each box: 0 for leaves, just before its first consumer for a constant, else past its operands."""
    ranks = [0] * len(view.boxes)
    operands: list[list[int]] = [[] for _ in view.boxes]
    for edge in view.edges:
        operands[edge.target].append(edge.source)
    for target, sources in enumerate(operands):
        if sources:
            ranks[target] = 1 + max((ranks[s] for s in sources if view.boxes[s].kind != "constant"), default=0)
    _pull_constants(view, ranks)
    return ranks


def _pull_constants(view: View, ranks: list[int]) -> None:
    first: dict[int, int] = {}
    for edge in view.edges:
        if view.boxes[edge.source].kind == "constant":
            first[edge.source] = min(first.get(edge.source, ranks[edge.target]), ranks[edge.target])
    for constant, consumer in first.items():
        ranks[constant] = consumer - 1


def layers(view: View, ranks: Sequence[int]) -> Layers:
    """The boxes and dummies by column, in the order in which they were made."""
    result = Layers(len(view.boxes), list(ranks), [], [[] for _ in view.boxes], [])
    _add_dummies(view, result)
    _add_links(view, result)
    result.columns = [[] for _ in range(1 + max(result.ranks, default=-1))]
    for item, column in enumerate(result.ranks):
        result.columns[column].append(item)
    result.weak = [box.kind == "constant" for box in view.boxes] + [False] * (len(result.ranks) - result.boxes)
    result.held = [item < result.boxes and not result.weak[item] for item in range(len(result.ranks))]
    return result


def _add_dummies(view: View, result: Layers) -> None:
    last = [0] * len(view.boxes)
    for edge in view.edges:
        last[edge.source] = max(last[edge.source], result.ranks[edge.target])
    for box, column in enumerate(last):
        for between in range(result.ranks[box] + 1, column):
            result.dummies[box].append(len(result.ranks))
            result.ranks.append(between)


def _add_links(view: View, result: Layers) -> None:
    arriving, arrived = [0] * len(view.boxes), [0] * len(view.boxes)
    for edge in view.edges:
        arriving[edge.target] += 1
    for box, dummies in enumerate(result.dummies):
        for left, right in zip([box, *dummies], dummies, strict=False):
            result.links.append(Link(left, right, 0.0))
    for index, edge in enumerate(view.edges):
        if result.ranks[edge.source] >= result.ranks[edge.target]:
            continue  # only between frames that lead to each other
        arrived[edge.target] += 1  # from top to bottom in the order of the code
        port = arrived[edge.target] / (arriving[edge.target] + 1) - 0.5
        result.links.append(Link(before(result, edge.source, edge.target), edge.target, port, index))
    result.leftward = [[] for _ in result.ranks]
    result.rightward = [[] for _ in result.ranks]
    for link in result.links:
        result.leftward[link.right].append(link)
        result.rightward[link.left].append(link)


def before(result: Layers, source: int, target: int) -> int:
    """The item from which an edge reaches its target: its source, or the last dummy along it."""
    steps = result.ranks[target] - result.ranks[source]
    return result.dummies[source][steps - 2] if steps > 1 else source


def order(result: Layers) -> None:
    """Reorder the columns so that few edges cross: barycentre sweeps back and forth, keeping the best order."""
    position = [0] * len(result.ranks)
    for column in result.columns:
        _number(column, position)
    best, fewest = [list(column) for column in result.columns], crossings(result, position)
    still = 0
    for sweep in range(_sweeps(result)):
        moved = _sweep(result, position, forward=sweep % 2 == 0)
        count = crossings(result, position)
        if count < fewest:
            best, fewest = [list(column) for column in result.columns], count
        still = 0 if moved else still + 1
        if still == 2:
            break
    result.columns = best


def _sweeps(result: Layers) -> int:
    items = len(result.ranks)
    return SWEEPS if items <= ITEMS_AT_FULL_EFFORT else max(4, SWEEPS * ITEMS_AT_FULL_EFFORT // items)


def _number(column: list[int], position: list[int]) -> None:
    for index, item in enumerate(column):
        position[item] = index


def _sweep(result: Layers, position: list[int], *, forward: bool) -> bool:
    """Sort every column by its neighbours on one side; return whether anything moved."""
    moved = False
    count = len(result.columns)
    for index in range(1, count) if forward else range(count - 2, -1, -1):
        column = result.columns[index]
        if index in result.kept:
            continue
        keys = [_barycentre(result, item, position, forward=forward) for item in column]
        new = _sorted_with_holes(column, keys) if index > 0 else _merged(result, column, keys)
        moved = moved or new != column
        result.columns[index] = new
        _number(new, position)
    return moved


def _barycentre(result: Layers, item: int, position: list[int], *, forward: bool) -> float:
    """The mean position of an item's neighbours on one side; nan if it has none."""
    links = result.leftward[item] if forward else result.rightward[item]
    total = 0.0  # added from left to right, as the page does: the built-in sum rounds differently from Python 3.12 on
    for link in links:
        total += position[link.left] if forward else position[link.right] + link.port
    return total / len(links) if links else math.nan


def _sorted_with_holes(column: list[int], keys: list[float]) -> list[int]:
    """The column sorted by key; an item without a key keeps its index."""
    places = [index for index, key in enumerate(keys) if not math.isnan(key)]
    new = list(column)
    for place, index in zip(places, sorted(places, key=lambda index: keys[index]), strict=True):
        new[place] = column[index]
    return new


def _merged(result: Layers, column: list[int], keys: list[float]) -> list[int]:
    """Column 0: inputs keep the order of the code, and each constant goes where it disagrees with the fewest."""
    held = [(item, key) for item, key in zip(column, keys, strict=True) if result.held[item]]
    loose = [(item, key) for item, key in zip(column, keys, strict=True) if not result.held[item]]
    others = [key for _, key in held]
    inserts: list[list[int]] = [[] for _ in range(len(held) + 1)]
    for item, key in sorted(loose, key=lambda pair: _or_zero(pair[1])):
        inserts[_place(_or_zero(key), others)].append(item)
    return inserts[0] + [each for (item, _), after in zip(held, inserts[1:], strict=True) for each in (item, *after)]


def _or_zero(key: float) -> float:
    return 0.0 if math.isnan(key) else key  # an output that is a constant has no key


def _place(key: float, others: list[float]) -> int:
    """How many of the others to leave above `key`, so that the fewest are on the wrong side of it."""
    wrong = sum(other < key for other in others)
    best, least = 0, wrong
    for index, other in enumerate(others):
        wrong += (other > key) - (other < key)
        if wrong < least:
            best, least = index + 1, wrong
    return best


def crossings(result: Layers, position: list[int]) -> int:
    """How many pairs of links cross."""
    total = 0
    for index in range(1, len(result.columns)):
        seen = [0] * (len(result.columns[index]) + 1)  # a Fenwick tree over the right column
        so_far = 0
        for item in result.columns[index - 1]:
            ends = [position[link.right] for link in result.rightward[item]]
            for end in ends:
                total += so_far - _at_most(seen, end)
            for end in ends:
                _count(seen, end)
            so_far += len(ends)
    return total


def _at_most(tree: list[int], index: int) -> int:
    total = 0
    index += 1
    while index > 0:
        total += tree[index]
        index -= index & -index
    return total


def _count(tree: list[int], index: int) -> None:
    index += 1
    while index < len(tree):
        tree[index] += 1
        index += index & -index
