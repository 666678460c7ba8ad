"""Ranks: the operations that can be computed at once, and what of them the output, the guards and gradients need."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .hashing import mixed
from .reduced import NONE, Flags, Ints, Reduced, Terms, spans


@dataclass(frozen=True, slots=True)
class Ranked:
    """A reduced graph in the order of running; operations of one row on the same operands are one."""

    reduced: Reduced
    ranks: list[Ints]  # of each rank, the operations that are needed
    depends: Flags  # by node, whether the output depends on it
    varies: Flags  # by node, whether it depends on an input whose gradient is asked for
    fixed: Flags  # by node, whether it depends on constants and data only


def ranked(reduced: Reduced, asked: Ints, most: int) -> Ranked | None:
    """Rank the operations of `reduced`; None if there are more than `most` ranks."""
    consumer, operand = reduced.edges()
    ranks = _ranks(reduced.left, consumer, operand, most)
    if ranks is None:
        return None
    same = _merged(reduced, ranks)
    operand = same[operand]
    start = np.concatenate([[0], np.cumsum(np.bincount(consumer, minlength=len(same)))])
    ranks = [nodes[same[nodes] == nodes] for nodes in ranks]
    depends, needed = np.zeros((2, len(same)), bool)
    depends[same[reduced.output]] = True
    needed[[same[reduced.output], *same[reduced.guards]]] = True
    for nodes in reversed(ranks):
        for marks in (depends, needed):
            marked = nodes[marks[nodes]]
            marks[operand[spans(start[marked], start[marked + 1] - start[marked])]] = True
    ranks = [nodes for nodes in (nodes[needed[nodes]] for nodes in ranks) if len(nodes)]
    varies = np.zeros(len(same), bool)
    varies[asked] = True
    for nodes in ranks:
        count = start[nodes + 1] - start[nodes]
        passed = varies[operand[spans(start[nodes], count)]]
        varies[nodes] = np.logical_or.reduceat(passed, np.cumsum(count) - count)
    terms = reduced.terms
    terms = replace(terms, first=same[terms.first], second=np.where(terms.second == NONE, NONE, same[terms.second]))
    merged = replace(
        reduced,
        operands=same[reduced.operands],
        terms=terms,
        output=int(same[reduced.output]),
        guards=same[reduced.guards],
    )
    return Ranked(merged, ranks, depends, varies, ~varies)


def _ranks(left: Flags, consumer: Ints, operand: Ints, most: int) -> list[Ints] | None:
    """Kahn's frontier: what has no operand that is still to be computed comes next."""
    inner = left[operand]
    consumer, operand = consumer[inner], operand[inner]
    waits = np.bincount(consumer, minlength=len(left))
    order = np.argsort(operand, kind="stable")
    consumer = consumer[order]
    start = np.concatenate([[0], np.cumsum(np.bincount(operand, minlength=len(left)))])
    ranks: list[Ints] = []
    ready = np.flatnonzero(left & (waits == 0))
    while len(ready):
        if len(ranks) == most:
            return None
        ranks.append(ready)
        told = consumer[spans(start[ready], start[ready + 1] - start[ready])]
        np.subtract.at(waits, told, 1)
        ready = np.unique(told[waits[told] == 0])
    return ranks


def _merged(reduced: Reduced, ranks: list[Ints]) -> Ints:
    """By node: itself, or the first operation of the same row on the same operands."""
    same = np.arange(len(reduced.left))
    for nodes in ranks:
        place = reduced.sum_of[nodes]
        others, sums, place = nodes[place == NONE], nodes[place != NONE], place[place != NONE]
        arity = reduced.start[others + 1] - reduced.start[others]
        for count in (1, 2, 3):
            chosen = others[arity == count]
            operands = same[reduced.operands[reduced.start[chosen][:, None] + np.arange(count)]]
            _merge(same, chosen, np.column_stack([reduced.code[chosen], operands]))
        length = reduced.terms.start[place + 1] - reduced.terms.start[place]
        for count in np.unique(length).tolist():
            at = reduced.terms.start[place[length == count]][:, None] + np.arange(count)
            _merge(same, sums[length == count], _terms(reduced.terms, same, at))
    return same


def _terms(terms: Terms, same: Ints, at: Ints) -> Ints:
    second = terms.second[at]
    factor = terms.factor[at].view(np.int64)
    return np.concatenate([same[terms.first[at]], np.where(second == NONE, NONE, same[second]), factor], axis=1)


def _merge(same: Ints, nodes: Ints, rows: Ints) -> None:
    """Make nodes with equal `rows` one."""
    if len(nodes) > 1:
        _, first, place = np.unique(mixed(rows), return_index=True, return_inverse=True)
        if len(first) < len(nodes) and np.array_equal(rows[first[place]], rows):
            same[nodes] = nodes[first[place]]
