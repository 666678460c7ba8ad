"""Numbers: short, exact enough to read back, and the same text as on the page."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microgradext.explain.words.numbers import aligned, brief, parse, short, signed, spoken

FINITE = st.floats(allow_nan=False, allow_infinity=False, max_value=1.7e308, min_value=-1.7e308)
SHOWN = [
    0.0, -0.0, 1.0, -6.0, 0.5, 1 / 3, -2 / 3, 0.70710678, 6.8813735870195432, 61.8341, 12345.6, 99999.4, 99999.5,
    1e5, -123456.0, 1e-4, 9.9999e-5, 0.00012, 0.03125, 0.00625, 2.5, 1.23456e-5, -1.5e-300, 5e-324, 1.7e308,
    9.99996, 0.99996, 99.99951, 1e21, 123456789.0, 0.024, -0.0835123, 0.05, 0.1, 24.70408163265306, 138.83381924198252,
    math.inf, -math.inf, math.nan,
]  # fmt: skip
TYPED = [
    "2", "-2", "−2", "+2", " 1.5 ", "0,5", "−0,5", "1e-3", "1E3", ".5", "5.", "pi", "π/2", "2*pi/3", "-pi/2", "e",
    "tau", "1/3", "", "two", "1/0", "0/0", "1,234.5", "1,2,3", "--2", "1e999", "inf", "nan", "2 000", "__import__",
    "1**2", "*2", "2*", "1_000", "٣",
]  # fmt: skip


@pytest.mark.fixtures
def test_the_page_writes_the_same_numbers(fixture_file: Callable[[str, Any], None]) -> None:
    numbers = [[repr(x), short(x), brief(x), signed(x), spoken(x)] for x in SHOWN]
    typed = [[text, parse(text)] for text in TYPED]
    columns = [["−6", "0.25", "nan", "+12.5"], ["1", "20"], []]
    lined_up = [[column, aligned(column)] for column in columns]
    fixture_file("numbers.json", {"shown": numbers, "typed": typed, "aligned": lined_up})


@given(st.floats())
@example(-1.5e-300)
@example(99999.5)
def test_at_most_eight_characters(x: float) -> None:
    assert max(len(short(x)), len(signed(x))) <= 8
    assert len(brief(x)) <= 7


@given(FINITE)
def test_what_is_shown_reads_back_close_to_the_number(x: float) -> None:
    back = parse(short(x))
    assert back is not None
    relative = 0.0051 if 1e-9 < abs(x) < 1e10 else 0.34  # an exponent of three digits leaves one for the mantissa
    assert abs(back - x) <= (5.01e-5 if 1e-4 <= abs(x) < 1 else abs(x) * relative)


@given(FINITE)
def test_the_sign_is_a_real_minus_and_only_gradients_carry_a_plus(x: float) -> None:
    assert "-" not in short(x)
    assert (short(x)[0] == "−") == (x < 0)
    assert signed(x) == ("+" + short(x) if x > 0 else short(x))
    assert spoken(x).startswith("minus ") == (x < 0)


@given(st.text())
def test_whatever_is_typed_is_a_finite_number_or_nothing(text: str) -> None:
    number = parse(text)
    assert number is None or math.isfinite(number)


@given(st.lists(FINITE.map(short), min_size=1))
def test_decimal_points_stand_under_each_other(texts: list[str]) -> None:
    lines = aligned(texts, " ", " ")
    assert len({len(line) for line in lines}) == 1
    assert [line.strip() for line in lines] == texts
    assert len({line.index(".") for line in lines if "." in line}) <= 1
