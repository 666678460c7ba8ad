"""Repair: small changes to the lines of a pass, tried one by one to find the lines where one makes the pass right.

Where such a change exists in one line only, that line is responsible. Where changes in different lines would all do,
behaviour cannot tell which of the lines is wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from time import monotonic
from types import CodeType, FunctionType
from typing import Any

from ...interop.shape import Node, number_name
from ..blame.source import function_of, place_of
from ..calls.time_limit import TooLong, Watch
from ..report.finding import Place

BUDGET = 1.5
"""How many seconds all repairs together may take."""

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.Gt: (ast.Lt, ast.GtE), ast.Lt: (ast.Gt, ast.LtE), ast.GtE: (ast.LtE, ast.Gt),
    ast.LtE: (ast.GtE, ast.Lt),
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """A replacement for one node of the tree, and the node whose line it changes."""

    parent: ast.AST
    field: str
    index: int | None  # in a list
    new: Any
    at: ast.AST


@dataclass(frozen=True, slots=True)
class Repairs:
    """The places where a change makes the pass right; `complete` if all changes were tried."""

    places: tuple[Place, ...]
    complete: bool

    @property
    def certain(self) -> Place | None:
        """The one place; None where there are several, or where more might be found."""
        return self.places[0] if self.complete and len(self.places) == 1 else None

    @property
    def choice(self) -> str:
        """A sentence that names the lines where there are several."""
        lines = [f"{place.line}" for place in sorted(self.places, key=lambda place: place.line)]
        if len(lines) < 2:
            return ""
        return (
            f"a small change in line {', '.join(lines[:-1])} or {lines[-1]} makes it right; which is wrong is not known"
        )

    @property
    def none(self) -> bool:
        """Whether no change makes it right, so that something is missing or quite different."""
        return self.complete and not self.places


def repairs(root: Node, codes: Sequence[CodeType], is_right: Callable[[], bool]) -> Repairs:
    """Try every small change in the functions that `codes` belong to, one line at a time."""
    found: dict[int, Place] = {}
    until = monotonic() + BUDGET
    with Watch(0.1) as watch:
        for function in _functions(root, codes):
            tree = function_of(function.__code__)
            if not isinstance(tree, ast.FunctionDef) or function.__code__.co_freevars:
                continue
            for repair in list(_repairs(tree, number_name(root))):
                line = getattr(repair.at, "lineno", tree.lineno)
                if line in found:
                    continue
                if monotonic() > until:
                    return Repairs(tuple(found.values()), False)
                if _does(function, tree, repair, is_right, watch):
                    found[line] = place_of(function.__code__.co_filename, line, repair.at)
    return Repairs(tuple(found.values()), True)


def _functions(root: Node, codes: Sequence[CodeType]) -> Iterator[FunctionType]:
    """The methods of a node, and the functions of their modules, that a pass went through."""
    held = [item for cls in type(root).__mro__ for item in vars(cls).values()]
    methods = [item for each in held if isinstance(item := getattr(each, "__func__", each), FunctionType)]
    beside = [item for each in methods for item in each.__globals__.values() if isinstance(item, FunctionType)]
    for function in dict.fromkeys([*methods, *beside]):
        if function.__code__ in codes:
            yield function


def _does(
    function: FunctionType, tree: ast.FunctionDef, repair: Repair, is_right: Callable[[], bool], watch: Watch
) -> bool:
    """Whether the pass is right with one change."""
    before = function.__code__
    try:
        with _made(repair):
            function.__code__ = _compiled(function, tree)
        return watch.call(is_right)
    except (Exception, TooLong):
        return False
    finally:
        function.__code__ = before


@contextmanager
def _made(repair: Repair) -> Iterator[None]:
    held: Any = repair.parent if repair.index is None else getattr(repair.parent, repair.field)
    before = getattr(held, repair.field) if repair.index is None else held[repair.index]
    new = (
        ast.fix_missing_locations(ast.copy_location(repair.new, before)) if isinstance(before, ast.AST) else repair.new
    )
    _set(held, repair, new)
    try:
        yield
    finally:
        _set(held, repair, before)


def _set(held: Any, repair: Repair, item: Any) -> None:
    if repair.index is None:
        setattr(held, repair.field, item)
    else:
        held[repair.index] = item


def _compiled(function: FunctionType, tree: ast.FunctionDef) -> CodeType:
    """The code of a function, compiled inside a class named like its own, on which private names depend."""
    owner = function.__qualname__.rpartition(".")[0].rpartition(".")[2]
    none: dict[str, Any] = {"type_params": []} if hasattr(tree, "type_params") else {}  # since Python 3.12
    place: dict[str, Any] = {"lineno": tree.lineno, "col_offset": tree.col_offset}
    body: list[ast.stmt] = [ast.FunctionDef(tree.name, tree.args, tree.body, [], None, **place, **none)]
    if owner.isidentifier():
        body = [ast.ClassDef(owner, [], [], body, [], **place, **none)]
    code = compile(ast.Module(body, []), function.__code__.co_filename, "exec")
    while code.co_name != tree.name:
        code = next(each for each in code.co_consts if isinstance(each, CodeType))
    return code


def _repairs(function: ast.FunctionDef, number: str) -> Iterator[Repair]:
    for parent in ast.walk(function):
        for field, held in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for index, node in enumerate(held) if isinstance(held, list) else [(None, held)]:
                if isinstance(node, ast.AST):
                    for new in _others(node, field, number):
                        yield Repair(parent, field, index, new, node)
            if isinstance(held, list):
                yield from _orders(parent, field, held)


def _others(node: ast.AST, field: str, number: str) -> Iterator[ast.AST]:
    """What may have been meant instead of a node; `number` is the attribute that holds a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        x = node.value
        for other in dict.fromkeys([not x] if isinstance(x, bool) else [x - 1, x + 1, -x, 0, 1]):
            if other != x:
                yield ast.Constant(other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for comparison in COMPARISONS.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [comparison()], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    elif isinstance(node, ast.Attribute) and node.attr in (number, "grad") and isinstance(node.ctx, ast.Load):
        yield ast.Attribute(node.value, "grad" if node.attr == number else number, ast.Load())
    elif isinstance(node, ast.AugAssign):
        if isinstance(node.op, (ast.Add, ast.Sub)):
            yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
        yield ast.Assign([node.target], node.value)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Attribute, ast.Subscript, ast.Name)):
        for operator in (ast.Add, ast.Sub):
            yield ast.AugAssign(node.targets[0], operator(), node.value)
    if field == "iter" and isinstance(node, ast.expr):
        yield from _orders_of(node)


def _orders_of(loop: ast.expr) -> Iterator[ast.expr]:
    """The same things in reverse order, or all of them."""
    if isinstance(loop, ast.Call) and isinstance(loop.func, ast.Name) and loop.func.id == "reversed":
        yield loop.args[0]
    elif isinstance(loop, ast.Subscript):
        yield loop.value
    listed = ast.Call(ast.Name("list", ast.Load()), [loop], [])
    yield ast.Call(ast.Name("reversed", ast.Load()), [listed], [])


def _orders(parent: ast.AST, field: str, body: list[Any]) -> Iterator[Repair]:
    """A call and the loop next to it in the opposite order."""
    for i, (one, other) in enumerate(pairwise(body)):
        loops = isinstance(one, (ast.For, ast.If)) != isinstance(other, (ast.For, ast.If))
        call = other if isinstance(one, (ast.For, ast.If)) else one
        if loops and isinstance(call, ast.Expr):
            turned = [*body[:i], other, one, *body[i + 2 :]]
            yield Repair(parent, field, None, turned, call)
