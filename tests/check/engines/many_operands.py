"""Operations of a list of nodes."""

import math


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = list(prev)
        self._op = op
        self._backward = lambda: None

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


def total(items):
    out = Value(sum(item.data for item in items), items, "total")

    def _backward():
        for item in items:
            item.grad += out.grad

    out._backward = _backward
    return out


def mean(items):
    out = Value(sum(item.data for item in items) / len(items), items, "mean")

    def _backward():
        for item in items:
            item.grad += out.grad / len(items)

    out._backward = _backward
    return out


def product(*items):
    out = Value(math.prod(item.data for item in items), items, "product")

    def _backward():
        for i, item in enumerate(items):
            rest = math.prod(other.data for j, other in enumerate(items) if j != i)
            item.grad += rest * out.grad

    out._backward = _backward
    return out


def logsumexp(items):
    out = Value(math.log(sum(math.exp(item.data) for item in items)), items, "logsumexp")

    def _backward():
        for item in items:
            item.grad += math.exp(item.data - out.data) * out.grad

    out._backward = _backward
    return out


OPS = [
    lambda a, b: total([a, b]),
    lambda a, b: mean([a, b, a]),
    lambda a, b: product(a, b),
    lambda a, b: logsumexp([a, b]),
]
COMBINE = (lambda a, b: total([a, b]), lambda a, b: product(a, b))
