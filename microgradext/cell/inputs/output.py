"""Output: which Value of a cell is differentiated."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...engine.value import Condition, Value
from ...interop.shape import is_traceable
from ..problem import CellProblem, nearest
from ..text.depth import deep_trees
from ..text.reading import Reading
from ..text.scopes import uses
from .containers import members
from .mathematics import NAMES

EMPTY = "The cell is empty: write a formula in it, for example x = 3.0 and below it y = x**2."
NO_VALUE = "There is nothing to differentiate here: bind a number to a name, as in x = 3.0, and compute with it."


@dataclass(frozen=True, slots=True)
class Output:
    """What is differentiated."""

    value: Value
    title: str  # its name, or its source text
    name: str = ""  # what it is bound to; empty for an expression
    chosen: bool = False  # it is a plain number, to which a branch has led


def read_output(text: str, reading: Reading, namespace: Mapping[str, Any]) -> ast.Expression | None:
    """The expression that names the output; raises CellProblem if it is not one, or reads a name that is unknown."""
    if not text.strip():
        if not reading.tree.body:
            raise CellProblem(EMPTY)
        return None
    try:
        expression = ast.parse(text.strip(), "<output>", "eval")
    except (SyntaxError, ValueError):  # ValueError: a null byte
        raise CellProblem(f"The output must be an expression; {text.strip()!r} is not one.") from None
    for name in names_read(expression):
        if name not in {*reading.bound, *namespace, *vars(builtins), *NAMES}:
            known = [*reading.bound, *(each for each in namespace if not each.startswith("_"))]
            raise CellProblem(f"There is no {name} in this cell.{nearest(name, known)}")
    return expression


def names_read(expression: ast.AST) -> list[str]:
    """The names that an expression reads, each once."""
    with deep_trees():
        return list(dict.fromkeys(use.name for use in uses(expression) if use.kind == "read"))


def named_output(text: str, value: Any, why: str = "") -> Output:
    """The output that the user has named; raises CellProblem, which `why` may explain, when it is not a Value."""
    if not isinstance(value, Value):
        raise CellProblem(f"{refusal(text.strip(), value)} {why}".strip())
    return Output(value, text.strip())


def found_output(
    last: Any, source: str, current: Mapping[str, Value], bound: Mapping[str, Any], why: str = ""
) -> Output:
    """The last expression if it is a Value, else the last computed Value bound to a name, else the last Value bound.

    `current` holds the Values by the names they are bound to, the newest last; `bound` is all that the cell bound.
    Raises CellProblem when there is none; `why` may explain it.
    """
    if isinstance(last, Value) and not isinstance(last, Condition):
        return Output(last, source if source in current or not last.label else last.label)
    output = last_bound(current)
    if output is None:
        raise CellProblem(f"{_nothing(last, source, bound)} {why}".strip())
    return output


def last_bound(current: Mapping[str, Value]) -> Output | None:
    """The Value bound last; one that was computed takes precedence over one that was not."""
    outputs = [Output(value, name, name) for name, value in current.items() if not isinstance(value, Condition)]
    computed = [output for output in outputs if output.value._prev]
    return next(reversed(computed or outputs), None)


def unreached(tree: ast.Module, line: int) -> str:
    """The name that the statement at a line would have bound; `output` if there is none.

    >>> unreached(ast.parse("a = 1.0\\nr = a / 0"), 2)
    'r'
    """
    for statement in tree.body:
        if statement.lineno <= line <= (statement.end_lineno or line):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    return name
                case ast.AugAssign(target=ast.Name(id=name)):
                    return name
    return "output"


def refusal(title: str, value: Any) -> str:
    """Why `value` cannot be differentiated, and what can be."""
    named = title if re.fullmatch(r"[\w.]+", title) else f"({title})"
    inside = [path for path, _ in members(named, value) if path]
    if inside:
        choice = inside[0] if len(inside) == 1 else f"{inside[0]} … {inside[-1]}"
        return f"{title} is a {type(value).__name__} of {_counted(inside)}: choose {choice}."
    if isinstance(value, int | float):
        return f"{title} is the plain number {value!r}, not a Value, so it has no gradient."
    if is_traceable(value):
        return (
            f"{title} is a {type(value).__name__} of {type(value).__module__}, and this cell can only differentiate"
            f" Values of microgradext: draw it with `%grad {title}` in another cell, or write `from microgradext"
            " import Value` instead."
        )
    return f"{title} is of type {type(value).__name__}, not a Value, so it has no gradient."


def _nothing(last: Any, source: str, bound: Mapping[str, Any]) -> str:
    for title, value in ((source, last), *reversed(list(bound.items()))):
        if members(title, value):
            return refusal(title, value)
    return NO_VALUE


def _counted(paths: Sequence[str]) -> str:
    return "1 Value" if len(paths) == 1 else f"{len(paths)} Values"
