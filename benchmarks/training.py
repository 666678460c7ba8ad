"""A training step of micrograd's demo (a 2-16-16-1 network, max-margin loss and L2), the same code on both."""

import random
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import micrograd.engine
import micrograd.nn

import microgradext.engine
import microgradext.nn
from benchmarks.rounds import both

SAMPLES = 20


class Training:
    """A network and what it is to learn."""

    def __init__(self, engine: ModuleType, nn: ModuleType) -> None:
        random.seed(1337)
        self.value: Any = engine.Value
        self.model: Any = nn.MLP(2, [16, 16, 1])
        self.points = [(random.uniform(-1, 1), random.uniform(-1, 1)) for _ in range(SAMPLES)]

    def step(self) -> None:
        scores = [self.model([self.value(x) for x in point]) for point in self.points]
        wanted = [1.0 if x * y > 0 else -1.0 for x, y in self.points]
        losses = [(1 + -y * score).relu() for y, score in zip(wanted, scores, strict=True)]
        loss = sum(losses) * (1.0 / SAMPLES) + 1e-4 * sum(p * p for p in self.model.parameters())
        self.model.zero_grad()
        loss.backward()
        for parameter in self.model.parameters():
            parameter.data -= 0.1 * parameter.grad


def report() -> Iterator[str]:
    ours = Training(microgradext.engine, microgradext.nn)
    theirs = Training(micrograd.engine, micrograd.nn)
    yield f"a training step of micrograd's demo on {SAMPLES} points"
    yield from both(ours.step, theirs.step, rounds=9, repeats=1)
