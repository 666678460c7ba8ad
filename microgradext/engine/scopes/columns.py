"""Scopes of a graph: a frozen tree, as columns."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

Kind = Literal["cell", "statement", "loop", "turn", "call", "module"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CODES = {kind: place for place, kind in enumerate(KINDS)}

DEEPEST = 40
"""How far the lines of an outline move to the right: recursion may be 10,000 deep."""

SHOWN = ("loop", "turn", "call", "module")
"""The kinds that an outline has a line for."""


class Scope(NamedTuple):
    """What an operation can belong to."""

    kind: Kind
    parent: int
    label: str = ""  # the names that a statement binds; the function that is called; the head of a loop, or its word
    ordinal: int = 0  # of a turn, counted from 1
    span: Any = None  # where a statement is, or a call was made


class Heading(NamedTuple):
    """A line of code after a blank line or a comment: where a paragraph of the text begins."""

    file: str  # empty: the cell itself
    line: int
    indent: int = 0
    title: str = ""  # what the comment says


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Scopes:
    """The tree of scopes; treat the arrays as frozen.

    A scope comes after its parent. The first one is the cell itself, which is also that of nodes made before it ran.
    Turns that could not be counted are none: what was made in them belongs to their loop.
    """

    nodes: array[int]  # 'i': for each node, the scope that it belongs to
    kinds: array[int]  # 'b': for each scope, the place of its kind in KINDS
    parents: array[int]  # 'i': that of the first is itself
    ordinals: array[int]  # 'i': of turns, counted from 1; 0 for others
    labels: array[int]  # 'i': its place in `words`
    places: array[int]  # 'i': its place in `spans`
    words: Sequence[str]
    spans: Sequence[Any]
    headings: Sequence[Heading] = ()  # in order, of the files that there are statements of

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, index: int) -> Scope:
        return Scope(
            KINDS[self.kinds[index]],
            self.parents[index],
            self.words[self.labels[index]],
            self.ordinals[index],
            self.spans[self.places[index]],
        )

    def path(self, node: int) -> list[int]:
        """The scopes that a node belongs to, the outermost first, without the cell."""
        found, scope = list[int](), self.nodes[node]
        while scope:
            found.append(scope)
            scope = self.parents[scope]
        return found[::-1]


ROW = 5
"""How many numbers a builder keeps for each scope."""


class Builder:
    """Makes the columns, scope by scope."""

    def __init__(self) -> None:
        self.rows: list[int] = []  # ROW numbers for each scope: kind, parent, ordinal, word, span
        self._words, self._spans = [""], list[Any]([None])
        self._known = {"": 0}
        self.add(CODES["cell"], 0)

    def add(self, kind: int, parent: int, word: int = 0, ordinal: int = 0, span: int = 0) -> int:
        """The index of a new scope; `word` and `span` are places of what was put in before."""
        place = len(self.rows) // ROW
        self.rows += (kind, parent, ordinal, word, span)
        return place

    def word(self, text: str) -> int:
        """The place of a word."""
        place = self._known.get(text)
        if place is None:
            place = self._known[text] = len(self._words)
            self._words.append(text)
        return place

    def span(self, span: Any) -> int:
        """The place of a span."""
        self._spans.append(span)
        return len(self._spans) - 1

    def built(self, nodes: array[int], headings: Sequence[Heading] = ()) -> Scopes:
        """The columns, with the scope of each node."""
        kinds, *others = (self.rows[each::ROW] for each in range(ROW))
        parents, ordinals, words, spans = (array("i", each) for each in others)
        own, texts = tuple(self._words), tuple(self._spans)
        return Scopes(nodes, array("b", kinds), parents, ordinals, words, spans, own, texts, headings)


def is_flat(scopes: Scopes) -> bool:
    """Whether there is nothing but statements."""
    return all(KINDS[kind] not in SHOWN for kind in set(scopes.kinds))


def outline(scopes: Scopes, lines: Sequence[str]) -> str:
    """The lines of the nodes, each below the lines of the loop, turn, call and module that it belongs to."""
    text, path = list[str](), list[int]()
    depths: dict[int, int] = {}  # how deep each scope of the path is
    for node, line in enumerate(lines):
        scope, begun = scopes.nodes[node], list[int]()
        while scope and scope not in depths:
            if KINDS[scopes.kinds[scope]] in SHOWN:
                begun.append(scope)
            scope = scopes.parents[scope]
        for left in path[depths[scope] + 1 if scope else 0 :]:
            del depths[left]
        del path[len(depths) :]
        for each in reversed(begun):
            text.append(f"{_indent(len(path))}{head(scopes[each])}")
            depths[each] = len(path)
            path.append(each)
        text.append(f"{_indent(len(path))}{line}")
    return "\n".join(text)


def _indent(depth: int) -> str:
    return "  " * min(depth, DEEPEST)


def head(scope: Scope) -> str:
    """The line of a scope in an outline."""
    if scope.kind == "turn":
        return f"{scope.label} {scope.ordinal}:"
    return f"{scope.label}():" if scope.kind == "call" else f"{scope.label}:"
