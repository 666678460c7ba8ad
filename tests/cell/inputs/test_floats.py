"""A float that serves as an index or a count runs, and is told: plain Python refuses it."""

from __future__ import annotations

from typing import Any

import pytest

from ..cells import cell

BEGIN = "import math\nimport itertools\nx = 2.0\nn = 6\nm = n * 1\nxs = [1.0, 2.0, 3.0, 4.0]\n"
SAID = "is a float, which plain Python refuses"


@pytest.mark.parametrize(
    ("line", "number", "use"),
    [
        ("y = xs[NUMBER] * x", "x", "as an index"),
        ("y = sum(xs[:NUMBER]) * x", "x", "as an index"),
        ("h = m / 2; y = xs[NUMBER] * x", "h", "as an index"),
        ("y = xs[NUMBER] * x", "m / 2", "as an index"),
        ("y = sum(x for _ in range(NUMBER))", "x", "in range"),
        ("y = x * len('ab' * NUMBER)", "x", "as a number of repetitions"),
        ("y = x * (NUMBER | 1)", "x", "in operations on bits"),
        ("y = x * (1 << NUMBER)", "x", "in operations on bits"),
        ("y = x * math.factorial(NUMBER)", "x", "in math.factorial"),
        ("y = x * len(chr(NUMBER))", "x", "in chr"),
        ("y = x * round(3.14159, NUMBER)", "x", "in round"),
        ("y = x * x; print(f'{NUMBER:d}')", "x", "in the format d"),
        ("y = x * x; print('{:04x}'.format(NUMBER))", "x", "in the format x"),
        ("y = x * x; print(format(NUMBER, 'd'))", "m / 2", "in the format d"),
    ],
)
def test_a_float_that_serves_as_an_int_is_told_with_what_to_write(line: str, number: str, use: str) -> None:
    text = BEGIN + line.replace("NUMBER", number)
    ran = cell(text)
    assert f"{number} {SAID} {use} (line 7): write int({number})." in ran.notes
    with pytest.raises((TypeError, ValueError)):
        exec(text, {})
    plain: dict[str, Any] = {}
    exec(BEGIN + line.replace("NUMBER", f"int({number})"), plain)
    assert plain["y"] == ran.names["y"].data


@pytest.mark.parametrize(
    "line",
    [
        "y = xs[int(x)] * x",
        "y = xs[m - 3] * x",
        "y = xs[m // 2] * x",
        "y = sum(x for _ in range(m))",
        "y = x * len('ab' * (m % 4))",
        "y = x * (m | 1)",
        "y = x * round(x)",
        "y = x * m\nprint(f'{m:d} {x:.2f} {m * 2:x}')",
        "y = x * xs[x > 1]",
        "import time\ntime.sleep(x * 0)\ny = x * x",
        "k = [3.0, 1.0].index(min(3.0, 1.0))\ny = xs[k] * x",
    ],
)
def test_ints_and_what_takes_floats_too_are_not_told(line: str) -> None:
    assert SAID not in cell(f"{BEGIN}{line}").notes
