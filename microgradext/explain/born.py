"""Where the first nan or inf of a derivation was born."""

import math
from collections.abc import Iterable, Iterator

from ..engine.frame import Frame
from ..engine.graph import Graph, reached
from .local import operation_code
from .naming import Names
from .numbers import short
from .piece import Piece


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
    leads = reached(graph)
    return next((node for node, x in enumerate(frame.values) if leads[node] and not math.isfinite(x)), None)


def _first_gradient(graph: Graph, frame: Frame) -> tuple[int, int] | None:
    for node in range(graph.output, -1, -1):
        if math.isfinite(frame.gradients[node]):
            for slot, share in enumerate(frame.contributions[node]):
                if not math.isfinite(share):
                    return node, slot
    return None


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
