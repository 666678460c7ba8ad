"""Mathematics as code: how each operation is written around its operands, and where brackets are needed.

Twin: js/words/local.ts
"""

import re
from collections.abc import Mapping, Sequence

from .numbers import MINUS
from .piece import ATOM, Piece
from .symbols import ALL, precise

# How tightly each construct binds.
SELECT, OR, AND, COMPARE, ADD, MULTIPLY, NEGATE, POWER = range(8)

INFIX: Mapping[str, tuple[str, int]] = {
    "or": ("or", OR), "and": ("and", AND),
    "lt": ("<", COMPARE), "le": ("<=", COMPARE), "gt": (">", COMPARE), "ge": (">=", COMPARE),
    "eq": ("==", COMPARE), "ne": ("!=", COMPARE),
    "add": ("+", ADD), "sub": ("-", ADD),
    "mul": ("*", MULTIPLY), "div": ("/", MULTIPLY), "floordiv": ("//", MULTIPLY), "mod": ("%", MULTIPLY),
}  # fmt: skip

_GROUP = re.compile(r"[(\[{⁽][^()\[\]{}⁽⁾]*[)\]}⁾]")
_OPEN = re.compile(r"[\s+\-−*×/%<>=≤≥≠!&~^@,²³]")  # never in a name, number or call outside brackets
_SIGNS = (
    (re.compile(r"\s*\*\*\s*|[²³]"), POWER),
    (re.compile(r"\s*[*×/]\s*"), MULTIPLY),
    (re.compile(r"\s*[+\-−]\s*"), ADD),
    (re.compile(r"\s*[<>=!≤≥≠]+\s*"), COMPARE),
)


def named(text: str) -> Piece:
    """The name of a node, which may be an expression: how tightly it binds is read from the text alone.

    >>> [named(text).level for text in ("w[0]", "tanh(x + 1)", "w*2", "x + 1", "a if c else b")]
    [9, 9, 5, 4, 0]
    """
    bare, before = text, ""
    while bare != before:
        bare, before = _GROUP.sub("", bare), bare
    level = ATOM
    for signs, looser in _SIGNS:
        if not _OPEN.search(bare):
            return Piece(text, level)
        bare, level = signs.sub("", bare), looser
    return Piece(text, SELECT if _OPEN.search(bare) else level)


def numeral(x: float) -> Piece:
    """A number with all its digits and the keyboard's minus."""
    return Piece(precise(x, ALL), NEGATE if x < 0 else ATOM)


def applied(operation: str, operands: Sequence[Piece]) -> Piece:
    """An operator or a function of the table's language, written around its operands.

    >>> a, b = Piece("a"), named("b + 1")
    >>> applied("mul", [a, b]).text, applied("where", [named("x > 0"), a, b]).text
    ('a * (b + 1)', 'a if x > 0 else b + 1')
    """
    if operation == "where":
        condition, first, second = operands
        return Piece(f"{within(first, OR)} if {within(condition, OR)} else {within(second, SELECT)}", SELECT)
    if operation == "neg":
        return Piece(f"-{after(operands[0], NEGATE)}", NEGATE)
    if operation == "pow":
        return Piece(f"{within(operands[0], ATOM)}**{within(operands[1], NEGATE)}", POWER)
    if operation in INFIX and len(operands) == 2:
        sign, level = INFIX[operation]
        return Piece(f"{within(operands[0], level)} {sign} {after(operands[1], level + 1)}", level)
    return Piece(f"{operation}({', '.join(operand.text for operand in operands)})")


def within(code: Piece, level: int) -> str:
    """The text, in brackets if it binds less tightly than `level`."""
    return code.text if code.level >= level else f"({code.text})"


def after(code: Piece, level: int) -> str:
    """The same after a sign, where a minus must not follow directly."""
    return f"({code.text})" if code.text[:1] in ("-", MINUS) else within(code, level)
