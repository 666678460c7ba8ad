"""Steps that are functions of the module, bound with `partial`."""

import math
from functools import partial


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")
        out._backward = partial(step_add, out, self, other)
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")
        out._backward = partial(step_mul, out, self, other)
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")
        out._backward = partial(step_exp, out, self)
        return out

    def sqrt(self):
        out = Value(math.sqrt(self.data), (self,), "sqrt")
        out._backward = partial(step_sqrt, out, self)
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for operand in node._prev:
                    visit(operand)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            if node._backward:
                node._backward()


def step_add(out, a, b):
    a.grad += out.grad
    b.grad += out.grad


def step_mul(out, a, b):
    a.grad += b.data * out.grad
    b.grad += a.data * out.grad


def step_exp(out, a):
    a.grad += out.data * out.grad


def step_sqrt(out, a):
    a.grad += out.grad / (2 * out.data)


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a.exp(),
    lambda a, b: (a * b).sqrt(),
]
