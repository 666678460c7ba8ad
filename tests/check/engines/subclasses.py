"""A class for each operation, with a method for the step."""

import math


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = prev

    def _backward(self):
        pass

    def __add__(self, other):
        return Add(self, other)

    def __mul__(self, other):
        return Mul(self, other)

    def __pow__(self, exponent):
        return Power(self, exponent)

    def exp(self):
        return Exp(self)

    def relu(self):
        return Relu(self)

    def backward(self):
        order = []
        seen = set()
        stack = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for operand in node._prev:
                    stack.append((operand, False))
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


class Add(Value):
    def __init__(self, a, b):
        super().__init__(a.data + b.data, (a, b))

    def _backward(self):
        a, b = self._prev
        a.grad += self.grad
        b.grad += self.grad


class Mul(Value):
    def __init__(self, a, b):
        super().__init__(a.data * b.data, (a, b))

    def _backward(self):
        a, b = self._prev
        a.grad += b.data * self.grad
        b.grad += a.data * self.grad


class Power(Value):
    def __init__(self, a, exponent):
        super().__init__(a.data**exponent, (a,))
        self.exponent = exponent

    def _backward(self):
        (a,) = self._prev
        a.grad += self.exponent * a.data ** (self.exponent - 1) * self.grad


class Exp(Value):
    def __init__(self, a):
        super().__init__(math.exp(a.data), (a,))

    def _backward(self):
        (a,) = self._prev
        a.grad += self.data * self.grad


class Relu(Value):
    def __init__(self, a):
        super().__init__(max(0.0, a.data), (a,))

    def _backward(self):
        (a,) = self._prev
        if self.data > 0:
            a.grad += self.grad


OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a**2,
    lambda a, b: b**-1,
    lambda a, b: a.exp(),
    lambda a, b: (a + b * Value(-1.0)).relu(),
]
