"""Answers: outputs that are plain numbers, because a branch led to one, and why other outputs are plain."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from ...engine.recording import Guard, Recording
from ...engine.value import Value
from ..text.constants import constant
from ..text.counts import operands
from ..text.decisions import Decisions
from ..text.once import once
from ..text.spans import Spans
from .output import Output

ROUNDS = {"round": "round", "int": "int", "index": "an index"}


def answer(title: str, number: float, name: str = "") -> Output:
    """An output that is the same wherever the inputs go, as long as the code takes this path."""
    value = Value(float(number), label=name)
    return Output(value, title, name, chosen=True)


def leads_to_numbers(guards: Iterable[Guard]) -> bool:
    """Whether control flow chose between values, so that it may have chosen a plain number."""
    return any(guard.kind == "truth" for guard in guards)


@dataclass(frozen=True, slots=True)
class Choices:
    """Which plain numbers of a run a branch may have chosen where the code could have come to a Value."""

    tree: ast.Module
    namespace: Mapping[str, Any]
    numbers: Mapping[str, bool]  # by name: whether control flow looked at data just before it was bound

    def has(self, name: str, before: frozenset[str] = frozenset()) -> bool:
        """Whether the number that a name holds is one, or is computed from one."""
        if name not in self.numbers or name in before:  # a swap leads back to where it began
            return False
        bindings = list(_bindings(self.tree, name))
        if len(bindings) > 1 and _is_written(bindings[-1]):
            return self.numbers[name] and not all(map(_is_written, bindings))
        number = self.namespace.get(name)
        return bool(bindings) and self.leads_to(bindings[-1], number, self.numbers[name], before | {name})

    def leads_to(self, node: ast.expr, number: Any, guarded: bool, before: frozenset[str] = frozenset()) -> bool:
        """Whether the number that an expression came to is one; `guarded` says that it looked at data."""
        read = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if any(self.has(name, before) for name in read):
            return True
        match node:
            case ast.IfExp():
                return guarded
            case ast.Call(func=ast.Name(id=callee)) if isinstance(self.namespace.get(callee), FunctionType):
                return guarded and (type(number) is float or number in (0, 1))  # not a count
            case ast.BinOp():  # the sum of no Values is 0
                values = any(isinstance(self.namespace.get(name), Value) for name in read)
                return guarded and values and (type(number) is float or number == 0)
            case _:
                return False


def _is_written(node: ast.expr) -> bool:
    return constant(node) is not None


def chosen_note(title: str, number: float, guards: Iterable[Guard], spans: Spans) -> str:
    """Which branch made the output a plain number."""
    last = next((guard for guard in reversed(list(guards)) if guard.kind == "truth"), None)
    if last is None:
        return f"{title} is the plain number {number!r} here: no gradient."
    because = Decisions(spans).of(last).because(bool(last.expected))
    return f"{title} is the plain number {number!r} here, because {because} ({spans.words(last.site)}): no gradient."


def made_plain(name: str, tree: ast.Module, recording: Recording, spans: Spans) -> str:
    """What made a plain number of the name, with the line and what to write instead; empty if nothing is known."""
    statement = _last_of(tree, name)
    return _cut(statement, name, recording, spans) if statement is not None else ""


def cut_before(node: ast.expr, tree: ast.Module, recording: Recording, spans: Spans, *, read: bool = True) -> str:
    """What made plain numbers of what an expression is computed from by arithmetic; empty if nothing is known.

    Unless `read`, a number that was read as plain data does not count: that may be the way to show it.
    """
    seen = set[str]()
    pending: list[tuple[ast.stmt, ast.expr, str]] = [(ast.copy_location(ast.Expr(node), node), node, "")]
    while pending:
        statement, value, name = pending.pop()
        if found := _cut(statement, name, recording, spans, read=read):
            return found
        names = [each for each in _sources(value) if each not in seen]
        seen.update(names)
        for each in names:
            match made := _last_of(tree, each):
                case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                    pending.append((made, value, each))
                case ast.FunctionDef():
                    pending.append((made, ast.Constant(None), each))
    return ""


def _sources(node: ast.expr) -> Iterator[str]:
    """The names that an expression is computed from by arithmetic, and the functions that it calls for that."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            yield name
        case ast.BinOp(left=left, right=right):
            yield from (*_sources(left), *_sources(right))
        case _:
            yield from operands(node)


def bound_to(name: str, tree: ast.Module) -> ast.expr | None:
    """The expression that a statement which runs at most once binds to the name last."""
    return next(reversed(list(_bindings(tree, name))), None)


def _last_of(tree: ast.Module, name: str) -> ast.stmt | None:
    return next(reversed(list(_statements(tree, name))), None)


def _cut(statement: ast.stmt, name: str, recording: Recording, spans: Spans, *, read: bool = True) -> str:
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    for guard in reversed(recording.guards):
        kind = guard.kind.partition(":")[0]
        if kind in ROUNDS and spans.owns(guard.site[0]) and spans.line(guard.site) in lines:
            digits = guard.kind.partition(":")[2] or "0"
            rounds = kind == "round" and name
            shown = f'show it rounded with f"{{{name}:.{digits}f}}"' if rounds else "compute without it"
            return f"{ROUNDS[kind]} cut the graph in {spans.words(guard.site)}; {shown}"
    for each in reversed(recording.reads if read else ()):
        if each.attribute != "write" and spans.owns(each.site[0]) and spans.line(each.site) in lines:
            span = spans(each.site)
            use = span.text if span and span.text else "data"
            return f"{use} cut the graph in {spans.words(each.site)}; compute with the Value itself"
    return ""


def _bindings(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    for statement in _statements(tree, name):
        match statement:
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield value


def _statements(tree: ast.Module, name: str) -> Iterator[ast.stmt]:
    """The assignments to a name, or definitions of it, that run at most once."""
    for statement, _ in once(tree.body):
        match statement:
            case ast.Assign(targets=targets):
                found = any(isinstance(each, ast.Name) and each.id == name for each in targets)
            case ast.AnnAssign(target=ast.Name(id=target)) | ast.AugAssign(target=ast.Name(id=target)):
                found = target == name
            case ast.FunctionDef(name=function):
                found = function == name
            case _:
                found = False
        if found:
            yield statement


def as_number(value: object) -> float | None:
    """`value` if it is a plain number, truth values included; None otherwise."""
    return value if isinstance(value, float | int) else None
