"""Where a nan or an inf that is shown comes from: the operation that made it from good numbers.

Twin: js/notice/birth.ts
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...engine.frame import Frame
from ...engine.graph import Graph, Node
from ...engine.node import LEAF
from ..words.code import NEGATE
from ..words.local import operation_code
from ..words.naming import Names
from ..words.numbers import MINUS, short
from ..words.piece import ATOM, Piece


@dataclass(frozen=True, slots=True)
class Birth:
    """The node that made a bad number from good ones, the number, and how it was made."""

    node: int
    slot: int | None  # of the operand whose gradient is bad; None if it is the node's value that is bad
    word: str  # nan, inf or −inf
    place: str  # `log of −0.3, line 4`


def born(graph: Graph, frame: Frame, names: Names, shown: Iterable[float]) -> Iterator[str]:
    """A sentence if a number in `shown` is not finite: on the first value that is not, else the first gradient.

    >>> from microgradext import Value, explain
    >>> explain(Value(-0.3, label="x").log() * 2, "x").notes
    ('The first nan: log(x), log of −0.3.',)
    """
    birth = None if all(map(math.isfinite, shown)) else birth_of(graph, frame)
    if birth is None:
        return
    made = f"{names.code(birth.node).text}, {birth.place}"
    if birth.slot is None:
        yield f"The first {birth.word}: {made}."
    else:
        operand = names.code(graph.nodes[birth.node].operands[birth.slot]).text
        yield f"The first {birth.word}: what {made}, passes back to {operand}."


def first_bad(graph: Graph, frame: Frame) -> list[str]:
    """A sentence if the output or the gradient of an input is not finite; nothing if all is well.

    >>> from microgradext.engine.frame import frame_of
    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> graph, values = graph_of(Value(-0.3, label="x").log())
    >>> first_bad(graph, frame_of(graph, values))
    ['The first nan: y, log of −0.3.']
    """
    shown = [frame.values[graph.output], *(frame.gradients[node] for node in graph.inputs)]
    return [] if all(map(math.isfinite, shown)) else list(born(graph, frame, Names(graph), shown))


def birth_of(graph: Graph, frame: Frame) -> Birth | None:
    """The first bad value if the output is bad, else the first bad gradient if that of an input is bad."""
    value = _first_value(graph, frame)
    if value is not None:
        return Birth(value, None, short(frame.values[value]), _place(graph, frame, value))
    passing = _first_gradient(graph, frame)
    if passing is None:
        return None
    node, slot = passing
    return Birth(node, slot, short(frame.contributions[node][slot]), _place(graph, frame, node))


def _first_value(graph: Graph, frame: Frame) -> int | None:
    """Follow operands that are not finite back from the output, a nan before an inf, to the first that was made."""
    node, cause = graph.output, graph.output if not math.isfinite(frame.values[graph.output]) else None
    while cause is not None:
        node = cause
        bad = [operand for operand in graph.columns.operands_of(node) if not math.isfinite(frame.values[operand])]
        cause = next((operand for operand in bad if math.isnan(frame.values[operand])), bad[0] if bad else None)
    return None if math.isfinite(frame.values[node]) else node


def _first_gradient(graph: Graph, frame: Frame) -> tuple[int, int] | None:
    """Follow a bad gradient from an input along what flowed back, to the operation that made it from a good one."""
    columns = graph.columns
    bad = {
        columns.operands[columns.start[node] + slot]: (node, slot)
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
    """The inputs, or else all leaves but the constants."""
    codes = () if graph.inputs else graph.columns.codes
    return list(graph.inputs) or [node for node, code in enumerate(codes) if code == LEAF]


def _place(graph: Graph, frame: Frame, node: int) -> str:
    """How and where a node was made, in numbers: `log of −0.3, line 4`, `(−8)**0.5`; `given` for a leaf."""
    made = graph.nodes[node]
    line = f", line {made.span.line}" if made.span is not None and not made.span.file else ""
    return _applied(made, [short(frame.values[operand]) for operand in made.operands]) + line


def _applied(made: Node, numbers: Sequence[str]) -> str:
    if not numbers:
        return "given"
    if len(numbers) == 1:
        return f"{made.row or made.symbol} of {numbers[0]}"
    pieces = [Piece(text, NEGATE if text.startswith(MINUS) else ATOM) for text in numbers]
    return operation_code(made.row, made.symbol, pieces).text
