"""The local derivatives in symbols, which the page writes under a chain rule: a generated file of js/mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.emit import PYTHON
from ..language.expression import Call, Name, Number
from ..language.simplify import simplified
from ..ops import BY_CODE, Row
from .common import HEADER

SIGNS = {**{name: sign for name, (sign, _) in PYTHON.infix.items()}, "pow": "**", "neg": "neg", "where": "where"}


def derivatives() -> str:
    """The table's derivatives as strings: half the size of trees, and read with a stack."""
    rows = "".join(f'  "{";".join(_slots(row))}", // {row.name}\n' for row in BY_CODE)
    return f"""// The local derivatives of each row, for reading; operands come before what is applied to them.
// {HEADER}

/** `a;b` are those of two operands; `f:1` is a function of one. A row for any number of operands has one. */
export const DERIVATIVES: readonly string[] = [
{rows}];
"""


def _slots(row: Row) -> Iterator[str]:
    letters = dict(zip(row.operands, "xyz", strict=False)) if row.arity > 0 else {}
    for derivative in row.derivatives:
        yield " ".join(_tokens(simplified(derivative), letters))


def _tokens(expression: Number | Name | Call, letters: Mapping[str, str]) -> Iterator[str]:
    match expression:
        case Number(value):
            yield repr(value).removesuffix(".0")
        case Name(name):
            yield letters.get(name, name)
        case Call(function, arguments):
            for argument in arguments:
                yield from _tokens(argument, letters)
            yield SIGNS.get(function, f"{function}:{len(arguments)}")
