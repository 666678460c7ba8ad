"""Errors that a cell gets because its numbers are Values: a sentence that quotes the code, or what Python says."""

from __future__ import annotations

import ast
import math
import random
import re
import statistics
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from microgradext import Value, grad
from microgradext.cell.refusals.trial import Unsafe, tried
from microgradext.engine import functions
from microgradext.engine.refusals.formulas import OF_NUMBERS, OF_SEQUENCES
from microgradext.engine.refusals.written import Written

from .cells import attempt

MODULES = (
    "array cmath datetime decimal enum fractions json math operator random select sqlite3 statistics struct threading"
    " time"
).split()
BEGINNING = f"""import {", ".join(MODULES)}
import numpy as np
db, E = sqlite3.connect(":memory:"), enum.Enum("E", [("x", 2.5)])
a = 2.5; b = 1.5; n = 3
"""
ENDING = "\nout = a * b * n"

INSIDES = re.compile(r"(?<!\w)_[a-z]|__|\bValue\(|Condition|dtype\(|ufunc|NotImplemented|microgradext\.|coerce")
"""What no sentence may hold."""


@contextmanager
def closed() -> Iterator[dict[str, Any]]:
    """Names for a cell; its database is closed afterwards, as Python asks for from 3.13 on."""
    names: dict[str, Any] = {}
    yield names
    names["db"].close()


def error_of(line: str) -> Exception:
    """What a cell with such a line raises; out depends on all inputs, so that they are Values."""
    with closed() as names:
        error = attempt(f"{BEGINNING}{line}{ENDING}", names).run.error
    assert isinstance(error, Exception), f"{line} raised {error!r}"
    return error


def plain_error_of(line: str) -> Exception:
    """What the cell raises in plain Python."""
    with closed() as names, pytest.raises(Exception) as caught:
        exec(f"{BEGINNING}{line}{ENDING}", names)
    return caught.value


FUNCTIONS = [
    ("np.interp(a, [0, 1], [1, 2])", "np.interp(a.data, [0, 1], [1, 2])"),
    ("np.percentile([a, b], 50)", "np.percentile([a.data, b.data], 50)"),
    ("np.select([a > 1], [b])", "np.select([bool(a > 1)], [b.data])"),
    ("np.histogram([a, b])", "np.histogram([a.data, b.data])"),
    ("np.linalg.det(np.array([[a, 1], [1, b]]))", "np.linalg.det(np.array([[a.data, 1], [1, b.data]]))"),
    ("np.linalg.inv([[a, 1], [1, b]])", "np.linalg.inv([[a.data, 1], [1, b.data]])"),
    ("np.polyfit([1, 2, 3], [a, b, 1], 1)", "np.polyfit([1, 2, 3], [a.data, b.data, 1], 1)"),
    ("np.fft.fft([a, b])", "np.fft.fft([a.data, b.data])"),
    ("np.heaviside(a, 0)", "where(a == 0, 0, a > 0), or np.heaviside(a.data, 0)"),
    ("np.random.normal(a, 1)", "a + 1 * np.random.normal(), or np.random.normal(a.data, 1)"),
    ("np.random.choice([1, 2], p=[a / 4, b / 4])", "np.random.choice([1, 2], p=[a.data / 4, b.data / 4])"),
    ("np.cov([a, b, 1], [1, 2, 3])", "np.cov([a.data, b.data, 1], [1, 2, 3])"),
    ("np.arange(0, a, 0.5)", "np.arange(0, a.data, 0.5)"),
    ("np.array([a, b]).astype(float)", "np.array([a.data, b.data]).astype(float)"),
    ("np.array([a])[0].item()", "np.array([a.data])[0].item()"),
    ("np.array([1, 2])[[a > 1, b > 1]]", "np.array([1, 2])[[bool(a > 1), bool(b > 1)]]"),
    ("math.fmod(a, 2)", "a - 2 * int(a / 2), or math.fmod(a.data, 2)"),
    ("math.gamma(a + b)", "math.gamma(a.data + b.data)"),
    ("complex(a, b)", "complex(a.data, b.data)"),
    ("a + 2j", "a.data + 2j"),
    ("cmath.exp(a + 1j)", None),
    ("statistics.mean([a, b])", "sum([a, b]) / len([a, b]), or statistics.mean([a.data, b.data])"),
    (
        "statistics.harmonic_mean([a, b])",
        "len([a, b]) / sum([1 / x for x in [a, b]]), or statistics.harmonic_mean([a.data, b.data])",
    ),
    ("np.exp([a, 2.0])", "np.array(exp([a, 2.0])), or np.exp([a.data, 2.0])"),
    ("np.arcsin([a / 9, 0.5])", "np.array(asin([a / 9, 0.5])), or np.arcsin([a.data / 9, 0.5])"),
    ("np.isnan([a, b])", "np.array([np.isnan(x) for x in [a, b]]), or np.isnan([a.data, b.data])"),
    ("statistics.NormalDist(0, 1).cdf(a)", "statistics.NormalDist(0, 1).cdf(a.data)"),
    ("decimal.Decimal('19.99') * n", "decimal.Decimal('19.99') * int(n)"),
    ("fractions.Fraction(a)", "fractions.Fraction(a.data)"),
    ("random.seed(a)", "random.seed(a.data)"),
    ("random.choices([1, 2], weights=[a, b])", "random.choices([1, 2], weights=[a.data, b.data])"),
    ("a.hex()", "a.data.hex()"),
    ("a.as_integer_ratio()", "a.data.as_integer_ratio()"),
    ("n.to_bytes(2, 'big')", "int(n).to_bytes(2, 'big')"),
    ("datetime.timedelta(hours=a)", "datetime.timedelta(hours=a.data)"),
    ("datetime.timedelta(1) * a", "datetime.timedelta(1) * a.data"),
    ("struct.pack('d', a)", "struct.pack('d', a.data)"),
    ("json.dumps({'a': a})", "json.dumps({'a': a.data})"),
    ("array.array('d', [a])", "array.array('d', [a.data])"),
    ("time.gmtime(a)", "time.gmtime(a.data)"),
    ("{2.5: 1.0}[a]", "{2.5: 1.0}[a.data]"),
    ("E(a)", "E(a.data)"),
    ("float.hex(a)", "float.hex(a.data)"),
    ("threading.Event().wait(a / 1000)", "threading.Event().wait(a.data / 1000)"),
    ("db.execute('select ?', (a,)).fetchone()", None),
    ("select.select([], [], [], a / 1000)", "select.select([], [], [], a.data / 1000)"),
]


@pytest.mark.parametrize(("call", "instead"), FUNCTIONS)
def test_a_call_that_takes_no_values_is_quoted_with_what_to_write(call: str, instead: str | None) -> None:
    pytest.importorskip("numpy")
    said = str(error_of(f"y = {call}"))
    if "db." in call:
        call, instead = "db.execute('select ?', (a,))", "db.execute('select ?', (a.data,))"
    if call == "cmath.exp(a + 1j)":
        call, instead = "a + 1j", "a.data + 1j"
    assert said.startswith(f"{call} (line 5) works with plain numbers only: write {instead}, which has no gradient")
    assert said.endswith(".")
    assert not INSIDES.search(said)


@pytest.mark.parametrize(("call", "instead"), [each for each in FUNCTIONS if each[1] is not None])
def test_what_it_tells_to_write_works(call: str, instead: str) -> None:
    pytest.importorskip("numpy")
    for form in instead.split(", or "):
        with closed() as names:
            assert attempt(f"{BEGINNING}y = {form}{ENDING}", names).run.error is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("v = np.ones(3)\nv *= a", "v *= a (line 6) would put Values into an array of plain numbers: write v = v * a."),
        (
            "z = np.zeros(3)\nz[0] = a",
            "z[0] = a (line 6) would put Values into an array of plain numbers: make it an array of objects first,"
            " with z = z.astype(object).",
        ),
        (
            "class C:\n    def __init__(self, n):\n        self.n = n\n    def __bool__(self):\n"
            "        return self.n > 0\nc = C(a)\ny = 1 if c else 0",
            "C.__bool__ (line 9) has to return a plain bool: write return bool(self.n > 0).",
        ),
        (
            "class C:\n    n = 1.0\n    def __float__(self):\n        return self.n * a\ny = float(C())",
            "C.__float__ (line 8) has to return a plain float: write return float(self.n * a).",
        ),
        (
            "rows = [[a, b], [b, a]]\ny = np.linalg.det(rows)",
            "write np.linalg.det([[v.data for v in row] for row in rows])",
        ),
        ("xs = [a, b]\ny = statistics.variance(xs)", "or statistics.variance([v.data for v in xs]), which"),
        ("xs = [a, b]\ny = math.gamma(xs[0])", "write math.gamma(xs[0].data), which"),
        ("def f(x):\n    return math.gamma(x)\ny = f(a)", "math.gamma(x) (line 6) works with plain numbers only"),
        ("y = np.linalg.det(np.array([[a, 1],\n    [1, b]]))", "np.linalg.det(np.array([[a, 1], [1, b]])) (line 5)"),
    ],
)
def test_statements_classes_and_containers(lines: str, said: str) -> None:
    pytest.importorskip("numpy")
    assert said in str(error_of(lines))


ALIKE = [
    "len(a)", "a['x']", "a / 'x'", "a + None", "a.foo", "a.foo()", "a()", "list(a)", "q, r = a", "'x' + a", "a @ b",
    "a < 'x'", "sorted([a, 'x'])", "sum(a)", "a[0]", "a[0] = 1", "a.x = 3", "del a[0]", "[1].index(a)", "{}[a]",
    "',' .join([a])", "'%x' % a", "f'{a:d}'", "for q in a: pass", "[q for q in a]", "with a: pass", "dict(a)",
    "open(a)", "print(1, sep=a)", "-'x' * a", "decimal.Decimal(1) * a", "np.dot([a, b], [1, 2, 3])",
    "np.linalg.inv([[a, a], [a, a]])", "[a, b][5]", "n.foo", "n['x']", "len(a > 1)",
]  # fmt: skip


@pytest.mark.parametrize("line", ALIKE)
def test_what_plain_python_raises_too_reads_as_for_a_number(line: str) -> None:
    pytest.importorskip("numpy")
    plain, ours = plain_error_of(line), error_of(line)
    assert repr(ours) == repr(plain)


def test_an_error_of_the_users_own_is_left_alone() -> None:
    error = attempt("a = 2.0\nraise TypeError(f'{a!r} is no good: Value')").run.error
    assert str(error) == "2.0 is no good: Value" or "Value(data=2.0" in str(error)
    assert error is not None
    assert not error.__suppress_context__


def test_a_cell_written_with_values_keeps_pythons_words() -> None:
    error = attempt("a = Value(2.0)\nlen(a)", {"Value": Value}).run.error
    assert str(error) == "object of type 'Value' has no len()"


def test_the_traceback_is_that_of_the_users_code() -> None:
    error = error_of("def f(x):\n    return math.gamma(x)\ny = f(a)")
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename.startswith("<cell")]
    assert lines == [7, 6]
    assert isinstance(error.__context__, TypeError)
    assert error.__suppress_context__


def test_a_function_that_is_moved_is_explained_too() -> None:
    with pytest.raises(TypeError, match=r"^math\.gamma\(x\) \(line \d+\) works with plain numbers only"):
        grad(lambda x: math.gamma(x), x=2.0)


NUMPY = pytest.importorskip("numpy")
HOMES: dict[str, Any] = {"math": math, "numpy": NUMPY, "statistics": statistics}


def number(item: Any) -> float:
    """The number of a Value, or the number itself."""
    return item.data if isinstance(item, Value) else float(item)


def is_there(name: str) -> bool:
    """Whether a module has a function; NumPy has not all rows."""
    module, _, function = name.partition(".")
    return hasattr(HOMES[module], function)


@pytest.mark.parametrize("name", [name for name in OF_NUMBERS if "{callee}" not in OF_NUMBERS[name]])
@settings(max_examples=50)
@given(x=some.floats(-20, 20), y=some.floats(-20, 20))
def test_a_formula_is_what_the_function_computes(name: str, x: float, y: float) -> None:
    module, _, function = name.partition(".")
    formula = OF_NUMBERS[name]
    arguments = [x, round(y) if "ldexp" in name else y][: 2 if "{1}" in formula else 1]
    assume(abs(y) > 0.1 or not ("/ {1}" in formula or "divmod" in name))
    assume("remainder" not in name or abs(x / y % 1.0 - 0.5) > 1e-9)  # there rounding decides between y/2 and -y/2,
    assume("fmod" not in name or abs(x / y - round(x / y)) > 1e-9 or x == 0.0)  # and here between 0 and y
    assume(x >= 1 or "arccosh" not in name)
    assume(abs(x) < 0.9 or "arctanh" not in name)
    assume("sinc" not in name or abs(x) > 0.1)
    assume("copysign" not in name or y != 0)
    plain = getattr(HOMES[module], function)(*arguments)
    names = {**functions.MATHEMATICS, "x": Value(x), "y": Value(float(arguments[-1]))}
    ours = eval(formula.format("x", "y"), names)
    for one, other in zip(*(each if isinstance(each, tuple) else (each,) for each in (ours, plain)), strict=True):
        assert number(one) == pytest.approx(float(other), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", [name for name in OF_SEQUENCES if is_there(name)])
@settings(max_examples=20)
@given(some.lists(some.floats(0.1, 0.9), min_size=2, max_size=4))
def test_a_formula_of_a_sequence_is_what_the_function_computes(name: str, numbers: list[float]) -> None:
    module, _, function = name.partition(".")
    numbers = [number + 1.01 if function == "arccosh" else number for number in numbers]
    plain = getattr(HOMES[module], function)
    values = [Value(numbers[0]), *numbers[1:]]
    names = {**functions.MATHEMATICS, "values": values, "np": NUMPY, "plain": plain}
    ours = eval(OF_SEQUENCES[name].format("values", callee="plain", module="np"), names)
    expected = plain(numbers)
    for one, other in zip(NUMPY.atleast_1d(ours), NUMPY.atleast_1d(expected), strict=True):
        assert number(one) == pytest.approx(float(other), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", [name for name in OF_NUMBERS if "{callee}" in OF_NUMBERS[name]])
def test_a_formula_draws_what_the_function_draws(name: str) -> None:
    module, _, function = name.rpartition(".")
    home: Any = random if module == "random" else NUMPY.random
    drawn = getattr(home, function)
    arguments = (1.5, 2.5)[: 1 + OF_NUMBERS[name].count("{1}")]
    home.seed(3)
    expected = drawn(*arguments)
    home.seed(3)
    assert eval(OF_NUMBERS[name].format(*arguments, callee="drawn"), {"drawn": drawn}) == pytest.approx(expected)


class Watched(list[Any]):
    """A list that must not be touched."""

    def append(self, item: Any) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    "code", ["f(x)", "np.save('x', x)", "random.gauss(x, 1)", "np.random.normal(x)", "xs.append(x)", "open('x', x)"]
)
def test_what_would_do_more_than_compute_is_not_tried(code: str) -> None:
    names = {"f": print, "np": NUMPY, "x": Value(1.0), "xs": Watched(), "random": random, "open": open}
    with pytest.raises(Unsafe):
        tried(Written(1, ast.parse(code, mode="eval").body), names.__getitem__, lambda _: float)


def test_lists_are_tried_in_copies() -> None:
    xs = [Value(1.0)]
    assert (
        tried(Written(1, ast.parse("xs.append(2)", mode="eval").body), {"xs": xs}.__getitem__, lambda _: float) is None
    )
    assert len(xs) == 1


def test_a_wrong_call_of_a_method_names_the_class_that_users_know() -> None:
    assert (
        str(attempt("a = 2.0\ny = a.relu(3)").run.error) == "Value.relu() takes 1 positional argument but 2 were given"
    )
