"""Names and numbers as LaTeX: `alpha` is α, `x1` is x₁, `w_in` is w with an upright index."""

import math
import re
from collections.abc import Iterable

from ..rounding import ROUNDING, Known
from .numbers import MINUS, ungrouped
from .typesetting import COMMA, GREEK, Typeset, typeset, typeset_all

LETTERS = {letter: f"\\{name}" for name, letter in GREEK.items() if name != "lam"}
"""A printed page's font may lack β, but never \\beta."""

LITERAL = str.maketrans(
    {
        **{c: f"\\{c}" for c in "_{}#$%&"},
        **{letter: rf"}}{command}\mathrm{{" for letter, command in LETTERS.items()},
        "\\": r"\backslash ",
        "^": r"\wedge ",
        "~": r"\sim ",
        " ": r"\ ",
    }
)

PROSE = str.maketrans(
    {
        c: rf"}}{command}\text{{"
        for c, command in {
            **{c: f"\\{c}" for c in "_{}#$%&"},
            **LETTERS,
            "−": "-",
            "·": r"\cdot ",
            "×": r"\times ",
            "∂": r"\partial ",
            "…": r"\ldots ",
            "\\": r"\backslash ",
            "^": r"\wedge ",
            "~": r"\sim ",
        }.items()
    }
)


def symbol(name: str) -> str:
    r"""A Python name as mathematics writes it; any other text upright, as it is.

    >>> [symbol(name) for name in ("alpha", "x1", "w_in", "logits[0]", "learning_rate", "a⁽²⁾")]
    ['\\alpha', 'x_{1}', 'w_{\\mathrm{in}}', '\\mathrm{logits}_{0}', '\\mathrm{learning\\_rate}', 'a^{(2)}']
    """
    return _written(typeset(name))


def symbols(names: Iterable[str]) -> dict[str, str]:
    r"""The symbol of each name of a formula. Names that would look the same keep the spelling of the code.

    >>> symbols(["x1", "x_1", "y"])
    {'x1': '\\mathrm{x1}', 'x_1': '\\mathrm{x\\_1}', 'y': 'y'}
    """
    return {name: _written(each) for name, each in typeset_all(names).items()}


ALL = 17
"""How many significant digits tell every float from every other."""


def literal(x: Known, digits: int = 0) -> str:
    r"""A number, with a power of ten instead of an `e`, and with as many significant digits if they are given.

    >>> literal(0.5), literal(-1.5e-7), literal(float("inf")), literal(0.123456789, 6), literal("≈ 0")
    ('0.5', '-1.5 \\cdot 10^{-7}', '\\infty', '0.123457', '{\\approx}\\,0')
    """
    if x == ROUNDING:
        return r"{\approx}\,0"
    if math.isnan(x):
        return r"\mathrm{nan}"
    mantissa, e, exponent = figures(x, digits).replace("inf", r"\infty").partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if e else mantissa


def figures(x: float, digits: int = 0) -> str:
    """The same, as Python writes numbers."""
    if digits:
        return precise(x, digits)
    text = repr(x).removesuffix(".0")
    return (text if len(text) <= 7 and "e" not in text else ungrouped(x)).replace(MINUS, "-")


def precise(x: float, digits: int) -> str:
    """A number with as many significant digits, as Python writes it.

    >>> precise(123000000.123, 12), precise(-1e-7, 6)
    ('123000000.123', '-1e-7')
    """
    text = repr(x).removesuffix(".0") if digits >= ALL else f"{x:.{digits}g}"
    return re.sub(r"e([+-])0*(\d)", lambda found: f"e{found[1].strip('+')}{found[2]}", text)


def prose(text: str) -> str:
    r"""Words among formulas; characters that some program's \text would not accept are outside it.

    >>> prose("f does not use w_in.")
    '\\text{f does not use w}\\_\\text{in.}'
    """
    return rf"\text{{{''.join(c if c.isprintable() else ' ' for c in text).translate(PROSE)}}}".replace(r"\text{}", "")


def operator(name: str) -> str:
    r"""A function without a symbol of its own, upright.

    >>> operator("leaky_relu")
    '\\operatorname{leaky\\_relu}'
    """
    return rf"\operatorname{{{name.translate(LITERAL)}}}"


def upright(text: str) -> str:
    """A text as it is, upright."""
    return rf"\mathrm{{{''.join(c if c.isprintable() else ' ' for c in text).translate(LITERAL)}}}"


def _written(name: Typeset) -> str:
    below = f"_{{{COMMA.join(map(_letter, name.below))}}}" if name.below else ""
    version = f"^{{({name.version})}}" if name.version else ""
    return f"{_letter(name.base)}{below}{version}"


def _letter(text: str) -> str:
    """A letter or a number as it is, words upright."""
    if re.fullmatch(r"-?\d+", text, re.ASCII):
        return text
    return LETTERS.get(text, text) if len(text) == 1 and text.isalpha() else upright(text)
