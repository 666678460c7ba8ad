"""The judge of the sixty cells finds a wrong number, a wrong range and two names that look the same."""

import ast
from dataclasses import replace

import pytest

from tests.browser.first_minute.cells import SHEET
from tests.browser.first_minute.keys import neighbourhood
from tests.browser.first_minute.plain import Plain
from tests.browser.first_minute.shown import Node, Row, Shown, is_true
from tests.browser.first_minute.truth import ambiguous, untruths

ROW = Row("rate", "rate", "0.036", "0.036", "+2", "+2", ("0", "0.08"), (0, 0.08, 0.036), False)
NODE = Node("double, times of rate and 2, value 0.072, gradient 1", "double", "0.072", "0.072", "+1", "+1")
SHOWN = Shown(("0.072", "0.072"), (ROW,), (NODE,), (("double", "", "2", "0.072", "+1"),), ())
PLAIN = Plain("rate = 0.036\ndouble = rate * 2")


def test_there_are_sixty_different_cells_with_several_inputs_each() -> None:
    cells = [code for cells in SHEET.values() for code in cells.values()]
    assert len({ast.dump(ast.parse(code)) for code in cells}) == 60
    assert all(len(Plain(code).point) >= 2 for code in cells)


@pytest.mark.parametrize(
    ("text", "x", "digits"),
    [
        ("1,136.6", 1136.6134, 5),
        ("−250k", -250_123.0, 3),
        ("6.6261e−34", 6.62607015e-34, 5),
        ("1.23M", 1_234_567.0, 3),
        ("0", -0.0, 5),
        ("−inf", float("-inf"), 5),
    ],
)
def test_a_true_number(text: str, x: float, digits: int) -> None:
    assert is_true(text, x, digits)


@pytest.mark.parametrize(
    ("text", "x", "digits"),
    [("1,136.7", 1136.6134, 5), ("250k", 250_623.0, 3), ("0", 1e-300, 5), ("0.072", 0.0724, 5), ("2", -2.0, 5)],
)
def test_a_number_that_is_not_true(text: str, x: float, digits: int) -> None:
    assert not is_true(text, x, digits)


def test_a_picture_is_compared_with_plain_python() -> None:
    assert untruths(SHOWN, PLAIN, PLAIN.point) == []
    assert len(untruths(SHOWN, PLAIN, {"rate": 0.037})) == 6
    assert untruths(replace(SHOWN, rows=(replace(ROW, slope="+2.001"),)), PLAIN, PLAIN.point)


def test_two_names_that_are_cut_to_the_same() -> None:
    rows = (
        replace(ROW, name="rate_before_tax", called="rate…tax"),
        replace(ROW, name="rate_after_tax", called="rate…tax"),
    )
    assert len(ambiguous(replace(SHOWN, rows=rows))) == 2
    assert ambiguous(SHOWN) == []


@pytest.mark.parametrize(
    ("literal", "ends", "signed"),
    [
        ("0.036", ("0", "0.08"), False),
        ("0.9", ("0", "1"), False),
        ("2026", ("1976", "2076"), True),
        ("-2.0", ("−4", "4"), True),
    ],
)
def test_a_sensible_range(literal: str, ends: tuple[str, str], signed: bool) -> None:
    assert list(neighbourhood(ranged(literal, ends), literal, signed)) == []


@pytest.mark.parametrize(
    ("literal", "ends", "signed"),
    [
        ("0.036", ("0", "1"), False),
        ("0.99", ("0", "1.2"), False),
        ("2026", ("0", "5000"), False),
        ("2.0", ("0", "4"), True),
    ],
)
def test_a_range_that_is_not(literal: str, ends: tuple[str, str], signed: bool) -> None:
    assert list(neighbourhood(ranged(literal, ends), literal, signed))


def ranged(literal: str, ends: tuple[str, str]) -> Row:
    low, high = (float(end.replace("−", "-")) for end in ends)
    return replace(ROW, ends=ends, range=(low, high, float(literal)))
