"""Optimisers: how parameters move against their gradients, by PyTorch's formulas; and schedules of the learning rate.

A schedule is any function of the step's number (from 0) that gives the learning rate: a lambda will do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from .engine.node import written
from .engine.recording import active
from .engine.value import Value

Schedule = Callable[[int], float]


class Optimiser:
    """Parameters, and what is remembered about them from step to step; `lr` is the learning rate of the next step.

    Raises ValueError when there are no parameters or the learning rate is negative.
    """

    def __init__(self, parameters: Iterable[Value], lr: float, weight_decay: float = 0.0) -> None:
        self.parameters = list(parameters)
        self.lr = lr
        self.weight_decay = _not_negative("weight_decay", weight_decay)
        _not_negative("lr", lr)
        if not self.parameters:
            raise ValueError("an optimiser needs at least one parameter to move")
        for parameter in self.parameters:
            if not isinstance(parameter, Value):
                raise TypeError(f"a parameter must be a Value, not {type(parameter).__name__}")

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for parameter in self.parameters:
            parameter.grad = 0

    def step(self) -> None:
        """Move every parameter once, by its gradient."""
        numbers, slopes = _read(self.parameters)
        if self.weight_decay:
            slopes = [slope + self.weight_decay * x for slope, x in zip(slopes, numbers, strict=True)]
        lr = self.lr
        directions = self._directions(slopes)
        _write(self.parameters, [x - lr * v for x, v in zip(numbers, directions, strict=True)])

    def _directions(self, slopes: list[float]) -> list[float]:
        raise NotImplementedError


class SGD(Optimiser):
    """Gradient descent: p -= lr * v, where v = momentum * v + gradient.

    >>> p = Value(1.0)
    >>> sgd = SGD([p], lr=0.1)
    >>> (p * p).backward()
    >>> sgd.step()
    >>> p.data
    0.8
    """

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr, weight_decay)
        self.momentum = _not_negative("momentum", momentum)
        self.nesterov = nesterov
        if nesterov and not momentum:
            raise ValueError("Nesterov's step looks ahead along the momentum, so momentum must be more than 0")
        self._velocity: list[float] = []

    def step(self) -> None:
        if active or self.weight_decay or self.momentum:
            super().step()
        else:  # spelled out, since it is what most training does
            lr = self.lr
            _write(self.parameters, [each._data - lr * each._grad for each in self.parameters])

    def _directions(self, slopes: list[float]) -> list[float]:
        momentum = self.momentum
        if not momentum:
            return slopes
        before = self._velocity
        moved = [momentum * v + slope for v, slope in zip(before, slopes, strict=True)] if before else slopes
        self._velocity = moved
        return [slope + momentum * v for slope, v in zip(slopes, moved, strict=True)] if self.nesterov else moved


class Adam(Optimiser):
    """Steps of about `lr`, whatever the gradient's size: Kingma and Ba, arXiv:1412.6980.

    >>> p = Value(1.0)
    >>> adam = Adam([p], lr=0.1)
    >>> (100 * p).backward()
    >>> adam.step()
    >>> round(p.data, 6)
    0.9
    """

    def __init__(
        self,
        parameters: Iterable[Value],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr, weight_decay)
        for beta in betas:
            if not 0 <= beta < 1:
                raise ValueError(f"betas must be in [0, 1); {beta!r} is not")
        self.betas = betas
        self.eps = _not_negative("eps", eps)
        self._steps = 0
        self._mean = [0.0] * len(self.parameters)
        self._square = [0.0] * len(self.parameters)

    def _directions(self, slopes: list[float]) -> list[float]:
        self._steps += 1
        first, second = self.betas
        self._mean = [m + (1 - first) * (slope - m) for m, slope in zip(self._mean, slopes, strict=True)]
        self._square = [
            second * s + (1 - second) * slope * slope for s, slope in zip(self._square, slopes, strict=True)
        ]
        # Both started at 0 and are too small by these factors.
        short, root = 1 - first**self._steps, math.sqrt(1 - second**self._steps)
        return [m / short / (math.sqrt(s) / root + self.eps) for m, s in zip(self._mean, self._square, strict=True)]


def constant(lr: float) -> Schedule:
    """The same learning rate at every step."""
    return lambda step: lr


def linear(start: float, end: float, steps: int) -> Schedule:
    """From `start` at step 0 towards `end`, which is reached at `steps` and kept.

    micrograd's demo, `1.0 - 0.9*k/100`, is `linear(1.0, 0.1, 100)`.

    >>> linear(1.0, 0.1, 100)(50)
    0.55
    """
    return lambda step: start + (end - start) * min(step / steps, 1.0)


def cosine(start: float, end: float, steps: int) -> Schedule:
    """From `start` to `end` along half a cosine wave, flat at both ends.

    >>> cosine(1.0, 0.0, 10)(5)
    0.5
    """
    return lambda step: end + (start - end) * 0.5 * (1 + math.cos(math.pi * min(step / steps, 1.0)))


def exponential(start: float, factor: float) -> Schedule:
    """`start` times `factor` for every step.

    >>> exponential(1.0, 0.5)(3)
    0.125
    """
    return lambda step: float(start * factor**step)


def _read(parameters: list[Value]) -> tuple[list[float], list[float]]:
    if active:  # then the recording must see the reads
        return [each.data for each in parameters], [each.grad for each in parameters]
    return [each._data for each in parameters], [each._grad for each in parameters]


def _write(parameters: list[Value], numbers: list[float]) -> None:
    if active:
        for parameter, number in zip(parameters, numbers, strict=True):
            parameter.data = number
        return
    for parameter, number in zip(parameters, numbers, strict=True):
        parameter._data = number
    written(parameters)


def _not_negative(name: str, number: float) -> float:
    if not number >= 0:
        raise ValueError(f"{name} must not be negative; it is {number!r}")
    return number
