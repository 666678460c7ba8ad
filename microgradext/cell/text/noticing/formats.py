"""Formats: texts of numbers that Python makes of ints only, such as `f"{x:d}"`."""

from __future__ import annotations

import ast

from ....engine.conversions import INTEGERS
from .differences import Difference, Finder, is_arithmetic, makes_float, quoted

FLOAT = frozenset({"float"})
ANY = FLOAT | {"int"}


def formats(tree: ast.AST) -> list[Difference]:
    """Such places.

    >>> [found.sentence for found in formats(ast.parse('f"{x:d}"'))]
    ['x is a float, which plain Python refuses in the format d ({line}): write int(x).']
    """
    walk = _Formats()
    walk.visit(tree)
    return walk.found


class _Formats(Finder):
    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        match node.format_spec:
            case ast.JoinedStr(values=[*_, ast.Constant(value=str() as form)]):
                self._format(node.value, form)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Name(id="format"), args=[number, ast.Constant(value=str() as form)]):
                self._format(number, form)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as text), attr="format"), args=[number]):
                self._format(number, text.rpartition(":")[2].partition("}")[0] if ":" in text else "")
        self.generic_visit(node)

    def _format(self, number: ast.expr, form: str) -> None:
        if form[-1:] in INTEGERS and form and is_arithmetic(number):
            said = f"{quoted(number)} is a float, which plain Python refuses in the format {form[-1]} ({{line}})"
            self.note(
                number, f"{said}: write int({quoted(number)}).", number, kinds=ANY if makes_float(number) else FLOAT
            )
