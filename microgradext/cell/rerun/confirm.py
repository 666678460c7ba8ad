"""Confirm: whether a rerun computed what the tape predicts, or a number had escaped from the graph."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...engine.graph import Graph
from ...engine.guards import flipped
from ...engine.recording import Read
from ...engine.tape.tape import Tape
from ...engine.value import Value
from ..outcome.mode import Facts, Suspicion, escaped, key, still_suspect
from ..text.spans import Spans

CLOSE = 1e-12


def compare(
    before: Graph, point: Sequence[float], after: Graph, values: Sequence[Value], facts: Facts, suspicion: Suspicion,
    spans: Spans, noun: str,
) -> None:  # fmt: skip
    """Learn from a rerun at `point`, which gave `after` and `values`, whether the tape of `before` could be trusted.

    Nothing is learned when a guard has flipped: then the code took another path, as it should.
    """
    suspects = still_suspect(facts, suspicion)
    if not suspects or any(node.kind == "written" for node in before.nodes):
        return
    replayed = Tape(before).along(point).values
    if flipped(before, replayed) is not None:
        return
    node = first_difference(before, replayed, after)
    if node is not None:
        made = values[node] if node < len(values) else values[-1]
        suspicion.guilty = escaped(_guilty([each.read for each in suspects], made, spans), spans, noun)
    elif all(each.kept for each in suspects):
        suspicion.cleared.update(key(each.read) for each in suspects)


def first_difference(tape: Graph, replayed: Sequence[float], graph: Graph) -> int | None:
    """The first node of `graph` that differs from the tape; None when none does.

    >>> from microgradext.engine.graph import graph_of
    >>> one, _ = graph_of(Value(2.0) * 3.0)
    >>> first_difference(one, [2.0, 3.0, 6.0], one), first_difference(one, [2.0, 4.0, 8.0], one)
    (None, 1)
    """
    for index, (node, other, number) in enumerate(zip(graph.nodes, tape.nodes, replayed, strict=False)):
        if (node.row, node.operands, node.kind) != (other.row, other.operands, other.kind):
            return index
        if not _close(node.data, number):
            return index
    if len(graph.nodes) != len(tape.nodes):
        return min(len(graph.nodes), len(tape.nodes))
    return None if _facts(graph) == _facts(tape) else graph.output


def _facts(graph: Graph) -> object:
    guards = [(guard.node, guard.kind, repr(guard.expected)) for guard in graph.guards]
    return graph.output, graph.inputs, guards


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE) or (one != one and other != other)


def _guilty(reads: Sequence[Read], made: Value, spans: Spans) -> Read:
    """The read whose number most likely went into `made`: one on the same line, else the last one before it."""
    earlier = [read for read in reads if read.serial <= made._serial] or list(reads)
    site = getattr(made, "_site", None)
    beside = [read for read in earlier if site is not None and spans.words(read.site) == spans.words(site)]
    return (beside or earlier)[-1]
