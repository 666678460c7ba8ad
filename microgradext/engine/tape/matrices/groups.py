"""Groups: what is computed at once, in the order of running: grids, sums of equal or unequal length, and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .grids import Blocks, blocks, ordered
from .ranks import Ranked
from .reduced import NONE, Ints, Numbers, Terms, spans

SIDE_BY_SIDE = 16
"""The fewest sums of equal length that are a group of their own; fewer are added up with others."""

MANY = 256
"""As many sums of equal length are a group of their own even among sums of many lengths."""

WORTH = 64
"""The fewest products in a block that make a matrix product cheaper than multiplying one by one."""

WORTH_ALONE = 512
"""The same where the rest of the sums is multiplied one by one anyway."""

MOST_BATCHED = 2048
"""At most how many blocks are multiplied as one batch."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Blocks of sums: first factors by row, second ones by column."""

    depends: bool
    nodes: Ints  # (blocks, rows, columns)
    rows: Ints  # (blocks, rows, products)
    columns: Ints  # (blocks, columns, products)
    factor: Numbers  # (products,)
    plain: Ints  # (terms, blocks, rows, columns): what is added besides
    weight: Numbers  # the same, or (terms, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of equally many products and equally many plain terms."""

    depends: bool
    nodes: Ints  # (sums,)
    first: Ints  # (products, sums)
    second: Ints
    factor: Numbers
    plain: Ints  # (terms, sums)
    weight: Numbers


@dataclass(frozen=True, slots=True)
class Ragged:
    """Sums of any length, end to end."""

    depends: bool
    nodes: Ints
    start: Ints  # of each sum
    first: Ints  # (terms,)
    second: Ints  # NONE in a plain term
    factor: Numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """Operations of one row of the op table."""

    depends: bool
    nodes: Ints
    code: int
    operands: Ints  # (operands, operations)


Group = Grid | Sums | Ragged | Rows


def groups(graph: Ranked) -> list[Group]:
    """Everything that is computed."""
    found: list[Group] = []
    for nodes in graph.ranks:
        for depends in (True, False):
            chosen = nodes[graph.depends[nodes] == depends]
            if len(chosen):
                is_sum = graph.reduced.sum_of[chosen] != NONE
                found.extend(_Rank(graph, depends).sums(chosen[is_sum]))
                found.extend(_rows(graph, chosen[~is_sum], depends))
    return found


def _rows(graph: Ranked, nodes: Ints, depends: bool) -> Iterator[Rows]:
    reduced = graph.reduced
    code, arity = reduced.code[nodes].astype(np.intp), reduced.start[nodes + 1] - reduced.start[nodes]
    # What depends on data only is computed apart, once.
    key = (code * (int(arity.max(initial=0)) + 1) + arity) * 2 + graph.fixed[nodes]
    for each in np.unique(key):
        chosen = nodes[key == each]
        count = int(arity[key == each][0])
        operands = reduced.operands[reduced.start[chosen] + np.arange(count)[:, None]]
        yield Rows(depends, chosen, int(reduced.code[chosen[0]]), operands)


class _Rank:
    """The sums of one rank."""

    def __init__(self, graph: Ranked, depends: bool) -> None:
        self._graph = graph
        self._terms: Terms = graph.reduced.terms
        self._depends = depends

    def sums(self, nodes: Ints) -> Iterator[Group]:
        if not len(nodes):
            return
        place = self._graph.reduced.sum_of[nodes]
        count = self._terms.start[place + 1] - self._terms.start[place]
        products = self._terms.products[place]
        key = (count * (int(count.max()) + 1) + products) * 2 + self._graph.fixed[nodes]
        _, kind, many = np.unique(key, return_inverse=True, return_counts=True)
        left = [nodes[many[kind] < 4]]
        rests = []
        for each in np.flatnonzero(many >= 4):
            rest = nodes[kind == each]
            for grid in self._grids(rest):
                yield grid
                rest = rest[~np.isin(rest, grid.nodes)]
            rests.append(rest)
        fewest = SIDE_BY_SIDE if sum(SIDE_BY_SIDE <= len(rest) < MANY for rest in rests) < 3 else MANY
        for rest in rests:
            if len(rest) >= fewest:
                yield self._sums(rest)
            else:
                left.append(rest)
        yield from self._rest(np.sort(np.concatenate(left)))

    def _rest(self, nodes: Ints) -> Iterator[Group]:
        fixed = self._graph.fixed[nodes]
        for chosen in (nodes[fixed], nodes[~fixed]):
            if len(chosen) == 1:
                yield self._sums(chosen)
            elif len(chosen):
                yield self._ragged(chosen)

    def _table(self, nodes: Ints) -> tuple[Ints, int]:
        """The places of the terms of equally long sums, a row for each, and how many of them are products."""
        place = self._graph.reduced.sum_of[nodes]
        begin = self._terms.start[place]
        count = int(self._terms.start[place[0] + 1] - begin[0])
        return begin[:, None] + np.arange(count), int(self._terms.products[place[0]])

    def _sums(self, nodes: Ints) -> Sums:
        terms = self._terms
        at, products = self._table(nodes)
        at = at.T
        product, plain = at[:products], at[products:]
        return Sums(
            self._depends, nodes, terms.first[product], terms.second[product], terms.factor[product],
            terms.first[plain], terms.factor[plain],
        )  # fmt: skip

    def _ragged(self, nodes: Ints) -> Ragged:
        terms, place = self._terms, self._graph.reduced.sum_of[nodes]
        count = terms.start[place + 1] - terms.start[place]
        at = spans(terms.start[place], count)
        return Ragged(
            self._depends, nodes, np.cumsum(count) - count, terms.first[at], terms.second[at], terms.factor[at]
        )

    def _grids(self, nodes: Ints) -> Iterator[Grid]:
        at, products = self._table(nodes)
        if not products or len(nodes) * products < WORTH:
            return
        first, second = self._terms.first[at[:, :products]], self._terms.second[at[:, :products]]
        factor = self._terms.factor[at]
        for one, two in ((first, second), ordered(first, second)):
            found = [each for each in blocks(one, two) if _worth(each, products, len(nodes))]
            if found:
                for each in found:
                    grid = self._grid(nodes, each, one, two, at, factor)
                    if grid is not None:
                        yield grid
                return

    def _grid(self, nodes: Ints, found: Blocks, first: Ints, second: Ints, at: Ints, factor: Numbers) -> Grid | None:
        members, products = found.members, first.shape[1]
        scale = factor[members.ravel()[0], :products]
        if not (factor[members.ravel(), :products] == scale).all():
            return None
        plain, weight = at[members, products:], factor[members, products:]
        if bool((weight == weight[0, 0, 0]).all()):
            weight = weight[:1, :1, :1]
        return Grid(
            self._depends, nodes[members], first[members[:, :, 0]], second[members[:, 0, :]], scale,
            np.moveaxis(self._terms.first[plain], -1, 0), np.moveaxis(weight, -1, 0),
        )  # fmt: skip


def _worth(found: Blocks, products: int, sums: int) -> bool:
    many, rows, columns = found.members.shape
    if many > MOST_BATCHED or rows * columns < 2:
        return False
    if products == 1:  # a table of products: more than a line of them
        return min(rows, columns) > 1 and found.each >= WORTH
    if many * found.each < sums and many * found.each * products < WORTH_ALONE:
        return False
    return found.each * products >= WORTH
