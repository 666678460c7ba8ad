"""What Python, NumPy, PyTorch and JAX call the rows of the op table, and which numbers the rows accept.

There is a line for each row that has another name somewhere. A line that matches no row is refused on import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ops import TABLE


@dataclass(frozen=True, slots=True)
class Names:
    """What one row is called elsewhere; where a field is empty, the row's own name is used."""

    operator: str = ""  # Python's method without its underscores; empty where the row is not an operator
    numpy: tuple[str, ...] = ()  # NumPy's functions
    people: tuple[str, ...] = ()  # other names that engines use
    torch: str = ""  # its path in PyTorch
    jax: str = ""  # its path in JAX, which follows NumPy where this is empty
    needs: str = ""  # which operands give a finite number, where not all do


NAMES: dict[str, Names] = {}
"""The lines, by row."""


def _row(name: str, *, numpy: str = "", people: str = "", **others: str) -> None:
    if name not in TABLE:
        raise SyntaxError(f"{name} is not a row of the op table")
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
_row("logical_and", people="and")
_row("logical_or", people="or")
_row("logical_not", people="invert")
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
"""The rows of NumPy's functions that go by another name there."""
NEEDS: Mapping[str, str] = {row: names.needs for row, names in NAMES.items() if names.needs}
"""Which numbers a row accepts, where it does not accept all."""
SIGNS: Mapping[str, str] = {
    name: row.symbol for name, row in TABLE.items() if row.arity == 2 and not row.symbol.isidentifier()
}
"""The sign that code writes between two numbers."""


def called(name: str) -> tuple[str, ...]:
    """The rows that go by `name` somewhere.

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
