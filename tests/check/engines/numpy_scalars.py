"""NumPy's scalars and functions."""

import numpy as np


class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = np.float64(data)
        self.grad = np.float64(0)
        self._prev = set(_children)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(np.add(self.data, other.data), (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(np.multiply(self.data, other.data), (self, other), "*")

        def _backward():
            self.grad += np.multiply(other.data, out.grad)
            other.grad += np.multiply(self.data, out.grad)

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(np.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - np.square(out.data)) * out.grad

        out._backward = _backward
        return out

    def maximum(self, other):
        out = Value(np.maximum(self.data, other.data), (self, other), "max")

        def _backward():
            self.grad += np.where(self.data > other.data, out.grad, 0)
            other.grad += np.where(self.data > other.data, 0, out.grad)

        out._backward = _backward
        return out

    def log(self):
        out = Value(np.log(self.data), (self,), "log")

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def backward(self):
        topo = []
        visited = set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = np.float64(1)
        for v in topo[::-1]:
            v._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a.tanh(),
    lambda a, b: a.maximum(b),
    lambda a, b: b.log(),
]
