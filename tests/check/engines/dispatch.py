"""One step for all operations, which asks what the operation was."""

import math


class Value:
    def __init__(self, data, operands=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = operands
        self._op = op

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), "*")

    def __sub__(self, other):
        return Value(self.data - other.data, (self, other), "-")

    def exp(self):
        return Value(math.exp(self.data), (self,), "exp")

    def sin(self):
        return Value(math.sin(self.data), (self,), "sin")

    def square(self):
        return Value(self.data * self.data, (self,), "square")

    def _backward(self):
        if self._op == "+":
            a, b = self._prev
            a.grad += self.grad
            b.grad += self.grad
        elif self._op == "-":
            a, b = self._prev
            a.grad += self.grad
            b.grad -= self.grad
        elif self._op == "*":
            a, b = self._prev
            a.grad += self.grad * b.data
            b.grad += self.grad * a.data
        elif self._op == "exp":
            a = self._prev[0]
            a.grad += self.grad * self.data
        elif self._op == "sin":
            a = self._prev[0]
            a.grad += self.grad * math.cos(a.data)
        elif self._op == "square":
            a = self._prev[0]
            a.grad += 2 * a.data * self.grad

    def topological(self):
        order = []
        seen = set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for operand in node._prev:
                visit(operand)
            order.append(node)

        visit(self)
        return order

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.topological()):
            node._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - b,
    lambda a, b: a.exp(),
    lambda a, b: b.sin(),
    lambda a, b: a.square(),
]
