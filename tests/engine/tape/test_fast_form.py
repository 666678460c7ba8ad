"""The form of plain Python either raises or gives what the IEEE form gives: so one `try` around it is enough."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

import pytest

from microgradext.engine import ieee
from microgradext.engine.language.emit import IEEE, PYTHON, emit
from microgradext.engine.language.expression import Name, pull
from microgradext.engine.ops import TABLE, Row
from tests.engine.cases import EDGES, FEW_EDGES, ROWS, UPSTREAM, combinations

FIXED = [name for name in ROWS if TABLE[name].arity > 0]


def forms(row: Row) -> Iterator[tuple[str, str]]:
    """Each expression of a row in both forms."""
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    for expression in (row.forward, *row.derivatives, *pulled):
        yield emit(expression, PYTHON), emit(expression, IEEE)


@pytest.mark.parametrize("name", FIXED)
def test_the_fast_form_raises_or_equals_the_ieee_form(name: str) -> None:
    row = TABLE[name]
    edges = EDGES if row.arity < 3 else FEW_EDGES
    points = list(zip(*[c.tolist() for c in combinations([edges] * row.arity)], strict=True))
    result = function(row, emit(row.forward, IEEE))
    upstream = itertools.cycle(UPSTREAM)
    for fast_text, safe_text in forms(row):
        fast, safe = function(row, fast_text), function(row, safe_text)
        for operands, g in zip(points, upstream, strict=False):
            out = result(*operands, 0.0, 0.0)
            expected = safe(*operands, out, g)
            try:
                got = fast(*operands, out, g)
            except (ArithmeticError, ValueError):
                continue
            assert type(got) is float
            assert same(got, expected), f"{fast_text} at {operands}, out={out}, g={g}: {got}, not {expected}"


def function(row: Row, text: str) -> Any:
    names = {**vars(math), "abs": abs, "ieee": ieee}
    return eval(f"lambda {', '.join(row.operands)}, out, g: {text}", names)


def same(got: float, expected: float) -> bool:
    if math.isnan(expected):
        return math.isnan(got)
    return got == expected and math.copysign(1.0, got) == math.copysign(1.0, expected)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: ieee.div(1.0, 0.0), math.inf),
        (lambda: ieee.div(1.0, -0.0), -math.inf),
        (lambda: ieee.div(0.0, 0.0), math.nan),
        (lambda: ieee.log(0.0), -math.inf),
        (lambda: ieee.log(-1.0), math.nan),
        (lambda: ieee.pow(-8.0, 1 / 3), math.nan),
        (lambda: ieee.pow(-0.0, -1.0), -math.inf),
        (lambda: ieee.pow(0.0, -2.0), math.inf),
        (lambda: ieee.pow(-1e200, 3.0), -math.inf),
        (lambda: ieee.pow(1.0, math.nan), 1.0),
        (lambda: ieee.exp(1000.0), math.inf),
        (lambda: ieee.sinh(-1000.0), -math.inf),
        (lambda: ieee.sin(math.inf), math.nan),
        (lambda: ieee.mod(1.0, 0.0), math.nan),
        (lambda: ieee.floordiv(-1.0, 0.0), -math.inf),
        (lambda: ieee.floor(-0.0), -0.0),
        (lambda: ieee.ceil(-0.5), -0.0),
        (lambda: ieee.ceil(math.inf), math.inf),
    ],
)
def test_the_ieee_form_never_raises(call: Any, expected: float) -> None:
    assert same(call(), expected)
