"""Source: the statements of a user's code, found from a code object and a line."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from ...engine.frames import called
from ..report.finding import Place
from .observed import Span


def place_of(file: str, line: int, part: ast.AST | None = None) -> Place:
    """The place of `part` in `line`, or of the whole line where there is no part."""
    text = linecache.getline(file, line).rstrip("\n")
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if isinstance(part, (ast.expr, ast.stmt)) and part.lineno == line:
        start = _characters(text, part.col_offset)
        if part.end_lineno == line and part.end_col_offset is not None:
            end = _characters(text, part.end_col_offset)
    return Place(file, line, text, start, end, called(file))


def _characters(text: str, octets: int) -> int:
    return len(text.encode()[:octets].decode(errors="ignore"))


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def tree_of(file: str) -> ast.Module | None:
    """The tree of a file or cell as `linecache` knows it."""
    return _parsed("".join(linecache.getlines(file)))


Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def function_of(code: CodeType) -> Function | None:
    """The definition that `code` was compiled from."""
    tree = tree_of(code.co_filename)
    if tree is None:
        return None
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, Function) and _name(node) == code.co_name and _first(node) == code.co_firstlineno
    ]
    if len(found) > 1:  # lambdas on one line: told apart by the columns of their instructions
        columns = [place[2] for place in code.co_positions() if place[0] is not None and place[2] is not None]
        spans = [place for place in code.co_positions() if place[2] is not None and place[3] is not None and place[3]]
        first = min((place[2] or 0 for place in spans), default=min(columns, default=0))
        found.sort(key=lambda node: abs(node.body.col_offset - first) if isinstance(node, ast.Lambda) else 0)
    return found[0] if found else None


def _name(node: Function) -> str:
    return "<lambda>" if isinstance(node, ast.Lambda) else node.name


def _first(node: Function) -> int:
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *[each.lineno for each in decorators]])


def enclosing(file: str, line: int) -> list[Function]:
    """The functions around a line, the innermost first."""
    tree = tree_of(file)
    if tree is None:
        return []
    around = [node for node in ast.walk(tree) if isinstance(node, Function) and node.lineno <= line <= _end(node)]
    return sorted(around, key=lambda node: (node.lineno, -_end(node)), reverse=True)


def statement_at(function: ast.AST, line: int, span: Span | None = None) -> ast.stmt | None:
    """The smallest statement inside `function` that covers a line, or the part of it that is `span`."""
    around = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.stmt) and node is not function and node.lineno <= line <= _end(node)
    ]
    if span is not None:
        around = [node for node in around if covers(node, span)] or around
    return min(around, key=_extent, default=None)


def covers(node: ast.expr | ast.stmt, span: Span) -> bool:
    """Whether `span` lies within a node of the tree."""
    last = (node.end_lineno or 0, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= span[:2] and span[2:] <= last


def _extent(node: ast.stmt) -> tuple[int, int]:
    return _end(node) - node.lineno, (node.end_col_offset or 0) - node.col_offset


def condition_of(function: ast.AST, statement: ast.AST) -> ast.If | None:
    """The innermost `if` inside `function` that decides whether `statement` runs."""
    ifs = [node for node in ast.walk(function) if isinstance(node, ast.If) and _holds(node, statement)]
    return max(ifs, key=lambda node: node.lineno, default=None)


def _holds(node: ast.If, statement: ast.AST) -> bool:
    return any(inner is statement for part in (*node.body, *node.orelse) for inner in ast.walk(part))


def gradient_writes(function: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """The statements that write to a gradient, with the text of whose it is: `self` in `self.grad += 1`."""
    for node in ast.walk(function):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Attribute) and "grad" in target.attr and isinstance(node, ast.stmt):
                yield node, ast.unparse(target.value)


Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign


def assignments(function: ast.AST, name: str) -> list[Assignment]:
    """The statements inside `function` that compute `name`."""
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign))
        and node.value is not None
        and any(
            isinstance(inner, ast.Name) and inner.id == name
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            for inner in ast.walk(target)
        )
    ]


def names_in(node: ast.AST) -> set[str]:
    """The names that are read in `node`."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)}


def _end(node: ast.AST) -> int:
    return getattr(node, "end_lineno", 0) or 0
