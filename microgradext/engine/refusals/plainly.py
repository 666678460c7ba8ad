"""Plainly: code as the user would write it to hand on plain numbers instead of Values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from .. import making
from .written import Scope

Kind = Callable[[Any], type]
"""The class of the number that a Value would be without us."""

MOST = 1000
"""The most items of a container that are looked at."""

DEEPEST = 4
"""How many containers within each other are looked into."""


def plainly(node: ast.AST, scope: Scope, kind: Kind) -> str:
    """The same code with `v.data`, `int(n)` or `bool(c)` for its Values; empty where they cannot be told.

    >>> from ..value import Value
    >>> plainly(ast.parse('f(a, [b, 2])').body[0], {'a': Value(2.0), 'b': Value(3.0)}.__getitem__, lambda _: float)
    'f(a.data, [b.data, 2])'
    """
    rewriter = _Plainly(scope, kind)
    try:
        text = ast.unparse(rewriter.visit(ast.parse(ast.unparse(node))))
    except _Untold:
        return ""
    return text if rewriter.changed else ""


def holds_value(item: Any, depth: int = DEEPEST) -> bool:
    """Whether something is a Value or a container with one in it."""
    if isinstance(item, making.Value):
        return True
    inside = item.values() if isinstance(item, dict) else _items(item) if is_sequence(item) else ()
    return depth > 0 and any(holds_value(each, depth - 1) for each in islice(inside, MOST))


OF_VALUES = ("data", "grad", "label")


class _Untold(Exception):  # noqa: N818  (nothing went wrong)
    pass


class _Plainly(ast.NodeTransformer):
    def __init__(self, scope: Scope, kind: Kind) -> None:
        self._scope, self._kind = scope, kind
        self.changed = False

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return node if isinstance(node.ctx, ast.Store) else self._read(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        owner = resolved(node.value, self._scope)
        if isinstance(owner, making.Value) and node.attr in OF_VALUES:
            return node
        if is_sequence(owner) and holds_value(owner):
            raise _Untold  # a list in its place has other methods
        found = self._read(node)
        return self.generic_visit(node) if found is node else found

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        found = self._read(node)
        if found is node:
            node.slice = self.visit(node.slice)
            if not isinstance(node.value, ast.Name | ast.Attribute | ast.Subscript):  # those are left as they are
                node.value = self.visit(node.value)
        return found

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if not any(holds_value(resolved(name, self._scope)) for name in ast.walk(node) if isinstance(name, ast.Name)):
            return node
        self.changed = True
        return _call("bool", node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        for side in (node.left, node.right):
            found = resolved(side, self._scope)
            if is_sequence(found) and holds_value(found):
                raise _Untold  # a list in its place would not compute as the array does
        return self.generic_visit(node)

    def visit_Lambda(self, node: ast.AST) -> ast.AST:
        raise _Untold

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Starred = visit_Lambda  # noqa: N815

    def _read(self, node: ast.expr) -> ast.AST:
        held = resolved(node, self._scope)
        if isinstance(held, making.Value):
            self.changed = True
            kind = self._kind(held)
            return _call(kind.__name__, node) if kind in (int, bool) else ast.Attribute(node, "data", ast.Load())
        if is_sequence(held) and holds_value(held):
            self.changed = True
            return ast.parse(_items_of(held, ast.unparse(node)), mode="eval").body
        if isinstance(held, dict) and holds_value(held):
            raise _Untold
        return node


def _call(name: str, argument: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


def _items_of(held: Any, name: str) -> str:
    items = list(_items(held))
    if all(isinstance(item, making.Value) for item in items):
        return f"[v.data for v in {name}]"
    if all(is_sequence(row) and all(isinstance(item, making.Value) for item in _items(row)) for row in items):
        return f"[[v.data for v in row] for row in {name}]"
    raise _Untold


def resolved(node: ast.AST, scope: Scope) -> Any:
    """What names, attributes and items with a literal index refer to, as far as no code of the user's has to run."""
    match node:
        case ast.Name(id=name):
            try:
                return scope(name)
            except KeyError:
                return None
        case ast.Attribute(value=owner, attr=name):
            return getattr(resolved(owner, scope), "__dict__", {}).get(name)
        case ast.Subscript(value=owner, slice=ast.Constant(value=key)):
            held = resolved(owner, scope)
            try:
                return held[key] if isinstance(held, dict) or is_sequence(held) else None
            except (LookupError, TypeError, ValueError):
                return None
        case _:
            return None


def is_sequence(item: Any) -> bool:
    """Whether something is a list, a tuple or an array of NumPy's with a dimension."""
    return isinstance(item, list | tuple) or (type(item).__name__ == "ndarray" and item.ndim > 0)


def _items(item: Any) -> Iterable[Any]:
    if isinstance(item, list | tuple):
        return item
    return item if item.dtype == object else ()
