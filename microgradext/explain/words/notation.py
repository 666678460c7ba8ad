"""The notation of LaTeX: how each operation is written around its operands, and where brackets are needed."""

from collections.abc import Callable, Mapping, Sequence

from .piece import ATOM, Piece
from .symbols import ALL, literal, operator

# How tightly each construct binds.
CASES, LOGIC, COMPARE, ADD, MULTIPLY, POWER = range(6)

OPENED, CLOSED = r"\begin{cases}", r"\end{cases}"


def applied(operation: str, operands: Sequence[Piece]) -> Piece:
    r"""A row of the table, by its name, written around its operands.

    >>> applied("mul", [Piece("a"), Piece("b + 1", ADD)]).text
    'a \\cdot (b + 1)'
    """
    write = WRITERS.get(operation)
    return write(operands) if write else called(operator(operation), operands)


def spelled(operation: str, operands: Sequence[Piece]) -> Piece:
    r"""The same where e is a name of the formula, so that e^x would be a power of it.

    >>> spelled("exp", [Piece("x")]).text, spelled("expm1", [Piece("x")]).text
    ('\\exp(x)', '\\exp(x) - 1')
    """
    if operation not in ("exp", "expm1"):
        return applied(operation, operands)
    made = called(r"\exp", operands)
    return made if operation == "exp" else Piece(f"{made.text} - 1", ADD)


def named(symbol: str) -> Piece:
    """A name that is LaTeX already."""
    return Piece(symbol, POWER if "^" in symbol else ATOM)


def numeral(x: float, digits: int = ALL) -> Piece:
    """A number with as many significant digits; 0 stands for few."""
    text = literal(x, digits)
    return Piece(text, MULTIPLY if text.startswith("-") or "cdot" in text else ATOM)


# ---------------------------------------------------------------- brackets


def within(piece: Piece, level: int) -> str:
    """The text, in brackets if it binds less tightly than `level`."""
    return piece.text if piece.level >= level else bracketed(piece.text)


def after(piece: Piece, level: int) -> str:
    """The same after an operator, where a minus must not follow directly."""
    return bracketed(piece.text) if piece.text.startswith("-") else within(piece, level)


def bracketed(text: str) -> str:
    """The text in brackets that are as tall as it is."""
    tall = any(sign in text for sign in (r"\frac", r"\begin", r"\sqrt"))
    return rf"\left({text}\right)" if tall else f"({text})"


# ---------------------------------------------------------------- operations

Writer = Callable[[Sequence[Piece]], Piece]


def called(name: str, operands: Sequence[Piece]) -> Piece:
    """A function of its operands; its name is LaTeX already."""
    return Piece(name + bracketed(", ".join(operand.text for operand in operands)), POWER)


def _infix(sign: str, level: int, right: int) -> Writer:
    """A binary operator; `right` is how tightly its right operand must bind, more than the left if order matters."""
    return lambda o: Piece(f"{within(o[0], level)} {sign} {after(o[1], right)}", level)


def _joined(sign: str) -> Writer:
    """Two joined conditions; brackets say which belong together."""
    return lambda o: Piece(f"{within(o[0], COMPARE)} {sign} {within(o[1], COMPARE)}", LOGIC)


def _raised(exponent: str) -> Writer:
    return lambda o: Piece(f"{within(o[0], ATOM)}^{{{exponent or o[1].text}}}", POWER)


def _function(name: str) -> Writer:
    return lambda o: called(name, o)


def _sum(operands: Sequence[Piece]) -> Piece:
    first, *others = operands
    return Piece(" + ".join([within(first, ADD), *(after(other, ADD) for other in others)]), ADD)


def _where(operands: Sequence[Piece]) -> Piece:
    condition, first, second = operands
    rows = rf"{first.text} & \text{{if }} {condition.text} \\ "
    # If the other case is a choice again, it continues in the same brace.
    inner = second.text.removeprefix(OPENED).removesuffix(CLOSED) if second.level == CASES else ""
    rest = inner or rf"{second.text} & \text{{otherwise}}"
    return Piece(f"{OPENED}{rows}{rest}{CLOSED}", CASES)


def _hypotenuse(operands: Sequence[Piece]) -> Piece:
    x, y = (within(operand, ATOM) for operand in operands)
    return Piece(rf"\sqrt{{{x}^{{2}} + {y}^{{2}}}}", ATOM)


WRITERS: Mapping[str, Writer] = {
    "add": _infix("+", ADD, ADD),
    "sub": _infix("-", ADD, MULTIPLY),
    "mul": _infix(r"\cdot", MULTIPLY, MULTIPLY),
    "mod": lambda o: Piece(rf"{within(o[0], MULTIPLY)} \bmod {after(o[1], POWER)}", COMPARE),
    "sum": _sum,
    "neg": lambda o: Piece(f"-{after(o[0], MULTIPLY)}", ADD),
    "div": lambda o: Piece(rf"\frac{{{o[0].text}}}{{{o[1].text}}}", POWER),
    "reciprocal": lambda o: Piece(rf"\frac{{1}}{{{o[0].text}}}", POWER),
    "floordiv": lambda o: Piece(rf"\left\lfloor \frac{{{o[0].text}}}{{{o[1].text}}} \right\rfloor"),
    "pow": _raised(""),
    "square": _raised("2"),
    "cube": _raised("3"),
    "exp": lambda o: Piece(f"e^{{{o[0].text}}}", POWER),
    "expm1": lambda o: Piece(f"e^{{{o[0].text}}} - 1", ADD),
    "log1p": lambda o: Piece(rf"\ln{bracketed('1 + ' + after(o[0], ADD))}", POWER),
    "abs": lambda o: Piece(rf"\left|{o[0].text}\right|"),
    "sqrt": lambda o: Piece(rf"\sqrt{{{o[0].text}}}"),
    "cbrt": lambda o: Piece(rf"\sqrt[3]{{{o[0].text}}}"),
    "floor": lambda o: Piece(rf"\left\lfloor {o[0].text} \right\rfloor"),
    "ceil": lambda o: Piece(rf"\left\lceil {o[0].text} \right\rceil"),
    "hypot": _hypotenuse,
    "where": _where,
    "log": _function(r"\ln"),
    "log2": _function(r"\log_{2}"),
    "log10": _function(r"\log_{10}"),
    "sign": _function(r"\operatorname{sgn}"),
    "sigmoid": _function(r"\sigma"),
    "logical_not": lambda o: Piece(rf"\lnot {within(o[0], POWER)}", COMPARE),
    "logical_and": _joined(r"\land"),
    "logical_or": _joined(r"\lor"),
    **{name: _function(f"\\{name}") for name in "sin cos tan sinh cosh tanh min max".split()},
    **{name: _function(f"\\arc{name[1:]}") for name in ("asin", "acos", "atan")},
    **{
        name: _infix(sign, COMPARE, ADD)
        for name, sign in {
            "lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "eq": "=", "ne": r"\ne",
        }.items()
    },
}  # fmt: skip
