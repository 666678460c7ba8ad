"""Arguments: names that code reads only to pass them to functions, as `dt` in `time.sleep(dt)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .counts import CountUse, dotted
from .harmless import SHOWING
from .scopes import Walk


def only_arguments(tree: ast.AST) -> dict[str, tuple[CountUse, ...]]:
    """The calls that a name is passed to, for the names that are used for nothing else but to be shown.

    >>> only_arguments(ast.parse('sleep(2 * dt); print(dt, a); y = f(a) + a'))
    {'dt': (CountUse(line=1, how='', callee='sleep'),)}
    """
    walk = _Arguments()
    walk.visit(tree)
    return {name: tuple(uses) for name, uses in walk.passed.items() if name not in walk.elsewhere}


class _Arguments(Walk):
    def __init__(self) -> None:
        super().__init__()
        self.passed: dict[str, list[CountUse]] = {}
        self.elsewhere: set[str] = set()
        self._known: set[int] = set()  # nodes that are arguments, or only shown

    def visit_Call(self, node: ast.Call) -> None:
        callee = dotted(node.func)
        for name in _inside([*node.args, *(keyword.value for keyword in node.keywords)]):
            self._known.add(id(name))
            if callee not in SHOWING and not self.hidden(name.id):
                self.passed.setdefault(name.id, []).append(CountUse(node.lineno, "", callee))
        self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self._known.update(id(name) for name in _inside([node.value]))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and id(node) not in self._known and not self.hidden(node.id):
            self.elsewhere.add(node.id)
        super().visit_Name(node)


def _inside(nodes: list[ast.expr]) -> Iterator[ast.Name]:
    """The names that arguments are computed from by arithmetic, or that they hold in displays."""
    for node in nodes:
        match node:
            case ast.Name():
                yield node
            case ast.BinOp(left=left, right=right):
                yield from _inside([left, right])
            case ast.UnaryOp(operand=inner) | ast.Starred(value=inner):
                yield from _inside([inner])
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items) | ast.Dict(values=items):
                yield from _inside(items)
