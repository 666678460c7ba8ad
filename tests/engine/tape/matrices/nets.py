"""Losses in scalar code, of the shapes that people write: what the matrices are recovered from."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from microgradext import nn
from microgradext.engine import functions
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.value import Value


@dataclass(frozen=True)
class Net:
    """A loss and the parameters it is differentiated by."""

    loss: Value
    parameters: list[Value]

    def graph(self) -> Graph:
        """The loss as a graph whose inputs are the parameters."""
        return graph_of(self.loss, inputs=self.parameters)[0]


class Weights:
    """Draws parameters and data."""

    def __init__(self, seed: int, leaves: bool = False) -> None:
        self._draw = random.Random(seed)
        self._leaves = leaves
        self.parameters: list[Value] = []

    def row(self, width: int) -> list[Value]:
        made = [Value(self._draw.uniform(-1, 1)) for _ in range(width)]
        self.parameters.extend(made)
        return made

    def table(self, height: int, width: int) -> list[list[Value]]:
        return [self.row(width) for _ in range(height)]

    def data(self, height: int, width: int) -> list[list[Any]]:
        """Numbers; as Values with `leaves`."""
        kind: Callable[[float], Any] = Value if self._leaves else float
        return [[kind(self._draw.uniform(-1, 1)) for _ in range(width)] for _ in range(height)]


def chained(terms: Sequence[Any]) -> Any:
    """A sum by `+`, as a loop writes it."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def product(row: Sequence[Any], column: Sequence[Any], bias: Any = None) -> Any:
    """A row times a column."""
    terms = [a * b for a, b in zip(row, column, strict=True)]
    return chained(terms if bias is None else [*terms, bias])


def mlp(seed: int, samples: int = 12, sizes: Sequence[int] = (3, 8, 8, 1), leaves: bool = True) -> Net:
    """micrograd's demo: a network of its neurons, a margin, and a penalty."""
    random.seed(seed)
    model = nn.MLP(sizes[0], list(sizes[1:]))
    weights = Weights(seed, leaves)
    scores = [model(x) for x in weights.data(samples, sizes[0])]
    losses = [(1 + (-1 if k % 3 else 1) * score).relu() for k, score in enumerate(scores)]
    penalty = sum(p * p for p in model.parameters())
    return Net(sum(losses) * (1.0 / samples) + 1e-4 * penalty, model.parameters())


def rnn(seed: int, steps: int = 5, batch: int = 4, width: int = 6, leaves: bool = False) -> Net:
    """Cells of tanh that share their weights."""
    weights = Weights(seed, leaves)
    inner, outer, bias, out = (
        weights.table(width, 3),
        weights.table(width, width),
        weights.row(width),
        weights.row(width),
    )
    state: list[list[Any]] = [[0.1 * k] * width for k in range(batch)]
    for _ in range(steps):
        x = weights.data(batch, 3)
        state = [
            [
                (product(inner[i], x[k], bias[i]) + product(outer[i], state[k])).tanh()
                for i in range(width)
            ]
            for k in range(batch)
        ]  # fmt: skip
    return Net(chained([(product(out, h) - 0.3) ** 2 for h in state]), weights.parameters)


def convolution(seed: int, images: int = 2, size: int = 7, filters: int = 3, leaves: bool = False) -> Net:
    """A 3×3 convolution, relu and the mean of squares."""
    weights = Weights(seed, leaves)
    kernels, bias = weights.table(filters, 9), weights.row(filters)
    terms = []
    for _ in range(images):
        image = weights.data(size, size)
        for kernel, b in zip(kernels, bias, strict=True):
            for i in range(size - 2):
                for j in range(size - 2):
                    patch = [image[i + di][j + dj] for di in range(3) for dj in range(3)]
                    terms.append(product(kernel, patch, b).relu() ** 2)
    return Net(functions.sum(terms) * (1 / len(terms)), weights.parameters)


def attention(seed: int, tokens: int = 6, width: int = 4, causal: bool = False, leaves: bool = False) -> Net:
    """One head of attention with softmax."""
    weights = Weights(seed, leaves)
    query, key, value = (weights.table(width, width) for _ in range(3))
    x = weights.data(tokens, width)
    q, k, v = ([[product(row, token) for row in table] for token in x] for table in (query, key, value))
    out = []
    for i in range(tokens):
        seen = range(i + 1 if causal else tokens)
        scores = [(product(q[i], k[j]) * width**-0.5).exp() for j in seen]
        total = chained(scores)
        share = [score / total for score in scores]
        out.append([chained([share[j] * v[j][d] for j in seen]) for d in range(width)])
    return Net(chained([each * each for row in out for each in row]), weights.parameters)


def polynomial(seed: int, samples: int = 20, degree: int = 4, leaves: bool = False) -> Net:
    """Least squares by powers."""
    weights = Weights(seed, leaves)
    factors = weights.row(degree + 1)
    xs, ys = weights.data(samples, 1), weights.data(samples, 1)
    terms = []
    for (x,), (y,) in zip(xs, ys, strict=True):
        power: Any = 1.0
        found: Any = factors[0]
        for factor in factors[1:]:
            power = power * x
            found = found + factor * power
        terms.append((found - y) ** 2)
    return Net(chained(terms), weights.parameters)


def forces(seed: int, bodies: int = 8) -> Net:
    """An energy of pairs of bodies."""
    weights = Weights(seed)
    places = weights.table(bodies, 2)
    terms = []
    for i in range(bodies):
        for j in range(i):
            apart = (places[i][0] - places[j][0]) ** 2 + (places[i][1] - places[j][1]) ** 2
            terms.append((apart + 0.1) ** -0.5)
    return Net(chained(terms), weights.parameters)


SHAPES: dict[str, Callable[..., Net]] = {
    "mlp": mlp, "rnn": rnn, "convolution": convolution, "attention": attention,
    "causal attention": lambda seed: attention(seed, causal=True), "polynomial": polynomial, "forces": forces,
}  # fmt: skip
