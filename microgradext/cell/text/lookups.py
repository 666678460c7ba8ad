"""Lookups: dicts and sets that are asked for a Value, which they know by identity and not by its number."""

from __future__ import annotations

import ast

from .constants import constant
from .counts import dotted
from .differences import Difference, Finder, is_arithmetic, quoted

ASKS = frozenset("get pop setdefault".split())
SETS = frozenset({"set", "frozenset"})


def lookups(tree: ast.AST) -> list[Difference]:
    """Such lookups, and displays whose members are told apart.

    >>> [found.sentence for found in lookups(ast.parse('a in {0.5, 1.0}'))]
    ['a is looked up by identity in {line}, not by its number: write a.data.']
    """
    walk = _Lookups()
    walk.visit(tree)
    return walk.found


class _Lookups(Finder):
    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
            self._ask(node.left, node.comparators[0])
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Load):
            self._ask(node.slice, node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Attribute(value=table, attr=attribute), args=[key, *_]) if attribute in ASKS:
                self._ask(key, table)
            case ast.Call(func=ast.Name(id="len"), args=[ast.expr() as members]) if _members(members):
                self._tell_apart(members)
            case ast.Call(args=[ast.List() | ast.Tuple()]) if dotted(node.func).rpartition(".")[2] == "Counter":
                self._tell_apart(node)
            case ast.Call() if any(_is_number(item) for item in _members(node)):
                self._tell_apart(node)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        if any(_is_number(item) for item in node.elts):
            self._tell_apart(node)
        self.generic_visit(node)

    def _ask(self, key: ast.expr, table: ast.expr) -> None:
        name = table.id if isinstance(table, ast.Name) else ""
        known = bool(name) and not self.hidden(name)
        if is_arithmetic(key) and (known or any(_is_number(item) for item in _keys(table))):
            text = quoted(key) if isinstance(key, ast.Name) else f"({quoted(key)})"
            said = f"{quoted(key)} is looked up by identity in {{line}}, not by its number: write {text}.data."
            self.note(key, said, key, table=name)

    def _tell_apart(self, node: ast.expr) -> None:
        inside = node.args[0] if isinstance(node, ast.Call) else node
        items = inside.elts if isinstance(inside, ast.List | ast.Tuple | ast.Set) else []
        names = [item.id for item in items if isinstance(item, ast.Name) and not self.hidden(item.id)]
        if names:
            written = " and ".join(f"{name}.data" for name in dict.fromkeys(names))
            said = f"{quoted(node)} in {{line}} tells inputs apart by identity, not by their numbers: write {written}."
            self.note(node, said, ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load()))


def _keys(table: ast.expr) -> list[ast.expr]:
    """What an expression that makes a dict or set shows of its keys."""
    if isinstance(table, ast.Dict):
        return [key for key in table.keys if key is not None]
    return _members(table)


def _members(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Set(elts=items):
            return items
        case ast.Call(
            func=ast.Name(id=name), args=[ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items)]
        ):
            return items if name in SETS else []
        case _:
            return []


def _is_number(node: ast.expr) -> bool:
    return constant(node) is not None
