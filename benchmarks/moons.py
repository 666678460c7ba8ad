"""A step of micrograd's moons demo (2-16-16-1, 100 points): replayed, by micrograd, and by PyTorch with matrices."""

import random
from collections.abc import Callable, Iterator
from math import cos, isclose, pi, sin
from types import ModuleType
from typing import Any

import micrograd.engine
import micrograd.nn
import numpy as np
import torch

import microgradext.engine
import microgradext.nn
from benchmarks.parts import Measurement
from benchmarks.rounds import Row, against
from microgradext import Tape
from microgradext.optim import SGD

WORK = "a step of micrograd's moons demo, scalar code replayed"
COUNT = 100
RATE = 0.01


class Demo:
    """The demo's scalar code, the same for both engines."""

    def __init__(self, engine: ModuleType, nn: ModuleType) -> None:
        random.seed(1337)
        self.value: Any = engine.Value
        self.model: Any = nn.MLP(2, [16, 16, 1])
        self.points, self.labels = moons(random.Random(1))

    def loss(self) -> Any:
        scores = [self.model([self.value(x) for x in point]) for point in self.points]
        losses = [(1 + -y * score).relu() for y, score in zip(self.labels, scores, strict=True)]
        return sum(losses) * (1.0 / COUNT) + 1e-4 * sum(p * p for p in self.model.parameters())

    def step(self) -> float:
        loss = self.loss()
        self.model.zero_grad()
        loss.backward()
        for parameter in self.model.parameters():
            parameter.data -= RATE * parameter.grad
        return float(loss.data)


def moons(generator: random.Random) -> tuple[list[list[float]], list[int]]:
    """Two half circles with noise."""
    points, labels = [], []
    for k in range(COUNT // 2):
        angle = pi * k / (COUNT // 2 - 1)
        for x, y, label in ((cos(angle), sin(angle), -1), (1 - cos(angle), 0.5 - sin(angle), 1)):
            points.append([x + generator.gauss(0, 0.1), y + generator.gauss(0, 0.1)])
            labels.append(label)
    return points, labels


def replaying() -> Callable[[], float]:
    """A step by a tape of the loss."""
    demo = Demo(microgradext.engine, microgradext.nn)
    parameters = demo.model.parameters()
    tape, optimiser = Tape(demo.loss(), parameters), SGD(parameters, lr=RATE)

    def step() -> float:
        loss = tape.update()
        optimiser.step()
        return loss

    return step


def matrices() -> Callable[[], float]:
    """A step of the same network, from the same start, as one would write it in PyTorch."""
    demo = Demo(microgradext.engine, microgradext.nn)
    layers = [torch.nn.Linear(n, m, dtype=torch.float64) for n, m in ((2, 16), (16, 16), (16, 1))]
    for layer, ours in zip(layers, demo.model.layers, strict=True):
        layer.weight.data = double([[w.data for w in neuron.w] for neuron in ours.neurons])
        layer.bias.data = double([neuron.b.data for neuron in ours.neurons])
    model = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])
    points, labels = double(demo.points), double(demo.labels)
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)

    def step() -> float:
        weights = sum((p * p).sum() for p in model.parameters())
        loss = (1 - labels * model(points)[:, 0]).relu().mean() + 1e-4 * weights
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return float(loss.item())

    return step


def by_hand() -> Callable[[], float]:
    """A step as a person writes it with arrays: as fast as it gets in Python."""
    demo = Demo(microgradext.engine, microgradext.nn)
    weights = [np.array([[w.data for w in neuron.w] for neuron in layer.neurons]) for layer in demo.model.layers]
    biases = [np.array([neuron.b.data for neuron in layer.neurons]) for layer in demo.model.layers]
    x, y = np.array(demo.points), np.array(demo.labels, float)

    def step() -> float:
        first = np.maximum(x @ weights[0].T + biases[0], 0.0)
        second = np.maximum(first @ weights[1].T + biases[1], 0.0)
        margin = 1.0 - y * (second @ weights[2].T + biases[2])[:, 0]
        loss = np.maximum(margin, 0.0).mean() + 1e-4 * sum((p * p).sum() for p in (*weights, *biases))
        upstream = (np.where(margin > 0, -y, 0.0) / COUNT)[:, None]
        for place, before in ((2, second), (1, first), (0, x)):
            passed = (upstream @ weights[place]) * (before > 0)
            weights[place] -= RATE * (upstream.T @ before + 2e-4 * weights[place])
            biases[place] -= RATE * (upstream.sum(0) + 2e-4 * biases[place])
            upstream = passed
        return float(loss)

    return step


def double(numbers: Any) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def report() -> Iterator[Measurement]:
    yield Measurement(WORK, _steps)


def _steps() -> Iterator[Row]:
    torch.set_num_threads(1)
    theirs = Demo(micrograd.engine, micrograd.nn)
    ours, vectorised, arrays = replaying(), matrices(), by_hand()
    for _ in range(3):
        loss = ours()
        assert all(isclose(loss, other, rel_tol=1e-12) for other in (theirs.step(), vectorised(), arrays()))
    aims = {("micrograd", "on"): 4000.0, ("micrograd", "off"): 200.0}
    yield from against(WORK, ours, {"micrograd": theirs.step}, rounds=5, repeats=1, more=50, aims=aims)
    matrices_ = {"PyTorch, matrices, one thread": vectorised, "NumPy by hand, matrices": arrays}
    aim = {("PyTorch, matrices, one thread", "on"): 3.0, ("NumPy by hand, matrices", "on"): 0.55}
    yield from against(WORK, ours, matrices_, rounds=15, repeats=50, collectors=(True,), aims=aim)
