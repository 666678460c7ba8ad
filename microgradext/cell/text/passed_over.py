"""Passed over: names that get a number in a way that makes no input of it, so that a note can say so."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .constants import constant
from .counts import dotted
from .scopes import Function, Use
from .walked import every

Way = Literal["result", "loop", "through", "global"]
Loop = ast.For | ast.AsyncFor | ast.While


@dataclass(frozen=True, slots=True)
class PassedOver:
    """One such name."""

    name: str
    line: int
    way: Way  # the result of a call, bound in a loop, running through numbers in a loop, declared global in a function
    whole: bool  # it may well be a counter
    function: str = ""  # the one that declares it global


def passed_over(tree: ast.Module, bindings: Iterable[tuple[ast.Name, ast.expr]], seen: list[Use]) -> list[PassedOver]:
    """The names, in the order of their ways; `bindings` are those of statements that run at most once.

    >>> tree = ast.parse('for _ in range(2): a = 2.0')
    >>> passed_over(tree, [], [Use('a', 'bind', 1, False), Use('a', 'read', 1, False)])
    [PassedOver(name='a', line=1, way='loop', whole=False, function='')]
    """
    times = Counter(use.name for use in seen if use.kind in ("bind", "update"))
    read = {use.name for use in seen if use.kind == "read"}
    bindings = list(bindings)
    found = [*_results(bindings), *_in_loops(tree.body)]
    return [*(one for one in found if times[one.name] == 1 and one.name in read), *_declared(tree, bindings)]


def _results(bindings: Iterable[tuple[ast.Name, ast.expr]]) -> Iterator[PassedOver]:
    for target, value in bindings:
        if constant(value) is None and _is_closed(value) and any(_is_numeric(node) for node in ast.walk(value)):
            yield PassedOver(target.id, target.lineno, "result", False)


def _is_closed(node: ast.expr) -> bool:
    """Whether an expression reads nothing but the functions that it calls."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=function, args=arguments, keywords=keywords):
            inside = [*arguments, *(keyword.value for keyword in keywords)]
            return bool(dotted(function)) and all(_is_closed(each) for each in inside)
        case ast.UnaryOp(operand=operand):
            return _is_closed(operand)
        case ast.BinOp(left=left, right=right):
            return _is_closed(left) and _is_closed(right)
        case _:
            return constant(node) is not None


def _is_numeric(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            try:
                float(text)
            except ValueError:
                return False
            return True
        case ast.expr():
            return constant(node) is not None
        case _:
            return False


def _in_loops(body: Iterable[ast.stmt], inside: bool = False) -> Iterator[PassedOver]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name() as target], value=value) if inside:
                yield from _literal(target, value)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value) if inside:
                yield from _literal(target, value)
            case ast.For(target=ast.Name(id=name), iter=ast.Tuple(elts=items) | ast.List(elts=items)):
                if items and all(constant(item) is not None for item in items):
                    yield PassedOver(name, statement.lineno, "through", True)
        for block in _blocks(statement):
            yield from _in_loops(block, inside or isinstance(statement, Loop))


def _literal(target: ast.Name, value: ast.expr) -> Iterator[PassedOver]:
    number = constant(value)
    if number is not None:
        yield PassedOver(target.id, target.lineno, "loop", isinstance(number, int))


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks in a statement that belong to the same scope."""
    if isinstance(statement, Function | ast.ClassDef):
        return
    for _, field in ast.iter_fields(statement):
        if isinstance(field, list) and field and isinstance(field[0], ast.stmt):
            yield field
        elif isinstance(field, list):
            yield from (each.body for each in field if isinstance(each, ast.ExceptHandler | ast.match_case))


def _declared(tree: ast.Module, bindings: Iterable[tuple[ast.Name, ast.expr]]) -> Iterator[PassedOver]:
    """Numbers under names that a function declares global: Python then binds them past the mapping of the run."""
    declared = {
        name: (part.lineno, node.name)
        for node in every(tree)
        if isinstance(node, Function)
        for part in ast.walk(node)
        if isinstance(part, ast.Global)
        for name in part.names
    }
    for target, value in bindings:
        number = constant(value)
        if target.id in declared and number is not None:
            line, function = declared[target.id]
            yield PassedOver(target.id, line, "global", isinstance(number, int), function)
