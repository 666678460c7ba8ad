"""Steps under another name, operands in attributes of their own, no names of operations."""

import math


class Node:
    def __init__(self, val, parents=()):
        self.val = val
        self.grad = 0.0
        self.parents = parents
        self._back = lambda: None

    def __add__(self, other):
        out = Node(self.val + other.val, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out._back = back
        return out

    def __mul__(self, other):
        out = Node(self.val * other.val, (self, other))

        def back():
            self.grad += other.val * out.grad
            other.grad += self.val * out.grad

        out._back = back
        return out

    def __truediv__(self, other):
        out = Node(self.val / other.val, (self, other))

        def back():
            self.grad += out.grad / other.val
            other.grad += -self.val / other.val**2 * out.grad

        out._back = back
        return out

    def square(self):
        out = Node(self.val * self.val, (self,))

        def back():
            self.grad += 2 * self.val * out.grad

        out._back = back
        return out

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.val))
        out = Node(s, (self,))

        def back():
            self.grad += s * (1 - s) * out.grad

        out._back = back
        return out

    def leaky(self):
        out = Node(self.val if self.val > 0 else 0.1 * self.val, (self,))

        def back():
            self.grad += (1.0 if self.val > 0 else 0.1) * out.grad

        out._back = back
        return out

    def backward(self):
        order, seen = [], set()

        def walk(node):
            if node in seen:
                return
            seen.add(node)
            for operand in node.parents:
                walk(operand)
            order.append(node)

        walk(self)
        self.grad = 1.0
        for node in order[::-1]:
            node._back()


Value = Node
OPS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a / b,
    lambda a, b: a.square(),
    lambda a, b: (a * b).sigmoid(),
    lambda a, b: (a + b * Node(-1.0)).leaky(),
]
