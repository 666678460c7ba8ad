"""Guards: whether the facts about data that a run's control flow used still hold at another point.

Twin: js/tape/guards.ts
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .frame import Frame
from .graph import Graph, GraphGuard


def holds(kind: str, expected: float, value: float) -> bool:
    """Whether control flow would see `expected` in `value`, as it did in the run.

    `kind` is 'truth', 'index', 'int' or 'round:N', as a Recording notes them. Raises ValueError for any other kind, and
    for nothing else.

    >>> holds('truth', 1.0, -3.0), holds('index', 3.0, 3.5), holds('int', 3.0, 3.5), holds('round:0', 2.0, 2.5)
    (True, False, True, True)
    """
    if kind.partition(":")[0] not in SEEN:
        raise ValueError(f"there is no guard of kind {kind!r}")
    try:
        seen = _seen(kind, value)
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


class PathLeft(ValueError):  # noqa: N818  (the tape is right; the code goes elsewhere)
    """At a point the code takes another path than in the run that the graph records.

    `guard` is the first fact that no longer holds, `line` where the code used it (0 where that is not known), and
    `frame` what the old path gives at the point all the same.
    """

    def __init__(self, guard: GraphGuard, frame: Frame) -> None:
        self.guard = guard
        self.line = guard.span.line if guard.span else 0
        self.frame = frame
        super().__init__(_sentence(guard, self.line, frame.values[guard.node]))

    def __reduce__(self) -> tuple[type[PathLeft], tuple[GraphGuard, Frame]]:
        return PathLeft, (self.guard, self.frame)


def _sentence(guard: GraphGuard, line: int, value: float) -> str:
    source = (guard.span.text if guard.span else "") or "a value that the code used"
    where = f" in line {line}" if line else ""
    try:
        now = told(guard.kind, _seen(guard.kind, value))
    except (ValueError, OverflowError):  # int(nan): there the code raises
        now = f"an error, of {value!r}"
    was = told(guard.kind, guard.expected)
    return (
        f"{source}{where} was {was} when the graph was made and is {now} here, so the code takes another path: run the "
        "code at this point, or take the numbers of the old path with `tape.along(point)`"
    )


def told(kind: str, seen: float) -> str:
    """What control flow saw, as a sentence tells it.

    >>> told('truth', 1.0), told('int', 3.0)
    ('True', '3')
    """
    if kind == "truth":
        return str(seen != 0)
    return str(int(seen)) if seen.is_integer() else repr(seen)


def _seen(kind: str, value: float) -> float:
    name, _, digits = kind.partition(":")
    return SEEN[name](value, int(digits or 0))


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits))


SEEN: dict[str, Callable[[float, int], float]] = {
    "truth": lambda value, _: float(value != 0),
    "index": lambda value, _: value,
    "int": lambda value, _: float(int(value)),
    "round": _rounded,
}
"""What control flow sees in a number, by kind of guard."""
