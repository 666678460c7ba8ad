"""View: what is drawn of a graph, boxes and the edges between them.

A small graph is drawn whole. Of a large one only the inputs, the output and the newest named nodes are drawn; an edge
then joins two boxes that are connected through nodes that are not drawn.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..engine.graph import Graph, Node
from .numbers import short
from .wording import expression

WHOLE = 300  # graphs up to this many nodes are drawn whole
NAMED = 60  # of larger ones, at most this many named nodes
INPUTS = 240  # and this many inputs

BoxKind = Literal["input", "leaf", "constant", "named", "unnamed", "written"]


@dataclass(frozen=True, slots=True)
class Box:
    """A node that is drawn."""

    node: int
    kind: BoxKind
    label: str  # the name; of an unnamed node its source text, of a constant its number
    symbol: str  # of the op badge, '' for leaves
    source: str  # the code of this node, '' where there is none
    line: int  # of the cell, counted from 1; 0 if unknown


@dataclass(frozen=True, slots=True)
class Edge:
    """An operand of a box; `source` and `target` are indices of boxes."""

    source: int
    target: int
    slot: int  # which operand
    between: int  # how many nodes that are not drawn lie on the way; 0 for a plain edge


@dataclass(frozen=True, slots=True)
class View:
    """Boxes in the order of their nodes, so operands come before what is made of them."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    output: int  # index of a box
    hidden: int  # how many nodes are not drawn


def view(graph: Graph) -> View:
    """What to draw of a graph: everything up to 300 nodes, else what has a name."""
    present = _ancestors(graph)
    drawn = present if len(present) <= WHOLE else _important(graph, present)
    place = {node: index for index, node in enumerate(drawn)}
    edges = tuple(_edges(graph, place)) if len(drawn) == len(present) else tuple(_bridges(graph, present, place))
    boxes = tuple([_box(graph, node) for node in drawn])
    return View(boxes, edges, place[graph.output], len(present) - len(drawn))


def _ancestors(graph: Graph) -> list[int]:
    """The output, all inputs, and all that the output is made of, in order."""
    wanted = set(graph.inputs)
    reached = {graph.output}
    for node in range(graph.output, -1, -1):
        if node in reached:
            reached.update(graph.nodes[node].operands)
    return sorted(wanted | reached)


def _important(graph: Graph, present: Sequence[int]) -> list[int]:
    inputs = graph.inputs[:INPUTS]
    known = set(inputs) | {graph.output}
    named = [node for node in reversed(present) if graph.nodes[node].label and node not in known]
    return sorted(known.union(named[:NAMED]))


def _edges(graph: Graph, place: dict[int, int]) -> Iterator[Edge]:
    for node, target in place.items():
        for slot, operand in enumerate(graph.nodes[node].operands):
            yield Edge(place[operand], target, slot, 0)


def _bridges(graph: Graph, present: Sequence[int], place: dict[int, int]) -> Iterator[Edge]:
    """Plain edges where both ends are drawn, and one edge for all the ways through nodes that are not."""
    sources = _sources(graph, present, place)
    between = _between(sources, _targets(graph, present, place))
    for node, target in place.items():
        through: dict[int, int] = {}
        for slot, operand in enumerate(graph.nodes[node].operands):
            if operand in place:
                yield Edge(place[operand], target, slot, 0)
            else:
                for source in _bits(sources[operand]):
                    through.setdefault(source, slot)
        for source, slot in sorted(through.items()):
            yield Edge(source, target, slot, between[source, target])


def _sources(graph: Graph, present: Sequence[int], place: dict[int, int]) -> dict[int, int]:
    """For each node that is not drawn the boxes that reach it through others of its kind, as a set of bits."""
    reached: dict[int, int] = {}
    for node in present:
        if node not in place:
            bits = 0
            for operand in graph.nodes[node].operands:
                bits |= 1 << place[operand] if operand in place else reached[operand]
            reached[node] = bits
    return reached


def _targets(graph: Graph, present: Sequence[int], place: dict[int, int]) -> dict[int, int]:
    """The same the other way: the boxes that it reaches."""
    reaching: dict[int, int] = {node: 0 for node in present if node not in place}
    for node in reversed(present):
        bits = 1 << place[node] if node in place else reaching[node]
        for operand in graph.nodes[node].operands:
            if operand in reaching:
                reaching[operand] |= bits
    return reaching


def _between(sources: dict[int, int], targets: dict[int, int]) -> Counter[tuple[int, int]]:
    """How many undrawn nodes lie between two boxes. Nodes with the same neighbours are counted in one go."""
    alike = Counter((bits, targets[node]) for node, bits in sources.items() if bits and targets[node])
    result: Counter[tuple[int, int]] = Counter()
    for (before, after), count in alike.items():
        ends = list(_bits(after))
        for source in _bits(before):
            for target in ends:
                result[source, target] += count
    return result


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _box(graph: Graph, index: int) -> Box:
    node = graph.nodes[index]
    source = expression(graph, index)
    line = node.span.line if node.span is not None and not node.span.file else 0
    label = short(node.data) if node.kind == "constant" else node.label or source
    return Box(index, _kind(node), label, node.symbol, source, line)


def _kind(node: Node) -> BoxKind:
    if node.kind == "operation":
        return "named" if node.label else "unnamed"
    return node.kind
