"""Text of a Value: a read like `.data`, unless it is only shown; in a cell it is the text of the number."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell
from microgradext.cell.text.spans import keep_text

from ..cells import unwarned

EARLIER = """
import math, operator, pprint
from collections import namedtuple
from dataclasses import dataclass
import numpy as np
Pair = namedtuple("Pair", "x y")
@dataclass
class Point:
    x: float
    y: int
"""

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


WRITTEN = {
    "a file in memory": "print(a, file=buf)",
    "with text that a name holds": "t = f'{a}'\nprint(t, file=buf)",
    "redirected": "with contextlib.redirect_stdout(buf):\n    print(a)",
    "redirected, of a name": "t = f'{a}'\nwith redirect_stdout(buf):\n    print(t)",
    "redirected, in a function": "with contextlib.redirect_stdout(buf):\n    show(a)",
    "an error's": "with contextlib.redirect_stderr(buf):\n    print(f'{a}', file=sys.stderr)",
    "another standard output": "sys.stdout, old = buf, sys.stdout\nprint(a)\nsys.stdout = old",
    "a class of the user's": "sys.stdout, old = Tee(buf), sys.stdout\nshow(a)\nsys.stdout = old",
    "a log": "log.addHandler(h := logging.StreamHandler(buf))\nlog.warning('%s', a)\nlog.removeHandler(h)",
    "a message": "try:\n    raise ValueError(f'{a}')\nexcept ValueError as e:\n    buf.write(str(e))",
    "a message from a function": "try:\n    refuse(a)\nexcept ValueError as e:\n    buf.write(str(e))",
    "an assertion": "try:\n    assert a > 100, f'{a}'\nexcept AssertionError as e:\n    buf.write(str(e))",
    "a warning": "with warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always')\n"
    "    warnings.warn(f'{a}')\nbuf.write(str(w[0].message))",
}
WRITERS = """
import contextlib, io, logging, sys, warnings
from contextlib import redirect_stdout
log = logging.getLogger("written")
class Tee:
    def __init__(self, into): self.into = into
    def write(self, text): self.into.write(text)
    def flush(self): pass
def show(x): print(x)
def refuse(x): raise ValueError(f"{x}")
"""


@pytest.mark.parametrize("code", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("use", ["text = buf.getvalue()\ny = a * 2", "y = a * len(buf.getvalue())"])
def test_text_that_is_written_where_the_cell_reads_it_follows(code: str, use: str) -> None:
    cell = f"a = 2.0\nbuf = io.StringIO()\n{code}\n{use}"
    names, plain = _defined(WRITERS), _defined(WRITERS)
    moving = MovingRun(run_cell(cell, names))
    for at in (2.0, 12.25):
        moving.move([at])
        exec(cell.replace("2.0", repr(at)), plain)
        assert (names.get("text"), moving.value.data) == (plain.get("text"), plain["y"])


def test_what_is_written_and_not_read_is_told() -> None:
    moving = MovingRun(
        run_cell("a = 2.0\nbuf = io.StringIO()\nprint(a, f'{a}', file=buf)\ny = a * 2", _defined(WRITERS))
    )
    assert moving.run.notes[-1].startswith("buf keeps what it got when the cell last ran")
    moving.move([3.0])
    assert moving.run.mode == "replay"


@pytest.mark.parametrize(
    "code",
    [
        "print(a, file=sys.stderr)",
        "print(a, file=None)",
        "print(a, file=sys.stdout)",
        "log.debug('%s', a)",
        "try:\n    refuse(a)\nexcept ValueError:\n    pass",
        "try:\n    raise ValueError(f'{a}')\nexcept ValueError as e:\n    print('oh', e)",
        "warnings.filterwarnings('ignore')\nwarnings.warn(f'{a}')",
        "with redirect_stdout(io.StringIO()):\n    print('quiet')\nprint(a)",
    ],
)
def test_text_that_the_screen_shows_is_harmless(code: str) -> None:
    with warnings.catch_warnings():
        assert run_cell(f"a = 2.0\n{code}\ny = a * 2", _defined(WRITERS)).mode == "replay"


def _defined(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, keep_text(code, "earlier"), "exec"), names)
    return names


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
        ("w = 9\ny = a * float(f'{a!r:>{w}}' '0')", "f'{a!r:>{w}}' '0' turns a number into text"),
        ("y = a * float(f'1{f\"{a:.2f}\"}')", 'f"{a:.2f}" turns a number into text'),
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
        ("repr(a)", "2.0"),
        ("f'{a=} {a!r} {[a, n]} {(n > 2,)} {dict(x=a)} {n > 2!r}'", "a=2.0 2.0 [2.0, 3] (True,) {'x': 2.0} True"),
        ("repr(Point(a, n)) + repr(Pair(a, n))", "Point(x=2.0, y=3)Pair(x=2.0, y=3)"),
        ("'%r %s' % (a, n > 2)", "2.0 True"),
        ("pprint.pformat([a, n])", "[2.0, 3]"),
    ],
)
def test_in_a_cell_the_text_is_that_of_the_number(expression: str, text: str) -> None:
    names: dict[str, object] = {}
    exec(EARLIER, names)
    run_cell(f"a = 2.0\nn = 3\ntext = {expression}\ny = a * n", names)
    assert names["text"] == text


@pytest.mark.parametrize(
    "expression",
    [
        "math.floor(x), math.ceil(x), math.trunc(x), np.floor(x), math.floor(x / 0.5) + 1, math.floor(x) * 0.5",
        "sum(v > 2 for v in (a, x)), (x > 0) - (x < 0), -(a > 1), +(a > 1), (a > 1) * n, (a > 1) * 1.0, abs(a > 1)",
        "max(n, a), min(n, a), max(a, n, 1), max(a, 9), max(a, 9.0), max(n, 9.0), max(n, a) + 1, max(a > 1, 0.5)",
        "max(n, 3.0), max(3.0, n), min(0, a), np.maximum(n, a), [n, max(a, n)]",
        "f'{a > 1:>8}', f'{n:5}', f'{n:,}', f'{a:5}', format(a > 1, 'd'), '%d' % n, f'{n * 1000:_}'",
        "n * one, n + one, max(n, one), one * n, n ** 2.0, n * 2.0, n * 1, math.fabs(n), math.pow(n, 2), pow(n, 2)",
        "math.fsum([n, n]), sum([n, n]), sum([n, 1.0]), sum([n, n], 0.0), [n * w for w in (1.0, 2.0)], n / 1, n // 1.0",
        "~(a > 1), ~(a < 1), operator.inv(a > 1), (a > 1) & (x > 9), (a > 1) | (x > 9), (a > 1) ^ (x > 9), ~n",
    ],
)  # fmt: skip
def test_ints_bools_and_floats_are_written_as_in_plain_python(expression: str) -> None:
    cell = f"a = 2.5\nx = 6.5\nn = 3\none = [1.0, 2.0][0]\ntext = repr([{expression}])\ny = a * n * x"
    plain: dict[str, object] = {}
    names: dict[str, object] = {}
    alike = cell.replace("np.floor(x)", "float(math.floor(x))").replace("np.maximum(n, a)", "3.0")
    with unwarned():
        exec(f"{EARLIER}\n{alike}", plain)
    exec(EARLIER, names)
    assert run_cell(cell, names).error is None
    assert names["text"] == plain["text"]


FLOATS = """
def scaled(v, by=2.0): return v * by
def times(v, by): return v * by
def doubled(v, times=2): return v * times
class Scale:
    whole = 2
    def __init__(self): self.by = 2.0
scale = Scale()
half, two, three = 0.5, 2.0, 3
weights = {"w": 2.0}
total = [4.0, 5.0]
"""


@pytest.mark.parametrize(
    "expression",
    ["scaled(n)", "times(n, 4.0)", "doubled(n)", "n * scale.by", "n * scale.whole", "n + two", "n + three",
     "n * weights['w']", "max(n, *total)", "max(n, 5.0 if a > 1 else 0.0)", "[v * n for v in total]", "n - 2 * two",
     "[i * n for i, v in enumerate(total)]", "[i * n + w for i, w in zip((1, 2), total)]", "(lambda s=2.0: n * s)()"],
)  # fmt: skip
def test_a_number_beside_a_whole_one_is_a_float_if_the_text_says_so(expression: str) -> None:
    for earlier, own in [("", FLOATS), (FLOATS, "")]:
        names, plain = _defined(earlier), _defined(earlier)
        cell = f"{own}\na = 2.5\nn = 3\ntext = str({expression})\ny = a * n"
        exec(cell, plain)
        assert run_cell(cell, names).error is None
        assert names["text"] == plain["text"]


def test_a_number_that_is_counted_up_stays_what_it_was() -> None:
    names: dict[str, object] = {}
    cell = "n = 0\nt = 0.0\na = 2.5\nn += a > 2\nt += a > 2\ntext = f'{n} {t}'\ny = a * 2"
    run_cell(cell, names)
    assert names["text"] == "1 1.0"


def test_a_branch_on_the_type_that_max_gives_back_follows() -> None:
    for number in ("max(n, a)", "max(n, a) + 1", "min(a, n, 9)"):
        cell = f"a = 2.0\nn = 3\ny = a * 2 if isinstance({number}, int) else a * 3"
        moving = MovingRun(run_cell(cell, {}))
        for at in (4.0, 2.0, 5.0):
            moving.move([at, 3.0])
            assert moving.value.data == eval(cell.splitlines()[-1][4:], {"a": at, "n": 3})


def test_only_what_looks_at_the_type_is_a_reason_to_run_again() -> None:
    cell = (
        "a = 2.0\nn = 3\nprint(max(n, a))\ny = a * 2 if isinstance(a, float) and isinstance(max(a, 1.5), float) else a"
    )
    run = run_cell(cell, {})
    assert run.graph is not None
    assert not run.graph.guards


def test_a_dataclass_shown_is_only_shown() -> None:
    names: dict[str, object] = {}
    exec(EARLIER, names)
    run = run_cell("a = 2.0\nprint(Point(a, 1), [a], repr(a), f'{a=}', {'a': a})\ny = a * a", names)
    assert (run.mode, run.printed) == ("replay", "Point(x=2.0, y=1) [2.0] 2.0 a=2.0 {'a': 2.0}\n")


def test_what_passes_through_a_repr_is_found_and_said() -> None:
    for text in ("repr(a)", "repr([a])[1:-1]", "repr(Point(a, 1))[8:11]"):
        names: dict[str, object] = {}
        exec(EARLIER, names)
        moving = MovingRun(run_cell(f"a = 2.0\ny = float({text}) * a", names))
        assert "(line 2)" in moving.run.why
        assert moving.run.why.endswith(LOST)
        moving.move([3.0])
        assert moving.value.data == 9.0


def test_after_the_cell_a_value_is_shown_as_a_value() -> None:
    names: dict[str, object] = {}
    run_cell("a = 2.0\nflag = a > 1\ny = a * a", names)
    assert repr([names["a"], names["flag"]]) == "[Value(data=2.0, grad=4.0), Condition(True)]"


def test_a_cell_that_makes_values_itself_shows_values() -> None:
    names: dict[str, object] = {}
    run_cell("from microgradext import Value\na = Value(2.0)\ntext = str(a)\ny = a * a", names)
    assert names["text"] == "Value(data=2.0, grad=0.0)"
