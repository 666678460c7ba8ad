"""Formulas at a million points: a tape's batch, jax compiled for many points, and NumPy written by hand."""

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from benchmarks.formula import formula, on_values
from benchmarks.parts import Measurement
from benchmarks.rounds import Row, against
from microgradext import Tape, Value, exp, log, tanh

POINTS = 1_000_000
WORK = f"README expression at {POINTS:,} points, value and gradient"
SMOOTH = f"a formula of tanh, exp and log at {POINTS:,} points, value and gradient"
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


def smooth(a: Any, b: Any, functions: Any) -> Any:
    """A formula whose time is that of the functions in it."""
    return functions.tanh(a * b + a) * functions.exp(-a * a - b * b) + functions.log(1 + a * a + b * b) * b


def vectorised(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """jax, compiled for many points; the values and the gradients."""
    jax.config.update("jax_enable_x64", True)
    run = jax.jit(jax.vmap(jax.value_and_grad(function, argnums=(0, 1))))
    return lambda a, b: jax.block_until_ready(run(a, b))


def report() -> Iterator[Measurement]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    yield Measurement(WORK, _readme)
    yield Measurement(SMOOTH, _smooth)


def _points() -> tuple[Numbers, Any]:
    points = np.random.default_rng(0).normal(size=(POINTS, 2))
    return points, [np.ascontiguousarray(points[:, k]) for k in range(2)]


def _warm(tape: Tape, points: Numbers) -> tuple[Numbers, Numbers]:
    """As often as it takes until a tape has compiled what it compiles."""
    for _ in range(10):
        found = tape.batch(points)
    return found


def _readme() -> Iterator[Row]:
    tape, (points, columns) = Tape(on_values(Value)[0]), _points()
    values, gradients = _warm(tape, points)
    expected = by_hand(*columns)
    assert np.allclose(values, expected[0], rtol=1e-6)
    assert np.allclose(gradients, np.stack(expected[1:], axis=1), rtol=1e-3)  # near a pole, one ulp becomes many
    jitted = vectorised(lambda a, b: formula(a, b, jax.nn.relu))
    jitted(*columns)
    peers = {"NumPy by hand": lambda: by_hand(*columns), "jax.jit(vmap), one core": lambda: jitted(*columns)}
    aims = {("NumPy by hand", "on"): 1.0, ("jax.jit(vmap), one core", "on"): 1.3}
    yield from against(WORK, lambda: tape.batch(points), peers, rounds=15, repeats=1, collectors=(True,), aims=aims)


def _smooth() -> Iterator[Row]:
    points, columns = _points()
    a, b = Value(0.5), Value(0.25)
    tape = Tape(smooth(a, b, SimpleNamespace(tanh=tanh, exp=exp, log=log)), [a, b])
    values, gradients = _warm(tape, points)
    jitted = vectorised(lambda a, b: smooth(a, b, jnp))
    expected, slopes = jitted(*columns)
    assert np.allclose(values, expected, rtol=1e-12)
    assert np.allclose(gradients, np.stack(slopes, axis=1), rtol=1e-9, atol=1e-12)
    peers, aims = {"jax.jit(vmap), one core": lambda: jitted(*columns)}, {("jax.jit(vmap), one core", "on"): 0.95}
    yield from against(SMOOTH, lambda: tape.batch(points), peers, rounds=15, repeats=1, collectors=(True,), aims=aims)
