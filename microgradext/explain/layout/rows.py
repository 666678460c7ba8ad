"""How high each item is placed: every column as near to its neighbours as its own order and spacing allow.

Twin: js/layout/rows.ts
"""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .layers import Layers, Link

ROUNDS = 8
AT_REST = 0.5  # px; a round that moves nothing further than this is the last
RESTING = 1e-3
FIXED = 1e9


@dataclass(frozen=True, slots=True)
class Side:
    """The neighbours of every item on one side, and which items they barely pull."""

    near: Sequence[Sequence[int]]
    below: Sequence[Sequence[float]]  # how far below each of them the item stands where their link is level
    light: Sequence[bool]
    resting: float = RESTING  # the weight of staying where it is, for an item with no neighbour on that side


def level(_: Link) -> float:
    """The step of a link that joins the centres of its items."""
    return 0.0


def rows(layers: Layers, separation: Callable[[int, int], float], step: Callable[[Link], float] = level) -> list[float]:
    """The centre of each item; `separation(upper, lower)` is the minimum distance of two centres in a column.

    A link is level where the centre of its right item is `step(link)` below that of its left one.
    """
    heights = [0.0] * len(layers.ranks)
    shifts = [_shifts(column, separation) for column in layers.columns]
    for column, shift in zip(layers.columns, shifts, strict=True):
        _stack(column, shift, heights)
    left, right = _left_side(layers, step), _right_side(layers, step)
    count = len(layers.columns)
    for _ in range(ROUNDS):
        earlier = list(heights)
        for index in range(1, count):
            _settle(layers.columns[index], shifts[index], left, heights)
        for index in range(count - 2, -1, -1):
            _settle(layers.columns[index], shifts[index], right, heights)
        if all(abs(height - before) <= AT_REST for height, before in zip(heights, earlier, strict=True)):
            break
    for index in range(1, count):
        _settle(layers.columns[index], shifts[index], left, heights)
    beside = _constants_only(right)
    for index in range(count):
        _settle(layers.columns[index], shifts[index], beside, heights)
    return heights


def _left_side(layers: Layers, step: Callable[[Link], float]) -> Side:
    """The neighbours on the left, without constants: nothing is placed for their sake."""
    strong = [[link for link in links if not layers.weak[link.left]] for links in layers.leftward]
    near = [[link.left for link in links] for links in strong]
    return Side(near, [[step(link) for link in links] for links in strong], [False] * len(near))


def _right_side(layers: Layers, step: Callable[[Link], float]) -> Side:
    near = [[link.right for link in links] for links in layers.rightward]
    return Side(near, [[-step(link) for link in links] for links in layers.rightward], layers.weak)


def _constants_only(right: Side) -> Side:
    """The side that moves constants to their consumers, as far as there is room, and leaves the rest in place."""
    near = [near if light else () for near, light in zip(right.near, right.light, strict=True)]
    return Side(near, right.below, right.light, FIXED)


def _shifts(column: Sequence[int], separation: Callable[[int, int], float]) -> list[float]:
    """The minimum distance of each item in a column from the first."""
    shifts = [0.0]
    for upper, lower in itertools.pairwise(column):
        shifts.append(shifts[-1] + separation(upper, lower))
    return shifts


def _stack(column: Sequence[int], shifts: Sequence[float], heights: list[float]) -> None:
    for item, shift in zip(column, shifts, strict=False):
        heights[item] = shift - shifts[-1] / 2


def _settle(column: Sequence[int], shifts: Sequence[float], side: Side, heights: list[float]) -> None:
    """Move the items of a column towards the middle of their neighbours on one side."""
    wishes, weights = [], []
    for item in column:
        near = side.near[item]
        total = 0.0 if near else heights[item]
        for other, below in zip(near, side.below[item], strict=False):
            total += heights[other] + below
        wishes.append(total / max(1, len(near)))
        weights.append(side.resting if not near else RESTING if side.light[item] else float(len(near)))
    for item, height in zip(column, spread(wishes, weights, shifts), strict=True):
        heights[item] = height


def spread(wishes: Sequence[float], weights: Sequence[float], shifts: Sequence[float]) -> list[float]:
    """The places nearest to the wishes, by weighted least squares, that keep the order and the distances.

    With the shifts subtracted this is isotonic regression, solved by pooling neighbours that get in each other's way.

    >>> spread([0.0, 0.0], [1.0, 1.0], [0.0, 10.0])
    [-5.0, 5.0]
    """
    pools: list[tuple[float, float, int]] = []  # sum of weight × wish, weight, members
    for wish, weight, shift in zip(wishes, weights, shifts, strict=False):
        total, mass, members = weight * (wish - shift), weight, 1
        while pools and pools[-1][0] / pools[-1][1] > total / mass:
            before = pools.pop()
            total, mass, members = before[0] + total, before[1] + mass, before[2] + members
        pools.append((total, mass, members))
    bases = [total / mass for total, mass, members in pools for _ in range(members)]
    return [base + shift for base, shift in zip(bases, shifts, strict=False)]


def lowered(middles: Sequence[float], sizes: Sequence[int], top: float) -> list[float]:
    """The middles in whole pixels, with the topmost item at `top`."""
    highest = min([middle - size / 2 for middle, size in zip(middles, sizes, strict=True)], default=0.0)
    shift = top - highest  # one number, as on the page: added separately, the two could round half a pixel differently
    return [math.floor(middle + shift + 0.5) for middle in middles]
