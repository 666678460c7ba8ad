"""Numbers as people read them: short enough for a box, signed for a gradient, in words for a screen reader.

Twin: js/words/numbers.ts
"""

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\u2212"
FIGURE_SPACE = "\u2007"  # as wide as a digit
PUNCTUATION_SPACE = "\u2008"  # as wide as a decimal point

NAMES = {"pi": math.pi, "π": math.pi, "tau": math.tau, "τ": math.tau, "e": math.e}
NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.ASCII)


def short(x: float) -> str:
    """The number in at most 8 characters: up to 4 decimals and 5 significant digits, with a real minus sign.

    >>> [short(x) for x in (-6.0, 0.70710678, 61.8341, 1.234e-5, -0.0, float("-inf"))]
    ['−6', '0.7071', '61.834', '1.23e−5', '0', '−inf']
    """
    return sign(x) + magnitude(abs(x), digits=5, room=7)


def brief(x: float) -> str:
    """The number for a compact box: 3 significant digits if it has decimals, in at most 7 characters.

    >>> [brief(x) for x in (1.19, -0.0835123, 123.456, 12345.6, 1.234e-5)]
    ['1.19', '−0.0835', '123', '12346', '1.2e−5']
    """
    return sign(x) + magnitude(abs(x), digits=3, room=6)


def signed(x: float) -> str:
    """The number with its sign always shown, as for gradients; zero has none.

    >>> [signed(x) for x in (1.0, -8.0, 0.0, float("nan"))]
    ['+1', '−8', '0', 'nan']
    """
    return ("+" if x > 0 else "") + short(x)


def spoken(x: float) -> str:
    """The number in words that a screen reader pronounces correctly.

    >>> spoken(-1.23e-5)
    'minus 1.23 times 10 to the minus 5'
    """
    words = short(x).replace("inf", "infinity").replace("e", " times 10 to the ")
    return words.replace(MINUS, "minus ")


def parse(text: str) -> float | None:
    """The number that a person typed into a box, as in `-2`, `−2`, `0,5`, `1e-3`, `pi/2`, `2*pi`, or None.

    Factors are joined by `*` and `/`; the constants are pi, tau and e. The number is always finite.

    >>> [parse(t) for t in ("−0,5", "pi/2", "1/0", "two")]
    [-0.5, 1.5707963267948966, None, None]
    """
    plain = re.sub(r"\s", "", text.replace(MINUS, "-")).lower()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
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
    before = max((len(whole) for whole, _, _ in parts), default=0)
    after = max((len(decimals) for _, _, decimals in parts), default=0)
    return [
        figure * (before - len(whole)) + text + (point * (not dot and after > 0)) + figure * (after - len(decimals))
        for text, (whole, dot, decimals) in zip(texts, parts, strict=True)
    ]


def sign(x: float) -> str:
    return MINUS if x < 0 else ""


def magnitude(a: float, *, digits: int, room: int) -> str:
    """A number ≥ 0 with `digits` significant digits if it has decimals; its power of ten fits in `room`."""
    if math.isnan(a):
        return "nan"
    if math.isinf(a):
        return "inf"
    if a == 0:
        return "0"
    return scientific(a, room) if a < 1e-4 or a >= 99999.5 else decimal(a, digits)


def decimal(a: float, digits: int) -> str:
    decimals = max(0, min(4, digits - whole_digits(a)))
    text = format(Decimal(a).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".") if decimals else text


def whole_digits(a: float) -> int:
    """How many digits are before the decimal point: 0 below 1, and −1 below 0.1."""
    return sum(a >= bound for bound in (1, 10, 100, 1000, 10000)) - (a < 0.1)


def scientific(a: float, room: int) -> str:
    """The number with as many digits of the mantissa, up to 3, as fit in `room` (≥ 6) characters."""
    return next(text for digits in (3, 2, 1) if len(text := power_of_ten(a, digits)) <= room)


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
    return float(text) if NUMBER.fullmatch(text) else NAMES.get(text)
