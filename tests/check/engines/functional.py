"""Functions instead of methods."""

import math


class Value:
    def __init__(self, data, parents=(), op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, parents, op
        self._backward = lambda: None


def add(x, y):
    out = Value(x.data + y.data, (x, y), "add")

    def _backward():
        x.grad += out.grad
        y.grad += out.grad

    out._backward = _backward
    return out


def multiply(x, y):
    out = Value(x.data * y.data, (x, y), "multiply")

    def _backward():
        x.grad += y.data * out.grad
        y.grad += x.data * out.grad

    out._backward = _backward
    return out


def power(x, n):
    out = Value(x.data**n, (x,), "power")

    def _backward():
        x.grad += n * x.data ** (n - 1) * out.grad

    out._backward = _backward
    return out


def cosh(x):
    out = Value(math.cosh(x.data), (x,), "cosh")

    def _backward():
        x.grad += math.sinh(x.data) * out.grad

    out._backward = _backward
    return out


def leaky(x, slope=0.1):
    out = Value(x.data if x.data > 0 else slope * x.data, (x,), "leaky")

    def _backward():
        if x.data > 0:
            x.grad += out.grad
        else:
            x.grad += slope * out.grad

    out._backward = _backward
    return out


def backward(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node._prev:
                visit(parent)
            order.append(node)

    visit(root)
    root.grad = 1.0
    for node in reversed(order):
        node._backward()


Value.backward = backward
OPS = [
    lambda a, b: add(a, b),
    lambda a, b: multiply(a, b),
    lambda a, b: power(a, 4),
    lambda a, b: cosh(b),
    lambda a, b: leaky(add(a, multiply(b, Value(-1.0)))),
]
COMBINE = (add, multiply)
