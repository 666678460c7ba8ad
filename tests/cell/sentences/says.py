"""The sentences about inputs that only decide, floats that count, numbers in keys, and what is not the output."""

from __future__ import annotations

from .row import Row

CLASSES = "from dataclasses import dataclass\nfrom enum import Enum\nclass E(Enum):\n    LOW = 2.0\n"
CLASSES += "@dataclass(frozen=True)\nclass P:\n    x: float\n"

SAYS = [
    Row("x is a float, which plain Python refuses as an index (line 2)", "x = 2.0\ny = x * [1.0, 2.0, 3.0][x]"),
    Row("refuses as a number of repetitions (line 2)", "x = 2.0\ny = x * len('ab' * x)"),
    Row("refuses in operations on bits (line 2)", "x = 2.0\ny = x * (x | 1)"),
    Row("refuses as an index (line 3)", "x = 2.0\nxs = [1.0, 2.0, 3.0]\ndel xs[x:]\ny = x * len(xs)"),
    Row("x is a float, which plain Python refuses in the format d (line 2)", "x = 2.0\nprint(f'{x:d}')\ny = x * x"),
    Row("x > 2 is not the output: it is a comparison; the output is x.", "x = 3.0\nx > 2", place=False),
    Row("End the cell with y[0] to choose it.", "x = 3.0\ny = [x * 2]", place=False),
    Row("End the cell with one of its numbers to choose it.", "x = 3.0\nx * 2, x * 3", place=False),
    Row("print(x * 2) is not the output: it is not a number; the output is x.", "x = 3.0\nprint(x * 2)", place=False),
    Row("The last line is not the output", f"x = 3.0\nNone if x > 1 else {' + '.join(['x'] * 15)}", place=False),
    Row(
        "t reaches y only through the branch in line 3, so its gradient is 0.",
        "x = t = 2.0\nt = 1.0\ny = x * 2 if t > 0 else x",
    ),
    Row("so their gradients are 0.", "x = 2.0\ns = 1.0\nt = 2.0\ny = x * 2 if s < t else x"),
    Row("only through a count or index in line 3", "x = 2.0\nt = 1.0\ny = x * [1.0, 2.0][t]"),
    Row(
        "only through counts or indices in lines 3 and 4",
        "x = 2.0\nt = 1.0\ny = x * [1.0, 2.0][t]\ny = y * [1.0, 2.0][t]",
    ),
    Row(
        "is turned into text",
        f"x = 2.0\nt = {'(' * 1}'%s and a text that is very long indeed, so long' % x)\ny = x * len(t)",
    ),
    Row(
        "because the match with 0.0 was False (line 3)",
        "x = 2.0\nmatch x:\n    case 0.0: y = x * 2\n    case _: y = 1.0",
    ),
    Row("because of the truth of a number in any([x]) (line 2)", "x = 2.0\ny = 1.0 if any([x]) is True else x * 2"),
    Row(
        "type(a > 1) (line 2) is the class of a Value while the cell runs, not bool",
        "a = 2.0\nq = type(a > 1)\ny = a * 2",
    ),
    Row(
        "E(a) (line 2) looks for a by identity, not by its number",
        "a = 2.0\nq = E(a) if a > 3 else 1\ny = a * 2",
        [CLASSES],
    ),
    Row("tells its items apart by identity", "a = 2.0\nq = len({P(a), P(2.0)})\ny = a * 2", [CLASSES]),
    Row(
        "(a, 1) is looked up by the identity of what is in it",
        "a = 2.0\nd = {(2.0, 1): 1.0}\ny = a * d.get((a, 1), 2.0)",
    ),
]
