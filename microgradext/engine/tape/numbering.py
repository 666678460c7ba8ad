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

from .. import ieee
from ..frame import Step, steps_of
from ..graph import Graph, reached
from ..language.emit import CONDITIONS, fold, inline
from ..language.expression import Call, Name, Number, pull
from ..ops import BY_CODE

Operand = float | int  # a number, or the position of a primitive

_CONDITIONS: Mapping[str, Callable[..., bool]] = {
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge, "eq": operator.eq, "ne": operator.ne,
    "and": lambda x, y: bool(x) and bool(y), "or": lambda x, y: bool(x) or bool(y), "isinf": math.isinf,
}  # fmt: skip
_COMMUTE = frozenset("add mul eq ne and or".split())


@dataclass(frozen=True, slots=True)
class Primitive:
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

    def apply(self, function: str, *operands: Operand) -> Operand:
        """A primitive; a number when all operands are numbers, or an earlier primitive when there is an equal one."""
        if function == "where" and type(operands[0]) is float:
            return operands[1] if operands[0] else operands[2]
        if function != "where" and all(type(operand) is float for operand in operands):
            return self._computed(function, operands)
        if function == "mul" and any(type(operand) is float and operand == 1.0 for operand in operands):
            return next(operand for operand in operands if type(operand) is int)
        key = (function, *sorted(map(_key, operands))) if function in _COMMUTE else (function, *map(_key, operands))
        if key not in self._known:
            self._known[key] = len(self.primitives)
            self.primitives.append(Primitive(function, operands))
        return self._known[key]

    def input(self, position: int) -> Operand:
        """The primitive that stands for an input."""
        self.primitives.append(Primitive("input", (position,)))
        return len(self.primitives) - 1

    def evaluate(self, expression: Number | Name | Call, names: Mapping[str, Operand]) -> Operand:
        """Evaluate an expression of the table."""
        match expression:
            case Number(value):
                return value
            case Name(name):
                return math.pi if name == "pi" else names[name]
            case Call("where", (condition, first, second)):
                chosen = self._condition(condition, names)
                return self.apply("where", chosen, self.evaluate(first, names), self.evaluate(second, names))
            case Call("and" | "or" as function, (left, right)):
                return self.apply(function, self._condition(left, names), self._condition(right, names))
            case Call(function, arguments):
                return self.apply(function, *[self.evaluate(argument, names) for argument in arguments])

    def _condition(self, expression: Number | Name | Call, names: Mapping[str, Operand]) -> Operand:
        # A number as a condition is true where it is not 0; nan is true.
        truth = isinstance(expression, Call) and expression.function in CONDITIONS
        return self.evaluate(expression if truth else Call("ne", (expression, Number(0.0))), names)

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
    values: list[Operand] = [node.data for node in graph.nodes]
    for position, node in enumerate(graph.inputs):
        values[node] = made.input(position)
    steps = _between(graph)
    for index, code, operands in steps_of(graph):
        values[index] = _forward(made, code, [values[operand] for operand in operands])
    made.output = values[graph.output]
    gradients: list[Operand] = [0.0] * len(values)
    gradients[graph.output] = 1.0
    for index, code, operands in reversed(steps):
        passed = _passed(made, code, gradients[index], values[index], [values[operand] for operand in operands])
        for operand, contribution in zip(operands, passed, strict=True):
            total = gradients[operand]
            gradients[operand] = (
                contribution if total == 0.0 and type(total) is float else made.apply("add", total, contribution)
            )
    made.gradient = [gradients[node] for node in graph.inputs]
    made.guarded = [values[guard.node] for guard in graph.guards]
    return made


def _between(graph: Graph) -> list[Step]:
    """The operations between the inputs and the output: no others pass anything on to an input."""
    moves = [False] * len(graph.nodes)
    for node in graph.inputs:
        moves[node] = True
    depends = reached(graph)
    found = []
    for step in steps_of(graph):
        moves[step[0]] = any(moves[operand] for operand in step[2])
        if moves[step[0]] and depends[step[0]]:
            found.append(step)
    return found


def _forward(made: Numbering, code: int, operands: Sequence[Operand]) -> Operand:
    row = BY_CODE[code]
    if row.name == "sum":
        return _added(made, operands)
    if row.name == "logsumexp":
        return _logsumexp(made, operands)
    names = dict(zip(row.operands, operands, strict=True))
    return made.evaluate(_expressions(code)[0], names)


def _added(made: Numbering, operands: Sequence[Operand]) -> Operand:
    total = operands[0]
    for operand in operands[1:]:
        total = made.apply("add", total, operand)
    return total


def _logsumexp(made: Numbering, operands: Sequence[Operand]) -> Operand:
    largest = operands[0]
    for operand in operands[1:]:
        largest = made.apply("maximum", largest, operand)
    shift = made.apply("where", made.apply("isinf", largest), 0.0, largest)
    powers = [made.apply("exp", made.apply("sub", operand, shift)) for operand in operands]
    return made.apply("add", shift, made.apply("log", _added(made, powers)))


def _passed(made: Numbering, code: int, g: Operand, out: Operand, operands: Sequence[Operand]) -> list[Operand]:
    row = BY_CODE[code]
    if row.arity < 0:
        pulled = _expressions(code)[1]
        return [made.evaluate(pulled, {"g": g, "out": out, "x": operand}) for operand in operands]
    names = {"g": g, "out": out, **dict(zip(row.operands, operands, strict=True))}
    return [made.evaluate(pulled, names) for pulled in _expressions(code)[1:]]


@cache
def _expressions(code: int) -> list[Number | Name | Call]:
    """A row's value, and what flows back to each operand, in primitives."""
    row = BY_CODE[code]
    pulled = [pull(derivative, Name("g")) for derivative in row.derivatives]
    return [fold(inline(expression)) for expression in (row.forward, *pulled)]


def _key(operand: Operand) -> tuple[str, object]:
    # The position 1 and the number 1.0 differ, and so do 0.0 and -0.0; nan equals itself here.
    return type(operand).__name__, operand if type(operand) is int else repr(operand)
