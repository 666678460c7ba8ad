"""What operations without a name are called: by what they do and, where that is not enough, by where they are.

What an operation does is its own source text. The parts of a call that is one text, such as the products in
`np.dot(w, x)`, are written from their operands instead, and those of a neuron are `w[0]·x[0]`, `Σ` and `relu`. Where
two are the same, the scopes in which they differ come first: `layer 2 › [3] › Σ`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby

from ...engine.graph import Graph, Span
from ...engine.scopes.columns import Scope
from .parts import IN_CALL, WHOLE, parts_of
from .wording import ELLIPSIS, LEVELS, THEN, expression, from_operands

BETWEEN = f" {THEN} "
LAMBDA = "<lambda>"
DEEPEST = 64  # scopes of a place
MANY = 3  # times that a call calls itself; fewer are written one by one
MOST_STEPS = 200_000  # of the paths of nodes that do the same; there may be 10,000 calls in one another
LONGEST_CALL = 24  # characters of a call that is written out; of a longer one there is only the function


class Called:
    """What the operations of one graph are called.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> x = Value(2.0, label="x")
    >>> Called(graph_of((x + 1) * x)[0]).among([2])
    {2: 'x + 1'}
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._texts_of_spans: dict[int, str] = {}  # by identity
        self._parts = parts_of(graph)
        self._places: dict[int, str] = {}  # by scope

    def role(self, node: int, levels: int = LEVELS) -> str:
        """What a node does, without where: its code, or its part in a call; empty for a leaf without source text.

        Where there is no text, it is written from its operands; unnamed ones more than `levels` deep become `…`.
        """
        part = self._parts.places[node]
        if part == IN_CALL:
            return _from_operands(self._graph, node)
        if part != WHOLE:
            return self._parts.roles[part]
        span = self._graph.span(node)
        if span is None or not span.text:
            return expression(self._graph, node, levels)
        text = self._texts_of_spans.get(id(span))  # a loop has few
        if text is None:
            text = self._texts_of_spans[id(span)] = expression(self._graph, node)
        return text

    def among(self, nodes: Iterable[int]) -> dict[int, str]:
        """What each node is called, the shortest that no other of them is called where their scopes tell them apart."""
        roles: dict[str, list[int]] = {}
        for node in nodes:
            roles.setdefault(self.role(node), []).append(node)
        found = dict[int, str]()
        for role, group in roles.items():
            found |= self._apart(role, group)
        return dict(sorted(found.items()))

    def place(self, node: int) -> str:
        """Where a node is, from the outside in; empty where nothing is known and for what is in no loop or call."""
        scopes = self._graph.scopes
        if scopes is None or self._graph.columns.codes[node] < 0:
            return ""
        own = scopes.nodes[node]
        found = self._places.get(own)
        if found is None:
            path = [self._scope(scope) for scope in scopes.path(node)[:DEEPEST]]
            steps = [title_of(scope) for scope in path if scope.kind in ("turn", "call", "module")]
            found = self._places[own] = BETWEEN.join(_in_short(steps))
        return found

    def _apart(self, role: str, group: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Nodes of one role and what they are called: before the role, the scopes in which some of them differ."""
        paths = self._paths(group)
        waiting: list[tuple[Sequence[int], int, tuple[str, ...], int]] = [(group, 0, (), 0)]
        while waiting:
            nodes, depth, before, last = waiting.pop()
            parts = _parted(nodes, paths, depth) if len(nodes) > 1 else {}
            if len(parts) == 1 and None not in parts:
                waiting.append((nodes, depth + 1, before, last))
                continue
            ended = parts.pop(None, nodes if not parts else [])
            positions = [_position(self._graph.span(node)) for node in ended]
            for node, text in zip(ended, _numbered([role] * len(ended), positions), strict=True):
                yield node, BETWEEN.join([*_in_short(before), text])
            told = self._texts({scope: part for scope, part in parts.items() if scope is not None}, last)
            for (scope, part), text in zip(parts.items(), told, strict=True):
                waiting.append((part, depth + 1, (*before, text) if text else before, (scope if text else last) or 0))

    def _paths(self, group: Sequence[int]) -> dict[int, Sequence[int]]:
        """The scopes of each node; none where they are so deep that nobody would read them."""
        if self._graph.scopes is None or len(group) < 2:
            return {}
        found, steps = dict[int, Sequence[int]](), 0
        for node in group:
            found[node] = self._graph.scopes.path(node)
            steps += len(found[node])
            if steps > MOST_STEPS:
                return {}
        return found

    def _texts(self, parts: Mapping[int, Sequence[int]], last: int) -> Sequence[str]:
        """What tells scopes apart, after that of `last`; statements that bind the same names go by their line."""
        scopes = [self._scope(part) for part in parts]
        plain = [self._text(part, last) for part in parts]
        often = Counter(plain)
        by_line = [
            each.kind == "statement" and each.span is not None and often[text] > 1
            for each, text in zip(scopes, plain, strict=True)
        ]
        texts = [_line(each) if told else text for each, told, text in zip(scopes, by_line, plain, strict=True)]
        return _numbered(texts, [self._where(part, nodes[0]) for part, nodes in parts.items()])

    def _text(self, part: int, last: int) -> str:
        """What a scope is called after that of `last`; a neuron goes with its layer."""
        scope, around = self._scope(part), self._around(part)
        text = title_of(scope)
        with_layer = scope.kind == "module" and text.startswith("[") and around != last
        return f"{title_of(self._scope(around))}{BETWEEN}{text}" if with_layer and around else text

    def _where(self, part: int, first: int) -> object:
        """What differs between scopes that are told apart: their place in the text, and for calls when they began."""
        scope = self._scope(part)
        if scope.kind in ("call", "module") and self._scope(self._around(part)).kind != "loop":
            return part
        return _position(scope.span if scope.span is not None else self._graph.span(first))

    def _around(self, part: int) -> int:
        """The scope around one, other than a statement."""
        around = self._scope(part).parent
        while self._scope(around).kind == "statement":
            around = self._scope(around).parent
        return around

    def _scope(self, scope: int) -> Scope:
        assert self._graph.scopes is not None
        return self._graph.scopes[scope]


def _from_operands(graph: Graph, node: int) -> str:
    """An operation written around the names of its operands; its sign alone where one has none."""
    text = from_operands(graph, node)
    return graph.nodes[node].symbol if ELLIPSIS in text else text


def _parted(nodes: Sequence[int], paths: Mapping[int, Sequence[int]], depth: int) -> dict[int | None, Sequence[int]]:
    """The nodes by the scope at one depth of their paths; None for those whose path ends before."""
    parts: dict[int | None, list[int]] = {}
    for node in nodes:
        path = paths.get(node, ())
        parts.setdefault(path[depth] if depth < len(path) else None, []).append(node)
    return {**parts}


def _in_short(steps: Sequence[str]) -> Iterator[str]:
    """The steps of a path; a call that calls itself comes once, with how often."""
    for text, same in groupby(steps):
        count = len([*same])
        yield from [text] * count if count < MANY else [f"{text} ×{count}"]


def title_of(scope: Scope) -> str:
    """What a scope is called."""
    if scope.kind == "turn":
        return f"{scope.label} {scope.ordinal}"
    if scope.kind == "call":
        text = _in_one_line(scope.span) if scope.span is not None else ""
        return text if 0 < len(text) <= LONGEST_CALL else "lambda" if scope.label == LAMBDA else f"{scope.label}()"
    return "" if scope.label == "return" else scope.label


def _in_one_line(span: Span) -> str:
    """The text of a call; of one that was written in several lines, as Python would write it in one."""
    if span.line != span.end_line:
        with suppress(SyntaxError, ValueError):
            return ast.unparse(ast.parse(span.text, mode="eval"))
    return " ".join(span.text.split())


def _line(scope: Scope) -> str:
    return f"line {scope.span.line}"


def _position(span: Span | None) -> tuple[int, int] | None:
    return (span.line, span.column) if span is not None else None


def _numbered(texts: Sequence[str], positions: Sequence[object]) -> list[str]:
    """The texts; equal ones that stand in different places are numbered in their order."""
    often, places = Counter(texts), {text: set[object]() for text in texts}
    for text, position in zip(texts, positions, strict=True):
        places[text].add(position)
    found, count = list[str](), Counter[str]()
    for text in texts:
        count[text] += 1
        told = often[text] > 1 and len(places[text]) == often[text] and text
        found.append(f"{text} ({count[text]})" if told else text)
    return found
