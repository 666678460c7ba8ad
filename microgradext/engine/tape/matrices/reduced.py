"""Reduced: a graph's columns with additions merged into sums and products taken into the sums that alone use them.

Everything here works on whole columns: no loop over nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...graph import Graph
from ...node import CONSTANT, LEAF
from ...ops import BY_CODE, TABLE

Numbers = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]

NONE = -1
"""Stands for the second factor of a term that is no product."""

SUB, MUL, NEG, SQUARE = (TABLE[name].code for name in ("sub", "mul", "neg", "square"))

# By code; the codes of what has no row are negative and so index the end.
_ADDITIVE, _PRODUCT = np.zeros((2, len(BY_CODE) + 3), bool)
_ADDITIVE[[TABLE[name].code for name in ("add", "sum", "sub", "neg")]] = True
_PRODUCT[[MUL, SQUARE]] = True


@dataclass(frozen=True, slots=True)
class Terms:
    """Sums of terms factor · first · second; of each sum, the products come first."""

    start: Ints  # of each sum, and the end
    products: Ints  # how many of each sum's terms are products
    first: Ints
    second: Ints  # NONE in a plain term
    factor: Numbers


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is left to compute; nodes keep their numbers, and equal constants have one."""

    code: NDArray[np.int16]  # inputs are leaves here, whatever made them
    start: Ints
    operands: Ints
    data: Numbers
    left: Flags  # the operations that are still computed one by one or as sums
    sum_of: Ints  # by node: which of the sums it is, or NONE
    terms: Terms
    output: int
    inputs: Ints
    guards: Ints

    def edges(self) -> tuple[Ints, Ints]:
        """Who uses what: consumers in ascending order, and their operands."""
        terms = self.terms
        roots = np.repeat(np.flatnonzero(self.sum_of != NONE), np.diff(terms.start))
        double = terms.second != NONE
        others = np.flatnonzero(self.left & (self.sum_of == NONE))
        count = self.start[others + 1] - self.start[others]
        consumer = np.concatenate([roots, roots[double], np.repeat(others, count)])
        operand = np.concatenate([terms.first, terms.second[double], self.operands[spans(self.start[others], count)]])
        order = np.argsort(consumer, kind="stable")
        return consumer[order], operand[order]


def reduced(graph: Graph) -> Reduced:
    """Merge the additions of `graph`, take products into them, and give equal constants one number."""
    columns = graph.columns
    code = np.array(columns.codes, np.int16)
    inputs, guards = np.array(graph.inputs, np.intp), np.array([guard.node for guard in graph.guards], np.intp)
    code[inputs] = LEAF
    start, data = np.array(columns.start, np.intp), np.array(columns.data)
    same = _constants(code, data)
    operands = same[np.asarray(columns.operands, np.intp)]
    consumer = np.repeat(np.arange(len(code)), np.diff(start))
    live = code[consumer] >= 0
    uses = np.bincount(operands[live], minlength=len(code))
    np.add.at(uses, [graph.output, *guards], 1)  # their numbers are asked for
    edges = _Edges(consumer, operands, live, code, start)
    folded, root, sign = _folded(edges, uses)
    terms, sum_of, taken = _terms(edges, uses, data, folded, root, sign)
    left = (code >= 0) & ~folded & ~taken
    return Reduced(
        code, start, operands, data, left, sum_of, terms, int(same[graph.output]), inputs, same[guards]
    )  # fmt: skip


def spans(start: Ints, count: Ints) -> Ints:
    """`start[0], start[0] + 1, …` for `count[0]` numbers, then the same for the next.

    >>> spans(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(count) - count
    found: Ints = np.arange(int(count.sum())) + np.repeat(start - before, count)
    return found


@dataclass(frozen=True, slots=True)
class _Edges:
    consumer: Ints
    operand: Ints
    live: Flags
    code: NDArray[np.int16]
    start: Ints

    def signs(self) -> Numbers:
        """−1 where a difference or a minus takes its operand away."""
        of = self.code[self.consumer]
        second = np.arange(len(of)) > self.start[self.consumer]
        return np.where((of == NEG) | ((of == SUB) & second), -1.0, 1.0)


def _constants(code: NDArray[np.int16], data: Numbers) -> Ints:
    """By node: itself, or the first constant with the same bits."""
    same = np.arange(len(code))
    constants = np.flatnonzero(code == CONSTANT)
    if len(constants):
        _, first, place = np.unique(data[constants].view(np.int64), return_index=True, return_inverse=True)
        same[constants] = constants[first[place]]
    return same


def _folded(edges: _Edges, uses: Ints) -> tuple[Flags, Ints, Numbers]:
    """Which additions are part of a larger one, the sum each belongs to, and the sign it has there."""
    additive = _ADDITIVE[edges.code]
    user = np.full(len(uses), NONE)
    user[edges.operand[edges.live]] = edges.consumer[edges.live]
    folded = additive & (uses == 1) & (user != NONE) & additive[user]
    root = np.where(folded, user, np.arange(len(uses)))
    sign = np.ones(len(uses))
    inside = edges.live & folded[edges.operand]
    sign[edges.operand[inside]] = edges.signs()[inside]
    part = np.flatnonzero(folded)
    while True:  # every round doubles how far each has come
        up = root[part]
        further = root[up]
        if np.array_equal(up, further):
            return folded, root, sign
        sign[part] *= sign[up]
        root[part] = further


def _terms(
    edges: _Edges, uses: Ints, data: Numbers, folded: Flags, root: Ints, sign: Numbers
) -> tuple[Terms, Ints, Flags]:
    """The terms of all sums, by node which sum it is, and which products are taken into one."""
    code, operand = edges.code, edges.operand
    additive = _ADDITIVE[code]
    chosen = np.flatnonzero(edges.live & additive[edges.consumer] & ~folded[operand])
    consumer, first = edges.consumer[chosen], operand[chosen]
    factor = edges.signs()[chosen] * sign[consumer]
    second = np.full(len(first), NONE)
    taken = np.zeros(len(code), bool)
    product = np.flatnonzero(_PRODUCT[code[first]] & (uses[first] == 1))
    taken[first[product]] = True
    scaling, constant, inner = _scaled(edges, uses, first[product])  # c · (a · b) is a product with a factor
    factor[product[scaling]] *= data[constant]
    first[product[scaling]] = inner
    taken[inner] = True
    made = first[product]
    first[product], second[product] = operand[edges.start[made]], operand[edges.start[made + 1] - 1]
    roots = np.flatnonzero(additive & ~folded)
    sum_of = np.full(len(code), NONE)
    sum_of[roots] = np.arange(len(roots))
    owner = sum_of[root[consumer]]
    order = np.argsort(2 * owner + (second == NONE), kind="stable")
    count = np.bincount(owner, minlength=len(roots))
    products = np.bincount(owner[second != NONE], minlength=len(roots))
    start = np.concatenate([[0], np.cumsum(count)])
    return Terms(start, products, first[order], second[order], factor[order]), sum_of, taken


def _scaled(edges: _Edges, uses: Ints, products: Ints) -> tuple[Ints, Ints, Ints]:
    """Which of `products` are a constant times a product that nothing else uses; the constants and those products.

    What is computed more than once, as 2·w for every sample, is left alone: it will be computed once.
    """
    code, start = edges.code, edges.start
    left, right = edges.operand[start[products]], edges.operand[start[products + 1] - 1]
    swap = code[right] == CONSTANT
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    scaling = np.flatnonzero((code[left] == CONSTANT) & _PRODUCT[code[right]] & (uses[right] == 1))
    inner = right[scaling]
    pair = edges.operand[start[inner]] * len(code) + edges.operand[start[inner + 1] - 1]
    _, place, count = np.unique(pair, return_inverse=True, return_counts=True)
    scaling = scaling[count[place] == 1]
    return scaling, left[scaling], right[scaling]
