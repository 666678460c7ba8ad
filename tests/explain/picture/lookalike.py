"""A class like micrograd's, as a student might bring it along."""

from typing import Any


class Micrograd:
    """A value as in micrograd: operands in a set, and no label unless one is given."""

    def __init__(self, data: Any, children: tuple[Any, ...] = (), op: str = "") -> None:
        self.data = data
        self.grad = 0
        self._prev = set(children)
        self._op = op

    def __add__(self, other: "Micrograd") -> "Micrograd":
        return Micrograd(self.data + other.data, (self, other), "+")

    def __mul__(self, other: "Micrograd") -> "Micrograd":
        return Micrograd(self.data * other.data, (self, other), "*")
