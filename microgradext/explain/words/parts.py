"""Parts: which operations are a part of a call with one text, and what they are there."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ...engine.graph import Graph
from ...engine.ops import BY_CODE, TABLE
from ...engine.scopes.columns import CODES, Scopes

WHOLE, IN_CALL = -1, -2
"""What is known of a node that is no part of a call with one text, and of one that is."""

COUNTED, REPEATED, OURS = 1, 2, 3
"""What is known of a scope: whether its operations may be the same one again, or are those of our own modules."""

SIGMA = "Σ"
MUL, ADD = TABLE["mul"].code, TABLE["add"].code
LOOP, MODULE, STATEMENT = CODES["loop"], CODES["module"], CODES["statement"]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of all calls of a graph."""

    places: array[int]  # for each node that of what it is in a neuron, or IN_CALL in another call, else WHOLE
    roles: Sequence[str]  # w[0]·x[0], Σ, relu


_known: WeakKeyDictionary[Scopes, Parts] = WeakKeyDictionary()
"""What was found once: the picture, the tables and the message of a graph ask, and there may be a million nodes."""


def parts_of(graph: Graph) -> Parts:
    """The parts of calls in a graph; none where its scopes are not known."""
    scopes = graph.scopes
    if scopes is None or graph.places is None:
        return Parts(array("i", [WHOLE]) * len(graph.columns.codes), ())
    found = _known.get(scopes)
    if found is None:
        found = _known[scopes] = _found(graph, scopes, graph.places)
    return found


def _found(graph: Graph, scopes: Scopes, places: Sequence[int]) -> Parts:
    found = array("i", [WHOLE]) * len(graph.columns.codes)
    seen, products, roles = bytearray(len(scopes)), [0] * len(scopes), dict[tuple[int, int], int]()
    labels, nodes = graph.labels, scopes.nodes
    before, last = -1, (-1, -1)
    for node, code in enumerate(graph.columns.codes):
        if code < 0:
            continue
        scope = nodes[node]
        kind = seen[scope] or _kind(graph, scopes, seen, node)
        if kind == OURS:
            if node not in labels:
                found[node] = roles.setdefault((code, products[scope] if code == MUL else 0), len(roles))
            products[scope] += code == MUL
        elif kind == COUNTED and last == (scope, places[node]) and before not in labels:
            found[before] = IN_CALL
        before, last = node, (scope, places[node])
    return Parts(found, [_role(code, product) for code, product in roles])


def _role(code: int, product: int) -> str:
    if code == MUL:
        return f"w[{product}]·x[{product}]"
    return SIGMA if code == ADD else BY_CODE[code].glyph


def _kind(graph: Graph, scopes: Scopes, seen: bytearray, node: int) -> int:
    """What is known of the scope that a node is in."""
    around, span = scopes.nodes[node], graph.span(node)
    while scopes.kinds[around] == STATEMENT:
        around = scopes.parents[around]
    ours = scopes.kinds[around] == MODULE and span == scopes[around].span
    # Where turns are not counted, one text in one scope is the same operation again.
    repeated = scopes.kinds[around] == LOOP or span is None
    seen[scopes.nodes[node]] = OURS if ours else REPEATED if repeated else COUNTED
    return seen[scopes.nodes[node]]
