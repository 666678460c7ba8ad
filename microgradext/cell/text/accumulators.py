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
from .scopes import Function, Walk

Kind = Literal["accumulates", "counts"]
Place = tuple[int, str]

NEUTRAL: dict[type[ast.operator], int] = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1}
"""Where a number starts that an operator only accumulates in."""
TURNED = (ast.Add, ast.Mult)
"""Operators whose sides may be turned round."""
KEEPS = frozenset({"append", "add", "extend", "insert"})
"""Methods that keep a number and compute nothing."""


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
    line: int


def accumulators(body: Iterable[ast.stmt], literals: Mapping[Place, Sequence[int | float]]) -> dict[Place, Accumulator]:
    """Those of the literals that are accumulators or counters: nothing else is computed with them until they are made.

    A running sum starts at 0, a running product at 1; a number that starts elsewhere is one to vary.

    >>> body = ast.parse('loss = 0\\nfor e in es: loss = loss + e').body
    >>> accumulators(body, {(1, 'loss'): [0]})
    {(1, 'loss'): Accumulator(line=2, kind='accumulates', usual=False)}
    """
    found: dict[Place, Accumulator] = {}
    fresh: dict[str, list[Place]] = {}  # numbers that nothing has read yet
    for statement, header in once(body):
        walk = _Steps()
        walk.visit_all(header)
        repeats = isinstance(statement, ast.For | ast.AsyncFor | ast.While | Function)
        for name, steps in walk.steps.items():
            places = fresh.pop(name, [])
            numbers = [number for place in places for number in literals[place]]
            made = _accumulator(numbers, steps, repeats, name in walk.computed)
            found |= dict.fromkeys(places, made) if made else {}
        for use in (use for use in walk.uses if not use.inner):
            place = (use.line, use.name)
            if use.kind == "bind" and place in literals:
                fresh.setdefault(use.name, []).append(place)
            elif use.kind in ("bind", "read"):
                fresh.pop(use.name, None)
    return found


def _accumulator(
    numbers: Sequence[int | float], steps: Sequence[_Step], repeats: bool, computed: bool
) -> Accumulator | None:
    line = steps[0].line
    by_numbers = all(step.constant and step.start == 0 for step in steps)
    usual = any(number in (0, 1) for number in numbers)
    whole = all(isinstance(number, int) for number in numbers)
    if numbers and repeats and by_numbers and (usual or (whole and not computed)):
        return Accumulator(line, "counts", usual)
    if not computed and any(all(step.start == number for step in steps) for number in numbers):
        return Accumulator(line, "accumulates", False)
    return None


class _Steps(Walk):
    """Finds the steps, by name, and the names that something else is computed with."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: defaultdict[str, list[_Step]] = defaultdict(list)
        self.computed: set[str] = set()
        self._own: set[int] = set()  # the names in steps that stand for what is added to
        self._aside = 0  # in what computes nothing: a test, what is shown or kept, an index

    def visit_Name(self, node: ast.Name) -> None:
        if id(node) in self._own:
            return
        if isinstance(node.ctx, ast.Load) and not self._aside and not self.hidden(node.id):
            self.computed.add(node.id)
        super().visit_Name(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        match node.target:
            case ast.Name(id=name) if not self.hidden(name):
                self._step(name, node.op, written(node.value) is not None, node.lineno)
                self.visit(node.value)
            case _:
                super().visit_AugAssign(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        match node.targets:
            case [ast.Name(id=name)] if self._adds(name, node.value):
                self.visit(node.value)
            case _ if isinstance(node.value, ast.Name):  # a copy
                self._beside(self.visit, node.value)
                self.visit_all(node.targets)
            case _:
                super().visit_Assign(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        if self._adds(node.target.id, node.value):
            self.visit(node.value)
        else:
            super().visit_NamedExpr(node)

    def _adds(self, name: str, value: ast.expr) -> bool:
        """Note the step of `name = value`, if it is one."""
        own = next(_added_to(name, value), None)
        if own is None or self.hidden(name) or not isinstance(value, ast.BinOp):
            return False
        self._own.add(id(own))
        other = value.right if own is value.left else value.left
        alone = own in (value.left, value.right) and written(other) is not None
        self._step(name, value.op, alone, value.lineno)
        return True

    def _step(self, name: str, op: ast.operator, by_number: bool, line: int) -> None:
        self.steps[name].append(_Step(NEUTRAL.get(type(op)), by_number, line))

    # What computes nothing

    def visit_Call(self, node: ast.Call) -> None:
        keeps = isinstance(node.func, ast.Attribute) and node.func.attr in KEEPS
        if keeps or dotted(node.func) in SHOWING:
            self._beside(self.generic_visit, node)
        else:
            self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.While) -> None:
        self._beside(self.visit, node.test)
        self.visit_all([*node.body, *node.orelse])

    visit_While = visit_If  # noqa: N815  (ast's name)

    def visit_Assert(self, node: ast.Assert) -> None:
        self._beside(self.generic_visit, node)

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
