"""Columns: the operations of a graph as arrays, which is how everything that runs a graph reads it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat

from .node import CONSTANT, LEAF
from .order import Node


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What each node is and was applied to; treat the arrays as frozen.

    Node `i` was applied to `operands[start[i]:start[i + 1]]`, which are earlier nodes.
    """

    codes: array[int]  # 'h': the position of its row in the op table; LEAF (an input too), CONSTANT or WRITTEN
    start: array[int]  # 'i', one more than there are nodes
    operands: array[int]  # 'i'
    data: array[float]  # 'd'

    def operations_in_all(self) -> int:
        """How many nodes were computed."""
        return len(self.codes) - self.codes.count(LEAF) - self.codes.count(CONSTANT)

    def uses(self) -> array[int]:
        """How often each node is an operand."""
        found = array("i", bytes(4 * len(self.codes)))
        for operand in self.operands:
            found[operand] += 1
        return found

    def consumers(self) -> Iterator[int]:
        """The node that each of `operands` is an operand of."""
        for node, (first, end) in enumerate(pairwise(self.start)):
            yield from repeat(node, end - first)

    def operands_of(self, node: int) -> tuple[int, ...]:
        """The nodes that a node was applied to, in order, repeats kept."""
        return tuple(self.operands[self.start[node] : self.start[node + 1]])


def columns_of(values: Sequence[Node], index: Mapping[Node, int]) -> Columns:
    """The columns of Values whose places are in `index`; their constants are Values already."""
    operands = array("i")
    start = array("i", [0])
    end, extend = start.append, operands.extend
    for value in values:  # the slots themselves: a property for each operand would take most of the time
        y = value._y
        if type(y) is tuple:
            extend([index[operand] for operand in y])
        elif value._x is not None:
            extend((index[value._x],) if y is None else (index[value._x], index[y]))
        end(len(operands))
    codes = array("h", [value._code for value in values])
    return Columns(codes, start, operands, array("d", [value._data for value in values]))
