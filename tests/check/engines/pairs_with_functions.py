"""Each operand in a pair with the function that turns the upstream gradient into its contribution."""

import math


class Var:
    def __init__(self, value, local_gradients=()):
        self.value = value
        self.grad = 0.0
        self.local_gradients = list(local_gradients)

    def __add__(self, other):
        return Var(
            self.value + other.value,
            [
                (self, lambda g: g),
                (other, lambda g: g),
            ],
        )

    def __sub__(self, other):
        return Var(
            self.value - other.value,
            [
                (self, lambda g: g),
                (other, lambda g: -g),
            ],
        )

    def __mul__(self, other):
        return Var(
            self.value * other.value,
            [
                (self, lambda g: g * other.value),
                (other, lambda g: g * self.value),
            ],
        )

    def __pow__(self, n):
        return Var(self.value**n, [(self, lambda g: g * n * self.value ** (n - 1))])

    def log(self):
        return Var(math.log(self.value), [(self, lambda g: g / self.value)])

    def cos(self):
        return Var(math.cos(self.value), [(self, lambda g: -g * math.sin(self.value))])

    def relu(self):
        return Var(max(0.0, self.value), [(self, lambda g: g if self.value > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for operand, _ in node.local_gradients:
                    visit(operand)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for operand, contribution in node.local_gradients:
                operand.grad += contribution(node.grad)


Value = Var
OPS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a**2,
    lambda a, b: b.log(),
    lambda a, b: (a * b).cos(),
    lambda a, b: (a - b).relu(),
]
