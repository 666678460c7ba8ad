"""Handlers: `except` clauses that wait for what arithmetic raises in Python and does not raise with Values."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..constants import constant
from ..counts import dotted, is_text
from .differences import Difference, Finder, quoted

LIMITED = frozenset("log log2 log10 log1p sqrt asin acos acosh atanh pow".split())
"""The functions of Python's `math` that raise ValueError where the mathematics ends."""
GROWING = frozenset("exp exp2 expm1 sinh cosh pow".split())
"""Those that raise OverflowError."""


def handlers(tree: ast.AST) -> list[Difference]:
    """Such clauses.

    >>> [found.sentence for found in handlers(ast.parse('try: y = 1/a\\nexcept ZeroDivisionError: pass'))]
    ['except ZeroDivisionError ({line}) is not taken for 1 / a, which gives inf or nan here: test with if.']
    """
    walk = _Handlers()
    walk.visit(tree)
    return walk.found


class _Handlers(Finder):
    def visit_Try(self, node: ast.Try) -> None:
        for handler in node.handlers:
            for caught in _names(handler.type):
                for operation, part, callee in _raising(node.body, caught):
                    what = f"{quoted(operation)}, which gives inf or nan here"
                    said = f"except {caught} ({{line}}) is not taken for {what}: test with if."
                    self.note(handler, said, part, callee=callee)
        self.generic_visit(node)


def _names(caught: ast.expr | None) -> list[str]:
    return [dotted(each) for each in (caught.elts if isinstance(caught, ast.Tuple) else [caught]) if each is not None]


def _raising(body: Iterable[ast.stmt], caught: str) -> Iterator[tuple[ast.expr, ast.expr, str]]:
    """The operations that raise such an exception in Python, what they take, and the function that they call."""
    for node in (node for statement in body for node in ast.walk(statement)):
        match node:
            case ast.BinOp(op=op, left=left, right=right):
                if _raises(op, right, caught) and not isinstance(left, ast.JoinedStr) and not is_text(left):
                    yield node, node, ""
            case ast.Call(func=function, args=arguments):
                name = dotted(function).rpartition(".")[2]
                limited = caught == "ValueError" and name in LIMITED
                if limited or (caught in ("OverflowError", "ArithmeticError") and name in GROWING):
                    yield node, ast.Tuple(arguments, ast.Load()), dotted(function)


def _raises(op: ast.operator, right: ast.expr, caught: str) -> bool:
    if caught == "OverflowError":
        return isinstance(op, ast.Pow)
    divides = isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and constant(right) is None
    return caught in ("ZeroDivisionError", "ArithmeticError") and divides
