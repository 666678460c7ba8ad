"""The op table: the one place where the mathematics of an operation lives.

A row gives the forward expression and the local derivatives (by operand, in order) as strings in the language of
`expression`; x, y, z and c are operands, `out` is the result, and a row may call other rows. A new operation is a new
row; `make generate` writes the Python methods, the tape functions and the page's evaluator from it.
At singular points the rows follow PyTorch in float64.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .language.expression import Call, Name, Number, parse

PRIMITIVES: Mapping[str, int] = {
    **dict.fromkeys(
        "exp expm1 log log1p log2 log10 sqrt cbrt sin cos tan asin acos atan sinh cosh tanh erf abs floor ceil".split(),
        1,
    ),
    **dict.fromkeys("add sub mul div pow mod floordiv atan2 hypot lt le gt ge eq ne and or".split(), 2),
    "neg": 1,
    "where": 3,
}
"""What a backend must supply, with the number of operands."""


@dataclass(frozen=True, slots=True)
class Row:
    """One operation."""

    name: str
    symbol: str  # as code writes it; micrograd's `_op`
    glyph: str  # as a picture shows it
    operands: str  # one letter each; '*' for any number
    forward: Number | Name | Call
    derivatives: tuple[Number | Name | Call, ...]
    text: str  # the forward expression as written below
    derivative_texts: tuple[str, ...]
    code: int  # position in the table

    @property
    def arity(self) -> int:
        """Number of operands, -1 for any number."""
        return -1 if self.operands == "*" else len(self.operands)


TABLE: dict[str, Row] = {}
BY_CODE: list[Row] = []


def _op(name: str, forward: str, *derivatives: str, operands: str = "", symbol: str = "", glyph: str = "") -> None:
    letters = operands or "xyz"[: len(derivatives)]
    if len(letters) != len(derivatives):
        raise SyntaxError(f"{name} has {len(letters)} operands and {len(derivatives)} derivatives")
    arity = {**{row.name: row.arity for row in TABLE.values()}, **PRIMITIVES}
    row = Row(
        name=name,
        symbol=symbol or name,
        glyph=glyph or symbol or name,
        operands=letters,
        forward=parse(forward, letters, arity),
        derivatives=tuple([parse(text, [*letters, "out"], arity) for text in derivatives]),
        text=forward,
        derivative_texts=derivatives,
        code=len(BY_CODE),
    )
    TABLE[name] = row
    BY_CODE.append(row)


def _reduction(name: str, text: str, derivative: str, glyph: str) -> None:
    # Any number of operands is the one thing the language cannot express: the generator writes these two itself.
    operand = parse(derivative, ["x", "out"], PRIMITIVES)
    row = Row(name, name, glyph, "*", Name("x"), (operand,), text, (derivative,), len(BY_CODE))
    TABLE[row.name] = row
    BY_CODE.append(row)


# fmt: off
# ruff: noqa: E501  (a row is a line)
_op("add", "x + y", "1", "1", symbol="+")
_op("sub", "x - y", "1", "-1", symbol="-", glyph="−")
_op("mul", "x * y", "y", "x", symbol="*", glyph="×")
_op("div", "x / y", "1 / y", "-out / y", symbol="/")
_op("pow", "x ** y", "where(y == 0, 0, y * x ** (y - 1))", "where(x == 0 and y >= 0, 0, out * log(x))", symbol="**", glyph="xʸ")
_op("neg", "-x", "-1", symbol="-", glyph="−")
_op("square", "x * x", "2 * x", symbol="**2", glyph="x²")
_op("cube", "x * x * x", "3 * (x * x)", symbol="**3", glyph="x³")
_op("reciprocal", "1 / x", "-out / x", symbol="**-1", glyph="1/x")
_op("mod", "mod(x, y)", "1", "-floordiv(x, y)", symbol="%", glyph="mod")
_op("floordiv", "floordiv(x, y)", "0", "0", symbol="//")
_op("sign", "where(x > 0, 1, where(x < 0, -1, 0))", "0")
_op("abs", "abs(x)", "where(x > 0, 1, where(x < 0, -1, 0))", glyph="|x|")
_op("min", "where(x <= y, x, where(x > y, y, x + y))", "where(x > y, 0, where(x == y, 0.5, 1))", "where(x < y, 0, where(x == y, 0.5, 1))")
_op("max", "where(x >= y, x, where(x < y, y, x + y))", "where(x < y, 0, where(x == y, 0.5, 1))", "where(x > y, 0, where(x == y, 0.5, 1))")
_op("clip", "min(max(x, y), z)", "where(x >= y and x <= z, 1, 0)", "where(x < y and y < z, 1, 0)", "where(x > z or z < y, 1, 0)")
_op("where", "where(c, x, y)", "0", "where(c, 1, 0)", "where(c, 0, 1)", operands="cxy")
_op("lt", "where(x < y, 1, 0)", "0", "0", symbol="<")
_op("le", "where(x <= y, 1, 0)", "0", "0", symbol="<=", glyph="≤")
_op("gt", "where(x > y, 1, 0)", "0", "0", symbol=">")
_op("ge", "where(x >= y, 1, 0)", "0", "0", symbol=">=", glyph="≥")
_op("eq", "where(x == y, 1, 0)", "0", "0", symbol="==", glyph="=")
_op("ne", "where(x != y, 1, 0)", "0", "0", symbol="!=", glyph="≠")
_op("logical_and", "where(x, where(y, 1, 0), 0)", "0", "0", symbol="&", glyph="and")
_op("logical_or", "where(x, 1, where(y, 1, 0))", "0", "0", symbol="|", glyph="or")
_op("logical_not", "where(x, 0, 1)", "0", symbol="~", glyph="not")
_op("floor", "floor(x)", "0")
_op("ceil", "ceil(x)", "0")
_op("exp", "exp(x)", "out")
_op("expm1", "expm1(x)", "out + 1")
_op("log", "log(x)", "1 / x")
_op("log1p", "log1p(x)", "1 / (x + 1)")
_op("log2", "log2(x)", "1 / (x * log(2))")
_op("log10", "log10(x)", "1 / (x * log(10))")
_op("sqrt", "sqrt(x)", "1 / (2 * out)", glyph="√")
_op("cbrt", "cbrt(x)", "1 / (3 * (out * out))", glyph="∛")
_op("hypot", "hypot(x, y)", "x / out", "y / out")
_op("sin", "sin(x)", "cos(x)")
_op("cos", "cos(x)", "-sin(x)")
_op("tan", "tan(x)", "1 + out * out")
_op("asin", "asin(x)", "1 / sqrt(1 - x * x)")
_op("acos", "acos(x)", "-1 / sqrt(1 - x * x)")
_op("atan", "atan(x)", "1 / (1 + x * x)")
_op("atan2", "atan2(x, y)", "where(x * x + y * y == 0, 0, y / (x * x + y * y))", "where(x * x + y * y == 0, 0, -x / (x * x + y * y))")
_op("sinh", "sinh(x)", "cosh(x)")
_op("cosh", "cosh(x)", "sinh(x)")
_op("tanh", "tanh(x)", "1 - out * out")
_op("sigmoid", "1 / (1 + exp(-x))", "out * (1 - out)", glyph="σ")
_op("relu", "where(x <= 0, 0, x)", "where(x <= 0, 0, 1)", symbol="ReLU", glyph="relu")
_op("leaky_relu", "where(x > 0, x, 0.01 * x)", "where(x > 0, 1, 0.01)")
_op("softplus", "log1p(exp(-abs(x))) + where(x > 0, x, 0)", "sigmoid(x)")
_op("erf", "erf(x)", "2 / sqrt(pi) * exp(-(x * x))")
_op("gelu", "0.5 * x * (1 + erf(x * sqrt(0.5)))", "0.5 * (1 + erf(x * sqrt(0.5))) + x * exp(-0.5 * x * x) / sqrt(2 * pi)")
# fmt: on
_reduction("sum", "x + y + ...", "1", glyph="Σ")
_reduction("logsumexp", "log(exp(x) + exp(y) + ...)", "exp(x - out)", glyph="logsumexp")
