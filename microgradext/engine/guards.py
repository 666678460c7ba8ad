"""Guards: whether the facts about data that a run's control flow used still hold at another point.

Twin: js/tape/guards.ts
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .graph import Graph, GraphGuard


def holds(kind: str, expected: float, value: float) -> bool:
    """Whether control flow would see `expected` in `value`, as it did in the run.

    `kind` is 'truth', 'index', 'int' or 'round:N', as a Recording notes them. Raises ValueError for any other kind, and
    for nothing else.

    >>> holds('truth', 1.0, -3.0), holds('index', 3.0, 3.5), holds('int', 3.0, 3.5), holds('round:0', 2.0, 2.5)
    (True, False, True, True)
    """
    name, _, digits = kind.partition(":")
    if name not in SEEN:
        raise ValueError(f"there is no guard of kind {kind!r}")
    try:
        seen = SEEN[name](value, int(digits or 0))
    except (ValueError, OverflowError):  # int(nan), round(inf): the code would raise there
        return False
    return seen == expected or (math.isnan(seen) and math.isnan(expected))


def flipped(graph: Graph, values: Sequence[float]) -> GraphGuard | None:
    """The first guard that no longer holds where the nodes have `values`; None while control flow stays the same.

    >>> graph = Graph((), 0, (), (GraphGuard(0, 'truth', 1.0),))
    >>> flipped(graph, [2.0]), flipped(graph, [0.0]).kind
    (None, 'truth')
    """
    for guard in graph.guards:
        if not holds(guard.kind, guard.expected, values[guard.node]):
            return guard
    return None


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits))


SEEN: dict[str, Callable[[float, int], float]] = {
    "truth": lambda value, _: float(value != 0),
    "index": lambda value, _: value,
    "int": lambda value, _: float(int(value)),
    "round": _rounded,
}
"""What control flow sees in a number, by kind of guard."""
