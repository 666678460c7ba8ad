"""Once: the statements of a cell that run at most once."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator


def once(body: Iterable[ast.stmt]) -> Iterator[tuple[ast.stmt, list[ast.AST]]]:
    """The statements that run at most once, in order, each with the parts that run before the statements in it.

    A loop counts as one statement, with everything in it.
    """
    for statement in body:
        header, blocks = _parts(statement)
        yield statement, header
        for block in blocks:
            yield from once(block)


def _parts(statement: ast.stmt) -> tuple[list[ast.AST], list[list[ast.stmt]]]:
    """What a statement runs itself, and the blocks in it that run at most once."""
    match statement:
        case ast.If(test=test, body=body, orelse=orelse):
            return [test], [body, orelse]
        case ast.With(items=items, body=body):
            return [*items], [body]
        case ast.Try(body=body, handlers=handlers) | ast.TryStar(body=body, handlers=handlers):
            caught = [handler.type for handler in handlers if handler.type]
            return [*caught], [body, *(handler.body for handler in handlers), statement.orelse, statement.finalbody]
        case ast.Match(subject=subject, cases=cases):
            guards = [case.guard for case in cases if case.guard]
            return [subject, *(case.pattern for case in cases), *guards], [case.body for case in cases]
        case _:
            return [statement], []
