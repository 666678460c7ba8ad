"""Numbers: short, exact enough to read back, and the same text as on the page."""

import math
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microgradext.explain.words.numbers import (
    Form,
    aligned,
    brief,
    fitted,
    fitted_signed,
    parse,
    short,
    signed,
    spoken,
    ungrouped,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False, max_value=1.7e308, min_value=-1.7e308)
FORMS: tuple[Form, ...] = get_args(Form)
SHOWN = [
    0.0, -0.0, 1.0, -6.0, 0.5, 1 / 3, -2 / 3, 0.70710678, 6.8813735870195432, 61.8341, 12345.6, 99999.4, 99999.5,
    1e5, -123456.0, 1e-4, 9.9999e-5, 0.00012, 0.03125, 0.00625, 2.5, 1.23456e-5, -1.5e-300, 5e-324, 1.7e308,
    9.99996, 0.99996, 99.99951, 1e21, 1234.5, 9999.4, 9999.5, 250000.0, 936330.4, 999499.9, 999999999.4, 999999999.5,
    6.62607015e-34, 2024.0, 123456789.0, 0.024, -0.0835123, 0.05, 0.1, 24.70408163265306, 138.83381924198252,
    math.inf, -math.inf, math.nan,
]  # fmt: skip
TYPED = [
    "2", "-2", "−2", "+2", " 1.5 ", "0,5", "−0,5", "1e-3", "1E3", ".5", "5.", "pi", "π/2", "2*pi/3", "-pi/2", "e",
    "tau", "1/3", "", "two", "1/0", "0/0", "1,234.5", "1,2,3", "--2", "1e999", "inf", "nan", "2 000", "__import__",
    "1**2", "*2", "2*", "1_000", "1__0", "_1", "٣", "50 %", "−7%", "%", "pi%", "1,136.6", "1,500", "0,500", "12,34",
    "1,234,567", "1,234,56", "1.234,5", "1,500.5 %", "3e2%", "1e-3*2", "1,000/8",
]  # fmt: skip


@pytest.mark.fixtures
def test_the_page_writes_the_same_numbers(fixture_file: Callable[[str, Any], None]) -> None:
    numbers = [[repr(x), *written(x)] for x in SHOWN]
    typed = [[text, parse(text)] for text in TYPED]
    columns = [["−6", "0.25", "nan", "+12.5"], ["1", "20"], ["1,234,567", "−1,234.5", "6"], []]
    lined_up = [[column, aligned(column)] for column in columns]
    fixture_file("numbers.json", {"shown": numbers, "typed": typed, "aligned": lined_up})


def written(x: float) -> list[str]:
    """Every way in which a number is written, in the order in which the page's test has them."""
    forms = [text for form in FORMS for text in (short(x, form), brief(x, form), fitted(x, 8.5, form))]
    return [*forms, short(x, "plain", 7), signed(x), fitted_signed(x, 6), ungrouped(x), spoken(x)]


@given(st.floats(), st.sampled_from(FORMS))
@example(-1.23456e-300, "plain")
@example(-999999999.4, "plain")
def test_a_number_has_room_in_a_node(x: float, form: Form) -> None:
    assert len(short(x, form).removeprefix("−")) <= 11
    assert len(brief(x, form).removeprefix("−")) <= 9


def last_place(text: str) -> float:
    """What one unit of the last printed digit is worth."""
    unit = {"k": 1e3, "M": 1e6}.get(text[-1], 1.0)
    mantissa, _, exponent = text.rstrip("kM").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return float(unit * 10.0 ** (int(exponent.replace("−", "-") or 0) - decimals))


@given(FINITE, st.sampled_from(FORMS), st.sampled_from([short, brief]))
@example(0.0000999999, "plain", short)
@example(999499.99, "plain", brief)
def test_what_is_shown_is_the_number_within_half_of_its_last_digit(x: float, form: Form, write: Any) -> None:
    text = write(x, form)
    shown = parse(text.rstrip("kM"))
    assert shown is not None
    shown *= {"k": 1e3, "M": 1e6}.get(text[-1], 1.0)
    assert abs(shown - x) <= last_place(text) * 0.5 * (1 + 1e-9) + abs(x) * 1e-15


@given(FINITE)
def test_only_zero_is_written_as_zero(x: float) -> None:
    for form in FORMS:
        assert (short(x, form) == "0") == (x == 0)
        assert (brief(x, form) == "0") == (x == 0)


@given(st.floats(1e-4, 999_999_999.4) | st.integers(1, 999_999_999).map(float))
def test_below_a_billion_every_digit_before_the_point_is_there(x: float) -> None:
    whole = short(x).partition(".")[0]
    assert whole == f"{int(whole.replace(',', '')):,}"
    assert abs(int(whole.replace(",", "")) - x) <= 1
    assert ungrouped(x) == short(x).replace(",", "")


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_what_is_typed_in_groups_is_that_number(number: int, decimals: int) -> None:
    text = f"{number / 10**decimals:,.{decimals}f}"
    assert parse(text) == float(text.replace(",", ""))
    assert parse(f"{text} %") == float(text.replace(",", "")) / 100


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
