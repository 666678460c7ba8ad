"""A dataclass, with the step as a field."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(eq=False)
class Value:
    data: float
    _prev: tuple[Value, ...] = ()
    _op: str = ""
    grad: float = 0.0
    _backward: Callable = field(default=lambda: None, repr=False)

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            for operand in (self, other):
                operand.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        out._backward = _backward
        return out

    def __truediv__(self, other):
        quotient = self.data / other.data
        out = Value(quotient, (self, other), "/")

        def _backward():
            self.grad += out.grad / other.data
            other.grad -= out.grad * quotient / other.data

        out._backward = _backward
        return out

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        out = Value(s, (self,), "sigmoid")

        def _backward():
            self.grad += s * (1 - s) * out.grad

        out._backward = _backward
        return out

    def atan(self):
        out = Value(math.atan(self.data), (self,), "atan")

        def _backward():
            self.grad += out.grad / (1 + self.data**2)

        out._backward = _backward
        return out

    def backward(self):
        order = []
        done = set()

        def walk(node):
            done.add(id(node))
            for operand in node._prev:
                if id(operand) not in done:
                    walk(operand)
            order.append(node)

        walk(self)
        self.grad = 1.0
        while order:
            order.pop()._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a / b,
    lambda a, b: a.sigmoid(),
    lambda a, b: (a * b).atan(),
]
