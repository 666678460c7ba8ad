"""As in PyTorch: classes with `forward` and `backward`, and one step that applies them."""

import math


class Function:
    @classmethod
    def apply(cls, *operands):
        out = Value(cls.forward(*[each.data for each in operands]), operands, cls.__name__)

        def _backward():
            grads = cls.backward(out.grad, out.data, *[each.data for each in operands])
            for operand, grad in zip(operands, grads, strict=True):
                operand.grad += grad

        out._backward = _backward
        return out


class Add(Function):
    @staticmethod
    def forward(x, y):
        return x + y

    @staticmethod
    def backward(grad, out, x, y):
        return grad, grad


class Mul(Function):
    @staticmethod
    def forward(x, y):
        return x * y

    @staticmethod
    def backward(grad, out, x, y):
        return grad * y, grad * x


class Div(Function):
    @staticmethod
    def forward(x, y):
        return x / y

    @staticmethod
    def backward(grad, out, x, y):
        return grad / y, -grad * x / y**2


class Tanh(Function):
    @staticmethod
    def forward(x):
        return math.tanh(x)

    @staticmethod
    def backward(grad, out, x):
        return (grad * (1 - out * out),)


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = lambda: None

    def __add__(self, other):
        return Add.apply(self, other)

    def __mul__(self, other):
        return Mul.apply(self, other)

    def __truediv__(self, other):
        return Div.apply(self, other)

    def tanh(self):
        return Tanh.apply(self)

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
    lambda a, b: a / b,
    lambda a, b: (a * b).tanh(),
]
