"""Answers: outputs that are plain numbers, because a branch led to one, and why other outputs are plain."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType
from typing import Any

from ...engine.guards import told
from ...engine.recording import Guard, Recording
from ...engine.value import Value
from ..text.constants import constant
from ..text.once import once
from ..text.spans import Spans
from .names import Latest
from .output import Output

ROUNDS = {"round": "round", "int": "int", "index": "an index"}


def answer(title: str, number: float, name: str = "") -> Output:
    """An output that is the same wherever the inputs go, as long as the code takes this path."""
    value = Value(float(number), label=name)
    return Output(value, title, name, chosen=True)


def leads_to_numbers(guards: Iterable[Guard]) -> bool:
    """Whether control flow chose between values, so that it may have chosen a plain number."""
    return any(guard.kind == "truth" for guard in guards)


def is_chosen(latest: Latest, tree: ast.Module, namespace: Mapping[str, Any]) -> bool:
    """Whether a branch chose this number where the code could have bound a Value to the same name."""
    return latest.guarded and is_choice(ast.Name(latest.name), latest.number, tree, namespace)


def is_choice(node: ast.expr, number: float, tree: ast.Module, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression that came to a plain number could have come to a Value."""
    copied = set[str]()
    while isinstance(node, ast.Name) and node.id not in copied:  # a swap copies in a circle
        copied.add(node.id)
        bindings = list(_bindings(tree, node.id))
        if len(bindings) > 1 and _is_written(bindings[-1]):
            return not all(map(_is_written, bindings))
        node = bindings[-1] if bindings else node
    match node:
        case ast.IfExp():
            return True
        case ast.Call(func=ast.Name(id=callee)):
            users = isinstance(namespace.get(callee), FunctionType)
            return users and (type(number) is float or number in (0, 1))  # not a count
        case _:
            return False


def _is_written(node: ast.expr) -> bool:
    return constant(node) is not None


def chosen_note(title: str, number: float, guards: Iterable[Guard], spans: Spans) -> str:
    """Which branch made the output a plain number."""
    last = next((guard for guard in reversed(list(guards)) if guard.kind == "truth"), None)
    if last is None:
        return f"{title} is the plain number {number!r} here: no gradient."
    span = spans(last.site)
    where = f"{span.text} was {told('truth', last.expected)}" if span and span.text else "a condition decided"
    return f"{title} is the plain number {number!r} here, because {where} ({spans.words(last.site)}): no gradient."


def made_plain(name: str, tree: ast.Module, recording: Recording, spans: Spans) -> str:
    """What made a plain number of the name, with the line and what to write instead; empty if nothing is known."""
    statement = next(reversed(list(_statements(tree, name))), None)
    if statement is None:
        return ""
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    for guard in reversed(recording.guards):
        kind = guard.kind.partition(":")[0]
        if kind in ROUNDS and spans.owns(guard.site[0]) and spans.line(guard.site) in lines:
            digits = guard.kind.partition(":")[2] or "0"
            shown = f'show it rounded with f"{{{name}:.{digits}f}}"' if kind == "round" else "compute without it"
            return f"{ROUNDS[kind]} made a plain number of it in {spans.words(guard.site)}; {shown}"
    for read in reversed(recording.reads):
        if read.attribute != "write" and spans.owns(read.site[0]) and spans.line(read.site) in lines:
            span = spans(read.site)
            use = span.text if span and span.text else "data"
            return f"{use} made a plain number of it in {spans.words(read.site)}; compute with the Value itself"
    return ""


def _bindings(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    for statement in _statements(tree, name):
        match statement:
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield value


def _statements(tree: ast.Module, name: str) -> Iterator[ast.stmt]:
    """The assignments to a name that run at most once."""
    for statement, _ in once(tree.body):
        match statement:
            case ast.Assign(targets=targets):
                found = any(isinstance(each, ast.Name) and each.id == name for each in targets)
            case ast.AnnAssign(target=ast.Name(id=target)) | ast.AugAssign(target=ast.Name(id=target)):
                found = target == name
            case _:
                found = False
        if found:
            yield statement


def as_number(value: object) -> float | None:
    """`value` if it is a plain number, truth values included; None otherwise."""
    return value if isinstance(value, float | int) else None
