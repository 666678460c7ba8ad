"""Frozen: the scopes of a graph, with the statement that each operation stands in."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from types import CodeType
from typing import Any

from ...engine.recording import Site
from ...engine.scopes.columns import CODES, ROW, Builder, Heading, Scopes
from ...engine.scopes.entry import CALL, LOOP, MODULE, THROUGH, TURN
from ...engine.scopes.shape import PER_LOOP
from ...engine.scopes.tree import Scope, Tree
from ...engine.value import Value
from ..text.spans import Position
from .loops import Found
from .texts import Texts

TURNS, LOOPS, STATEMENTS = CODES["turn"], CODES["loop"], CODES["statement"]

BITS = 32
"""Below the bits of a scope are those of the place of a statement: Python's collector does not walk integers."""

Stated = tuple[int, int]
"""A statement: the places of its names and of its span in a builder."""


def frozen(values: Sequence[Value], tree: Tree, loops: Callable[[CodeType], Found | None], texts: Texts) -> Scopes:
    """The scopes of the Values of a graph, those that `tree` has for them and the statements in these."""
    freezing = _Freezing(tree, loops, texts)
    nodes = array("i", freezing.nodes(values))
    return freezing.builder.built(nodes, freezing.headings())


class _Freezing:
    def __init__(self, tree: Tree, loops: Callable[[CodeType], Found | None], texts: Texts) -> None:
        self.builder = Builder()
        self._scopes, self._loops, self._texts = tree.scopes, loops, texts
        self._index = {tree.base: 0}  # by the number of a scope
        self._words = {0: 0}  # for the turns of each loop
        self._places: dict[tuple[str, Position], int] = {}  # of the spans of statements
        self._stated: dict[int, tuple[Site, Stated | None]] = {}  # by the identity of a site, which is held
        self._calls: dict[int, tuple[Site, int]] = {}  # the spans of calls, likewise
        self._heads: dict[tuple[int, int], tuple[Site | None, int, int]] = {}  # of loops, by code and slot
        self._inside: dict[int, int] = {}  # statements by scope and text

    def nodes(self, values: Sequence[Value]) -> list[int]:
        """The scope of each Value."""
        found, inside, stated = list[int](), self._inside, self._stated
        scopes, index, words, rows = self._scopes, self._index, self._words, self.builder.rows
        for value in values:
            about: Any = value._about
            if not isinstance(about, tuple) or len(about) == 2:
                found.append(0)
                continue
            site, number = about[1], about[2]
            scope = index.get(number)
            if scope is None:
                row = scopes.get(number)
                if row is None:  # made before, by another run or without one
                    found.append(0)
                    continue
                outer = index.get(row[0])
                if row[1] == TURN and outer is not None:  # most are, in a long loop
                    scope = index[number] = len(rows) // ROW
                    rows += (TURNS, outer, row[2], words[outer], 0)
                else:
                    scope = self._scope(number)
            known = stated.get(id(site))
            if known is None:
                found.append(self._statement(scope, site))
            elif known[1] is None:
                found.append(scope)
            else:
                names, place = known[1]
                key = scope << BITS | place
                within = inside.get(key)
                if within is None:
                    within = inside[key] = len(rows) // ROW
                    rows += (STATEMENTS, scope, 0, names, place)
                found.append(within)
        return found

    def headings(self) -> Sequence[Heading]:
        """The paragraphs of the files in which statements were found."""
        return sorted(chain.from_iterable(map(self._texts.headings, {file for file, _ in self._places})))

    def _scope(self, number: int) -> int:
        """The index of a scope and, before it, of those around it; recursion may be deep."""
        index = self._index.get(number)
        if index is not None:
            return index
        row = self._scopes[number]
        parent = self._index.get(row[0])
        if parent is not None:
            index = self._index[number] = self._added(row, parent)
            return index
        waiting = list[int]()
        while number not in self._index:
            waiting.append(number)
            number = self._scopes[number][0]
        index = self._index[number]
        for number in reversed(waiting):
            index = self._index[number] = self._added(self._scopes[number], index)
        return index

    def _added(self, row: tuple[Any, ...], parent: int) -> int:
        kind = row[1]
        if kind == TURN:
            return self.builder.add(TURNS, parent, self._words[parent], row[2])
        scope = Scope(*row)
        if kind == LOOP and scope.code is not None:
            return self._loop(scope.code, scope.slot, parent)
        if kind == THROUGH:
            return self._statement(parent, scope.site)
        if kind in (CALL, MODULE):
            name = scope.label or (scope.code.co_name if scope.code is not None else "")
            span = self._call(scope.site) if scope.site is not None else 0
            inside = self._statement(parent, scope.site)
            return self.builder.add(
                CODES["call" if kind == CALL else "module"], inside, self.builder.word(name), 0, span
            )
        return parent  # the last test of a `while`, which has opened no turn

    def _call(self, site: Site) -> int:
        """The place of the span of a call."""
        known = self._calls.get(id(site))
        if known is None:
            known = self._calls[id(site)] = site, self.builder.span(self._texts.spans(site))
        return known[1]

    def _loop(self, code: CodeType, slot: int, parent: int) -> int:
        known = self._heads.get((id(code), slot))
        if known is None:
            known = self._heads[id(code), slot] = self._head(code, slot - PER_LOOP + 1)
        site, head, word = known
        index = self.builder.add(LOOPS, self._statement(parent, site), head)
        self._words[index] = word
        return index

    def _head(self, code: CodeType, turn: int) -> tuple[Site | None, int, int]:
        """Where a loop is, if it is a part of a statement; the places of its head and of what its turns are called."""
        found = self._loops(code)
        assert found is not None
        text = found.texts[turn]
        site = (code, found.offset(turn)) if text.kind == "comprehension" else None
        head = f"{text.words} {self._texts.words(code.co_filename, text.head)}"
        return site, self.builder.word(head), self.builder.word(text.word)

    def _statement(self, scope: int, site: Site | None) -> int:
        """The index of the statement that a site stands in, in a scope; the scope itself where it is not known."""
        if site is None:
            return scope
        known = self._stated.get(id(site))
        if known is None:
            known = self._stated[id(site)] = site, self._found(site)
        stated = known[1]
        if stated is None:
            return scope
        names, place = stated
        index = self._inside.get(scope << BITS | place)
        if index is None:
            index = self._inside[scope << BITS | place] = self.builder.add(STATEMENTS, scope, names, 0, place)
        return index

    def _found(self, site: Site) -> Stated | None:
        code = site[0]
        text = self._texts(code.co_filename) if code.co_name == "<module>" or code.co_name[0] != "<" else None
        position = self._texts.spans.position(site) if text is not None else None
        statement = text.statement(position) if text is not None and position is not None else None
        if statement is None:
            return None
        key = code.co_filename, statement.position
        names = [each if isinstance(each, str) else self._texts.words(key[0], each) for each in statement.names]
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self.builder.span(self._texts.spans.at(*key))
        return self.builder.word(", ".join(names)), place
