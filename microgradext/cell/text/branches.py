"""Branches: numbers that one branch binds to a name which another branch computes, as in `else: z = 0.0`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .constants import constant
from .once import once


def results(body: Iterable[ast.stmt]) -> set[tuple[int, str]]:
    """Where a number is bound that is a result, not something to vary: line and name."""
    found: set[tuple[int, str]] = set()
    for statement, _ in once(body):
        match statement:
            case ast.If(body=then, orelse=otherwise):
                blocks = [then, otherwise]
            case ast.Match(cases=cases):
                blocks = [case.body for case in cases]
            case _:
                continue
        bound = [list(_bindings(block)) for block in blocks]
        for position, block in enumerate(bound):
            others = {name for k, other in enumerate(bound) if k != position for _, name, made in other if made}
            found |= {(line, name) for line, name, made in block if not made and name in others}
    return found


def _bindings(block: Iterable[ast.stmt]) -> Iterator[tuple[int, str, bool]]:
    """Line and name of each assignment, and whether its right side computes something."""
    for statement, _ in once(block):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                yield target.lineno, name, not _is_given(value)


def _is_given(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="Value") | ast.Attribute(attr="Value")):
            return True
        case _:
            return constant(value) is not None
