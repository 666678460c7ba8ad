"""The sentences about the output of a cell."""

from __future__ import annotations

from .row import Row

OUTPUTS = [
    Row(
        "There is nothing to differentiate here: bind a number to a name",
        "s = 'text'",
        place=False,
    ),
    Row(
        "s is of type str, not a Value, so it has no gradient.",
        "a = 2.0\ns = 'text'",
        output="s",
        place=False,
    ),
    Row(
        "n is the plain number 5, not a Value, so it has no gradient.",
        "a = 2.0\nn = len('abcde')",
        output="n",
        place=False,
    ),
    Row(
        "ys is a list of 2 Values: choose ys[0] … ys[1].",
        "a = 2.0\nys = [a, a * 2]",
        output="ys",
        place=False,
    ),
    Row(
        "is a Value of __main__, and this cell can only differentiate Values of microgradext: draw it with `%grad t`",
        "a = 2.0\nz = a",
        [
            "class Value:\n    def __init__(self, data, _children=(), _op=''):\n"
            "        self.data, self.grad, self._prev, self._op, self._backward, self.label = data, 0.0, "
            "set(_children), _op, lambda: None, ''\n    __module__ = '__main__'\nt = Value(2.0)",
        ],
        output="t",
        place=False,
    ),
    Row(
        "z is the plain number 3.0 here, because a > 0 was True (line 2): no gradient.",
        "a = 2.0\nz = 3.0 if a > 0 else a * 2",
    ),
    Row(
        "z is the plain number 3.0 here: no gradient.",
        "a = 2.0\ndef f(x):\n    return [1.0, 2.0, 3.0][int(x)]\nz = f(a)",
        place=False,
    ),
    Row(
        'y is not the output: round cut the graph in line 3; show it rounded with f"{y:.0f}".',
        "a = 2.0\nz = a * 2\ny = round(z)",
    ),
    Row(
        "int cut the graph in line 3; compute without it.",
        "a = 2.0\nz = a * 2\ny = int(z)",
    ),
    Row(
        "y is not the output: z.data cut the graph in line 3; compute with the Value itself.",
        "a = 2.0\nz = a * 2\ny = z.data",
    ),
    Row(
        "int(a) * 3 is not the output: int cut the graph in line 2; compute without it.",
        "a = 2.0\nint(a) * 3",
    ),
    Row(
        "type(a) is not the output: it is not a number; the output is a. Bind a number to a name to choose it.",
        "a = 2.0\ntype(a)",
        place=False,
    ),
    Row(
        "id(a) is not the output: it is a plain number; the output is a. Compute it from Values to choose it.",
        "a = 2.0\nid(a)",
        place=False,
    ),
    Row(
        "k is not the output: it is a plain number.",
        "a = 2.0\nz = a * 2\nk = 3.0 if a > 1 else 4.0\nk = len('abc')\nk",
        place=False,
    ),
]
