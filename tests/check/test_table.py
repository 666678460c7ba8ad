"""Our own op table under the audit: every row is right, and every mutant of a local derivative is found."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from microgradext import Value, gradcheck
from microgradext.check.operation.points import points
from microgradext.engine.generated import scalar
from microgradext.engine.ops import TABLE, Row

from .mutate import changes

ROWS = [row for row in TABLE.values() if row.arity > 0]
REDUCTIONS = [row for row in TABLE.values() if row.arity < 0]
POINT = [0.7, 1.3, -0.4]
NAMES: dict[str, Any] = {
    **vars(math),
    **{row.name: scalar.FORWARD[row.code] for row in ROWS},
    "where": lambda c, x, y: x if c else y,
}
STARTS = {"acos": 0.3, "asin": 0.3}
Derivative = Callable[..., float]


def derivative(row: Row, text: str) -> Derivative:
    """A local derivative as a function of the operands and the result."""
    made: Derivative = eval(f"lambda {', '.join([*row.operands, 'out'])}: {text}", NAMES)
    return made


def written(row: Row, derivatives: list[Derivative]) -> Callable[..., Value]:
    """The row as a student would write it by hand."""
    forward = scalar.FORWARD[row.code]

    def run(*operands: Value) -> Value:
        out = Value(forward(*[each.data for each in operands]), operands, row.name)

        def _backward() -> None:
            numbers = [each.data for each in operands]
            for operand, local in zip(operands, derivatives, strict=True):
                operand.grad += local(*numbers, out.data) * out.grad

        out._backward = _backward
        return out

    return run


def start(row: Row) -> list[float]:
    return [STARTS.get(row.name, 0.7) + 0.6 * i for i in range(row.arity)]


def differs(row: Row, right: Derivative, wrong: Derivative) -> bool:
    """Whether a derivative has other values at any point where the row is tried."""
    for point in [tuple(start(row)), *points(tuple(start(row)))]:
        out = scalar.FORWARD[row.code](*point)
        try:
            one, other = right(*point, out), wrong(*point, out)
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if math.isfinite(out) and math.isfinite(one) and math.isfinite(other) and abs(one - other) > 1e-3 * abs(one):
            return True
    return False


def wrong_ones(row: Row) -> Iterator[tuple[str, list[Derivative]]]:
    right = [derivative(row, text) for text in row.derivative_texts]
    for position, text in enumerate(row.derivative_texts):
        for mutant in dict.fromkeys(_mutants(text)):
            try:
                wrong = derivative(row, mutant)
                if differs(row, right[position], wrong):
                    yield mutant, [*right[:position], wrong, *right[position + 1 :]]
            except (NameError, TypeError):
                continue


def _mutants(text: str) -> Iterator[str]:
    tree = ast.parse(text, mode="eval")
    yield f"-({text})"
    yield f"2 * ({text})"
    yield f"({text}) + 1"
    for node, part, _ in changes(tree):
        assert node.end_col_offset is not None
        yield text[: node.col_offset] + part + text[node.end_col_offset :]
    for name in ast.walk(tree):
        if isinstance(name, ast.Name) and name.id in ("x", "y", "out"):
            for other in {"x", "y", "out"} - {name.id}:
                yield text[: name.col_offset] + other + text[name.end_col_offset :]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_is_right_and_every_mutant_of_it_is_found(row: Row) -> None:
    right = [derivative(row, text) for text in row.derivative_texts]
    report = gradcheck(written(row, right), start(row))
    assert report.ok, str(report)
    for text, wrong in wrong_ones(row):
        report = gradcheck(written(row, wrong), start(row))
        assert report.wrong, f"{row.name}: {text}\n{report}"


def reduction(row: Row, local: Derivative) -> Callable[..., Value]:
    """A row of any number of operands, as a student would write it by hand."""

    def run(*operands: Value) -> Value:
        out = Value(scalar.FORWARD[row.code](*[each.data for each in operands]), operands, row.name)

        def _backward() -> None:
            for operand in operands:
                operand.grad += local(operand.data, out.data) * out.grad

        out._backward = _backward
        return out

    return run


@pytest.mark.parametrize("row", REDUCTIONS, ids=lambda row: row.name)
def test_every_reduction_is_right_and_every_mutant_of_it_is_found(row: Row) -> None:
    [text] = row.derivative_texts
    right: Derivative = eval(f"lambda x, out: {text}", NAMES)
    report = gradcheck(lambda x, y, z: reduction(row, right)(x, y, z), POINT)
    assert report.ok, str(report)
    out = scalar.FORWARD[row.code](*POINT)
    tried = 0
    for mutant in dict.fromkeys(_mutants(text)):
        wrong: Derivative = eval(f"lambda x, out: {mutant.replace('y', 'x')}", NAMES)
        if all(abs(wrong(x, out) - right(x, out)) <= 1e-3 * abs(right(x, out)) for x in POINT):
            continue
        tried += 1
        report = gradcheck(lambda x, y, z, wrong=wrong: reduction(row, wrong)(x, y, z), POINT)
        assert report.wrong, f"{row.name}: {mutant}\n{report}"
    assert tried >= 4
