"""The README's expression at a million points: a tape's batch, and NumPy written by hand."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.eager import readme
from benchmarks.rounds import both
from microgradext import Tape
from microgradext import Value as OurValue

POINTS = 1_000_000
Numbers = NDArray[np.float64]


def by_hand(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The value and both derivatives, simplified as a person would."""
    total, difference = a + b, b - a
    positive, rising = total > 0, difference > 0
    c = 4 * total + 3 - a
    d = 12 * (a * b + b * b * b) + 4 * np.where(positive, total, 0) + np.where(rising, difference, 0)
    e = c - d
    f = e * e
    slope = (0.5 - 10 / (f * f)) * 2 * e
    by_a = slope * (3 - (12 * b + 4 * positive - rising))
    by_b = slope * (4 - (12 * (a + 3 * b * b) + 4 * positive + rising))
    return f / 2 + 10 / f, by_a, by_b


def report() -> Iterator[str]:
    tape = Tape(readme(OurValue))
    points = np.random.default_rng(0).normal(size=(POINTS, 2))
    columns: Any = [np.ascontiguousarray(points[:, k]) for k in range(2)]
    values, gradients = tape.batch(points)
    expected = by_hand(*columns)
    assert np.allclose(values, expected[0], rtol=1e-6)
    assert np.allclose(gradients, np.stack(expected[1:], axis=1), rtol=1e-3)  # near a pole an ulp is many
    yield f"the same expression at {POINTS:,} points, value and gradient, against NumPy by hand"
    yield from both(lambda: tape.batch(points), lambda: by_hand(*columns), rounds=9, repeats=1, peer="NumPy")
