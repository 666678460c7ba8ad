"""What a step needs is bound as default arguments."""

import math


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = list(prev)
        self._op = op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward(a=self, b=other, out=out):
            a.grad += out.grad
            b.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward(a=self, b=other, out=out):
            a.grad += b.data * out.grad
            b.grad += a.data * out.grad

        out._backward = _backward
        return out

    def softplus(self):
        out = Value(math.log(1 + math.exp(self.data)), (self,), "softplus")

        def _backward(a=self, out=out):
            a.grad += out.grad / (1 + math.exp(-a.data))

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data**n, (self,), "**")

        def _backward(a=self, out=out, n=n):
            a.grad += n * a.data ** (n - 1) * out.grad

        out._backward = _backward
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
            node._backward()


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a.softplus(),
    lambda a, b: b**5,
]
