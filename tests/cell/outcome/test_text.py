"""Text of a Value: a read like `.data`, unless it is only shown; in a cell it is the text of the number."""

from __future__ import annotations

import pytest

from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell
from microgradext.cell.text.spans import keep_text

LOST = "What passes through it is not in the gradient."


@pytest.mark.parametrize(
    "text",
    [
        "f'{a*a:.3f}'",
        "format(a*a, '.3f')",
        "'%s' % (a*a)",
        "'{:.3f}'.format(a*a)",
        "str(a*a)",
        "''.join([str(a*a)])",
        "''.join(map(str, [a*a]))",
    ],
)
def test_a_number_that_passes_through_text_is_found_and_said(text: str) -> None:
    moving = MovingRun(run_cell(f"a = 2.0\ns = {text}\ny = float(s) * a", {}))
    assert moving.run.mode == "suspected"
    assert "(line 2)" in moving.run.why
    assert moving.run.why.endswith(LOST)
    moving.move([3.0])
    assert (moving.value.data, moving.run.mode) == (27.0, "rerun")


@pytest.mark.parametrize(
    "use",
    ["y = a * len(f'{a:.3f}')", "y = a if f'{a:.1f}' == '2.0' else a * 5", "y = sorted([a, 1.5], key=str)[0] * a"],
)
def test_text_that_decides_is_found(use: str) -> None:
    for at in (11.0, 1.0, 2.0):
        moving = MovingRun(run_cell(f"a = 2.0\n{use}", {}))
        moving.move([at])
        assert moving.value.data == eval(use.removeprefix("y = "), {"a": at})


@pytest.mark.parametrize(
    "show",
    [
        "print(f'{a:.2f}', a, str(a), '%s' % a, '{}'.format(a))",
        "f'{a}'",
        "assert a > 0, f'{a}'",
        "import logging; logging.getLogger().debug('%s', a)",
        "if a > 100: raise ValueError(f'{a} is too large')",
    ],
)
def test_text_that_is_only_shown_is_harmless(show: str) -> None:
    assert run_cell(f"a = 2.0\n{show}\ny = a * a", {}).mode == "replay"


SHAPE = """
from dataclasses import dataclass
@dataclass
class Point:
    x: float
class Shape:
    def __init__(self, r):
        self.r = r
    def told(self):
        text = f"{self.r:.2f}"
        return text
    def describe(self):
        return "r = " + self.told()
    def __str__(self):
        return f"{self.r:.1f}"
    @property
    def title(self):
        return "r is %.1f" % self.r
"""


@pytest.mark.parametrize(
    "show",
    [
        "print(Point(a))",
        "print(Shape(a))",
        "print(f'{Shape(a)}', Shape(a).title)",
        "print(Shape(a).describe())",
        "print(', '.join(Shape(k * a).describe() for k in range(3)))",
        "print((lambda v: f'{v:.2f}')(a))",
    ],
)
def test_text_that_functions_of_the_user_make_to_show_it_is_harmless(show: str) -> None:
    assert run_cell(f"{SHAPE}a = 2.0\n{show}\ny = a * a", {}).mode == "replay"
    names: dict[str, object] = {}
    exec(compile(SHAPE, keep_text(SHAPE, "earlier"), "exec"), names)
    assert run_cell(f"a = 2.0\n{show}\ny = a * a", names).mode == "replay"


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("s = repr(Point(a)) + str(len(repr(Point(a))))\ny = a * len(s)", "repr(Point(a)) turns a number into text"),
        ("k = float(Shape(a).told())\ny = a * k", 'f"{self.r:.2f}" turns a number into text (line 10)'),
        ("y = a * float((lambda v: f'{v:.2f}')(a))", "f'{v:.2f}' turns a number into text"),
        (
            "from string import Template\nt = Template('$x and more text that makes it long').substitute(x=a)\n"
            "y = a * len(t)",
            "a is turned into text",
        ),
    ],
)
def test_text_that_goes_on_is_told_where_the_user_wrote_it(use: str, said: str) -> None:
    run = run_cell(f"{SHAPE}a = 2.0\n{use}", {})
    assert run.mode == "suspected"
    assert said in run.why


def test_a_task_of_asyncio_does_not_count_as_text() -> None:
    cell = "import asyncio\nasync def f(x):\n    return x * x\na = 2.0\ny = asyncio.run(f(a))"
    assert run_cell(cell, {}).mode == "replay"


def test_what_keeps_text_is_named() -> None:
    names: dict[str, object] = {}
    cell = "a = 2.0\nmsg = f'a is {a:.2f}'\nrows = [f'{a * k:.2f}' for k in range(3)]\ny = a * a"
    moving = MovingRun(run_cell(cell, names))
    moving.move([3.0])
    assert (names["msg"], moving.run.mode) == ("a is 3.00", "replay")
    assert "msg and rows keep what they got when the cell last ran" in moving.run.notes[-1]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("f'{a}'", "2.0"),
        ("str(n)", "3"),
        ("f'{n:d} {n:03d} {n:x}'", "3 003 3"),
        ("f'{n * 2 + 1} {n ** 2} {n // 2} {-n} {n * 2.0} {n / 1}'", "7 9 1 -3 6.0 3.0"),
        ("f'{n > 2}'", "True"),
        ("repr(a)", "Value(data=2.0, grad=0.0)"),
    ],
)
def test_in_a_cell_the_text_is_that_of_the_number(expression: str, text: str) -> None:
    names: dict[str, object] = {}
    run_cell(f"a = 2.0\nn = 3\ntext = {expression}\ny = a * n", names)
    assert names["text"] == text


def test_a_cell_that_makes_values_itself_shows_values() -> None:
    names: dict[str, object] = {}
    run_cell("from microgradext import Value\na = Value(2.0)\ntext = str(a)\ny = a * a", names)
    assert names["text"] == "Value(data=2.0, grad=0.0)"
