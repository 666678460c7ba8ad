"""No dict: `__slots__`, names of its own, operands in a list."""

import math


class Scalar:
    __slots__ = ("data", "grad", "_prev", "_op", "_backward")

    def __init__(self, data, prev=None, op=None):
        self.data = data
        self.grad = 0
        self._prev = prev or []
        self._op = op
        self._backward = None

    def __add__(self, that):
        that = that if isinstance(that, Scalar) else Scalar(that)
        z = Scalar(self.data + that.data, [self, that], "add")

        def step():
            self.grad = self.grad + z.grad
            that.grad = that.grad + z.grad

        z._backward = step
        return z

    def __mul__(self, that):
        that = that if isinstance(that, Scalar) else Scalar(that)
        z = Scalar(self.data * that.data, [self, that], "mul")

        def step():
            self.grad = self.grad + that.data * z.grad
            that.grad = that.grad + self.data * z.grad

        z._backward = step
        return z

    def __sub__(self, that):
        z = Scalar(self.data - that.data, [self, that], "sub")

        def step():
            self.grad = self.grad + z.grad
            that.grad = that.grad - z.grad

        z._backward = step
        return z

    def log(self):
        z = Scalar(math.log(self.data), [self], "log")

        def step():
            self.grad = self.grad + z.grad / self.data

        z._backward = step
        return z

    def abs(self):
        z = Scalar(abs(self.data), [self], "abs")

        def step():
            if self.data > 0:
                self.grad = self.grad + z.grad
            else:
                self.grad = self.grad - z.grad

        z._backward = step
        return z

    def backward(self):
        order = []
        seen = set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for each in node._prev:
                visit(each)
            order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            if node._backward is not None:
                node._backward()


Value = Scalar
OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - b,
    lambda a, b: b.log(),
    lambda a, b: (a - b).abs(),
]
