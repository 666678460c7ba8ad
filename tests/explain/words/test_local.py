"""Local derivatives in symbols: they are what sympy says, and what the page writes."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import pytest

from microgradext.engine import ieee
from microgradext.engine.generated import scalar
from microgradext.engine.language.expression import Call, Name, Number
from microgradext.engine.ops import TABLE, Row
from microgradext.explain.words import code, notation
from microgradext.explain.words.local import local_code, local_latex
from tests.engine.cases import ROWS, smooth_sample
from tests.explain.words import sympy_reader

NAMES = [("a", "b", "c"), ("w*2", "u + 1", "z if p else q"), ("v[0]", "-x", "tanh(n - 1)"), ("x > 0", "n²", "k**2")]
OUTS = ["d", "sqrt(p) * q", "f(x)", "−m"]
CONSTANTS = [2.5, 2.0, 1.0, 0.0, -1.0, -0.5, 1 / 3, 1.25e-7, math.inf]

POINTS = 3
SIZE = 3  # operands of a reduction
FUNCTIONS = {
    **{name: getattr(ieee, name) for name in "log sqrt exp erf cos sin sinh cosh".split()},
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "pi": math.pi,
}


def slots(name: str) -> range:
    return range(SIZE if TABLE[name].arity < 0 else TABLE[name].arity)


def written(name: str, slot: int, names: Sequence[str], out: str, constants: Sequence[float | None]) -> str:
    operands = [code.named(text) for text in names[: len(slots(name))]]
    return local_code(name, slot, operands, code.named(out), constants).text


@pytest.mark.fixtures
def test_the_page_writes_the_same_local_derivatives(fixture_file: Callable[[str, Any], None]) -> None:
    fixture_file("local.json", [_case(*each) for each in _cases()])


def _cases() -> Iterator[tuple[Sequence[str], str, list[float | None]]]:
    for names, out in zip(NAMES, OUTS, strict=True):
        yield names, out, [None, None, None]
    for place in range(3):
        for number in CONSTANTS:
            yield NAMES[place], OUTS[place], [number if place == each else None for each in range(3)]


def _case(names: Sequence[str], out: str, constants: list[float | None]) -> dict[str, Any]:
    plain = all(number is None for number in constants)
    texts = {
        f"{name} {slot}": written(name, slot, names, out, constants)
        for name in ROWS
        for slot in slots(name)
        if plain or (len(slots(name)) > 1 and constants[slot] is None)
    }
    told = [None if number is None else repr(number) for number in constants]
    return {"names": names, "out": out, "constants": told, "texts": texts}


@pytest.mark.parametrize("name", ROWS)
def test_each_is_the_derivative_that_sympy_takes(name: str) -> None:
    row = TABLE[name]
    letters = row.operands if row.arity > 0 else "stuv"
    for point in _points(name):
        there = dict(zip(letters, point, strict=True))
        out = _forward(row, there)
        for slot, letter in enumerate(letters):
            expected = sympy_reader.derivative(_whole(row, letters), letter, there)
            assert _as_code(name, slot, letters, there, out) == pytest.approx(expected, rel=1e-9, abs=1e-12)
            assert _as_latex(name, slot, letters, there, out) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def _as_code(name: str, slot: int, letters: str, there: Mapping[str, float], out: float) -> float:
    text = local_code(name, slot, [code.named(letter) for letter in letters], code.named("out")).text
    return float(eval(text, {**FUNCTIONS, **there, "out": out}))


def _as_latex(name: str, slot: int, letters: str, there: Mapping[str, float], out: float) -> float:
    text = local_latex(name, slot, [notation.named(letter) for letter in letters], notation.named("f")).text
    return sympy_reader.number(text, {**there, "f": out})


def _points(name: str) -> list[tuple[float, ...]]:
    columns = [column.tolist() for column in smooth_sample(name, POINTS).points]
    return list(zip(*columns, strict=True))


def _forward(row: Row, there: Mapping[str, float]) -> float:
    forward: Any = scalar.FORWARD[row.code]
    return float(forward(*there.values()))


def _whole(row: Row, letters: str) -> Number | Name | Call:
    """The forward expression, also of the rows that take any number of operands."""
    if row.arity > 0:
        return row.forward
    names = [Name(letter) for letter in letters]
    if row.name == "sum":
        return _sum(names)
    assert row.name == "logsumexp"
    return Call("log", (_sum([Call("exp", (name,)) for name in names]),))


def _sum(terms: Sequence[Number | Name | Call]) -> Number | Name | Call:
    return reduce(lambda first, second: Call("add", (first, second)), terms)


@pytest.mark.parametrize(
    ("row", "slot", "constants", "text"),
    [
        ("pow", 0, [None, 2.5], "2.5 * a**1.5"),
        ("pow", 0, [None, 2.0], "2 * a"),
        ("pow", 0, [None, 1.0], "1"),
        ("pow", 0, [None, 0.0], "0"),
        ("pow", 0, [None, -1.0], "-a**-2"),
        ("pow", 0, [None, 0.5], "0.5 * a**-0.5"),
        ("pow", 1, [2.0, None], "d * log(2)"),
        ("div", 0, [None, 3.0], "1 / 3"),
        ("div", 0, [None, 1.0], "1"),
        ("div", 1, [1.0, None], "-d / b"),
        ("mul", 0, [None, -2.0], "-2"),
        ("max", 0, [None, 0.0], "0 if a < 0 else 0.5 if a == 0 else 1"),
        ("clip", 0, [None, 0.0, 1.0], "1 if a >= 0 and a <= 1 else 0"),
        ("clip", 1, [0.5, None, 1.0], "1 if 0.5 < b and b < 1 else 0"),
        ("atan2", 0, [None, 3.0], "0 if a**2 + 9 == 0 else 3 / (a**2 + 9)"),
        ("where", 1, [1.0, None, None], "1"),
        ("cube", 0, [None], "3 * a**2"),
        ("tanh", 0, [None], "1 - d**2"),
        ("relu", 0, [None], "0 if a <= 0 else 1"),
    ],
)
def test_constants_are_put_in_and_what_they_decide_is_decided(
    row: str, slot: int, constants: list[float | None], text: str
) -> None:
    assert written(row, slot, ("a", "b", "c"), "d", constants) == text


def test_brackets_stand_where_they_are_needed() -> None:
    assert written("mul", 0, ("a", "u + 1"), "d", []) == "u + 1"
    assert written("square", 0, ("w*2",), "d", []) == "2 * (w*2)"
    assert written("cube", 0, ("w*2",), "d", []) == "3 * (w*2)**2"
    assert written("tanh", 0, ("n",), "tanh(n)", []) == "1 - tanh(n)**2"
    assert written("div", 1, ("a", "b"), "a / b", []) == "-(a / b) / b"
    assert written("where", 1, ("x > 0", "a", "b"), "d", []) == "1 if x > 0 else 0"


def test_cases_share_one_brace() -> None:
    a, f = notation.named("a"), notation.named("f")
    assert local_latex("abs", 0, [a], f).text == (
        r"\begin{cases}1 & \text{if } a > 0 \\ -1 & \text{if } a < 0 \\ 0 & \text{otherwise}\end{cases}"
    )
    assert local_latex("pow", 1, [a, notation.named("b")], f).text == (
        r"\begin{cases}0 & \text{if } a = 0 \land b \ge 0 \\ f \cdot \ln(a) & \text{otherwise}\end{cases}"
    )
