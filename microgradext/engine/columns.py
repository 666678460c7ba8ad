"""Columns: the operations of a graph as arrays, which is how everything that runs a graph reads it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What each node is and was applied to; treat the arrays as frozen.

    Node `i` was applied to `operands[start[i]:start[i + 1]]`, which are earlier nodes.
    """

    codes: array[int]  # 'h': the position of its row in the op table, or LEAF, CONSTANT, WRITTEN
    start: array[int]  # 'i', one more than there are nodes
    operands: array[int]  # 'i'
    data: array[float]  # 'd'
