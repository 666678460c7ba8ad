"""A guard that holds for the page holds for Python; where digits are rounded, the page leaves it to the kernel."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from microgradext.engine.guards import SEEN, holds

from .page import Page

NUMBERS = st.one_of(
    st.sampled_from([0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -2.5, 0.125, 2.675, 1e300, 5e-324, 2.0**60, math.inf, math.nan]),
    st.integers(-5, 5).map(float),
    st.floats(-3, 3),
    st.floats(),
)


@given(st.sampled_from(["truth", "index", "int", "round:0", "round:2", "round:-1"]), NUMBERS, NUMBERS)
def test_both_see_the_same(page: Page, kind: str, run: float, x: float) -> None:
    expected = seen(kind, run)
    assume(math.isfinite(expected))  # the wire carries no other guard
    guard: dict[str, Any] = {"kind": kind, "expected": expected}
    there = page("holds", guard, x, run)
    if kind in ("round:2", "round:-1"):
        assert there == (x == run and math.copysign(1, x) == math.copysign(1, run))
        assert not there or holds(kind, expected, x)
    else:
        assert there == holds(kind, expected, x)


def seen(kind: str, run: float) -> float:
    """What the code saw when it ran; nan where it raised."""
    name, _, digits = kind.partition(":")
    try:
        return SEEN[name](run, int(digits or 0))
    except (ValueError, OverflowError):
        return math.nan
