"""Noticed: the sentences about code that would notice that a number is a Value, where one is really there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import EnumType
from itertools import islice
from textwrap import dedent
from types import FunctionType
from typing import Any

from ...engine.value import Condition, Value
from ..text.counts import operands
from ..text.depth import deep_trees
from ..text.noticing.differences import Difference, Parameter, made_plain
from ..text.noticing.formats import formats
from ..text.noticing.given import Given, given
from ..text.noticing.handlers import handlers
from ..text.noticing.identity import identity
from ..text.noticing.lookups import keys_asked, lookups
from ..text.walked import every
from .names import is_number
from .notes import in_lines
from .whole import plain_class

Rule = Callable[[ast.AST], list[Difference]]

MOST = 1000
"""The most keys of a dict or set, and items of a list, that are looked at."""


def noticed(tree: ast.Module, bound: dict[str, Any], *, plainly: bool) -> list[str]:
    """The sentences about a cell and the functions of earlier cells that it calls; `bound` is what the names hold now.

    `plainly` says that the cell is written with numbers, so that nobody expects a Value in it.
    """
    with deep_trees():
        scene = _Scene(bound, given(tree))
        found: list[str] = []
        for each, where in [(tree, ""), *_earlier(tree, scene)]:
            nodes = every(each)
            unaware = plainly and not _expects_values(nodes)
            for rule in _rules(nodes, unaware=unaware):
                by_line: dict[int, str] = {}
                for one in rule(each):
                    if one.line not in by_line and (held := scene.held(one)):
                        by_line[one.line] = one.sentence.format(line=f"line {one.line}{where}", plain=_plain(one, held))
                found += by_line.values()
            found += _keyed(nodes, bound, where) if unaware else ()
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Scene:
    bound: dict[str, Any]
    given: Given

    def held(self, one: Difference) -> list[Value]:
        """The Values for which a difference matters."""
        held = [value for name in one.names for value in self._values(ast.Name(name), one.within)]
        held += [value for parameter in one.parameters for value in self._arguments(parameter, one)]
        if one.hashed:
            held = [value for value in held if not isinstance(value, Condition)]
        if one.kinds:
            held = [value for value in held if plain_class(value).__name__ in one.kinds]
        table = self.bound.get(one.table)
        asked = not one.table or (_has_key(table, is_number) and not _has_key(table, _is_value))
        asked = asked and (not one.record or _is_record(self.bound.get(one.record)))
        return held if asked and (not one.callee or self._is_math(one.callee)) else []

    def _arguments(self, parameter: Parameter, one: Difference) -> Iterator[Value]:
        """What the calls give to a parameter, as far as it can be told; of classes, what is computed tells nothing."""
        for arguments in self.given.get(parameter.function, ()):
            for argument in arguments[parameter.position : parameter.position + 1]:
                if one.within and isinstance(argument, ast.List):
                    yield from self._values(ast.Tuple(argument.elts), within=False)
                elif isinstance(argument, ast.Name) or not one.kinds:
                    yield from self._values(argument, one.within)

    def _values(self, node: ast.expr, within: bool) -> Iterator[Value]:
        for name in operands(node):
            held = self.bound.get(name)
            items = islice(held, MOST) if within and isinstance(held, list | tuple) else (held,)
            yield from (item for item in items if isinstance(item, Value))

    def _is_math(self, callee: str) -> bool:
        root, _, attribute = callee.rpartition(".")
        held = self.bound.get(root or attribute)
        return getattr(held, "__name__" if root else "__module__", "") == "math"


def _plain(one: Difference, held: Iterable[Value]) -> str:
    return made_plain(one.plain, whole=all(plain_class(value) is int for value in held)) if one.plain else ""


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
    if unaware and kinds & {ast.Compare, ast.Match, ast.Call}:
        yield identity
    if unaware and kinds & {ast.Compare, ast.Subscript, ast.Set, ast.Call}:
        yield lookups
    if unaware and kinds & {ast.FormattedValue, ast.Call}:
        yield formats
    if ast.Try in kinds:
        yield handlers


def _expects_values(nodes: Iterable[ast.AST]) -> bool:
    """Whether code is written for Values, which it then tells from numbers on purpose."""
    return any(
        (isinstance(node, ast.Name) and node.id == "Value")
        or (isinstance(node, ast.Attribute) and node.attr in ("data", "grad", "backward", "_prev"))
        for node in nodes
    )


def _keyed(nodes: Sequence[ast.AST], bound: Mapping[str, Any], where: str) -> Iterator[str]:
    """The sentence about dicts and sets that have Values for keys."""
    lines: dict[str, list[int]] = {}
    asked = keys_asked(nodes)
    for node in nodes:
        if isinstance(node, ast.Name) and _is_keyed(bound.get(node.id)):
            lines.setdefault(node.id, []).append(node.lineno)
    for name, read in lines.items():
        if name in asked and all(_is_known(key, bound, name) for key in asked[name]):
            continue
        keys = "numbers and Values" if _has_key(bound[name], is_number) else "Values"
        knows = "knows a Value by identity, not by its number"
        yield f"{name} ({in_lines(read)}{where}) has {keys} as keys, and {knows}: use .data."


def _is_keyed(table: object) -> bool:
    """Whether a dict or set has Values as keys, or Values in some of them but not in all."""
    if isinstance(table, EnumType) or not _has_key(table, _is_value):
        return False
    keys = list(islice(table, MOST)) if isinstance(table, dict | set | frozenset) else []
    return any(map(_is_value, keys)) or not all(any(map(_is_value, _inside(key))) for key in keys)


def _is_known(key: ast.expr, bound: Mapping[str, Any], table: str) -> bool:
    """Whether a key is one of the very Values that a table without numbers has."""
    held = bound.get(key.id) if isinstance(key, ast.Name) else None
    return isinstance(held, Value) and held in bound[table] and not _has_key(bound[table], is_number)


def _has_key(table: object, wanted: Callable[[object], bool]) -> bool:
    """Whether a dict or set has such a key, or a key with such a thing in it; of an Enum, its values count."""
    if isinstance(table, EnumType):
        return any(wanted(member.value) for member in list[Any](table))
    if not isinstance(table, dict | set | frozenset):
        return False
    return any(wanted(each) for key in islice(table, MOST) for each in _inside(key))


def _inside(key: object) -> Iterable[object]:
    if isinstance(key, tuple):
        return key
    if is_dataclass(key) and _is_record(type(key)):
        return [getattr(key, each.name, None) for each in fields(key)]
    return (key,)


def _is_record(kind: object) -> bool:
    """Whether the objects of a class are equal if what they hold is."""
    if not isinstance(kind, type):
        return False
    return issubclass(kind, tuple) or (is_dataclass(kind) and kind.__hash__ is not object.__hash__)


def _is_value(item: object) -> bool:
    return isinstance(item, Value) and not isinstance(item, Condition)  # which is found by its truth
