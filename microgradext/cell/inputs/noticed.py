"""Noticed: the sentences about code that would notice that a number is a Value, where one is really there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from textwrap import dedent
from types import FunctionType
from typing import Any

from ...engine.value import Value
from ..text.counts import operands
from ..text.depth import deep_trees
from ..text.differences import Difference, Parameter
from ..text.given import Given, given
from ..text.handlers import handlers
from ..text.identity import identity
from ..text.lookups import lookups
from .names import is_number
from .whole import plain_class

Rule = Callable[[ast.AST], list[Difference]]

MOST = 1000
"""The most keys of a dict or set that are looked at."""


def noticed(tree: ast.Module, bound: dict[str, Any], *, plainly: bool) -> list[str]:
    """The sentences about a cell and the functions of earlier cells that it calls; `bound` is what the names hold now.

    `plainly` says that the cell is written with numbers, so that nobody expects a Value in it.
    """
    with deep_trees():
        scene = _Scene(bound, given(tree))
        found: list[str] = []
        for each, where in [(tree, ""), *_earlier(tree, scene)]:
            nodes = list(ast.walk(each))
            unaware = plainly and not _expects_values(nodes)
            for rule in _rules(nodes, unaware=unaware):
                by_line: dict[int, str] = {}
                for one in rule(each):
                    if one.line not in by_line and scene.matters(one):
                        by_line[one.line] = one.sentence.format(line=f"line {one.line}{where}")
                found += by_line.values()
            found += _mixed(nodes, bound) if unaware else ()
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Scene:
    bound: dict[str, Any]
    given: Given

    def matters(self, one: Difference) -> bool:
        held = [value for name in one.names for value in self._values(ast.Name(name))]
        held += [value for parameter in one.parameters for value in self._arguments(parameter, bool(one.kinds))]
        if one.kinds:
            held = [value for value in held if plain_class(value).__name__ in one.kinds]
        table = self.bound.get(one.table)
        asked = not one.table or (_has_key(table, is_number) and not _has_key(table, _is_value))
        return bool(held) and asked and (not one.callee or self._is_math(one.callee))

    def _arguments(self, parameter: Parameter, exact: bool) -> Iterator[Value]:
        """What the calls give to a parameter, as far as it can be told; `exact` leaves out what is computed there."""
        for arguments in self.given.get(parameter.function, ()):
            for argument in arguments[parameter.position : parameter.position + 1]:
                if isinstance(argument, ast.Name) or not exact:
                    yield from self._values(argument)

    def _values(self, node: ast.expr) -> Iterator[Value]:
        held = (self.bound.get(name) for name in operands(node))
        return (item for item in held if isinstance(item, Value))

    def _is_math(self, callee: str) -> bool:
        root, _, attribute = callee.rpartition(".")
        held = self.bound.get(root or attribute)
        return getattr(held, "__name__" if root else "__module__", "") == "math"


def _earlier(cell: ast.Module, scene: _Scene) -> Iterator[tuple[ast.Module, str]]:
    """The functions of earlier cells that the cell calls."""
    own = {node.name for node in cell.body if isinstance(node, ast.FunctionDef)}
    for name in scene.given:
        function = scene.bound.get(name)
        if not isinstance(function, FunctionType) or function.__globals__ is not scene.bound or name in own:
            continue
        try:
            tree = ast.parse(dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError):  # its text is gone, or it is part of a statement
            continue
        where = f" of the cell that defines {name}"
        yield ast.increment_lineno(tree, function.__code__.co_firstlineno - 1), where


def _rules(nodes: Iterable[ast.AST], *, unaware: bool) -> Iterator[Rule]:
    """The rules that may find something among such nodes."""
    kinds = {type(node) for node in nodes}
    if unaware and kinds & {ast.Compare, ast.Match}:
        yield identity
    if unaware and kinds & {ast.Compare, ast.Subscript, ast.Set, ast.Call}:
        yield lookups
    if ast.Try in kinds:
        yield handlers


def _expects_values(nodes: Iterable[ast.AST]) -> bool:
    """Whether code is written for Values, which it then tells from numbers on purpose."""
    return any(
        (isinstance(node, ast.Name) and node.id == "Value")
        or (isinstance(node, ast.Attribute) and node.attr in ("data", "grad", "backward"))
        for node in nodes
    )


def _mixed(nodes: Iterable[ast.AST], bound: Mapping[str, Any]) -> Iterator[str]:
    """The sentence about dicts and sets that have both plain numbers and Values for keys."""
    for name in dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name)):
        if _has_key(bound.get(name), is_number) and _has_key(bound.get(name), _is_value):
            yield f"{name} has numbers and Values as keys, and knows a Value by identity, not by its number: use .data."


def _has_key(table: object, wanted: Callable[[object], bool]) -> bool:
    return isinstance(table, dict | set | frozenset) and any(wanted(key) for key in islice(table, MOST))


def _is_value(item: object) -> bool:
    return isinstance(item, Value)
