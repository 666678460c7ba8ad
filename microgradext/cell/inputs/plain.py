"""Plain numbers: which numbers of a cell stay plain Python numbers, and why."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from ...engine.names import UFUNCS
from ..text.counts import CHANGES, CountUse
from ..text.passed_over import PassedOver
from ..text.reading import Literal, Place, Reading
from ..text.walked import every
from .mathematics import NAMES, TWINS, twin
from .outside import is_outside

TRANSPARENT = frozenset("abs display divmod format id isinstance pow print repr str type".split())
"""Calls that are not mathematics but work just as well with a Value."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A name whose number is not an input."""

    name: str
    line: int
    why: str  # a kind of accumulators.py, 'nested', 'wrapped', a way of passed_over.py, or how a count is used
    function: str = ""  # the one that declares it global, or that makes the array
    usual: bool = False  # that it is no input is what everybody expects


OF_ITEMS = frozenset("all any enumerate filter iter len list map max min reversed set sorted sum tuple zip".split())
"""Functions that are given a list for its items."""

Elsewhere = Callable[[], Container[str]]
"""The names that functions of earlier cells read, found out only where it matters."""


def plain_numbers(reading: Reading, namespace: Mapping[str, Any], elsewhere: Elsewhere) -> dict[Place, Plain]:
    """The literals of the cell that must not become inputs."""
    found = {}
    declared = {one.name: _plainly(one) for one in reading.passed_over if one.way == "global"}
    for (line, name), literals in reading.literals.items():
        reason = (
            declared.get(name)
            or _accumulator(reading, line, name)
            or _used(reading, name, literals, namespace)
            or _only_passed(reading, name, namespace, elsewhere)
            or _inexact(line, name, literals)
        )
        if reason is not None:
            found[line, name] = reason
    return found


def displayed(reading: Reading, namespace: Mapping[str, Any], elsewhere: Elsewhere) -> dict[Place, Plain]:
    """The lists, tuples and dicts of numbers that the cell computes with, each as what it is where it is data."""
    found = {}
    for (line, name), numbers in reading.displays.items():
        uses = [use for use in reading.counts.get(name, ()) if use.how or use.callee not in OF_ITEMS]
        whole = all(isinstance(number, int) for number in numbers)
        counts = whole and counted(name, uses, reading, namespace) is not None
        read = name in reading.mentioned or name in elsewhere()
        if read and not counts and not _only_passed(reading, name, namespace, elsewhere):
            found[line, name] = Plain(name, line, "data")
    return found


def nested_numbers(reading: Reading) -> Iterator[Plain]:
    """The names that get their number in mid-expression, where it stays a plain number."""
    for name, line in reading.nested.items():
        yield Plain(name, line, "nested")


def other_numbers(reading: Reading, namespace: Mapping[str, Any], alone: bool) -> Iterator[Plain]:
    """The numbers that names get from a call or in a loop; what may well be a counter only if the cell is `alone`.

    A cell is alone if it has no inputs.
    """
    for one in reading.passed_over:
        if alone or not one.whole:
            uses = reading.counts.get(one.name, ())
            wraps = any(use.how == CHANGES or use.callee.rpartition(".")[2] == "Value" for use in uses)
            if one.way != "global" and not wraps and counted(one.name, uses, reading, namespace) is None:
                yield _plainly(one)


def _plainly(one: PassedOver) -> Plain:
    return Plain(one.name, one.line, one.way, one.function)


def counted(name: str, uses: Iterable[CountUse], reading: Reading, namespace: Mapping[str, Any]) -> Plain | None:
    """Why an int of this name stays an int; None when nothing prevents it from being an input."""
    for use in uses:
        if use.how:
            return Plain(name, use.line, use.how)
        if not _is_mathematics(use.callee, reading, namespace):
            return Plain(name, use.line, f"in {use.callee}" if use.callee else "in a call")
    return None


def makes_values(reading: Reading) -> bool:
    """Whether the cell mentions `Value`, so that it seems to make its inputs itself."""
    return any(_last(node) == "Value" for node in every(reading.tree))


def changes_data(reading: Reading) -> bool:
    """Whether the cell seems to train numbers, which then are objects whose data changes."""
    return any(_trains(node) for node in every(reading.tree))


def _trains(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="backward") | ast.AugAssign(target=ast.Attribute(attr="data" | "grad")):
            return True
        case _:
            return False


def _accumulator(reading: Reading, line: int, name: str) -> Plain | None:
    found = reading.accumulators.get((line, name))
    return None if found is None else Plain(name, found.line, found.kind, usual=found.usual)


def _used(reading: Reading, name: str, literals: Iterable[Literal], namespace: Mapping[str, Any]) -> Plain | None:
    uses = reading.counts.get(name, ())
    for use in uses:
        if use.how == CHANGES:  # `p.data -= lr * p.grad` wants a number
            return Plain(name, use.line, use.how)
        if use.callee.rpartition(".")[2] == "Value":  # Value(Value(…)) has no meaning
            return Plain(name, use.line, "wrapped")
    whole = all(isinstance(literal.value, int) for literal in literals)
    return counted(name, uses, reading, namespace) if whole else None


def _only_passed(reading: Reading, name: str, namespace: Mapping[str, Any], elsewhere: Elsewhere) -> Plain | None:
    """A number that only functions outside the mathematics get."""
    uses = reading.passed.get(name, ())
    if not uses or not all(is_outside(use.callee, reading.tree, reading.bound, namespace) for use in uses):
        return None
    if name in elsewhere():
        return None
    return Plain(name, uses[0].line, f"only in {uses[0].callee}")


def _inexact(line: int, name: str, literals: Iterable[Literal]) -> Plain | None:
    exact = all(isinstance(literal.value, float) or int(float(literal.value)) == literal.value for literal in literals)
    return None if exact else Plain(name, line, "inexact")


def _is_mathematics(callee: str, reading: Reading, namespace: Mapping[str, Any]) -> bool:
    """Whether the function that the cell calls by this name takes a Value; a formula of the user's own does."""
    owner, _, name = callee.rpartition(".")
    if owner:
        return name in NAMES or name in TWINS or name in UFUNCS
    if callee in reading.functions or callee in TRANSPARENT:
        return True
    if callee in reading.bound or callee not in namespace:
        return callee in NAMES or callee in TWINS
    return _is_formula(namespace[callee], namespace)


def _is_formula(function: object, namespace: Mapping[str, Any]) -> bool:
    if isinstance(function, FunctionType) and function.__globals__ is namespace:
        return True
    ours = any(function is each for each in (*NAMES.values(), *TWINS.values()))
    return ours or twin(function) is not function or type(function).__name__ == "ufunc"


def _last(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
