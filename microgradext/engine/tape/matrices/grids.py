"""Grids: sums of products whose first factors are the rows, and whose second factors the columns, of a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .hashing import mixed, scattered
from .reduced import Ints


@dataclass(frozen=True, slots=True)
class Blocks:
    """Complete blocks of one shape: every row meets every column exactly once."""

    members: Ints  # (blocks, rows, columns): which sum it is

    @property
    def each(self) -> int:
        """How many sums a block has."""
        return int(np.prod(self.members.shape[1:]))


def blocks(first: Ints, second: Ints) -> Iterator[Blocks]:
    """The complete blocks among sums of products; row `s` of `first` and `second` has the factors of sum `s`.

    >>> w, x = np.array([[1], [1], [2], [2]]), np.array([[5], [6], [5], [6]])
    >>> [found.members.tolist() for found in blocks(w, x)]
    [[[[0, 1], [2, 3]]]]
    """
    rows, columns = _numbered(first), _numbered(second)
    if rows is None or columns is None:
        return
    many, wide = int(rows.max()) + 1, int(columns.max()) + 1
    if many * wide == len(rows):
        place = rows * wide + columns
        if int(np.bincount(place, minlength=len(rows)).max()) == 1:
            members = np.empty(len(rows), np.intp)
            members[place] = np.arange(len(rows))
            yield Blocks(members.reshape(1, many, wide))
            return
    yield from _apart(rows, columns)


def _apart(rows: Ints, columns: Ints) -> Iterator[Blocks]:
    """Rows that meet the same columns form a block; those of one shape come together."""
    order = np.lexsort((columns, rows))
    width = np.bincount(rows)
    begin = np.cumsum(width) - width
    met = np.add.reduceat(scattered(columns)[order], begin)  # of each row, whatever the order of its columns
    _, block = np.unique(met, return_inverse=True)
    size = np.bincount(block)[block]
    by_shape = np.lexsort((block, width, size))
    turns = np.flatnonzero(np.diff(size[by_shape]) | np.diff(width[by_shape])) + 1
    for chosen in np.split(by_shape, turns):
        many, wide = int(size[chosen[0]]), int(width[chosen[0]])
        places = order[(begin[chosen][:, None] + np.arange(wide))].reshape(-1, many, wide)
        met_by = columns[places]
        complete = (met_by == met_by[:, :1]).all(axis=(1, 2)) & (np.diff(met_by, axis=2) > 0).all(axis=(1, 2))
        if complete.any():
            yield Blocks(places[complete])


def _numbered(rows: Ints) -> Ints | None:
    """A number for each distinct row, by first appearance: numbered by hash, a layout would be shuffled."""
    _, first, place = np.unique(mixed(rows), return_index=True, return_inverse=True)
    if not np.array_equal(rows[first[place]], rows):
        return None
    rank = np.empty(len(first), np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[place]


def ordered(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """The factors of each product with the smaller number first: for code that writes w·x here and x·w there."""
    return np.minimum(first, second), np.maximum(first, second)
