"""A tape of the module: nodes in the order in which they were made; `backward` runs along it."""

import math

TAPE = []


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = lambda: None
        TAPE.append(self)

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def log1p(self):
        out = Value(math.log1p(self.data), (self,), "log1p")

        def _backward():
            self.grad += out.grad / (1 + self.data)

        out._backward = _backward
        return out

    def hypot(self, other):
        out = Value(math.hypot(self.data, other.data), (self, other), "hypot")

        def _backward():
            self.grad += self.data / out.data * out.grad
            other.grad += other.data / out.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        for node in TAPE:
            if node is not self and node._prev:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(TAPE):
            node._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a.log1p(),
    lambda a, b: a.hypot(b),
]
