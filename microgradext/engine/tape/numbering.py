"""Numbering: a graph and its gradient as a list of primitives, with constants folded and nothing computed twice.

Every operand is a number or an earlier primitive. What is folded or left out would not have changed a bit of the
result.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from .. import ieee
from ..columns import Columns
from ..graph import Graph
from ..language.emit import CONDITIONS, fold, inline
from ..language.expression import Call, Name, Number, pull
from ..ops import BY_CODE

Operand = float | int  # a number, or the position of a primitive

_CONDITIONS: Mapping[str, Callable[..., bool]] = {
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge, "eq": operator.eq, "ne": operator.ne,
    "and": lambda x, y: bool(x) and bool(y), "or": lambda x, y: bool(x) or bool(y), "isinf": math.isinf,
}  # fmt: skip
_COMMUTE = frozenset("add mul eq ne and or".split())

Unary = Callable[[str, Operand], Operand]
Binary = Callable[[str, Operand, Operand], Operand]
Step = tuple[int, int, list[int]]  # a node, the code of its row, its operands


class Primitive(NamedTuple):
    """One primitive, applied to numbers (floats) and to earlier primitives (their positions, as ints)."""

    function: str  # a primitive of the op table; 'input', whose operand says which; 'maximum', 'isinf'
    operands: tuple[Operand, ...]

    @property
    def truth(self) -> bool:
        """Whether it gives truth values instead of numbers."""
        return self.function in CONDITIONS or self.function == "isinf"


@dataclass(slots=True)
class Numbering:
    """The primitives in order; which of them (or which numbers) are the output, its gradient, and what guards see."""

    primitives: list[Primitive] = field(default_factory=list)
    output: Operand = 0.0
    gradient: list[Operand] = field(default_factory=list)
    guarded: list[Operand] = field(default_factory=list)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def input(self, position: int) -> Operand:
        """The primitive that stands for an input."""
        self.primitives.append(Primitive("input", (position,)))
        return len(self.primitives) - 1

    def unary(self, function: str, x: Operand) -> Operand:
        """A primitive of one operand; a number when that is one, or an earlier primitive when there is an equal one."""
        if type(x) is float:
            return self._computed(function, (x,))
        return self._made((function, x), function, (x,))

    def binary(self, function: str, x: Operand, y: Operand) -> Operand:
        """The same of two operands."""
        # The position 1 and the number 1.0 are two keys, and so are 0.0 and -0.0; nan equals itself.
        if type(x) is int:
            if type(y) is int:
                key = (function, y, x) if y < x and function in _COMMUTE else (function, x, y)
            elif y == 1.0 and function == "mul":
                return x
            else:
                key = (function, x, repr(y))  # type: ignore[assignment]
        elif type(y) is int:
            if x == 1.0 and function == "mul":
                return y
            key = (function, y, repr(x)) if function in _COMMUTE else (function, repr(x), y)  # type: ignore[assignment]
        else:
            return self._computed(function, (x, y))
        return self._made(key, function, (x, y))

    def where(self, condition: Operand, x: Operand, y: Operand) -> Operand:
        """`x` where `condition` holds, else `y`."""
        if type(condition) is float:
            return x if condition else y
        key = ("where", condition, x if type(x) is int else repr(x), y if type(y) is int else repr(y))
        return self._made(key, "where", (condition, x, y))

    def _made(self, key: tuple[object, ...], function: str, operands: tuple[Operand, ...]) -> int:
        found = self._known.get(key)
        if found is None:
            self._known[key] = found = len(self.primitives)
            self.primitives.append(Primitive(function, operands))
        return found

    def _computed(self, function: str, operands: Sequence[Operand]) -> float:
        if function in _CONDITIONS:
            return float(_CONDITIONS[function](*operands))
        if function == "maximum":
            return math.nan if any(map(math.isnan, operands)) else max(operands)
        return ieee.compute(function, *operands)


def numbered(graph: Graph) -> Numbering:
    """The output of `graph` and its gradient with respect to the inputs.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(2.0)
    >>> program = numbered(graph_of(a.exp() + a.exp() + Value(3.0) * 2, inputs=[a])[0])
    >>> [(each.function, each.operands) for each in program.primitives]
    [('input', (0,)), ('exp', (0,)), ('add', (1, 1)), ('add', (2, 6.0))]
    """
    made = Numbering()
    columns = graph.columns
    values: list[Operand] = columns.data.tolist()
    moves = bytearray(len(values))
    for position, node in enumerate(graph.inputs):
        values[node] = made.input(position)
        moves[node] = 1
    back = _forward(made, columns, values, moves)
    gradients: list[Operand | None] = [None] * len(values)
    gradients[graph.output] = 1.0
    for index, code, operands in reversed(back):
        upstream = gradients[index]
        if upstream is not None:  # else the output does not depend on it
            numbers = [upstream, values[index], *[values[operand] for operand in operands]]
            _pass(made, _row(code), numbers, operands, gradients, moves)
    made.output = values[graph.output]
    made.gradient = [0.0 if found is None else found for found in [gradients[node] for node in graph.inputs]]
    made.guarded = [values[guard.node] for guard in graph.guards]
    return made


def _forward(made: Numbering, columns: Columns, values: list[Operand], moves: bytearray) -> list[Step]:
    """Compute every operation; return those that depend on an input: no others pass anything on to one."""
    back: list[Step] = []
    start, operands = columns.start.tolist(), columns.operands.tolist()
    apply = made.unary, made.binary, made.where
    for index, code in enumerate(columns.codes.tolist()):
        if code >= 0 and not moves[index]:  # an input is given, whatever it was computed from
            own = operands[start[index] : start[index + 1]]
            values[index] = _row(code).forward(*apply, *[values[operand] for operand in own])
            if 1 in [moves[operand] for operand in own]:
                moves[index] = 1
                back.append((index, code, own))
    return back


def _pass(
    made: Numbering,
    row: _Row,
    numbers: Sequence[Operand],
    operands: Sequence[int],
    gradients: list[Operand | None],
    moves: bytearray,
) -> None:
    """Add what an operation passes back to the gradients of its operands; `numbers` begins with upstream and out."""
    apply = made.unary, made.binary, made.where
    for place, operand in enumerate(operands):
        if moves[operand]:
            if row.passes:
                contribution = row.passes[place](*apply, *numbers)
            else:
                contribution = row.passes_each(*apply, *numbers[:2], numbers[2 + place])
            total = gradients[operand]
            if total is None or (type(total) is float and total == 0.0):
                gradients[operand] = contribution
            else:
                gradients[operand] = made.binary("add", total, contribution)


# ---------------------------------------------------------------------------- the rows, as functions of operands


@dataclass(frozen=True, slots=True)
class _Row:
    """What gives a row's value and what it passes back; all begin with the methods of a Numbering."""

    forward: Callable[..., Operand]  # of the operands
    passes: tuple[Callable[..., Operand], ...]  # to each operand: of the upstream gradient, the value, the operands
    passes_each: Callable[..., Operand]  # in a row of any number of operands: of upstream, value and this operand


@cache
def _row(code: int) -> _Row:
    row = BY_CODE[code]
    names = ", ".join(row.operands if row.arity > 0 else "x")
    passes = [_function(f"g, out, {names}", pull(derivative, Name("g"))) for derivative in row.derivatives]
    if row.arity > 0:
        return _Row(_function(names, row.forward), tuple(passes), passes[0])
    return _Row(_added if row.name == "sum" else _logsumexp, (), passes[0])


def _added(unary: Unary, binary: Binary, where: object, *operands: Operand) -> Operand:
    total = operands[0]
    for operand in operands[1:]:
        total = binary("add", total, operand)
    return total


def _logsumexp(unary: Unary, binary: Binary, where: Callable[..., Operand], *operands: Operand) -> Operand:
    largest = operands[0]
    for operand in operands[1:]:
        largest = binary("maximum", largest, operand)
    shift = where(unary("isinf", largest), 0.0, largest)
    powers = [unary("exp", binary("sub", operand, shift)) for operand in operands]
    return binary("add", shift, unary("log", _added(unary, binary, where, *powers)))


def _function(names: str, expression: Number | Name | Call) -> Callable[..., Operand]:
    made: Callable[..., Operand] = eval(f"lambda unary, binary, where, {names}: {_text(fold(inline(expression)))}")
    return made


def _text(expression: Number | Name | Call) -> str:
    """The calls that apply an expression of the table."""
    match expression:
        case Number(value):
            return repr(value)
        case Name(name):
            return repr(math.pi) if name == "pi" else name
        case Call("where", (condition, first, second)):
            return f"where({_condition(condition)}, {_text(first)}, {_text(second)})"
        case Call("and" | "or" as function, (left, right)):
            return f"binary({function!r}, {_condition(left)}, {_condition(right)})"
        case Call(function, arguments):
            applied = ", ".join([repr(function), *map(_text, arguments)])
            return f"{'unary' if len(arguments) == 1 else 'binary'}({applied})"


def _condition(expression: Number | Name | Call) -> str:
    # A number as a condition is true where it is not 0; nan is true.
    truth = isinstance(expression, Call) and expression.function in CONDITIONS
    return _text(expression if truth else Call("ne", (expression, Number(0.0))))
