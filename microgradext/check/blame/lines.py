"""Lines: from a line that ran to the part of the source that a report points at."""

from __future__ import annotations

import ast
from types import CodeType

from ..report.finding import Place
from .observed import Line
from .source import covers, enclosing, function_of, place_of, statement_at


def start_of(code: CodeType) -> Place:
    """The line where a function begins."""
    function = function_of(code)
    line = function.lineno if function is not None else code.co_firstlineno
    return place_of(code.co_filename, line)


def is_source(line: Line) -> bool:
    """Whether the text of a line is known."""
    return bool(place_of(line.code.co_filename, line.number).text)


def function_at(line: Line) -> ast.AST | None:
    """The function around a line."""
    return function_of(line.code) or next(iter(enclosing(line.code.co_filename, line.number)), None)


def statement_of(line: Line) -> ast.stmt | None:
    """The statement that a line belongs to."""
    function = function_at(line)
    return None if function is None else statement_at(function, line.number, line.span)


def whole(line: Line) -> Place:
    """All of a line; where it has several statements, the one that ran."""
    statement = statement_of(line) if line.span is not None else None
    is_one = statement is not None and statement.lineno == statement.end_lineno == line.number
    return place_of(line.code.co_filename, line.number, statement if is_one else None)


def value(line: Line, entire: bool = False) -> Place:
    """What a statement adds; the entire statement where the adding itself is wrong."""
    share = _share(line)
    if share is not None:
        return place_of(line.code.co_filename, share.lineno, share)
    statement = statement_of(line)
    if statement is None:
        return whole(line)
    part: ast.AST = statement
    if not entire and isinstance(statement, (ast.AugAssign, ast.Assign)):
        part = statement.value
    return place_of(
        line.code.co_filename, line.number if part is statement else getattr(part, "lineno", line.number), part
    )


def _share(line: Line) -> ast.expr | None:
    """Of several expressions that one statement or lambda has for several operands, the one that was under way."""
    function = function_of(line.code)
    if line.span is None:
        return None
    if isinstance(function, ast.Lambda):
        body = function.body
        parts = body.elts if isinstance(body, (ast.Tuple, ast.List)) else [body]
        return next((part for part in parts if covers(part, line.span)), None)
    statement = statement_of(line)
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple):
        for target in statement.targets:
            if isinstance(target, ast.Tuple) and len(target.elts) == len(statement.value.elts):
                pairs = zip(target.elts, statement.value.elts, strict=True)
                return next((value for written, value in pairs if covers(written, line.span)), None)
    return None


def computes(line: Line) -> bool:
    """Whether what a function returns there is more than a name or an attribute, as a property's may be."""
    if line.code.co_name in ("<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>"):
        return False
    function = function_of(line.code)
    statement = None if function is None or isinstance(function, ast.Lambda) else statement_at(function, line.number)
    part = function.body if isinstance(function, ast.Lambda) else getattr(statement, "value", None)
    return not isinstance(part, (ast.Name, ast.Attribute)) or isinstance(function, ast.Lambda)


def returned_at(line: Line, position: int) -> Place:
    """What a function returned at a line; of several values, the one at `position`."""
    function = function_of(line.code)
    part: ast.AST | None = None
    if isinstance(function, ast.Lambda):
        part = function.body
    elif function is not None:
        statement = statement_at(function, line.number)
        part = statement.value if isinstance(statement, ast.Return) else statement
    if position >= 0 and isinstance(part, (ast.Tuple, ast.List)) and position < len(part.elts):
        part = part.elts[position]
    return place_of(line.code.co_filename, getattr(part, "lineno", line.number), part)
