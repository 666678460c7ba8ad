"""The local derivative of an operation in symbols, for people to read: what ∂d/∂b is if d = a * b.

It is the op table's own expression, simplified, with the names of the operands and of the result put in.

Twin: js/words/local.ts
"""

from collections.abc import Callable, Mapping, Sequence

from ...engine.language.expression import Call, Name, Number
from ...engine.language.simplify import simplified
from ...engine.ops import TABLE
from . import code, notation
from .piece import ATOM, Piece
from .symbols import ALL, operator, precise

_ROWS = {"and": "logical_and", "or": "logical_or"}  # where the language's operator has another name as a row
_WORDS = {row: word for word, row in _ROWS.items()} | {"logical_not": "not"}
SHORT = 14  # characters of a number that is taken to be meant
Write = Callable[[str, Sequence[Piece]], Piece]
POWERS = ("square", "cube", "reciprocal")  # whose forward expression is shorter than their name


def local_code(
    row: str, slot: int, names: Sequence[Piece], out: Piece, constants: Sequence[float | None] | None = None
) -> Piece:
    """∂out/∂operand of a row of the table, as code.

    `names` has an item for each operand; `constants` has the number of each operand that is a constant, else None.

    >>> a, b, d = (code.named(name) for name in ("a", "b + 1", "d"))
    >>> [local_code("mul", slot, [a, b], d).text for slot in (0, 1)]
    ['b + 1', 'a']
    >>> local_code("relu", 0, [b], d).text, local_code("pow", 0, [b, a], d, [None, 2.5]).text
    ('0 if b + 1 <= 0 else 1', '2.5 * (b + 1)**1.5')
    """
    expression = _local(row, slot, constants or [])
    return _written(expression, {**_names(row, slot, names, out), "pi": Piece("pi")}, code.numeral, code.applied)


def local_latex(
    row: str,
    slot: int,
    names: Sequence[Piece],
    out: Piece,
    constants: Sequence[float | None] | None = None,
    write: Write = notation.applied,
) -> Piece:
    r"""∂out/∂operand of a row of the table, as LaTeX; see `local_code`.

    >>> local_latex("div", 1, [Piece("a"), Piece("b")], Piece("d")).text
    '\\frac{-d}{b}'
    """
    expression = _local(row, slot, constants or [])
    known = {**_names(row, slot, names, out), "pi": Piece(r"\pi")}
    return _written(expression, known, notation.numeral, lambda f, o: write(_ROWS.get(f, f), o))


def operation_code(row: str, symbol: str, operands: Sequence[Piece]) -> Piece:
    """An operation as code: a row of the table or, if `row` is empty, an operation written by hand.

    >>> a, b = code.named("a"), code.named("b + 1")
    >>> [operation_code(row, "", [a, b]).text for row in ("mul", "max")], operation_code("square", "", [b]).text
    (['a * (b + 1)', 'max(a, b + 1)'], '(b + 1)**2')
    """
    if row in POWERS:
        return _written(simplified(TABLE[row].forward), {"x": operands[0]}, code.numeral, code.applied)
    if row:
        return code.applied(_WORDS.get(row, row), operands)
    if len(operands) == 2 and not symbol.isidentifier():
        return Piece(f"{code.within(operands[0], ATOM)} {symbol} {code.within(operands[1], ATOM)}", code.SELECT)
    return code.applied(symbol, operands)


def operation_latex(row: str, symbol: str, operands: Sequence[Piece], write: Write = notation.applied) -> Piece:
    """The same as LaTeX; `write` writes the rows of the table."""
    return write(row, operands) if row else notation.called(operator(symbol), operands)


def _tidied(x: float) -> float:
    """1.7 for 2.7 − 1, which floats round to 1.7000000000000002; any other number as it is."""
    near = float(f"{x:.15g}") or 0.0
    return near if abs(near - x) <= 1e-15 * abs(x) and len(precise(near, ALL)) <= SHORT else x


def _local(row: str, slot: int, constants: Sequence[float | None]) -> Number | Name | Call:
    made = TABLE[row]
    if made.arity < 0:  # one derivative stands for those of all operands
        return simplified(made.derivatives[0])
    numbers = {name: x for name, x in zip(made.operands, constants, strict=False) if x is not None}
    return simplified(made.derivatives[slot], numbers)


def _names(row: str, slot: int, names: Sequence[Piece], out: Piece) -> dict[str, Piece]:
    made = TABLE[row]
    operands = {"x": names[slot]} if made.arity < 0 else dict(zip(made.operands, names, strict=True))
    return {**operands, "out": out}


def _written(
    expression: Number | Name | Call,
    names: Mapping[str, Piece],
    number: Callable[[float], Piece],
    applied: Callable[[str, Sequence[Piece]], Piece],
) -> Piece:
    match expression:
        case Number(value):
            return number(_tidied(value))
        case Name(name):
            return names[name]
        case Call(function, arguments):
            return applied(function, [_written(argument, names, number, applied) for argument in arguments])
