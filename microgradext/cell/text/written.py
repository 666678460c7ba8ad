"""Written: whether the text says that a number is a float, where a Value beside it no longer tells."""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import CodeType
from typing import Any

from ...engine.frames import source_at, users_frame
from ...engine.recording import Site
from .counts import dotted
from .depth import deep_trees

FLOATS = frozenset({"fabs", "fsum", "float", "mean"})
"""Functions that make a float of ints."""
PASSES = frozenset("abs list max min reversed sorted sum tuple zip".split())
"""Functions that give back what they are given, or a float if there is a float in it."""

MOST = 100
"""The most items of a list or dict that are looked at."""

Binding = tuple[str, ast.expr]


def is_float_at(site: Site, number: float) -> bool:
    """Whether the number that an operation at this place took beside a Value was a float; in doubt, it was an int."""
    sides = [_unsigned(side) for side in _sides(_parsed(source_at(*site)))]
    literals = [side.value for side in sides if isinstance(side, ast.Constant)]
    same = [literal for literal in literals if isinstance(literal, int | float) and literal == abs(number)]
    if same:
        return isinstance(same[0], float)
    text = "".join(linecache.getlines(site[0].co_filename))
    names = _names_at(site[0], text)
    held = [each for each in (_held(side, names) for side in sides) if isinstance(each, float | int)]
    if held:
        return any(isinstance(each, float) for each in held)
    floats = _floats(text, frozenset(name for name, item in names.items() if _has_float(item)))
    return any(_is_float(side, floats) for side in sides)


def _names_at(code: CodeType, text: str) -> Mapping[str, Any]:
    """What the names in the text hold now, without those that the code has to itself."""
    known = users_frame(sys._getframe(1)).f_globals
    own = {*code.co_varnames, *code.co_cellvars, *code.co_freevars}
    return {name: known[name] for name in _read(text) if name in known and name not in own}


def _has_float(item: object) -> bool:
    items = item.values() if isinstance(item, dict) else item if isinstance(item, list | tuple) else (item,)
    return any(isinstance(each, float) for each in islice(items, MOST))


def _held(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression of names, attributes and literal keys holds; None if it is another one."""
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=owner, attr=name):
            return inspect.getattr_static(_held(owner, names), name, None)
        case ast.Subscript(value=table, slice=ast.Constant(value=key)):
            held = _held(table, names)
            known = isinstance(held, list | tuple) and isinstance(key, int) and -len(held) <= key < len(held)
            return held[key] if known or (isinstance(held, dict) and key in held) else None
        case _:
            return None


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
        case ast.Name(id=name) | ast.Attribute(attr=name):
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
def _nodes(text: str) -> tuple[ast.AST, ...]:
    try:
        with deep_trees():
            return tuple(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):  # a cell with magics, say
        return ()


@lru_cache(maxsize=64)
def _read(text: str) -> frozenset[str]:
    return frozenset(node.id for node in _nodes(text) if isinstance(node, ast.Name))


@lru_cache(maxsize=64)
def _floats(text: str, found: frozenset[str]) -> frozenset[str]:
    """The names, attributes and parameters that the text binds to what is visibly a float, besides those known."""
    nodes = _nodes(text)
    bindings = [*(each for node in nodes for each in _bindings(node)), *_passed(nodes)]
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
        case ast.keyword(arg=str() as name, value=value):
            yield name, value
        case ast.arguments():
            yield from _defaults(node)


def _defaults(given: ast.arguments) -> Iterator[Binding]:
    positional = [*given.posonlyargs, *given.args]
    defaults = zip(positional[len(positional) - len(given.defaults) :], given.defaults, strict=True)
    yield from ((parameter.arg, default) for parameter, default in defaults)
    named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    yield from ((parameter.arg, default) for parameter, default in named if default is not None)


def _passed(nodes: Sequence[ast.AST]) -> Iterator[Binding]:
    """What calls pass to the parameters of the functions that the text defines; those with a default count as that."""
    parameters = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            positional = [*node.args.posonlyargs, *node.args.args]
            parameters[node.name] = positional[: len(positional) - len(node.args.defaults)]
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in parameters:
                yield from ((parameter.arg, arg) for parameter, arg in zip(parameters[name], args, strict=False))


def _bound(target: ast.expr, value: ast.expr) -> Iterator[Binding]:
    match target, value:
        case ((ast.Name(id=name) | ast.Attribute(attr=name)), _):
            yield name, value
        case (ast.Tuple(elts=targets), ast.Tuple(elts=values) | ast.Call(func=ast.Name(id="zip"), args=values)) if len(
            targets
        ) == len(values):
            for each, item in zip(targets, values, strict=True):
                yield from _bound(each, item)
