"""Floats: numbers that serve as an index or a count although plain Python would have a float there and refuse it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...engine.order import ancestors
from ...engine.recording import Guard
from ...engine.value import Value
from ..text.counts import dotted
from ..text.decisions import Decisions
from ..text.spans import Spans
from .whole import plain_class

EITHER = frozenset("sleep wait join acquire get put select poll randint randrange timedelta Timer settimeout".split())
"""Functions that take a float as well, and ask a number that is none for an int."""

LONGEST = 40
"""The most characters of an expression that are quoted."""


def floats_as_counts(guards: Iterable[Guard], inputs: Iterable[Value], spans: Spans) -> list[str]:
    """The sentences about such numbers that were computed from the inputs."""
    counts = [guard for guard in guards if guard.kind == "index"]
    known = set(inputs) if counts else set()
    return list(dict.fromkeys(_sentences(counts, known, spans)))


def _sentences(counts: Iterable[Guard], known: set[Value], spans: Spans) -> Iterator[str]:
    decisions = Decisions(spans)
    seen = set[tuple[int, int]]()
    for guard in counts:
        place = id(guard.site[0]), guard.site[1]
        if place in seen or plain_class(guard.value) is not float:
            continue
        seen.add(place)
        use = _use(decisions.node(guard))
        if use and not known.isdisjoint(ancestors([guard.value])):
            name = _name(guard.value, spans)
            instead = f"write int({name})" if name else "write int(…)"
            refused = f"which plain Python refuses {use} ({spans.words(guard.site)})"
            yield f"{name or 'A number'} is a float, {refused}: {instead}."


def _use(node: ast.AST | None) -> str:
    """How a number is used at a place that wants an int; empty where a float would do."""
    match node:
        case ast.Call(func=function):
            callee = dotted(function) or (function.attr if isinstance(function, ast.Attribute) else "a call")
            return "" if callee.rpartition(".")[2] in EITHER else f"in {callee}"
        case ast.BinOp(op=ast.Mult()) | ast.AugAssign(op=ast.Mult()):
            return "as a number of repetitions"
        case ast.BinOp() | ast.AugAssign():
            return "in operations on bits"
        case _:
            return "as an index"


def _name(value: Value, spans: Spans) -> str:
    span = spans(value._site) if not value.label and hasattr(value, "_site") else None
    return value.label or (span.text if span and len(span.text) <= LONGEST else "")
