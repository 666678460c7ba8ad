"""Derivatives as Values: the table's derivative expressions evaluated on Values, so that they have derivatives too."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from .applied import apply
from .language.emit import fold
from .language.expression import Call, Name, Number, pull
from .making import constant
from .node import WRITTEN
from .ops import BY_CODE
from .order import ancestors
from .value import Value

_ROWS = {"and": "logical_and", "or": "logical_or"}  # operators of the language whose row has another name


def derivatives(output: Value, inputs: Sequence[Value]) -> list[Value]:
    """∂output/∂input for each of `inputs`, as Values that can be differentiated again; no `grad` changes.

    Raises ValueError where the path runs through an op written by hand, whose derivative is code, not mathematics.

    >>> x = Value(3.0)
    >>> first, = derivatives(x**3, [x])
    >>> second, = derivatives(first, [x])
    >>> first.data, second.data
    (27.0, 18.0)
    """
    between = _between(output, inputs)
    gradients = {output: constant(1.0)}
    for node in reversed(between):
        if node._prev and node in gradients:
            for operand, contribution in _passed(node, gradients[node], between):
                gradients[operand] = gradients[operand] + contribution if operand in gradients else contribution
    return [gradients[value] if value in gradients else constant(0.0) for value in inputs]


def _between(output: Value, inputs: Sequence[Value]) -> dict[Value, None]:
    """The nodes that `output` depends on and that depend on an input, in creation order."""
    found = dict.fromkeys(inputs)
    for node in ancestors([output]):
        if any(operand in found for operand in node._prev):
            found[node] = None
    return found


def _passed(node: Value, upstream: Value, between: Mapping[Value, None]) -> list[tuple[Value, Value]]:
    """The operands of `node` that lead to an input, each with what flows back to it."""
    if not any(operand in between for operand in node._prev):
        return []
    if node._code == WRITTEN:
        raise ValueError(
            f"{node._op or 'an operation'} is written by hand: its derivative is code, which has no derivative"
        )
    row = BY_CODE[node._code]
    names = {"out": node, "g": upstream, **dict(zip(row.operands, node._prev, strict=False))}
    pulled = _pulled(node._code, len(node._prev))
    return [
        (operand, evaluate(expression, names if row.arity > 0 else {**names, "x": operand}))
        for operand, expression in zip(node._prev, pulled, strict=True)
        if operand in between and expression != Number(0.0)
    ]


@cache
def _pulled(code: int, operands: int) -> tuple[Number | Name | Call, ...]:
    row = BY_CODE[code]
    pulled = tuple([fold(pull(derivative, Name("g"))) for derivative in row.derivatives])
    return pulled if row.arity > 0 else pulled * operands


def evaluate(expression: Number | Name | Call, names: Mapping[str, Value]) -> Value:
    """Evaluate an expression of the table on Values; both branches of a `where` are evaluated.

    >>> from microgradext.engine.ops import TABLE
    >>> evaluate(TABLE["softplus"].derivatives[0], {"x": Value(0.0)}).data
    0.5
    """
    match expression:
        case Number(value):
            made: Value = constant(value)
            return made
        case Name(name):
            return constant(math.pi) if name == "pi" else names[name]
        case Call(function, arguments):
            return apply(_ROWS.get(function, function), *[evaluate(argument, names) for argument in arguments])
