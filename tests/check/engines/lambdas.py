"""Steps that are lambdas, and a method that adds to a gradient."""

import math


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = float(data)
        self.grad = 0.0
        self._prev = tuple(prev)
        self._op = op
        self._backward = lambda: None

    def add_grad(self, amount):
        self.grad += amount

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")
        out._backward = lambda: (self.add_grad(out.grad), other.add_grad(out.grad))
        return out

    def __sub__(self, other):
        out = Value(self.data - other.data, (self, other), "-")
        out._backward = lambda: (self.add_grad(out.grad), other.add_grad(-out.grad))
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")
        out._backward = lambda: (
            self.add_grad(other.data * out.grad),
            other.add_grad(self.data * out.grad),
        )
        return out

    def sin(self):
        out = Value(math.sin(self.data), (self,), "sin")
        out._backward = lambda: self.add_grad(math.cos(self.data) * out.grad)
        return out

    def cos(self):
        out = Value(math.cos(self.data), (self,), "cos")
        out._backward = lambda: self.add_grad(-math.sin(self.data) * out.grad)
        return out

    def sqrt(self):
        out = Value(math.sqrt(self.data), (self,), "sqrt")
        out._backward = lambda: self.add_grad(0.5 / out.data * out.grad)
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for operand in node._prev:
                visit(operand)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in order[::-1]:
            node._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a.sin(),
    lambda a, b: b.cos(),
    lambda a, b: (a * b).sqrt(),
]
