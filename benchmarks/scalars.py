"""Losses written in scalar code, updated at each step, against the same tape's Frames, level by level."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import isclose
from typing import Any

import numpy as np

from benchmarks.parts import Measurement
from benchmarks.rounds import Row, against
from microgradext import Tape, Value, nn, relu, tanh
from microgradext.engine.functions import exp, sum

Made = tuple[Any, list[Value]]
"""A loss and its parameters."""


def report() -> Iterator[Measurement]:
    losses: list[tuple[str, Callable[[], Made], float]] = [
        ("an MLP (2-105-105-1, 100 points)", mlp, 10.0),
        ("a recurrent network (30 steps, 8 sequences, 16 hidden)", recurrent, 2.0),
        ("a convolution (3 × 3, 6 filters, 4 images)", convolution, 2.0),
        ("attention without a mask (24 tokens)", attention, 2.0),
    ]
    for name, make, aim in losses:
        work = f"a step of {name}, by scalars"
        yield Measurement(work, partial(_steps, work, make, aim))


def _steps(work: str, make: Callable[[], Made], aim: float) -> Iterator[Row]:
    random.seed(7)
    loss, parameters = make()
    tape = Tape(loss, parameters)
    point = tape.point()
    for _ in range(3):
        frame = tape(point)
        assert isclose(tape.update(), frame.values[tape.graph.output], rel_tol=1e-9)
    gradient = [frame.gradients[node] for node in tape.graph.inputs]
    assert np.allclose([parameter.grad for parameter in parameters], gradient, rtol=1e-6, atol=1e-9)
    work = f"{work}, {len(tape.graph.nodes):,} nodes"
    peers, aims = {"its Frame, by levels": lambda: tape(point)}, {("its Frame, by levels", "on"): aim}
    yield from against(work, tape.update, peers, rounds=15, repeats=5, aims=aims)


def mlp() -> Made:
    model = nn.MLP(2, [105, 105, 1])
    points = [matrix(1, 2)[0] for _ in range(100)]
    losses = [(1 - (1 if x > 0 else -1) * model([Value(x), Value(y)])).relu() for x, y in points]
    return sum(losses) * 0.01, model.parameters()


def recurrent(steps: int = 30, sequences: int = 8, hidden: int = 16, inputs: int = 4) -> Made:
    w, u, b, out = values(hidden, inputs), values(hidden, hidden), values(1, hidden)[0], values(1, hidden)[0]
    losses = []
    for _ in range(sequences):
        h: list[Any] = [0.0] * hidden
        for x in matrix(steps, inputs):
            h = [tanh(dot(w[k], x) + dot(u[k], h) + b[k]) for k in range(hidden)]
        losses.append((dot(out, h) - random.gauss(0, 1)) ** 2)
    return sum(losses), [*(each for rows in (w, u) for row in rows for each in row), *b, *out]


def convolution(size: int = 24, filters: int = 6, images: int = 4) -> Made:
    kernels, biases, out = values(filters, 9), values(1, filters)[0], values(1, filters)[0]
    losses = []
    for _ in range(images):
        image, score = matrix(size, size), []
        for kernel, bias in zip(kernels, biases, strict=True):
            windows = [
                [image[i + di][j + dj] for di in range(3) for dj in range(3)]
                for i in range(size - 2)
                for j in range(size - 2)
            ]
            score.append(sum([relu(dot(kernel, window) + bias) for window in windows]) * (1 / len(windows)))
        losses.append((dot(out, score) - random.gauss(0, 1)) ** 2)
    return sum(losses), [*(each for kernel in kernels for each in kernel), *biases, *out]


def attention(tokens: int = 24, width: int = 8) -> Made:
    query, key, value = (values(width, width) for _ in range(3))
    x = matrix(tokens, width)
    q, k, v = ([[dot(row, token) for row in weights] for token in x] for weights in (query, key, value))
    losses = []
    for i in range(tokens):
        powers = [exp(dot(q[i], k[j]) * width**-0.5) for j in range(tokens)]
        total = sum(powers)
        shares = [power / total for power in powers]
        mixed = [dot(shares, [v[j][c] for j in range(tokens)]) for c in range(width)]
        losses.append(sum([(m - each) ** 2 for m, each in zip(mixed, x[i], strict=True)]))
    return sum(losses), [each for weights in (query, key, value) for row in weights for each in row]


def dot(left: Sequence[Any], right: Sequence[Any]) -> Any:
    """A sum of products, as one writes it."""
    total = left[0] * right[0]
    for a, b in zip(left[1:], right[1:], strict=True):
        total = total + a * b
    return total


def matrix(rows: int, columns: int) -> list[list[float]]:
    return [[random.gauss(0, 1) for _ in range(columns)] for _ in range(rows)]


def values(rows: int, columns: int) -> list[list[Value]]:
    return [[Value(0.3 * x) for x in row] for row in matrix(rows, columns)]
