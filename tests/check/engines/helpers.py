"""A helper for functions of one number and one for two, which are given the derivative as a lambda."""

import math
import operator


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(prev)
        self._op = op
        self._backward = lambda: None

    def _unary(self, f, df, op):
        out = Value(f(self.data), (self,), op)

        def _backward():
            self.grad += df(self.data) * out.grad

        out._backward = _backward
        return out

    def _binary(self, other, f, dx, dy, op):
        out = Value(f(self.data, other.data), (self, other), op)

        def _backward():
            self.grad += dx(self.data, other.data) * out.grad
            other.grad += dy(self.data, other.data) * out.grad

        out._backward = _backward
        return out

    def __add__(self, other):
        return self._binary(other, operator.add, lambda x, y: 1.0, lambda x, y: 1.0, "+")

    def __sub__(self, other):
        return self._binary(other, operator.sub, lambda x, y: 1.0, lambda x, y: -1.0, "-")

    def __mul__(self, other):
        return self._binary(other, operator.mul, lambda x, y: y, lambda x, y: x, "*")

    def __truediv__(self, other):
        return self._binary(other, operator.truediv, lambda x, y: 1 / y, lambda x, y: -x / y**2, "/")

    def exp(self):
        return self._unary(math.exp, lambda x: math.exp(x), "exp")

    def log(self):
        return self._unary(math.log, lambda x: 1 / x, "log")

    def sin(self):
        return self._unary(math.sin, lambda x: math.cos(x), "sin")

    def cos(self):
        return self._unary(math.cos, lambda x: -math.sin(x), "cos")

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
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / b,
    lambda a, b: a.exp(),
    lambda a, b: b.log(),
    lambda a, b: a.sin(),
    lambda a, b: b.cos(),
]
