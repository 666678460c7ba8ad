"""Local derivatives in a dict under the identities of the operands; no steps and no names of operations."""

import math


class Value:
    def __init__(self, data, parents=(), derivatives=None):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.derivatives = derivatives or {}

    def __add__(self, other):
        if self is other:
            return Value(self.data + other.data, (self,), {id(self): 2.0})
        return Value(self.data + other.data, (self, other), {id(self): 1.0, id(other): 1.0})

    def __mul__(self, other):
        if self is other:
            return Value(self.data * other.data, (self,), {id(self): 2 * self.data})
        return Value(self.data * other.data, (self, other), {id(self): other.data, id(other): self.data})

    def __pow__(self, n):
        return Value(self.data**n, (self,), {id(self): n * self.data ** (n - 1)})

    def sin(self):
        return Value(math.sin(self.data), (self,), {id(self): math.cos(self.data)})

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), {id(self): e})

    def __abs__(self):
        return Value(abs(self.data), (self,), {id(self): 1.0 if self.data >= 0 else -1.0})

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent in node.parents:
                parent.grad += node.derivatives[id(parent)] * node.grad


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a**3,
    lambda a, b: (a * b).sin(),
    lambda a, b: b.exp(),
    lambda a, b: abs(a + b * Value(-1.0)),
]
