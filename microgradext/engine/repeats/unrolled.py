"""Unrolled: passes that were written one after another, without a loop: as statements, or as the terms of a sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..graph import Graph
from ..ops import TABLE
from ..scopes.columns import CODES
from .shapes import UNKNOWN, Shapes

STATEMENT = CODES["statement"]
ADD, SUM = TABLE["add"].code, TABLE["sum"].code

FEWEST = 3
"""How many passes there must be: two statements of one shape are no loop."""

LONGEST = 16
"""How many statements a pass may have."""

Passes = list[tuple[int, ...]]


def in_statements(shapes: Shapes, scope: int) -> Iterator[Passes]:
    """The runs of statements in a scope that do the same again and again."""
    kinds = shapes.scopes.kinds
    row = [item for item in shapes.items[scope] if item < 0 and kinds[~item] == STATEMENT]
    shape = [shapes.shape[~item] for item in row]
    at = 0
    while at <= len(row) - FEWEST:
        passes = _run(shapes, scope, row, shape, at)
        at += sum(map(len, passes)) or 1
        if passes:
            yield passes


def _run(shapes: Shapes, scope: int, row: Sequence[int], shape: Sequence[int], at: int) -> Passes:
    """The longest run that begins at a statement, with the fewest statements in a pass; empty where there is none."""
    best: Passes = []
    covered = 0
    for period in range(1, min(LONGEST, (len(row) - at) // FEWEST) + 1):
        count = _count(shape, at, period)
        if count >= FEWEST and count * period > covered:
            passes = [tuple(row[at + n * period : at + (n + 1) * period]) for n in range(count)]
            alike = _alike(shapes, scope, passes)
            if len(alike) >= FEWEST and len(alike) * period > covered:
                best, covered = alike, len(alike) * period
    return best


def _count(shape: Sequence[int], at: int, period: int) -> int:
    """How often the `period` shapes from `at` on come one time after another."""
    if UNKNOWN in shape[at : at + period]:
        return 0
    end = at + period
    while end < len(shape) and shape[end] == shape[end - period]:
        end += 1
    return (end - at) // period


def _alike(shapes: Shapes, scope: int, passes: Passes) -> Passes:
    """The first passes, as far as they do the same."""
    first = shapes.shaped(passes[0], scope)
    for place, each in enumerate(passes):
        found = shapes.shaped(each, scope)
        if first is None or found is None or found.key != first.key:
            return passes[:place]
    return passes


def in_sums(graph: Graph, shapes: Shapes, scope: int) -> Iterator[Passes]:
    """The terms of a sum in a scope that do the same, each from its own operations only."""
    codes = graph.columns.codes
    sums = [item for item in shapes.items[scope] if item >= 0 and codes[item] in (ADD, SUM)]
    if len(sums) >= FEWEST - 1 or any(codes[item] == SUM for item in sums):
        inner = set[int]()
        for last in reversed(sums):
            if last not in inner:
                terms, added = _terms(graph, shapes, last, {*sums})
                inner |= added
                yield from _grouped(graph, shapes, scope, terms)


def _terms(graph: Graph, shapes: Shapes, last: int, sums: set[int]) -> tuple[list[int], set[int]]:
    """What a sum adds, and the additions in it."""
    terms, added, waiting = list[int](), {last}, [last]
    while waiting:
        for operand in graph.columns.operands_of(waiting.pop()):
            if operand in sums and len(shapes.users(operand)) == 1:
                added.add(operand)
                waiting.append(operand)
            else:
                terms.append(operand)
    return sorted(terms), added


def _grouped(graph: Graph, shapes: Shapes, scope: int, terms: Sequence[int]) -> Iterator[Passes]:
    groups: dict[bytes, Passes] = {}
    for term in terms:
        items = _own(graph, shapes, scope, term) if len(shapes.users(term)) == 1 else ()
        found = shapes.shaped(items, scope) if items else None
        if found is not None:
            groups.setdefault(found.key, []).append(items)
    yield from (group for group in groups.values() if len(group) >= FEWEST)


def _own(graph: Graph, shapes: Shapes, scope: int, term: int) -> tuple[int, ...]:
    """The operations of a scope that nothing but a term is made with."""
    found, waiting = set[int](), [term]
    while waiting:
        node = waiting.pop()
        if shapes.item(node, scope) == node and (node == term or {*shapes.users(node)} <= found):
            found.add(node)
            waiting += graph.columns.operands_of(node)
    return tuple(sorted(found))
