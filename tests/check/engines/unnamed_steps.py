"""No names of operations; each step is handed the upstream gradient."""

import math


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(prev)
        self._grad_fn = None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def step(grad):
            self.grad += grad
            other.grad += grad

        out._grad_fn = step
        return out

    def __sub__(self, other):
        out = Value(self.data - other.data, (self, other))

        def step(grad):
            self.grad += grad
            other.grad -= grad

        out._grad_fn = step
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def step(grad):
            self.grad += other.data * grad
            other.grad += self.data * grad

        out._grad_fn = step
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,))

        def step(grad):
            self.grad += n * self.data ** (n - 1) * grad

        out._grad_fn = step
        return out

    def __abs__(self):
        out = Value(abs(self.data), (self,))

        def step(grad):
            self.grad += math.copysign(1.0, self.data) * grad

        out._grad_fn = step
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,))

        def step(grad):
            self.grad += grad if self.data > 0 else 0.0

        out._grad_fn = step
        return out

    def maximum(self, other):
        out = Value(max(self.data, other.data), (self, other))

        def step(grad):
            if self.data > other.data:
                self.grad += grad
            else:
                other.grad += grad

        out._grad_fn = step
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
            if node._grad_fn is not None:
                node._grad_fn(node.grad)


OPS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a**3,
    lambda a, b: abs(a - b),
    lambda a, b: (b - a).relu(),
    lambda a, b: a.maximum(b),
]
