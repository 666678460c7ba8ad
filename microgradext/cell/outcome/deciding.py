"""Deciding: inputs that only decide which way the code goes, so that no gradient reaches them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from ...engine.graph import Graph, GraphGuard, reached
from ...engine.recording import Guard
from ..inputs.notes import in_lines, listed
from ..text.decisions import Decisions
from ..text.spans import Spans

LONGEST = 40
"""The most characters of an output that are quoted."""

Place = tuple[int, int, str]
"""Code, offset and kind of a guard."""

WAYS = {
    "truth": ("the branch", "the branches"),
    "inside": ("a comparison", "comparisons"),
    "index": ("a count or index", "counts or indices"),
    "int": ("int", "int"),
    "round": ("round", "round"),
}
"""What decides, by kind of guard (`inside` for a truth that a call asks for): in one line, in several."""

TELLS = ast.Pass | ast.Raise | ast.Assert
"""Statements that compute nothing."""


def deciding(
    graph: Graph, guards: Sequence[Guard], names: Sequence[str], title: str, lost: set[int], spans: Spans
) -> list[str]:
    """The sentences about inputs that reach the output only through guards.

    `guards` are those of the graph, in order; `names` are those of its inputs; `lost` are the nodes of which something
    else is said.
    """
    ways = _ways(graph, guards, lost, spans)
    groups: dict[str, list[str]] = {}
    for name, node in zip(names, graph.inputs, strict=True):
        if ways.get(node):
            groups.setdefault(_through(ways[node], spans), []).append(name)
    output = title if len(title) <= LONGEST else "the output"
    return [_sentence(found, output, through) for through, found in groups.items()]


def _sentence(names: Sequence[str], output: str, through: str) -> str:
    reach, zero = ("reaches", "its gradient is") if len(names) == 1 else ("reach", "their gradients are")
    return f"{listed(names)} {reach} {output} only through {through}, so {zero} 0."


def _ways(graph: Graph, guards: Sequence[Guard], lost: set[int], spans: Spans) -> dict[int, list[Guard]]:
    """The guards that look at each input without a path to the output; none for one that is lost in another way."""
    live = reached(graph)
    cut = [node for node in graph.inputs if not live[node]]
    if not cut or not guards:
        return {}
    decisions, from_inputs = Decisions(spans), _origins(graph, cut)
    found: dict[int, dict[Place, Guard]] = {node: {} for node in cut}
    tells: dict[Place, bool] = {}
    for fact, guard in zip(graph.guards, guards, strict=True):
        if not from_inputs[fact.node]:
            continue
        key = id(guard.site[0]), guard.site[1], guard.kind
        if key not in tells:
            tells[key] = _only_tells(fact, decisions.statement(guard))
        for place, node in enumerate(cut):
            if from_inputs[fact.node] >> place & 1 and not tells[key]:
                found[node].setdefault(key, guard)
    gone = {node for place, node in enumerate(cut) for each in lost if from_inputs[each] >> place & 1}
    return {node: list(ways.values()) for node, ways in found.items() if node not in gone}


def _origins(graph: Graph, inputs: Sequence[int]) -> list[int]:
    """For each node, a bit for each of the inputs that it was computed from."""
    found = [0] * len(graph.nodes)
    for place, index in enumerate(inputs):
        found[index] = 1 << place
    start, operands = graph.columns.start, graph.columns.operands
    for index in range(len(found)):
        for operand in operands[start[index] : start[index + 1]]:
            found[index] |= found[operand]
    return found


def _only_tells(fact: GraphGuard, statement: ast.stmt | None) -> bool:
    """Whether a branch only shows something or raises."""
    match statement:
        case ast.Assert():
            return True
        case ast.If(body=body, orelse=otherwise):
            shows = (isinstance(each, TELLS) or _prints(each) for each in [*body, *otherwise])
            return fact.kind == "truth" and all(shows)
        case _:
            return False


def _prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print" | "display"))):
            return True
        case _:
            return False


def _through(guards: Iterable[Guard], spans: Spans) -> str:
    kinds: dict[str, list[Guard]] = {}
    decisions = Decisions(spans)
    for guard in guards:
        kind = guard.kind.partition(":")[0]
        inside = kind == "truth" and decisions.of(guard).how == "inside"
        kinds.setdefault("inside" if inside else kind, []).append(guard)
    return listed([_in_places(kind, found, spans) for kind, found in kinds.items()])


def _in_places(kind: str, guards: Sequence[Guard], spans: Spans) -> str:
    places = list(dict.fromkeys(spans.words(guard.site) for guard in guards))
    own = all(spans.owns(guard.site[0]) for guard in guards)
    where = in_lines(spans.line(guard.site) for guard in guards) if own else listed(places)
    return f"{WAYS[kind][len(places) > 1]} in {where}"
