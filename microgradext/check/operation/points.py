"""Points: where an operation is tried, so that a verdict does not depend on where the graph happens to be."""

from __future__ import annotations

from collections.abc import Iterator

POOL = (0.6, -0.8, 1.7, -2.3, 0.35)
"""Numbers on both sides of 0, 1 and -1, no two of them in a simple relation."""


def points(start: tuple[float, ...]) -> Iterator[tuple[float, ...]]:
    """Points for as many operands as `start` has: near it, inside the domain, then with every pattern of signs."""
    for factor, shift in ((1.13, 0.07), (0.81, -0.05)):
        yield tuple([factor * x + shift * (i + 1) for i, x in enumerate(start)])
    for stride in (2, 3) if len(start) > 1 else (1,):
        for first in range(len(POOL)):
            yield tuple([POOL[(first + stride * i) % len(POOL)] * (1 + 0.01 * i) for i in range(len(start))])
