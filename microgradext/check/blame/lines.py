"""Lines: from a line that ran to the part of the source that a report points at."""

from __future__ import annotations

import ast
from types import CodeType

from ..report.finding import Place
from .observed import Line
from .source import enclosing, function_of, place_of, statement_at


def start_of(code: CodeType) -> Place:
    """The line where a function begins."""
    function = function_of(code)
    line = function.lineno if function is not None else code.co_firstlineno
    return place_of(code.co_filename, line)


def is_source(line: Line) -> bool:
    """Whether the text of a line is known."""
    return bool(place_of(line[0].co_filename, line[1]).text)


def function_at(line: Line) -> ast.AST | None:
    """The function around a line."""
    return function_of(line[0]) or next(iter(enclosing(line[0].co_filename, line[1])), None)


def statement_of(line: Line) -> ast.stmt | None:
    """The statement that a line belongs to."""
    function = function_at(line)
    return None if function is None else statement_at(function, line[1])


def whole(line: Line) -> Place:
    """All of a line."""
    return place_of(line[0].co_filename, line[1])


def value(line: Line, entire: bool = False) -> Place:
    """What a statement adds; the entire statement where the adding itself is wrong."""
    statement = statement_of(line)
    if statement is None:
        return whole(line)
    part: ast.AST = statement
    if not entire and isinstance(statement, (ast.AugAssign, ast.Assign)):
        part = statement.value
    return place_of(line[0].co_filename, line[1] if part is statement else getattr(part, "lineno", line[1]), part)


def computes(line: Line) -> bool:
    """Whether what a function returns there is more than a name or an attribute, as a property's may be."""
    if line[0].co_name in ("<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>"):
        return False
    function = function_of(line[0])
    statement = None if function is None or isinstance(function, ast.Lambda) else statement_at(function, line[1])
    part = function.body if isinstance(function, ast.Lambda) else getattr(statement, "value", None)
    return not isinstance(part, (ast.Name, ast.Attribute)) or isinstance(function, ast.Lambda)


def returned_at(line: Line, position: int) -> Place:
    """What a function returned at a line; of several values, the one at `position`."""
    function = function_of(line[0])
    part: ast.AST | None = None
    if isinstance(function, ast.Lambda):
        part = function.body
    elif function is not None:
        statement = statement_at(function, line[1])
        part = statement.value if isinstance(statement, ast.Return) else statement
    if position >= 0 and isinstance(part, (ast.Tuple, ast.List)) and position < len(part.elts):
        part = part.elts[position]
    return place_of(line[0].co_filename, getattr(part, "lineno", line[1]), part)
