"""What operations without a name are called: by what they do and, where that is not enough, by where they are.

What an operation does is its own source text. The parts of a call that is one text, such as the products in
`np.dot(w, x)`, are written from their operands instead, and those of a neuron are `w[0]·x[0]`, `Σ` and `relu`. Where
two are the same, the scopes in which they differ come first: `layer 2 › [3] › Σ`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ...engine.graph import Graph, Span
from ...engine.ops import BY_CODE, TABLE
from ...engine.scopes.columns import CODES, Scope
from .wording import ELLIPSIS, LEVELS, expression, from_operands

THEN = " › "
LONGEST_CALL = 24  # characters of a call that is written out; of a longer one there is only the function
SIGMA = "Σ"
MUL, ADD = TABLE["mul"].code, TABLE["add"].code
LOOP, MODULE, STATEMENT = CODES["loop"], CODES["module"], CODES["statement"]


WHOLE, IN_CALL = -1, -2
"""What is known of a node that is no part of a call with one text, and of one that is."""

COUNTED, REPEATED, OURS = 1, 2, 3
"""What is known of a scope: whether its operations may be the same one again, or are those of our own modules."""


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
        self._roles: dict[str, int] = {}  # of parts of neurons, in order

    def role(self, node: int, levels: int = LEVELS) -> str:
        """What a node does, without where: its code, or its part in a call; empty for a leaf without source text.

        Where there is no text, it is written from its operands; unnamed ones more than `levels` deep become `…`.
        """
        part = self._parts[node]
        if part == IN_CALL:
            return _from_operands(self._graph, node)
        if part != WHOLE:
            return self._role_texts[part]
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
    def _parts(self) -> array[int]:
        """For each node its place in `_roles` where it is in a neuron, IN_CALL in another call, else WHOLE."""
        graph, scopes = self._graph, self._graph.scopes
        parts = array("i", [WHOLE]) * len(graph.columns.codes)
        if scopes is None or graph.places is None:
            return parts
        seen, products = bytearray(len(scopes)), Counter[int]()
        labels, nodes, places, before = graph.labels, scopes.nodes, graph.places, -1
        for node, code in enumerate(graph.columns.codes):  # there may be a million
            if code < 0:
                continue
            scope = nodes[node]
            kind = seen[scope] or self._kind(seen, scope, node)
            if kind == OURS:
                if node not in labels:
                    parts[node] = self._in_neuron(code, products[scope])
                if code == MUL:
                    products[scope] += 1
            elif (
                kind == COUNTED
                and scope == nodes[before]
                and 0 < places[before] == places[node]
                and before not in labels
            ):
                parts[before] = IN_CALL
            before = node
        return parts

    @cached_property
    def _role_texts(self) -> Sequence[str]:
        return [*self._roles]

    def _kind(self, seen: bytearray, scope: int, node: int) -> int:
        """What is known of a scope in which a node is."""
        scopes = self._graph.scopes
        assert scopes is not None
        around = scope
        while scopes.kinds[around] == STATEMENT:
            around = scopes.parents[around]
        ours = scopes.kinds[around] == MODULE and self._graph.span(node) == scopes[around].span
        # Where turns are not counted, one text in one scope is the same operation again.
        repeated = scopes.kinds[around] == LOOP or self._graph.span(node) is None
        seen[scope] = OURS if ours else REPEATED if repeated else COUNTED
        return seen[scope]

    def _in_neuron(self, code: int, products: int) -> int:
        """The place of the role of an operation in a module of ours, all of which have the text of the call."""
        text = f"w[{products}]·x[{products}]" if code == MUL else SIGMA if code == ADD else BY_CODE[code].glyph
        return self._roles.setdefault(text, len(self._roles))


def _from_operands(graph: Graph, node: int) -> str:
    """An operation written around the names of its operands; its sign alone where one has none."""
    text = from_operands(graph, node)
    return graph.nodes[node].symbol if ELLIPSIS in text else text


def _text(scope: Scope) -> str:
    """What a scope is called."""
    if scope.kind == "turn":
        return f"{scope.label} {scope.ordinal}"
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
