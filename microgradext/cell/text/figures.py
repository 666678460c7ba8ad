"""Figures: the numbers that a cell binds to names, as its text has them: `1e-3`, `250_000`, `2024`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from .once import once

FIGURE = re.compile(r"[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?")
MOST = 100
"""The most items of a container that are looked at."""

Figures = Mapping[str, tuple[str, ...]]
"""For each name or place in a container (`w[0]`), the texts of the numbers that are bound to it, in order."""


def figures(tree: ast.Module, source: str) -> Figures:
    """The numbers of a cell as they are written; what is computed, as in `1/3`, is left out.

    >>> source = "rate = 1e-3; w = [250_000, Value(-2.0)]"
    >>> figures(ast.parse(source), source)
    {'rate': ('1e-3',), 'w[0]': ('250_000',), 'w[1]': ('-2.0',)}
    """
    lines = source.encode().splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for name, node in _bindings(tree):
        for path, number in _numbers(name, node):
            text = _text(number, lines)
            if FIGURE.fullmatch(text):
                found[path] = (*found.get(path, ()), text)
    return found


def figure(texts: tuple[str, ...], number: float, *, whole: bool = False) -> str:
    """The text that stands for this number; as Python writes it where none does.

    >>> figure(("1e-3", "2"), 0.001), figure(("2",), 1 / 3), figure((), 3.0, whole=True)
    ('1e-3', '0.3333333333333333', '3')
    """
    written = repr(int(number)) if whole and number.is_integer() else repr(number)
    return next((text for text in texts if float(text) == number), written)


def _bindings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement, _ in once(tree.body):
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _paired(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _paired(target, value)
            case ast.Expr(value=ast.NamedExpr(target=target, value=value)):
                yield from _paired(target, value)


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ((ast.Tuple(elts=names) | ast.List(elts=names)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            for one, other in zip(names, values, strict=False):
                yield from _paired(one, other)


def _numbers(path: str, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The numbers in an expression, each with the path that leads to it."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for index, item in enumerate(items[:MOST]):
                yield from _numbers(f"{path}[{index}]", item)
        case ast.Dict(keys=keys, values=values):
            for key, item in zip(keys[:MOST], values, strict=False):
                if isinstance(key, ast.Constant):
                    yield from _numbers(f"{path}[{key.value!r}]", item)
        case ast.Call(args=[first, *_]):
            yield path, first
        case ast.Call(args=[], keywords=[ast.keyword(value=first), *_]):
            yield path, first
        case _:
            yield path, node


def _text(node: ast.expr, lines: list[bytes]) -> str:
    """What is written there without spaces, if it is in one line."""
    if node.end_lineno != node.lineno or node.lineno > len(lines):
        return ""
    written = lines[node.lineno - 1][node.col_offset : node.end_col_offset]
    return written.decode(errors="ignore").replace(" ", "")
