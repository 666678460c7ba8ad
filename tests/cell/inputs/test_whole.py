"""What a cell's numbers answer when they are asked what they are."""

from __future__ import annotations

import numpy as np
import pytest

from microgradext import Value
from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell

from ..cells import unwarned

QUESTIONS = """
import numbers
import numpy as np
from functools import singledispatch
@singledispatch
def kind(x): return 0.0
@kind.register
def _(x: float): return 1.0
@kind.register
def _(x: int): return 2.0
"""


@pytest.mark.parametrize(
    "question",
    [
        "isinstance(a, float)",
        "isinstance(a, (int, float))",
        "isinstance(a, int)",
        "isinstance(n, int)",
        "isinstance(n * 2, int)",
        "isinstance(n / 2, float)",
        "isinstance(a * n, float)",
        "isinstance(a > 1, bool)",
        "isinstance(a, str)",
        "isinstance(a, numbers.Real)",
        "isinstance(n, numbers.Integral)",
        "np.isscalar(a)",
        "kind(a) == 1.0",
        "kind(n) == 2.0",
        "a.is_integer()",
    ],
)
def test_type_tests_are_answered_as_for_a_number(question: str) -> None:
    names: dict[str, object] = {}
    exec(QUESTIONS, names)
    plain = eval(question, {**names, "a": 2.0, "n": 3})
    run_cell(f"a = 2.0\nn = 3\nanswer = {question}\ny = a * n", names)
    assert bool(names["answer"]) == plain


def test_a_pattern_takes_the_number() -> None:
    cell = "a = 2.0\nn = 3\nmatch a:\n  case int(v): y = v * 5\n  case float(v): y = v * 7 * n"
    moving = MovingRun(run_cell(cell, {}))
    assert (moving.value.data, moving.grads) == (42.0, {"a": 21.0, "n": 14.0})


def test_after_the_cell_a_value_is_a_value() -> None:
    names: dict[str, object] = {}
    run = run_cell("a = 2.0\ny = a * 3", names)
    assert run.error is None
    assert not isinstance(names["a"], float)
    assert isinstance(names["a"], Value)


@pytest.mark.parametrize(
    "expression",
    ["n & 3", "n | 1", "n ^ 5", "~n", "n << 2", "n >> 1", "3 & n", "1 << n", "divmod(n, 4)[0]", "divmod(n, 4)[1]",
     "divmod(13, n)[1]", "pow(n, 3, 7)", "(n > 2) & (n < 9)", "(n > 2) ^ (n > 9)", "(n > 2) & 1", "n & m",
     "~(n > 2)", "~(n > 2) & (n > 5)", "~~(n > 2)", "-~(n < 2)", "+(n > 2)",
     "n if n & 4 == 4 else -n"],
)  # fmt: skip
def test_bitwise_operators_mean_bits_on_whole_numbers_and_logic_on_conditions(expression: str) -> None:
    moving = MovingRun(run_cell(f"n = 6\nm = 3\nb = {expression}\nz = b * 2.0 * n", {}))
    for n in (6, 5, 6, 1):
        moving.move([float(n), 3.0])
        with unwarned():
            plain = eval(expression, {"n": n, "m": 3})
        assert moving.value.data == plain * 2.0 * n


@pytest.mark.parametrize(
    "expression",
    [
        "~(np.sin(n) > 0)",
        "~np.array([n > 2, n > 9])[0]",
        "(~(np.array([n, 1.0]) > 3))[0]",
        "(~np.array([n > 9]))[0]",
        "~(m > 1)",
        "~(m * n > 1)",
    ],
)
def test_the_opposite_of_a_truth_of_numpys(expression: str) -> None:
    """What NumPy has computed in plain Python is a bool of its own, whose `~` is logic."""
    names = {"np": np, "m": np.float64(3.0)}
    plain = {**names, "n": 6.0}
    cell = f"n = 6.0\nt = 2.0 if {expression} else 3.0\nz = n * t"
    exec(cell, plain)
    run = run_cell(cell, dict(names))
    assert run.graph is not None
    assert run.values[run.graph.output].data == plain["z"]


def test_bits_of_a_fraction_are_refused_in_a_sentence() -> None:
    run = run_cell("a = 2.5\ny = a\nz = a ^ 2", {})
    assert str(run.error) == "a is 2.5, but ^ takes whole numbers; ^ is not a power: write ** (line 3)."
    run = run_cell("a = 2.5\ny = a * ~a", {})
    assert str(run.error) == "a is 2.5, but ~ takes whole numbers (line 2)."


def test_whole_numbers_that_are_no_longer_exact_are_told() -> None:
    said = "A whole number beyond 2**53 (line 2) is rounded, for a Value holds a float"
    assert said in " ".join(run_cell("n = 7\nz = (2 ** 60 + n) % 10 * 1.0", {}).notes)
    exact = run_cell("n = 7\na = 7.0\nz = (2 ** 60 + int(n)) % 10 * a", {})
    assert exact.graph is not None
    assert exact.values[exact.graph.output].data == (2**60 + 7) % 10 * 7
    for other in ("n = 7\nz = n * 1e20", "a = 7.0\nz = a ** 40"):
        assert said not in " ".join(run_cell(other, {}).notes)
