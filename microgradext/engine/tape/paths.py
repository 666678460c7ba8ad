"""Paths: at which points of a batch the code would take another path than the one that the graph records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..graph import GraphGuard
from ..guards import holds


def left(guards: Sequence[GraphGuard], seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For each row of `seen` (points, guards), the numbers that the guards look at, whether one no longer holds."""
    off = np.zeros(len(seen), np.bool_)
    for guard, numbers in zip(guards, seen.T, strict=True):
        off |= ~_holds(guard, numbers)
    return off


def _holds(guard: GraphGuard, numbers: NDArray[np.float64]) -> NDArray[Any]:
    if guard.kind == "truth":
        return np.asarray((numbers != 0) == (guard.expected != 0))
    if guard.kind == "index":
        return np.asarray(numbers == guard.expected)
    return np.array([holds(guard.kind, guard.expected, number) for number in numbers.tolist()], np.bool_)
