"""Numbers as people read them: short enough for a box, signed for a gradient, in words for a screen reader.

Twin: js/words/numbers.ts
"""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType
from typing import Literal

from ..rounding import ROUNDING, Known

MINUS = "\u2212"
FIGURE_SPACE = "\u2007"  # as wide as a digit
PUNCTUATION_SPACE = "\u2008"  # as wide as a decimal point or a comma

Form = Literal["plain", "power", "year"]
"""How a number is written: in groups of three digits, as a power of ten whatever its size, or without groups."""

DIGITS = 5  # of results, gradients and nodes
LARGE = 999_999_999.5  # from here on a number is written as a power of ten
SMALL = 1e-4  # and below this

WIDTHS: Mapping[str, float] = MappingProxyType({".": 0.5, ",": 0.5, MINUS: 1.3})
"""How wide these are, in digits."""
PLAIN: Mapping[int, Form] = MappingProxyType({})
"""No node whose number is written in a form of its own."""

NAMES = {"pi": math.pi, "π": math.pi, "tau": math.tau, "τ": math.tau, "e": math.e}
NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)", re.ASCII)


def short(x: float, form: Form = "plain", digits: int = DIGITS) -> str:
    """The number with 5 significant digits, all digits before the decimal point, and a real minus sign.

    Below 0.0001 and from a billion on it is a power of ten. Only 0 is written as 0.

    >>> [short(x) for x in (-6.0, 0.70710678, 936330.4, 6.62607015e-34, -0.0, float("-inf"))]
    ['−6', '0.70711', '936,330', '6.6261e−34', '0', '−inf']
    >>> short(0.001, "power"), short(2024.0, "year")
    ('1e−3', '2024')
    """
    return sign(x) + magnitude(abs(x), digits, form)


def brief(x: float, form: Form = "plain") -> str:
    """The number for a small box: 3 significant digits, then k for thousands and M for millions.

    >>> [brief(x) for x in (1.19, -0.0835123, 1234.5, 250000.0, 123456789.0, 1.234e-5)]
    ['1.19', '−0.0835', '1235', '250k', '123M', '1.23e−5']
    """
    a = abs(x)
    if form == "year" or (form == "plain" and a < 9999.5):
        return sign(x) + magnitude(a, 3, "year")
    if form == "plain" and a < LARGE:
        unit, letter = (1e3, "k") if a < 999_500 else (1e6, "M")
        return sign(x) + magnitude(a / unit, 3, "year") + letter
    return sign(x) + magnitude(a, 3, form)


def signed(x: Known) -> str:
    """The number with its sign always shown, as for gradients; zero has none.

    >>> [signed(x) for x in (1.0, -8.0, 0.0, float("nan"))]
    ['+1', '−8', '0', 'nan']
    """
    if x == ROUNDING:
        return x
    return ("+" if x > 0 else "") + short(x)


def fitted(x: float, room: float, form: Form = "plain") -> str:
    """The number, or its brief form where it is wider than `room` digits; the sign stands outside.

    >>> fitted(936330.0, 9), fitted(123456789.0, 9), fitted(-0.0050669, 6), fitted(1.9583e-9, 8.6)
    ('936,330', '123M', '−0.00507', '1.96e−9')
    """
    text = short(x, form)
    return text if breadth(text) <= room else brief(x, form)


def fitted_signed(x: Known, room: float) -> str:
    """The same for a gradient."""
    if x == ROUNDING:
        return x
    return ("+" if x > 0 else "") + fitted(x, room)


def breadth(text: str) -> float:
    """How wide a number is without its sign, in digits."""
    return sum(WIDTHS.get(letter, 1.0) for letter in text.removeprefix(MINUS))


def ungrouped(x: float) -> str:
    """The number inside a formula, where a comma would separate two numbers.

    >>> [ungrouped(x) for x in (1000.0, -0.5)]
    ['1000', '−0.5']
    """
    return short(x, "year")


def spoken(x: float) -> str:
    """The number in words that a screen reader pronounces correctly.

    >>> spoken(-1.23e-5)
    'minus 1.23 times 10 to the minus 5'
    """
    words = short(x).replace("inf", "infinity").replace("e", " times 10 to the ")
    return words.replace(MINUS, "minus ")


def parse(text: str) -> float | None:
    """The number that a person typed into a box, or None: `-2`, `−2`, `0,5`, `1,136.6`, `1e-3`, `50 %`, `pi/2`, `1/3`.

    Factors are joined by `*` and `/`; the constants are pi, tau and e. A comma separates groups of three digits, or
    else it is the decimal mark. The number is always finite.

    >>> [parse(t) for t in ("−0,5", "1,136.6", "50 %", "pi/2", "1/0", "two")]
    [-0.5, 1136.6, 0.5, 1.5707963267948966, None, None]
    """
    plain = re.sub(r"\s", "", text.replace(MINUS, "-")).lower()
    negative = plain.startswith("-")
    product = _product(plain[1:] if plain[:1] in ("-", "+") else plain)
    if product is None or not math.isfinite(product):
        return None
    return -product if negative else product


def aligned(texts: Sequence[str], figure: str = FIGURE_SPACE, point: str = PUNCTUATION_SPACE) -> list[str]:
    """The texts of one column, padded on both sides so that their decimal points line up.

    `figure` pads for a digit or a sign, `point` for a decimal point; a terminal passes plain spaces.

    >>> aligned(["−6", "0.25", "nan"], " ", " ")
    [' −6   ', '  0.25', 'nan   ']
    """
    parts = [text.partition(".") for text in texts]
    before = max((len(whole.replace(",", "")) for whole, _, _ in parts), default=0)
    commas = max((whole.count(",") for whole, _, _ in parts), default=0)
    after = max((len(decimals) for _, _, decimals in parts), default=0)
    return [
        point * (commas - whole.count(","))
        + figure * (before - len(whole.replace(",", "")))
        + text
        + point * (not dot and after > 0)
        + figure * (after - len(decimals))
        for text, (whole, dot, decimals) in zip(texts, parts, strict=True)
    ]


def sign(x: float) -> str:
    return MINUS if x < 0 else ""


def magnitude(a: float, digits: int, form: Form) -> str:
    """A number ≥ 0 with `digits` significant digits, and all those before the decimal point."""
    if math.isnan(a):
        return "nan"
    if math.isinf(a):
        return "inf"
    if a == 0:
        return "0"
    if form == "power" or a < SMALL or a >= LARGE:
        return power_of_ten(a, digits)
    return decimal(a, digits, grouped=form == "plain")


def decimal(a: float, digits: int, *, grouped: bool) -> str:
    exact = Decimal(a)
    decimals = max(0, digits - 1 - exact.adjusted())
    text = format(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), ",f" if grouped else "f")
    return text.rstrip("0").rstrip(".") if decimals else text


def power_of_ten(a: float, digits: int) -> str:
    # Round half up, as JavaScript's toExponential rounds exact ties; Python's own format rounds them to even.
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(a))
    mantissa, _, exponent = f"{rounded:.{digits - 1}e}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{exponent}".replace("+", "").replace("-", MINUS)


def _product(text: str) -> float | None:
    """The value of `2*pi/3`, from left to right; None if the text is not factors joined by * and /."""
    pieces = re.split(r"([*/])", text)
    factors = [_factor(piece) for piece in pieces[::2]]
    result = factors[0]
    for operator, factor in zip(pieces[1::2], factors[1:], strict=True):
        if result is None or factor is None or (operator == "/" and factor == 0):
            return None
        result = result * factor if operator == "*" else result / factor
    return result


def _factor(text: str) -> float | None:
    is_percent = text.endswith("%")
    plain = re.sub(r"(?<=\d)_(?=\d)", "", _without_commas(text.removesuffix("%")))
    if not NUMBER.fullmatch(plain):
        return NAMES.get(text)
    return float(plain) / 100 if is_percent else float(plain)


def _without_commas(text: str) -> str:
    """Without the commas between groups of three digits, or with a point for the one comma that is a decimal mark."""
    grouped = GROUPED.match(text)
    if grouped:
        return grouped[0].replace(",", "") + text[grouped.end() :]
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
