"""Where the first nan or inf of a derivation was born."""

import math
from collections.abc import Iterable, Iterator

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..words.local import operation_code
from ..words.naming import Names
from ..words.numbers import short
from ..words.piece import Piece


def born(graph: Graph, frame: Frame, names: Names, shown: Iterable[float]) -> Iterator[str]:
    """A sentence where one of the numbers `shown` is not finite: the first value that is not, else the first gradient.

    >>> from microgradext import Value, explain
    >>> explain(Value(-0.3, label="x").log() * 2, "x").notes
    ('The first nan: log(x), log of −0.3.',)
    """
    if all(map(math.isfinite, shown)):
        return
    value = _first_value(graph, frame)
    if value is not None:
        yield f"The first {_kind(frame.values[value])}: {_place(graph, frame, names, value)}."
        return
    passing = _first_gradient(graph, frame)
    if passing is not None:
        node, slot = passing
        operand = names.code(graph.nodes[node].operands[slot]).text
        what = _kind(frame.contributions[node][slot])
        yield f"The first {what}: what {_place(graph, frame, names, node)}, passes back to {operand}."


def first_bad(graph: Graph, frame: Frame) -> list[str]:
    """A sentence where the output or the gradient of an input is not finite; nothing where all is well.

    >>> from microgradext.engine.frame import frame_of
    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> graph, values = graph_of(Value(-0.3, label="x").log())
    >>> first_bad(graph, frame_of(graph, values))
    ['The first nan: y, log of −0.3.']
    """
    shown = [frame.values[graph.output], *(frame.gradients[node] for node in graph.inputs)]
    return [] if all(map(math.isfinite, shown)) else list(born(graph, frame, Names(graph), shown))


def _first_value(graph: Graph, frame: Frame) -> int | None:
    """From the output, where it is not finite, to an operand that is not, a nan before an inf, until there is none."""
    node, cause = graph.output, graph.output if not math.isfinite(frame.values[graph.output]) else None
    while cause is not None:
        node = cause
        bad = [operand for operand in graph.nodes[node].operands if not math.isfinite(frame.values[operand])]
        cause = next((operand for operand in bad if math.isnan(frame.values[operand])), bad[0] if bad else None)
    return None if math.isfinite(frame.values[node]) else node


def _first_gradient(graph: Graph, frame: Frame) -> tuple[int, int] | None:
    """From the gradient of an input along what flowed back, to the operation that made a bad one of a good one."""
    bad = {
        graph.nodes[node].operands[slot]: (node, slot)
        for node, shares in enumerate(frame.contributions)
        for slot, share in enumerate(shares)
        if not math.isfinite(share)
    }
    start = next((node for node in _leaves(graph) if not math.isfinite(frame.gradients[node])), None)
    at = bad.get(start) if start is not None else None
    while at is not None and not math.isfinite(frame.gradients[at[0]]):
        at = bad.get(at[0])
    return at


def _leaves(graph: Graph) -> list[int]:
    """The inputs, else the leaves that have a name."""
    named = [i for i, node in enumerate(graph.nodes) if not node.operands and node.kind != "constant"]
    return list(graph.inputs) or named


def _kind(x: float) -> str:
    return "nan" if math.isnan(x) else "inf"


def _place(graph: Graph, frame: Frame, names: Names, node: int) -> str:
    """`log(x), log of −0.3, line 4`."""
    made = graph.nodes[node]
    numbers = [short(frame.values[operand]) for operand in made.operands]
    if len(numbers) == 1:
        how = [f"{made.row or made.symbol} of {numbers[0]}"]
    else:
        how = [operation_code(made.row, made.symbol, [Piece(x) for x in numbers]).text] if numbers else []
    line = [f"line {made.span.line}"] if made.span is not None and not made.span.file else []
    return ", ".join([names.code(node).text, *how, *line])
