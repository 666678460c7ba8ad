"""What operations without a name are called: by what they do and, where that is not enough, by where they are.

What an operation does is its own source text. The parts of a call that is one text, such as the products in
`np.dot(w, x)`, are written from their operands instead, and those of a neuron are `w[0]·x[0]`, `Σ` and `relu`. Where
two are the same, the scopes in which they differ come first: `layer 2 › [3] › Σ`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from ...engine.graph import Graph, Span
from ...engine.ops import BY_CODE, TABLE
from ...engine.scopes.columns import CODES, Scope, Scopes
from .wording import ELLIPSIS, expression, from_operands

THEN = " › "
LONGEST_CALL = 24  # characters of a call that is written out; of a longer one there is only the function
MUL, ADD = TABLE["mul"].code, TABLE["add"].code
LOOP, MODULE, STATEMENT = CODES["loop"], CODES["module"], CODES["statement"]


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

    def role(self, node: int) -> str:
        """What a node does, without where: its code, or its part in a call; empty for a leaf without source text."""
        place = self._parts.get(node)
        return expression(self._graph, node) if place is None else place

    def among(self, nodes: Iterable[int]) -> dict[int, str]:
        """What each node is called, the shortest that no other of them is called where their scopes tell them apart."""
        roles: dict[str, list[int]] = {}
        for node in nodes:
            roles.setdefault(self.role(node), []).append(node)
        found = dict[int, str]()
        for role, group in roles.items():
            found |= self._apart(role, group)
        return found

    def place(self, node: int) -> str:
        """Where a node is, from the outside in; empty where nothing is known and for what is in no loop or call."""
        path = [scope for scope in self._path(node) if self._scope(scope).kind in ("turn", "call", "module")]
        return THEN.join([_text(self._scope(scope)) for scope in path])

    def _apart(self, role: str, group: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Nodes of one role and what they are called: before the role, the scopes in which some of them differ."""
        waiting: list[tuple[Sequence[int], int, str]] = [(group, 0, "")]
        while waiting:
            nodes, depth, before = waiting.pop()
            parts = self._parted(nodes, depth) if len(nodes) > 1 else {}
            if len(parts) == 1 and None not in parts:
                waiting.append((nodes, depth + 1, before))
                continue
            ended = parts.pop(None, nodes if not parts else [])
            positions = [_position(self._graph.span(node)) for node in ended]
            yield from zip(ended, [before + text for text in _numbered([role] * len(ended), positions)], strict=True)
            for (_, part), text in zip(parts.items(), self._texts([*parts]), strict=True):
                waiting.append((part, depth + 1, f"{before}{text}{THEN}" if text else before))

    def _parted(self, nodes: Sequence[int], depth: int) -> dict[int | None, Sequence[int]]:
        """The nodes by the scope at one depth of their paths; None for those whose path ends before."""
        parts: dict[int | None, list[int]] = {}
        for node in nodes:
            path = self._path(node)
            parts.setdefault(path[depth] if depth < len(path) else None, []).append(node)
        return {**parts}

    def _texts(self, parts: Sequence[int | None]) -> Sequence[str]:
        """What tells scopes apart; statements that bind the same names go by their line."""
        scopes = [self._scope(part) for part in parts if part is not None]
        often = Counter(map(_text, scopes))
        by_line = [each.kind == "statement" and each.span is not None and often[_text(each)] > 1 for each in scopes]
        texts = [_line(each) if told else _text(each) for each, told in zip(scopes, by_line, strict=True)]
        return _numbered(texts, [_position(each.span) for each in scopes])

    def _path(self, node: int) -> Sequence[int]:
        return self._graph.scopes.path(node) if self._graph.scopes is not None else ()

    def _scope(self, scope: int) -> Scope:
        assert self._graph.scopes is not None
        return self._graph.scopes[scope]

    @cached_property
    def _parts(self) -> Mapping[int, str]:
        """The parts of calls, each with what it is in there."""
        return dict(chain(_in_calls(self._graph), _in_neurons(self._graph)))


def _in_calls(graph: Graph) -> Iterator[tuple[int, str]]:
    """What has one text with what is made of it, in one place: it is written from its operands."""
    together: dict[tuple[int, int], list[int]] = {}
    scopes = graph.scopes
    if scopes is None:
        return
    for node, code in enumerate(graph.columns.codes):
        span = graph.span(node) if code >= 0 else None
        if span is not None and node not in graph.labels:
            together.setdefault((id(span), scopes.nodes[node]), []).append(node)
    for (_, scope), nodes in together.items():
        # Where turns are not counted, one text in one place is the same operation again.
        if len(nodes) > 1 and scopes.kinds[_around(scopes, scope)] != LOOP:
            yield from ((node, _from_operands(graph, node)) for node in nodes[:-1])


def _in_neurons(graph: Graph) -> Iterator[tuple[int, str]]:
    """What was made in a module of ours, whose text is that of the call: weights times inputs, their sum, the rest."""
    scopes = graph.scopes
    if scopes is None or MODULE not in scopes.kinds:
        return
    products, ours = Counter[int](), dict[int, bool]()
    for node, code in enumerate(graph.columns.codes):
        module = _around(scopes, scopes.nodes[node])
        if code < 0 or scopes.kinds[module] != MODULE:
            continue
        if module not in ours:
            ours[module] = graph.span(node) == scopes[module].span
        if ours[module]:
            role = f"w[{products[module]}]·x[{products[module]}]" if code == MUL else BY_CODE[code].glyph
            products[module] += code == MUL
            yield node, "Σ" if code == ADD else role


def _around(scopes: Scopes, scope: int) -> int:
    """The scope that a statement is in; any other scope itself."""
    while scopes.kinds[scope] == STATEMENT:
        scope = scopes.parents[scope]
    return scope


def _from_operands(graph: Graph, node: int) -> str:
    """An operation written around the names of its operands; its sign alone where one has none."""
    text = from_operands(graph, node)
    return graph.nodes[node].symbol if ELLIPSIS in text else text


def _text(scope: Scope) -> str:
    """What a scope is called."""
    if scope.kind == "turn":
        return f"{scope.label or 'pass'} {scope.ordinal}"
    if scope.kind == "call":
        text = " ".join(scope.span.text.split()) if scope.span is not None else ""
        return text if 0 < len(text) <= LONGEST_CALL else f"{scope.label}()"
    return "" if scope.label == "return" else scope.label


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
