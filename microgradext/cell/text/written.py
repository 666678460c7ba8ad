"""Written: whether the text says that a number is a float, where a Value beside it no longer tells."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache

from ...engine.frames import source_at
from ...engine.recording import Site
from .counts import dotted
from .depth import deep_trees

FLOATS = frozenset({"fabs", "fsum", "float", "mean"})
"""Functions that make a float of ints."""
PASSES = frozenset("abs list max min reversed sorted sum tuple zip".split())
"""Functions that give back what they are given, or a float if there is a float in it."""

Binding = tuple[str, ast.expr]


def is_float_at(site: Site, number: float) -> bool:
    """Whether the number that an operation at this place took beside a Value was a float; in doubt, it was an int."""
    sides = [_unsigned(side) for side in _sides(_parsed(source_at(*site)))]
    literals = [side.value for side in sides if isinstance(side, ast.Constant)]
    same = [literal for literal in literals if isinstance(literal, int | float) and literal == abs(number)]
    if same:
        return isinstance(same[0], float)
    return any(_is_float(side, _floats("".join(linecache.getlines(site[0].co_filename)))) for side in sides)


def makes_float_at(site: Site) -> bool:
    """Whether the operation at this place makes a float of ints, as `math.fabs(n)` and `n ** 2.0` do."""
    match _parsed(source_at(*site)):
        case ast.BinOp(op=ast.Pow(), right=right):
            return _is_float(right, frozenset())
        case ast.Call(func=ast.Name(id=name)) if name in FLOATS:
            return True
        case ast.Call(func=ast.Attribute(attr=name, value=owner)) if name in FLOATS | {"pow"}:
            return dotted(owner) != "operator"
        case ast.Call(func=ast.Name(id="sum"), args=[_, start]):
            return _is_float(start, frozenset())
        case _:
            return False


def called_at(site: Site) -> str:
    """The name by which a function is called at this place; empty where there is no call."""
    match _parsed(source_at(*site)):
        case ast.Call(func=function):
            return dotted(function)
        case _:
            return ""


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.AST | None:
    try:
        module = ast.parse(text.strip())
    except (SyntaxError, ValueError):
        return None
    first = module.body[0] if module.body else None
    return first.value if isinstance(first, ast.Expr) else first


def _sides(node: ast.AST | None) -> list[ast.expr]:
    """What an operation is applied to, the items of lists among them one by one."""
    match node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.AugAssign(target=target, value=value):
            return [target, value]
        case ast.Call(args=args):
            return [item for arg in args for item in (arg.elts if isinstance(arg, ast.List | ast.Tuple) else [arg])]
        case _:
            return []


def _unsigned(node: ast.expr) -> ast.expr:
    return node.operand if isinstance(node, ast.UnaryOp) else node


def _is_float(node: ast.expr, floats: frozenset[str]) -> bool:
    """Whether an expression is visibly a float, or holds one; `floats` are the names that are."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, float)
        case ast.Name(id=name):
            return name in floats
        case ast.BinOp(op=ast.Div()) | ast.Call(func=ast.Name(id="float")):
            return True
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            parts = [one, other]
        case ast.UnaryOp(operand=part) | ast.Subscript(value=part) | ast.Starred(value=part):
            parts = [part]
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.NamedExpr(value=part):
            parts = [part]
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
            pass
        case ast.Call(func=ast.Name(id=name), args=parts) if name in PASSES:
            pass
        case _:
            return False
    return any(_is_float(part, floats) for part in parts)


@lru_cache(maxsize=64)
def _floats(text: str) -> frozenset[str]:
    """The names that the text binds to what is visibly a float."""
    try:
        with deep_trees():
            bindings = [each for node in ast.walk(ast.parse(text)) for each in _bindings(node)]
    except (SyntaxError, ValueError):  # a cell with magics, say
        return frozenset()
    found = frozenset[str]()
    while more := {name for name, value in bindings if name not in found and _is_float(value, found)}:
        found |= more
    return found


def _bindings(node: ast.AST) -> Iterator[Binding]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield from _bound(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
            yield from _bound(target, value)
        case ast.NamedExpr(target=target, value=value):
            yield from _bound(target, value)


def _bound(target: ast.expr, value: ast.expr) -> Iterator[Binding]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case (ast.Tuple(elts=targets), ast.Tuple(elts=values) | ast.Call(func=ast.Name(id="zip"), args=values)) if len(
            targets
        ) == len(values):
            for each, item in zip(targets, values, strict=True):
                yield from _bound(each, item)
