"""What the rows of the op table are called elsewhere, and which numbers they take: by Python, NumPy, PyTorch and JAX.

A line for each row that goes by more than its own name somewhere. A line for no row is refused when this is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ops import TABLE


@dataclass(frozen=True, slots=True)
class Names:
    """What one row is called; what is empty goes by the row's own name."""

    operator: str = ""  # Python's method without its underscores; empty where the row is no operator
    numpy: tuple[str, ...] = ()  # NumPy's functions
    people: tuple[str, ...] = ()  # what else engines call it
    torch: str = ""  # its path in PyTorch
    jax: str = ""  # its path in JAX, which follows NumPy where this is empty
    needs: str = ""  # which operand gives a finite number, where not every one does


NAMES: dict[str, Names] = {}
"""The lines, by row."""


def _row(name: str, *, numpy: str = "", people: str = "", **others: str) -> None:
    if name not in TABLE:
        raise SyntaxError(f"{name} is no row of the op table")
    NAMES[name] = Names(numpy=tuple(numpy.split()), people=tuple(people.split()), **others)


# fmt: off
_row("add", operator="add", numpy="add", people="plus")
_row("sub", operator="sub", numpy="subtract", people="minus")
_row("mul", operator="mul", numpy="multiply", people="times")
_row("div", operator="truediv", numpy="divide true_divide")
_row("pow", operator="pow", numpy="power float_power", people="^")
_row("neg", operator="neg", numpy="negative", people="negate")
_row("mod", operator="mod", numpy="remainder", torch="remainder")
_row("floordiv", operator="floordiv", numpy="floor_divide")
_row("abs", operator="abs", numpy="absolute fabs")
_row("min", numpy="minimum", torch="minimum")
_row("max", numpy="maximum", torch="maximum")
_row("clip", people="clamp", torch="clamp")
_row("lt", operator="lt", numpy="less")
_row("le", operator="le", numpy="less_equal")
_row("gt", operator="gt", numpy="greater")
_row("ge", operator="ge", numpy="greater_equal")
_row("eq", operator="eq", numpy="equal")
_row("ne", operator="ne", numpy="not_equal")
_row("logical_and", operator="and")
_row("logical_or", operator="or")
_row("logical_not", operator="invert")
_row("floor", operator="floor")
_row("ceil", operator="ceil")
_row("log", people="ln", needs="a number above 0")
_row("log1p", needs="a number above −1")
_row("log2", needs="a number above 0")
_row("log10", needs="a number above 0")
_row("sqrt", needs="a number of at least 0")
_row("asin", numpy="arcsin", needs="a number from −1 to 1")
_row("acos", numpy="arccos", needs="a number from −1 to 1")
_row("atan", numpy="arctan")
_row("atan2", numpy="arctan2")
_row("sigmoid", people="logistic", jax="nn.sigmoid")
_row("relu", jax="nn.relu")
_row("leaky_relu", torch="nn.functional.leaky_relu", jax="nn.leaky_relu")
_row("softplus", jax="nn.softplus")
_row("erf", jax="scipy.special.erf")
_row("gelu", torch="nn.functional.gelu")
# fmt: on

METHODS: Mapping[str, str] = {row: f"__{names.operator}__" for row, names in NAMES.items() if names.operator}
"""The rows whose method is an operator."""
UFUNCS: Mapping[str, str] = {each: row for row, names in NAMES.items() for each in names.numpy}
"""The rows of NumPy's functions that have another name there."""
NEEDS: Mapping[str, str] = {row: names.needs for row, names in NAMES.items() if names.needs}
"""Which numbers a row takes, where it does not take all."""
SIGNS: Mapping[str, str] = {
    name: row.symbol for name, row in TABLE.items() if row.arity == 2 and not row.symbol.isidentifier()
}
"""The rows that code writes between two numbers, and their sign there."""


def called(name: str) -> tuple[str, ...]:
    """The rows that anybody calls `name`.

    >>> called("-"), called("__truediv__"), called("Ln"), called("wave")
    (('sub', 'neg'), ('div',), ('log',), ())
    """
    return _CALLED.get(name.strip().strip("_").lower(), ())


def _called() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row, made in TABLE.items():
        names = NAMES.get(row, Names())
        every = (row, made.symbol.lower(), made.glyph, names.operator, *names.numpy, *names.people)
        for name in dict.fromkeys(filter(None, every)):
            found[name] = (*found.get(name, ()), row)
    return found


_CALLED = _called()


def in_torch(row: str) -> str:
    """The path of a row in PyTorch."""
    return NAMES.get(row, Names()).torch or row


def in_jax(row: str) -> str:
    """The path of a row in JAX."""
    names = NAMES.get(row, Names())
    return names.jax or f"numpy.{(*names.numpy, row)[0]}"
