"""Units: the parts of each section, in the order in which they were made, with their places in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ...engine.graph import Graph
from ...engine.scopes.columns import Scopes
from .groups import MARKS, NONE
from .runs import Unit
from .sections import LOOP, STATEMENT, TURN, Sections


class Lines(NamedTuple):
    """The lines of a statement; 0 where they are not known."""

    file: str = ""
    first: int = 0
    last: int = 0


UNKNOWN = Lines()


def units_of(graph: Graph, sections: Sections, heads: Iterable[tuple[int, int]]) -> dict[int, list[Unit]]:
    """The units of each section that is a region; `heads` are the groups, each with the section that it is in."""
    found, last = defaultdict[int, list[Unit]](list), dict[int, int]()
    lines = _lines(graph.scopes, sections) if graph.scopes is not None else []
    for head, section in heads:
        last[section] = max(head, last.get(section, NONE))
        if sections.only.get(section) != head:
            found[sections.region(section)].append(_of_group(graph, head, lines))
    for section in reversed(sections.order):
        if section in last:
            around = sections.around(section)
            last[around] = max(last[section], last.get(around, NONE))
            if section in sections.kept and not sections.is_repeated(section):
                found[sections.region(around)].append(_of_section(graph, section, last[section], lines))
    return {section: sorted(units, key=lambda unit: unit.last) for section, units in found.items()}


def steps_in(graph: Graph, nodes: Iterable[int]) -> list[Unit]:
    """The nodes within a group."""
    return [Unit(node, False, node, does=_word(graph, node)) for node in nodes]


def _of_group(graph: Graph, head: int, lines: list[Lines]) -> Unit:
    file, first, end = lines[graph.scopes.nodes[head]] if graph.scopes is not None else UNKNOWN
    return Unit(head, False, head, file, first, end, _name(graph, head), _word(graph, head))


def _of_section(graph: Graph, section: int, last: int, lines: list[Lines]) -> Unit:
    assert graph.scopes is not None
    scope = graph.scopes[section]
    file, first, end = lines[section]
    does = f"{scope.label}()" if scope.kind == "call" else ""
    return Unit(section, True, last, file, first, end, _name(graph, last), does)


def _name(graph: Graph, node: int) -> str:
    return graph.labels.get(node, "").rstrip(MARKS)


def _word(graph: Graph, node: int) -> str:
    symbol = graph.nodes[node].symbol
    return symbol if symbol.isalpha() and len(symbol) > 1 else ""


def _lines(scopes: Scopes, sections: Sections) -> list[Lines]:
    """For each scope the lines of the outermost statement around it, within the region that it is in.

    Of a loop, those of the statements in it.
    """
    within = _within(scopes)
    found = [UNKNOWN] * len(scopes)
    inner = [UNKNOWN] * len(scopes)  # the same for what is directly in a scope
    for scope in range(1, len(scopes)):
        parent = scopes.parents[scope]
        own = inner[parent] if inner[parent].first else within[scope]
        found[scope] = own
        inner[scope] = UNKNOWN if scope in sections.kept else own
    return found


def _within(scopes: Scopes) -> list[Lines]:
    """The lines of each statement; of loops and their turns, those of what is in them."""
    found = [UNKNOWN] * len(scopes)
    for scope in range(len(scopes) - 1, 0, -1):
        kind, parent = scopes.kinds[scope], scopes.parents[scope]
        if kind == STATEMENT:
            span = scopes.spans[scopes.places[scope]]
            if span is not None:
                found[scope] = Lines(span.file, span.line, span.end_line)
        if kind in (STATEMENT, LOOP, TURN) and scopes.kinds[parent] in (LOOP, TURN):
            found[parent] = _joined(found[parent], found[scope])
    return found


def _joined(one: Lines, other: Lines) -> Lines:
    if not one.first or not other.first:
        return other if other.first else one
    return Lines(one.file, min(one.first, other.first), max(one.last, other.last))
