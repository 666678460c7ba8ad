"""Names and numbers as LaTeX: `alpha` is α, `x1` is x₁, `w_in` is w with an upright index."""

import math
import re
import unicodedata

from .numbers import MINUS, ungrouped

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)


def _greek(letter: str) -> str:
    """`β` as TeX calls it."""
    _, size, _, name = [*unicodedata.name(letter, "").split(), *("",) * 4][:4]
    name = name.lower().replace("lamda", "lambda")
    return name.capitalize() if size == "CAPITAL" else name


RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LETTERS = {
    letter: f"\\{name}" for code in range(0x391, 0x3CA) if (name := _greek(letter := chr(code))) in GREEK
}  # the font of a printed page may lack β, but never \beta
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

    >>> [symbol(name) for name in ("alpha", "x1", "w_in", "logits[0]", "loss", "a⁽²⁾")]
    ['\\alpha', 'x_{1}', 'w_{\\mathrm{in}}', '\\mathrm{logits}_{0}', '\\mathrm{loss}', 'a^{(2)}']
    """
    name, version = _version(name)
    name, keys = _keys(name)
    parts = re.fullmatch(r"([^\W\d_]+?)(\d*)((?:_+[^\W_]+)*)_*", name)
    if not parts:
        return _indexed(_upright(name), keys) + version
    head, digits, rest = parts.groups()
    indices = [*([digits] if digits else []), *(part for part in rest.split("_") if part), *keys]
    return _indexed(_letter(head), indices) + version


ALL = 17
"""How many significant digits tell every float from every other."""


def literal(x: float, digits: int = 0) -> str:
    r"""A number, with a power of ten instead of an `e`, and with as many significant digits if they are given.

    >>> literal(0.5), literal(-1.5e-7), literal(float("inf")), literal(0.123456789, 6)
    ('0.5', '-1.5 \\cdot 10^{-7}', '\\infty', '0.123457')
    """
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


def _version(name: str) -> tuple[str, str]:
    """`a⁽²⁾` is the second `a`."""
    found = re.fullmatch(r"(.+)⁽([⁰¹²³⁴-⁹]+)⁾", name)
    return (found[1], f"^{{({found[2].translate(RAISED)})}}") if found else (name, "")


def _keys(name: str) -> tuple[str, list[str]]:
    """`w[0][1]` is w with the indices 0 and 1."""
    found = re.fullmatch(r"([^\[\]]+)((?:\[[^\[\]]+\])+)", name)
    return (found[1], [key.strip("'\"") for key in re.findall(r"\[([^\[\]]+)\]", found[2])]) if found else (name, [])


def _indexed(base: str, indices: list[str]) -> str:
    return f"{base}_{{{', '.join(_index(index) for index in indices)}}}" if indices else base


def _index(text: str) -> str:
    return text if re.fullmatch(r"-?\d+", text, re.ASCII) else _letter(text)


def _letter(word: str) -> str:
    if word in GREEK:
        return f"\\{word}"
    return LETTERS.get(word, word) if len(word) == 1 and word.isalpha() else _upright(word)


def _upright(text: str) -> str:
    return rf"\mathrm{{{''.join(c if c.isprintable() else ' ' for c in text).translate(LITERAL)}}}"
