"""An input that only decides which way the code goes has the gradient 0, and that is said."""

from __future__ import annotations

import pytest

from microgradext.cell.run import run_cell

BISECTION = """lo, hi = 0.0, 1.0
t = 0.3
for _ in range(5):
    mid = (lo + hi) / 2
    if mid * mid < t:
        lo = mid
    else:
        hi = mid
out = mid"""


def notes(text: str) -> str:
    return " ".join(run_cell(text, {}).notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BISECTION, "t reaches out only through the branch in line 5, so its gradient is 0."),
        ("x = 2.0\nt = 0.3\ny = x\nwhile y > t:\n    y = y / 2", "t reaches y only through the branch in line 4,"),
        (
            "x = 2.0\ns = 0.3\nt = 1.0\nif s < t:\n    y = x * 2\nelse:\n    y = x",
            "s and t reach y only through the branch in line 4, so their gradients are 0.",
        ),
        (
            "x = 2.0\nt = 1.5\ny = x * int(t)\nif t > 1:\n    y = y * 2",
            "t reaches y only through int in line 3 and the branch in line 4,",
        ),
        ("x = 2.0\nt = 1.5\ny = sorted([t * 2, x])[0] * x", "t reaches y only through a comparison in line 3,"),
    ],
)
def test_what_only_decides_is_told(text: str, said: str) -> None:
    assert said in notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = 2.0\nt = 0.3\ny = x * x",
        "x = 2.0\nt = 0.3\nif t > 0:\n    print('positive')\nassert t < 1\ny = x * x",
        "x = 2.0\nt = 0.3\ny = x * t if t > 0 else x",
        "x = 2.0\nt = 0.3\nk = t.data\ny = x * k if t > 0 else x",
        "x = 2.0\nt = 0.3\ny = x * 2 if t > 0 else x\nz = y * t",
    ],
)
def test_nothing_is_told_of_an_input_that_has_a_gradient_or_decides_nothing(text: str) -> None:
    assert "only through" not in notes(text)


def test_after_a_move_it_is_told_of_the_path_that_was_taken() -> None:
    run = run_cell("x = 2.0\nt = 0.3\ny = x * t if t > 0 else x", {})
    assert run.again is not None
    assert "t reaches y only through the branch in line 3" in " ".join(run.again([2.0, -1.0]).notes)
