"""`backward` counts the uses of each node, and goes on to an operand when its last use is done."""

import math


class Node:
    def __init__(self, value, parents=(), name=""):
        self._value = value
        self.grad = 0.0
        self.parents = parents
        self.name = name
        self._backward = lambda: None

    @property
    def data(self):
        return self._value

    @data.setter
    def data(self, value):
        self._value = value

    def __add__(self, other):
        out = Node(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Node(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __rtruediv__(self, number):
        out = Node(number / self.data, (self,))

        def _backward():
            self.grad += -number / self.data**2 * out.grad

        out._backward = _backward
        return out

    def cube(self):
        out = Node(self.data**3, (self,))

        def _backward():
            self.grad += 3 * self.data**2 * out.grad

        out._backward = _backward
        return out

    def asinh(self):
        out = Node(math.asinh(self.data), (self,))

        def _backward():
            self.grad += out.grad / math.sqrt(self.data**2 + 1)

        out._backward = _backward
        return out

    def backward(self):
        uses = {}
        pending = [self]
        while pending:
            node = pending.pop()
            for parent in node.parents:
                if parent not in uses:
                    uses[parent] = 0
                    pending.append(parent)
                uses[parent] += 1
        self.grad = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            node._backward()
            for parent in node.parents:
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)


Value = Node
OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: 2.0 / b,
    lambda a, b: a.cube(),
    lambda a, b: a.asinh(),
]
