"""`backward` sets all gradients to 0 first and walks without recursion; a step names what it computes."""

import math


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            upstream = out.grad
            self.grad += upstream
            other.grad += upstream

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            by_self = other.data * out.grad
            by_other = self.data * out.grad
            self.grad += by_self
            other.grad += by_other

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")

        def _backward():
            local = 1 - t * t
            self.grad += local * out.grad

        out._backward = _backward
        return out

    def gaussian(self):
        x = self.data
        y = math.exp(-x * x)
        out = Value(y, (self,), "gaussian")

        def _backward():
            local = -2 * x * y
            self.grad += local * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []
        seen = set()
        pending = [self]
        while pending:
            node = pending[-1]
            seen.add(node)
            left = [operand for operand in node._prev if operand not in seen]
            if left:
                pending.extend(left)
            else:
                pending.pop()
                if node not in order:
                    order.append(node)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a.tanh(),
    lambda a, b: b.gaussian(),
]
