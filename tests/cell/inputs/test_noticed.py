"""Code that would notice that a number is a Value: each place is told with what to write, and only where it matters."""

from __future__ import annotations

from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.problem import CellProblem
from microgradext.cell.text.spans import keep_text

from ..cells import attempt, cell

TOLD = ["type(", "is always", "never taken", "by identity", "is not taken"]
"""A part of each of the sentences."""


def earlier(source: str) -> dict[str, Any]:
    """The names after an earlier cell."""
    names: dict[str, Any] = {}
    exec(compile(source, keep_text(source, "earlier"), "exec"), names)
    return names


def is_silent(notes: str) -> bool:
    return not any(part in notes for part in TOLD)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q = type(a) is float", "type(a) is float (line 3) is false, for a is a Value while the cell runs"),
        ("q = type(b) == float", "write isinstance(b, float)."),
        ("q = float is type(b)", "write isinstance(b, float)."),
        ("q = type(b) in (int, float)", "write isinstance(b, (int, float))."),
        ("q = type(b) is not float", "type(b) is not float (line 3) is true, for b is a Value"),
        ("q = type(a).__name__", "type(a) (line 3) is Value while the cell runs"),
        ("q = {float: 1, int: 2}.get(type(b))", "write type(b.data)."),
        ("q = hash(a + 1.0)", "hash(a + 1.0) (line 3) is the hash of an object"),
        ("q = (a > -1.5) is True", "(a > -1.5) is True (line 3) is always false"),
        ("q = (a > 0) is True", "(a > 0) is True (line 3) is always false, for a > 0 is a Value too: write a > 0."),
        (
            "match (a > 1, b > 1):\n    case (True, False): q = 1",
            "case True (line 4) is never taken, for a > 1 is a Value too: write if a > 1.",
        ),
        (
            "match {'k': a > 1}:\n    case {'k': False | None as z}: q = 1",
            "for a > 1 is a Value too: write if not (a > 1).",
        ),
        ("t = (a > 1, b > 1)\nmatch t:\n    case True, _: q = 1", "for what t holds is a Value too: write if."),
        ("q = (a > 0) is False", "write not (a > 0)."),
        ("c = a > 0; q = c is not True", "c is not True (line 3) is always true, for c is a Value too: write not c."),
        ("match a > 0:\n    case True: q = 1", "case True (line 4) is never taken, for a > 0 is a Value too"),
        ("c = a > 0\nmatch c:\n    case False: q = 1", "case False (line 5) is never taken, for c is a Value too"),
    ],
)
def test_a_test_of_identity_is_told_from_plain_python(line: str, said: str) -> None:
    assert said in cell(f"a = 0.5\nb = a + 0.0\n{line}\nz = b * 2").notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q = a in {0.5, 1.0}", "a is looked up by identity in line 3, not by its number: write a.data."),
        ("q = a + 1 not in {0.5, 1.0}", "a + 1 is looked up by identity in line 3, not by its number"),
        ("q = {0.5: 3.0}.get(b, 9.0)", "b is looked up by identity in line 3"),
        ("t = {0.5: 3.0}; q = t.get(b, 9.0)", "b is looked up by identity in line 3"),
        ("q = set([a, 0.5])", "set([a, 0.5]) in line 3 tells inputs apart by identity"),
        ("q = len({a, b})", "{a, b} in line 3 tells inputs apart by identity, not by their numbers"),
        ("from collections import Counter; q = Counter([a, b])", "write a.data and b.data."),
        ("memo = {0.5: 1.0}; memo[a] = 2.0", "memo (line 3) has numbers and Values as keys"),
        (
            "memo = {a: 1.0}\nq = memo.get(a * 1.0)",
            "memo (lines 3 and 4) has Values as keys",
        ),
        ("xs = [a, b]; q = len(set(xs))", "set(xs) in line 3 tells Values apart by identity, not by their numbers"),
        ("from collections import Counter; xs = [a, b]; q = Counter(xs)", "write Counter(x.data for x in xs)."),
        (
            "def of(xs):\n    seen = set()\n    return [x in seen for x in xs]\nq = of([a, b])",
            "seen (line 5) knows a Value by identity, not by its number: look up x.data.",
        ),
        (
            "def of(x, memo={}):\n    memo[x] = memo.get(x + 1, 0)\n    return memo[x]\nq = of(b)",
            "memo (line 4) knows a Value by identity, not by its number: look up (x + 1).data.",
        ),
    ],
)
def test_hashing_among_plain_numbers_is_told(line: str, said: str) -> None:
    assert said in cell(f"a = 0.5\nb = a + 0.0\n{line}\nz = b * 2").notes


def test_a_key_that_is_not_found_is_told_with_the_exception() -> None:
    ran = attempt("a = 0.5\nz = a * {0.5: 3.0}[a]")
    assert isinstance(ran.run.error, LookupError)
    assert "a is looked up by identity in line 2" in ran.notes


RECORDS = """
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
class Level(Enum):
    LOW = 0.5
    HIGH = 1.5
@dataclass(frozen=True)
class Point:
    x: float
class Pair(NamedTuple):
    x: float
    y: float = 1.0
def tripled(x):
    return 3 * x
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q = Level(0.5).value * b", ""),
        ("try: q = Level(b)\nexcept ValueError: q = 1", "Level(b) (line 3) looks for b by identity, not by its number"),
        (
            "q = len({Point(a), Point(0.5)})",
            "tells its items apart by identity, not by their numbers: write Point(a.data).",
        ),
        ("d = {Pair(0.5): 1.0}; q = d.get(Pair(b), 2.0)", "write Pair(b.data)."),
        (
            "d = {(0.5, 1): 1.0}; q = d.get((b, 1), 2.0)",
            "(b, 1) is looked up by the identity of what is in it in line 3",
        ),
        ("d = {(0.5, 1): 1.0}; q = (b, 1) in d", "write (b.data, 1)."),
        ("q = len(dict.fromkeys([a, 0.5]))", "dict.fromkeys([a, 0.5]) in line 3 tells inputs apart by identity"),
        ("d = {(i, j): i for i in range(2) for j in range(2)}; q = d[0, 1] + tripled(b)", ""),
        ("d = {(a, 1): 2.0}; q = d[a, 1]", ""),
        ("q = type(a > b).__name__", "type(a > b) (line 3) is the class of a Value while the cell runs, not bool"),
    ],
)
def test_numbers_inside_of_keys_and_members_of_an_enum_are_told(line: str, said: str) -> None:
    notes = cell(f"a = 0.5\nb = 1.5\n{line}\ny = a * b", earlier(RECORDS)).notes
    assert said in notes if said else "identity" not in notes


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("m", "write int(m)."),
        ("m + 0", "write int(m + 0)."),
        ("m / 1", "write (m / 1).data."),
        ("m * 1.0", "write (m * 1.0).data."),
    ],
)
def test_a_whole_key_is_told_to_be_made_an_int_which_plain_python_knows_too(key: str, said: str) -> None:
    notes = cell(f"a = 2.0\nn = 3\nm = n * 2\nd = {{6: 2.0}}\ny = a * n * d.get({key}, 1.0)").notes
    assert said in notes
    if "int" in said:
        fixed = f"a = 2.0\nn = 3\nm = n * 2\nd = {{6: 2.0}}\ny = a * n * d.get({said[6:-1]}, 1.0)"
        plain: dict[str, Any] = {}
        exec(fixed, plain)
        assert cell(fixed, wrt=["n"]).value == plain["y"]


def test_a_cell_whose_only_number_is_a_count_is_told_the_way_on() -> None:
    text = "n = 5\nsq = {{i: i * i for i in range(20)}}\nout = sq[{} + 1] * 1.5 * n"
    with pytest.raises(CellProblem, match=r"-w n makes it an input, with int\(n\) in line 3\.$"):
        cell(text.format("n"))
    ran = cell(text.format("int(n)"), wrt=["n"])
    assert (ran.value, ran.grads) == (36 * 1.5 * 5, {"n": 54.0})


def test_a_memo_of_an_earlier_function_is_told() -> None:
    names = earlier("memo = {0.5: 1.0}\ndef f(x):\n    memo[x] = x * 2\n    return memo[x]")
    assert "has numbers and Values as keys" in cell("a = 0.5\nz = f(a)", names).notes


@pytest.mark.parametrize(
    ("exception", "operation"),
    [
        ("ValueError", "math.log(a)"),
        ("ValueError", "math.sqrt(a - 1)"),
        ("(TypeError, ValueError)", "math.acosh(a)"),
        ("ZeroDivisionError", "1 / a"),
        ("ArithmeticError", "2.0 % a"),
        ("OverflowError", "a ** 2"),
        ("OverflowError", "math.exp(a)"),
    ],
)
def test_a_handler_for_what_is_not_raised_is_told(exception: str, operation: str) -> None:
    ran = cell(f"import math\na = 2.0\ntry:\n    z = {operation}\nexcept {exception}:\n    z = a")
    caught = exception.strip("()").rpartition(", ")[2]
    said = f"except {caught} (line 5) is not taken for {operation}, which gives inf or nan here: test with if."
    assert said in ran.notes


F = "def f(x, verbose=False):\n    try:\n        return 1 / x\n    except ZeroDivisionError:\n        return x"
G = "def g(x):\n    return x * 2 if type(x) is float else x * 3"


def test_a_function_of_an_earlier_cell_is_told_of_where_the_cell_gives_it_a_value() -> None:
    said = "except ZeroDivisionError (line 4 of the cell that defines f) is not taken for 1 / x"
    assert said in cell("a = 2.0\nz = f(a + 1)", earlier(F)).notes
    assert is_silent(cell("a = 2.0\nz = f(2.0) * a", earlier(F)).notes)
    assert is_silent(cell("a = 2.0\nz = a * 3", earlier(F)).notes)
    said = "type(x) is float (line 2 of the cell that defines g) is false, for x is a Value while the cell runs"
    assert said in cell("a = 2.0\nz = g(a)", earlier(G)).notes


def test_a_function_of_the_cell_is_told_of_once() -> None:
    assert cell(f"{F}\na = 2.0\nz = f(a)").notes.count("is not taken") == 1
    assert is_silent(cell(f"{F}\na = 2.0\nz = f(2.0) * a").notes)


TOPOLOGICAL = """
x = 2.0
y = x * x + 1
topo, visited = [], set()
def build_topo(v):
    if v not in visited:
        visited.add(v)
        for child in v._prev:
            build_topo(child)
        topo.append(v)
build_topo(y)
"""


@pytest.mark.parametrize(
    "source",
    [
        TOPOLOGICAL,
        "a = 2.0\nd = {'a': a}\nz = d['a'] * d.get('b', 1.0)",
        "a = 2.0\nverbose = True\nif verbose is True:\n    pass\nz = a * 2",
        "a = 2.0\nx = None\nif x is None:\n    x = 3.0\nz = a * x",
        "a = 2\nif type(a) is float:\n    pass\nz = a * 2",
        "a = 2.0\nif isinstance(a, float) and a.__class__ is float:\n    z = a * 2",
        "a = 2.0\nd = {0: 1.0}\nfor k in [0]:\n    z = a * d[k]",
        "a = 2.0\nseen = {a}\nz = a * (3 if a in seen else 4)",
        "a = Value(2.0)\nb = a * 2\nif type(b) in (int, float):\n    pass\nz = b * a",
        "def f(x):\n    return x.data if type(x) is not float else x\na = 2.0\nz = a * f(a)",
        "a = 2.0\ntry:\n    n = int('x')\nexcept ValueError:\n    n = 3\nz = a * n",
        "a = 2.0\ntry:\n    z = a / 2\nexcept ZeroDivisionError:\n    z = a",
        "a = 2.0\ntry:\n    s = '%s' % a\nexcept ZeroDivisionError:\n    pass\nz = a * 2",
        "import numpy as np\na = 2.0\ntry:\n    z = np.log(a)\nexcept ValueError:\n    z = a",
        "n = [1, 2]\na = 2.0\ntry:\n    m = 1 / len(n)\nexcept ZeroDivisionError:\n    m = 0.0\nz = a * m",
    ],
)
def test_nothing_is_said_where_plain_python_does_the_same_or_values_are_expected(source: str) -> None:
    notes = cell(source, {"Value": Value}).notes
    assert is_silent(notes), notes
