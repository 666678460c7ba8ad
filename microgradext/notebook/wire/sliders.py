"""Sliders: over which range an input moves, and how its numbers are written, from the number as the code has it.

Twin: js/wire/manner.ts
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...cell.inputs.inputs import Input
from ...cell.text.figures import figure
from ...explain.words.numbers import Form

ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""The numbers that a range may end at, times a power of ten: the thumb starts 37 to 50 % of the way."""
AROUND_A_YEAR = 50
LEAST_WHOLE = 10.0
"""A range of whole numbers reaches at least as far."""
WHOLE = re.compile(r"[+-]?\d[\d_]*")


@dataclass(frozen=True, slots=True)
class Slider:
    """From `min` to `max`; a step of None is a round one that suits the range."""

    min: float
    max: float
    step: float | None
    form: Form
    literal: str  # the number as the code has it, without underscores


def sliders(inputs: Sequence[Input]) -> list[Slider]:
    """The slider of each input: the cell's own bounds, or those that its number suggests.

    A number written with an `e` moves by powers of ten, a year by years. Others start at 0, unless they or another
    input are negative: then the range goes both ways.
    """
    texts = [one.text or figure((), one.value, whole=one.whole) for one in inputs]
    signed = any(_number(text) < 0 for text in texts)
    return [_slider(one, text, signed) for one, text in zip(inputs, texts, strict=True)]


def forms_of(inputs: Sequence[Input]) -> dict[int, Form]:
    """How the numbers of inputs are written, by node; those that are not listed are plain."""
    forms = {one.node: form_of(one.text) for one in inputs if one.text}
    return {node: form for node, form in forms.items() if form != "plain"}


def _slider(one: Input, text: str, signed: bool) -> Slider:
    form = form_of(text)
    ends = range_around(_number(text), form, whole=bool(WHOLE.fullmatch(text)), signed=signed)
    low, high = ends if one.min is None or one.max is None else (one.min, one.max)
    return Slider(low, high, one.step, form, text.replace("_", ""))


def form_of(text: str) -> Form:
    """How a number is written from now on, because the code has it like that.

    >>> [form_of(text) for text in ("1e-3", "2024", "2000", "2024.0", "3")]
    ['power', 'year', 'plain', 'plain', 'plain']
    """
    number = _number(text)
    if "e" in text.lower() and number != 0 and math.isfinite(number):
        return "power"
    is_year = WHOLE.fullmatch(text) and 1901 <= number <= 2099 and number % 100 != 0
    return "year" if is_year else "plain"


def range_around(number: float, form: Form, *, whole: bool, signed: bool) -> tuple[float, float]:
    """The ends of the range for a number of this form; `signed` if an input of the cell is negative.

    >>> range_around(0.045, "plain", whole=False, signed=False), range_around(3.0, "plain", whole=False, signed=True)
    ((0.0, 0.1), (-6.0, 6.0))
    >>> range_around(1e-8, "power", whole=False, signed=False), range_around(2024.0, "year", whole=True, signed=True)
    ((1e-09, 1e-07), (1974.0, 2074.0))
    """
    if not math.isfinite(number):
        return -1.0, 1.0
    if form == "power":
        ends = scaled(number, -1), scaled(number, 1)
        return min(ends), max(ends)
    if form == "year":
        return number - AROUND_A_YEAR, number + AROUND_A_YEAR
    reach = nice(2 * abs(number)) if number else 1.0
    if 0 < number < 1 and not signed:
        reach = min(1.0, reach)
    if whole:
        reach = max(LEAST_WHOLE, reach)
    return (-reach if number <= 0 or (signed and number) else 0.0), reach


def nice(x: float) -> float:
    """The next larger round number, at most the largest float; `x` is positive.

    >>> [nice(x) for x in (0.09, 19.62, 500000, 8.1)]
    [0.1, 20.0, 500000.0, 10.0]
    """
    power = math.floor(math.log10(min(x, 1.7e308)))
    rounded = (float(f"{step}e{power}") for step in ROUND)
    return min(1.7e308, next((each for each in rounded if each >= x * (1 - 1e-12)), x))


def scaled(x: float, powers: int) -> float:
    """`x` times a power of ten, in the digits that it has; as it is where no float holds that.

    >>> scaled(6.62607015e-34, -1), scaled(3e8, 1)
    (6.62607015e-35, 3000000000.0)
    """
    mantissa, _, exponent = f"{x!r}e0".partition("e")
    result = float(f"{mantissa}e{int(exponent.partition('e')[0]) + powers}")
    return result if result and math.isfinite(result) else x


def _number(text: str) -> float:
    try:
        return float(text)
    except (OverflowError, ValueError):
        return math.nan
