"""Accumulators: numbers that code only adds to, as `loss = 0` and then `loss = loss + e`, and counters."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .constants import written
from .counts import dotted
from .harmless import SHOWING
from .once import once
from .scopes import Function, Walk, uses

Kind = Literal["accumulates", "counts"]
Place = tuple[int, str]

NEUTRAL: dict[type[ast.operator], int] = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1}
"""Where a number starts that an operator only accumulates in."""
SIMPLE = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr | ast.Import | ast.ImportFrom
"""Statements without statements in them."""
TURNED = (ast.Add, ast.Mult)
"""Operators whose sides may be turned round."""


@dataclass(frozen=True, slots=True)
class Accumulator:
    """What becomes of a number that is not one to vary."""

    line: int  # of the update
    kind: Kind
    usual: bool  # it counts from 0 or 1


@dataclass(frozen=True, slots=True)
class _Step:
    """`name += …` or `name = name + …`."""

    start: int | None  # what an accumulator of this kind starts at
    constant: bool  # what is added is written as a number
    added: frozenset[str]  # the names that what is added is computed from
    line: int


def accumulators(body: Iterable[ast.stmt], literals: Mapping[Place, Sequence[int | float]]) -> dict[Place, Accumulator]:
    """Those of the literals that are accumulators or counters: what is added to them does not depend on them.

    A running sum starts at 0, a running product at 1; a number that starts elsewhere is one to vary, and so is one that
    is updated by what was computed from it, as in a step of descent.

    >>> body = ast.parse('loss = 0\\nfor e in es: loss = loss + e').body
    >>> accumulators(body, {(1, 'loss'): [0]})
    {(1, 'loss'): Accumulator(line=2, kind='accumulates', usual=False)}
    """
    body = list(body)
    functions = _read_by_functions(body)
    found: dict[Place, Accumulator] = {}
    fresh: dict[str, list[Place]] = {}  # numbers that nothing has read yet
    for statement, header in once(body):
        walk = _Steps()
        walk.visit_all(header)
        repeats = isinstance(statement, ast.For | ast.AsyncFor | ast.While | Function)
        for name, steps in walk.steps.items():
            places = fresh.pop(name, [])
            numbers = [number for place in places for number in literals[place]]
            feedback = name in walk.others or name in _sources(steps, {**functions, **walk.sources})
            made = _accumulator(numbers, steps, repeats, feedback, name in walk.computed)
            found |= dict.fromkeys(places, made) if made else {}
        for use in (use for use in walk.uses if not use.inner):
            place = (use.line, use.name)
            if use.kind == "bind" and place in literals:
                fresh.setdefault(use.name, []).append(place)
            elif use.kind in ("bind", "read"):
                fresh.pop(use.name, None)
    return found


def _accumulator(
    numbers: Sequence[int | float], steps: Sequence[_Step], repeats: bool, feedback: bool, computed: bool
) -> Accumulator | None:
    line = steps[0].line
    by_numbers = all(step.constant and step.start == 0 for step in steps)
    usual = any(number in (0, 1) for number in numbers)
    whole = all(isinstance(number, int) for number in numbers)
    if numbers and repeats and by_numbers and (usual or (whole and not computed)):
        return Accumulator(line, "counts", usual)
    if not feedback and any(all(step.start == number for step in steps) for number in numbers):
        return Accumulator(line, "accumulates", False)
    return None


def _read_by_functions(body: Iterable[ast.stmt]) -> dict[str, frozenset[str]]:
    """By function that the cell defines, the names of the cell that it reads."""
    compound = [statement for statement in body if not isinstance(statement, SIMPLE)]
    nodes = (node for statement in compound for node in ast.walk(statement) if isinstance(node, Function))
    return {node.name: frozenset(use.name for use in uses(node) if use.kind == "read") for node in nodes}


def _sources(steps: Iterable[_Step], sources: Mapping[str, frozenset[str]]) -> set[str]:
    """The names that what is added depends on."""
    found, pending = set[str](), [name for step in steps for name in step.added]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += sources.get(name, ())
    return found


class _Steps(Walk):
    """Finds the steps, by name, what names are computed from, and those that something is computed with."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: defaultdict[str, list[_Step]] = defaultdict(list)
        self.sources: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        self.others: set[str] = set()  # names that are computed in another way too
        self.computed: set[str] = set()
        self._own: set[int] = set()  # the names in steps that stand for what is added to
        self._aside = 0  # in what computes nothing: a test, what is shown, an index

    def visit_Name(self, node: ast.Name) -> None:
        if id(node) in self._own:
            return
        if type(node.ctx) is ast.Load and not self._aside and not self.hidden(node.id):
            self.computed.add(node.id)
        super().visit_Name(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        match node.target:
            case ast.Name(id=name) if not self.hidden(name):
                self._step(name, node.op, written(node.value) is not None, node.value, node.lineno)
                self._depends(node.target, node.value)
                self.visit(node.value)
            case _:
                super().visit_AugAssign(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._depends(target, node.value)
        match node.targets:
            case [ast.Name(id=name)] if self._adds(name, node.value):
                self.visit(node.value)
            case _:
                self.others |= {
                    name.id for target in node.targets for name in _names(target) if any(_names(node.value))
                }
                super().visit_Assign(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._depends(node.target, node.value)
        if self._adds(node.target.id, node.value):
            self.visit(node.value)
        else:
            super().visit_NamedExpr(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self._depends(node.target, node.iter)
        super().visit_For(node)

    visit_AsyncFor = visit_For  # noqa: N815  (ast's name)

    def _adds(self, name: str, value: ast.expr) -> bool:
        """Note the step of `name = value`, if it is one."""
        own = next(_added_to(name, value), None)
        if own is None or self.hidden(name) or not isinstance(value, ast.BinOp):
            return False
        self._own.add(id(own))
        other = value.right if own is value.left else value.left
        alone = own in (value.left, value.right) and written(other) is not None
        self._step(name, value.op, alone, value, value.lineno)
        return True

    def _step(self, name: str, op: ast.operator, by_number: bool, value: ast.expr, line: int) -> None:
        added = frozenset(each.id for each in _names(value) if id(each) not in self._own)
        self.steps[name].append(_Step(NEUTRAL.get(type(op)), by_number, added, line))

    def _depends(self, target: ast.expr, value: ast.expr) -> None:
        """Note what the names in a target are computed from; what holds an item is computed from it too."""
        for each in _names(target):
            self.sources[each.id] |= {name.id for name in _names(value)}

    # What computes nothing

    def visit_Call(self, node: ast.Call) -> None:
        if dotted(node.func) in SHOWING:
            self._beside(self.generic_visit, node)
        else:
            self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.While) -> None:
        self._beside(self.visit, node.test)
        self.visit_all([*node.body, *node.orelse])

    visit_While = visit_If  # noqa: N815  (ast's name)

    def visit_Compare(self, node: ast.Compare) -> None:
        self._beside(self.generic_visit, node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self._beside(self.generic_visit, node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        self._beside(self.visit, node.slice)

    def _beside(self, visit: Callable[[ast.AST], None], node: ast.AST) -> None:
        self._aside += 1
        visit(node)
        self._aside -= 1


def _names(node: ast.expr) -> Iterator[ast.Name]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Name))


def _added_to(name: str, value: ast.expr, alike: tuple[type[ast.operator], ...] = ()) -> Iterator[ast.Name]:
    """Where `name` stands in a sum or a product as what is added to, subtracted from, multiplied or divided."""
    if not isinstance(value, ast.BinOp) or type(value.op) not in (alike or NEUTRAL):
        return
    same = tuple(op for op, start in NEUTRAL.items() if start == NEUTRAL[type(value.op)])
    for side in (value.left, value.right) if isinstance(value.op, TURNED) else (value.left,):
        if isinstance(side, ast.Name) and side.id == name:
            yield side
        else:
            yield from _added_to(name, side, same)
