"""The README's expression at a million points: a tape's batch, and NumPy written by hand."""

from collections.abc import Callable, Iterator
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from benchmarks.formula import formula, on_values
from benchmarks.rounds import Row, against
from microgradext import Tape, Value

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


def vectorised() -> Callable[[Any, Any], Any]:
    """jax, compiled for many points."""
    jax.config.update("jax_enable_x64", True)
    run = jax.jit(jax.vmap(jax.value_and_grad(lambda a, b: formula(a, b, jax.nn.relu), argnums=(0, 1))))
    return lambda a, b: jax.block_until_ready(run(a, b))


def report() -> Iterator[Row]:
    tape = Tape(on_values(Value)[0])
    points = np.random.default_rng(0).normal(size=(POINTS, 2))
    columns: Any = [np.ascontiguousarray(points[:, k]) for k in range(2)]
    values, gradients = tape.batch(points)
    expected = by_hand(*columns)
    assert np.allclose(values, expected[0], rtol=1e-6)
    assert np.allclose(gradients, np.stack(expected[1:], axis=1), rtol=1e-3)  # near a pole, one ulp becomes many
    jitted = vectorised()
    jitted(*columns)
    peers = {"NumPy by hand": lambda: by_hand(*columns), "jax.jit(vmap)": lambda: jitted(*columns)}
    work = f"README expression at {POINTS:,} points, value and gradient"
    aims = {("NumPy by hand", "on"): 1.0}
    yield from against(work, lambda: tape.batch(points), peers, rounds=9, repeats=1, collectors=(True,), aims=aims)
