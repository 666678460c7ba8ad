"""Direct: the value and the gradient of the inputs, and nothing else, as one Python function.

`straight` keeps every number of a graph for a Frame. Here only what the result needs is computed, nothing twice, and
what cannot change a bit is folded away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import frexp, inf, isfinite
from typing import Any

from ..frame import checked
from ..graph import Graph, GraphGuard
from ..guards import holds
from ..language.emit import IEEE, PYTHON, Target, written
from ..language.expression import Call, Name, Number
from .numbering import Numbering, Operand
from .straight import KNOWN

Found = tuple[float, list[float]]
Gradient = Callable[[Sequence[float]], Found]

LONGEST = 30
"""How many primitives go into one expression at most: Python's own compiler recurses."""


def direct(graph: Graph, program: Numbering, otherwise: Gradient) -> Gradient:
    """The function of a point; `otherwise` answers where the code would take another path than the graph's."""
    safe: list[Gradient] = []

    def again(point: Sequence[float]) -> Found:
        numbers = checked(graph, point)
        if not safe:
            safe.append(_compiled(source(program, graph.guards, IEEE), {"otherwise": otherwise}))
        return safe[0](numbers)

    names = {"otherwise": otherwise, "again": again, "checked": lambda point: checked(graph, point)}
    return _compiled(source(program, graph.guards), names)


def source(program: Numbering, guards: Sequence[GraphGuard] = (), target: Target = PYTHON) -> str:
    """The source of `gradient(point)`. Where plain Python raises, all is computed again in the form that does not.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.engine.tape.numbering import numbered
    >>> a, b = Value(2.0), Value(3.0)
    >>> print(source(numbered(graph_of(a * b / 4 - b, inputs=[a, b])[0])))
    def gradient(point):
        try:
            if type(point) is not tuple and type(point) is not list: point = checked(point)
            v0, v1, = point
            if type(v0) is not float: v0 = number(v0)
            if type(v1) is not float: v1 = number(v1)
            out, by = v0 * v1 * 0.25 - v1, [0.25 * v1, -1.0 + 0.25 * v0]
        except (ArithmeticError, ValueError, TypeError):
            return again(point)
        return out, by
    """
    text = _Text(program, target)
    lines = [*text.statements()]
    out, *gradient = [text.of(operand) for operand in (program.output, *program.gradient)]
    lines.append(f"out, by = {out}, [{', '.join(gradient)}]")
    guarded = [*_guarded(program, guards, text)]
    inputs = "".join(f"v{position}, " for position, each in enumerate(program.primitives) if each.function == "input")
    opened = [f"{inputs.rstrip()} = point"] if inputs else []
    if target is IEEE:
        return "\n    ".join(["def gradient(point):", *opened, *lines, *guarded, "return out, by"])
    return "\n    ".join(
        [
            "def gradient(point):",
            "try:",
            "    if type(point) is not tuple and type(point) is not list: point = checked(point)",
            *[f"    {line}" for line in [*(opened or ["if point: raise ValueError"]), *_floats(inputs), *lines]],
            "except (ArithmeticError, ValueError, TypeError):",
            "    return again(point)",
            *guarded,
            "return out, by",
        ]
    )


def _compiled(text: str, names: dict[str, Any]) -> Gradient:
    known = {**KNOWN, "holds": holds, **names}
    exec(compile(text, "<gradient>", "exec"), known)
    made: Gradient = known["gradient"]
    return made


def _floats(inputs: str) -> Iterator[str]:
    for name in inputs.replace(" ", "").split(",")[:-1]:
        yield f"if type({name}) is not float: {name} = number({name})"


def _guarded(program: Numbering, guards: Sequence[GraphGuard], text: _Text) -> Iterator[str]:
    """Leave where a guard does not hold."""
    for guard, operand in zip(guards, program.guarded, strict=True):
        if type(operand) is float:
            if not holds(guard.kind, guard.expected, operand):
                yield "return otherwise(point)"
        else:
            yield f"if {_flipped(guard, text.of(operand))}: return otherwise(point)"


def _flipped(guard: GraphGuard, name: str) -> str:
    if guard.kind == "truth":
        return f"{name} {'==' if guard.expected else '!='} 0.0"
    return f"not holds({guard.kind!r}, {guard.expected!r}, {name})"


@dataclass(slots=True)
class _Inline:
    """A primitive as an expression, and how many primitives are in it."""

    expression: Number | Name | Call
    size: int = 0


class _Text:
    """The primitives as expressions: one with a single use is written where it is used."""

    def __init__(self, program: Numbering, target: Target) -> None:
        self._program = program
        self._target = target
        self._uses = _uses(program)
        self._inline: list[_Inline] = [_Inline(Name(f"v{index}")) for index in range(len(program.primitives))]

    def of(self, operand: Operand) -> str:
        """An operand of the result."""
        return written(self._expression(operand), self._target)

    def statements(self) -> Iterator[str]:
        """An assignment to each primitive that has a name."""
        for index, primitive in enumerate(self._program.primitives):
            if primitive.function == "input" or not self._uses[index]:
                continue
            found = _shorter(Call(primitive.function, tuple(map(self._expression, primitive.operands))))
            size = 1 + sum(self._inline[operand].size for operand in primitive.operands if type(operand) is int)
            if (self._uses[index] == 1 and size <= LONGEST) or _cheap(found):
                self._inline[index] = _Inline(found, size)
            else:
                yield f"v{index} = {written(found, self._target)}"

    def _expression(self, operand: Operand) -> Number | Name | Call:
        return Number(operand) if type(operand) is float else self._inline[int(operand)].expression


def _cheap(expression: Number | Name | Call) -> bool:
    """Whether writing it again costs no more than a name: a change of sign, a comparison."""
    match expression:
        case Call("neg" | "lt" | "le" | "gt" | "ge" | "eq" | "ne", arguments):
            return not any(isinstance(argument, Call) for argument in arguments)
    return not isinstance(expression, Call)


def _uses(program: Numbering) -> list[int]:
    """How often the text of each primitive would be written."""
    uses = [0] * len(program.primitives)
    for operand in program.guarded:
        if type(operand) is int:
            uses[operand] += 2  # it needs a name
    for operand in (program.output, *program.gradient):
        if type(operand) is int:
            uses[operand] += 1
    for index in range(len(uses) - 1, -1, -1):
        primitive = program.primitives[index]
        if uses[index] and primitive.function != "input":
            for operand in primitive.operands:
                if type(operand) is int:
                    uses[operand] += 2 if primitive.function in ("maximum", "floor", "ceil") else 1
    return uses


def _shorter(call: Call) -> Number | Name | Call:
    """The same bits with fewer or cheaper operations."""
    match call:
        case Call("neg", (Call("neg", (x,)),)):
            return x
        case Call("add", (x, Call("neg", (y,)))) | Call("add", (Call("neg", (y,)), x)):
            return Call("sub", (x, y))
        case Call("sub", (x, Call("neg", (y,)))):
            return Call("add", (x, y))
        case Call("mul" | "div" as function, (Call("neg", (x,)), y)) | Call("mul" as function, (y, Call("neg", (x,)))):
            return Call("neg", (_shorter(Call(function, (x, y))),))
        case Call("div", (x, Number(y))) if _exact(y):
            return Call("mul", (x, Number(1.0 / y)))
        case Call("maximum", (x, y)):
            return Call("where", (Call("ge", (x, y)), x, y))
        case Call("isinf", (x,)):
            return Call("eq", (Call("abs", (x,)), Number(inf)))
    return call


def _exact(divisor: float) -> bool:
    """Whether dividing by it is multiplying by its reciprocal: a power of two that is no extreme."""
    return isfinite(divisor) and abs(frexp(divisor)[0]) == 0.5 and 1e-300 < abs(divisor) < 1e300
