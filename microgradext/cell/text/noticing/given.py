"""Given: what a cell gives to the functions that it calls by name."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from ..scopes import Walk

Given = Mapping[str, Sequence[Sequence[ast.expr]]]
"""The arguments of each call, by the name of the function."""


def given(tree: ast.AST) -> Given:
    """The arguments that stand in their places, outside of functions.

    >>> [ast.unparse(each) for each in given(ast.parse('f(a, 2)'))['f'][0]]
    ['a', '2']
    """
    walk = _Calls()
    walk.visit(tree)
    return walk.found


class _Calls(Walk):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[ast.expr]]] = {}

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id=name) if not self._hiding and not any(isinstance(each, ast.Starred) for each in node.args):
                self.found.setdefault(name, []).append(node.args)
        self.generic_visit(node)
