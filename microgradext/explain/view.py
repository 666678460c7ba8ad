"""View: what is drawn of a graph, as boxes and the edges between them.

A small graph is drawn whole, with each long sum as one box. Of a large one, only the inputs, the output and the newest
named nodes are drawn; an edge then joins boxes that are connected through nodes that are not drawn.

Twin: js/view/view.ts
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Literal

from ..engine.graph import Graph, Node, Span, reached
from .sums import SIGN, long_sums, terms
from .words.called import Called
from .words.constants import Constants
from .words.numbers import ungrouped

WHOLE = 300  # graphs of up to this many boxes are drawn whole
NAMED = 60  # of larger ones, at most this many named nodes
INPUTS = 240  # and this many inputs

NodeKind = Literal["input", "leaf", "constant", "named", "unnamed", "written"]
BoxKind = Literal[NodeKind, "scope", "frame"]


@dataclass(frozen=True, slots=True)
class Row:
    """What one name stood for after each turn of a loop; or, with a bound, the left side of a `while`'s comparison."""

    name: str
    nodes: tuple[int, ...]  # by turn; -1 where nothing was called that
    bound: int = -1  # the right side of the comparison


@dataclass(frozen=True, slots=True)
class Fold:
    """What a box stands for that is more than one node: closed, or open as a frame with boxes in it."""

    region: int
    title: str  # the code of a loop, the name of a module, the call
    summary: str  # `16 neurons`, `48 inputs`; '' for a named value, whose code says it
    nodes: int  # how many there are in it, those drawn inside of an open one too
    single: bool  # whether all that is used of it is one node, whose name, value and gradient it then has
    passes: int = 0  # of a loop, in the strip of its frame
    turn: int = 0  # which of them is shown, counted from 1
    opens: bool = False  # whether it can be opened
    word: str = ""  # what a turn of a loop is called
    is_rest: bool = False  # whether it is the turns of a loop that are not shown
    members: int = 0  # of a box for the rest of several folds in `region`, how many these are
    switches: tuple[int, ...] = ()  # what the neurons of a closed layer come to, if each is a relu: on above 0
    rows: tuple[Row, ...] = ()  # of an open loop: what its turns hand on


@dataclass(frozen=True, slots=True)
class Box:
    """A node that is drawn, or a fold."""

    node: int
    kind: BoxKind
    label: str  # the name, or what an unnamed node does and where, or the number of a constant
    symbol: str  # on the op badge, '' for leaves
    source: str  # the code of this node, '' if there is none or, for a constant, if it is a plain number
    span: Span | None = None  # where in the cell; None if it is elsewhere or not known
    fold: Fold | None = None
    frame: int = -1  # the index of the box of the frame that it is in

    @property
    def line(self) -> int:
        """The line of the cell, counted from 1; 0 if unknown."""
        return self.span.line if self.span else 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An operand of a box, or a term of its sum; `source` and `target` are indices of boxes."""

    source: int
    target: int
    node: int  # whose operand it is: the target's own node, or a + within the target's sum
    slot: int  # which operand of that node
    between: int  # how many undrawn nodes lie along it; 0 for a plain edge
    frame: int = -1  # the index of the frame that it is drawn in; one end of it may be that frame, for its border
    flows: tuple[int, ...] = ()  # of several operands at once: their places among all operands of the graph
    port: int = -1  # where it crosses a border: the box that it comes from or goes to in the outermost frame


@dataclass(frozen=True, slots=True)
class View:
    """Boxes in the order of their nodes, so operands come before what is made from them.

    The edges into a box are in the order of the code.
    """

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    output: int  # index of a box
    hidden: int  # how many nodes are not drawn


def operands_of(edge: Edge, graph: Graph) -> Iterator[tuple[int, int]]:
    """The operands that an edge carries, each as the node that was applied to it and its slot there."""
    if not edge.flows:
        yield edge.node, edge.slot
        return
    start, node = graph.columns.start, edge.node
    for place in edge.flows:
        if place >= start[node + 1]:
            node = bisect_right(start, place) - 1
        yield node, place - start[node]


def measuring(view: View) -> list[int]:
    """The edges by which the widths of all are measured: those inside the turns that are shown of loops, if any are.

    What all other turns add up to is so much more that what flows in one would be a hairline.
    """
    rest = [box.fold is not None and box.fold.is_rest for box in view.boxes]

    def is_in_turn(frame: int) -> bool:
        fold = view.boxes[frame].fold if frame >= 0 else None
        return fold is not None and (fold.passes > 1 or is_in_turn(view.boxes[frame].frame))

    within = [
        index
        for index, edge in enumerate(view.edges)
        if is_in_turn(edge.frame) and not rest[edge.source] and not rest[edge.target]
    ]
    return within or list(range(len(view.edges)))


def has_folds(view: View) -> bool:
    """Whether some box is more than one node."""
    return any(box.fold is not None for box in view.boxes)


def view(graph: Graph) -> View:
    """What to draw of a graph: everything if that is up to 300 boxes, else what has a name."""
    present = _ancestors(graph)
    sums = long_sums(graph, present)
    large = len(present) - len(sums) > WHOLE
    drawn = _important(graph, present) if large else [node for node in present if node not in sums]
    place = {node: index for index, node in enumerate(drawn)}
    # A sum counts as one only where it is drawn: between boxes its nodes count one by one.
    sums = {inner: last for inner, last in sums.items() if last in place}
    seen = array("i", [node for node in present if node not in sums]) if sums else present
    edges = tuple(_edges(graph, place, sums) if len(seen) == len(drawn) else _bridges(graph, seen, place, sums))
    whole = set(sums.values())
    constants, called = Constants(graph), Called(graph)
    unnamed = called.among([node for node in drawn if graph.columns.operands_of(node) and node not in graph.labels])
    symbols = [SIGN if node in whole else graph.nodes[node].symbol for node in drawn]
    roles = {node: called.role(node) for node in drawn if graph.nodes[node].kind != "constant"}
    sources = roles | {node: constants.expression(node) for node in drawn if node not in roles}
    boxes = tuple(
        [
            _box(graph, node, symbol, sources[node], unnamed.get(node, ""))
            for node, symbol in zip(drawn, symbols, strict=True)
        ]
    )
    return View(boxes, edges, place[graph.output], len(seen) - len(drawn))


def _ancestors(graph: Graph) -> array[int]:
    """The output, all inputs, and everything the output is made from, in order."""
    wanted = reached(graph)
    for node in graph.inputs:
        wanted[node] = True
    return array("i", compress(range(len(wanted)), wanted))


def _important(graph: Graph, present: Sequence[int]) -> list[int]:
    inputs = graph.inputs[:INPUTS]
    known = set(inputs) | {graph.output}
    labels = graph.labels
    named = (node for node in reversed(present) if node in labels and node not in known)
    return sorted(known.union(islice(named, NAMED)))


def _edges(graph: Graph, place: dict[int, int], sums: Mapping[int, int]) -> Iterator[Edge]:
    for box, target in place.items():
        for operand, node, slot in terms(graph, box, sums):
            yield Edge(place[operand], target, node, slot, 0)


def _bridges(graph: Graph, seen: Sequence[int], place: dict[int, int], sums: Mapping[int, int]) -> Iterator[Edge]:
    """Plain edges where both ends are drawn, and one edge for all the paths through nodes that are not."""
    sources = _sources(graph, seen, place)
    between = _between(seen, place, sources, _targets(graph, seen, place, sums))
    for box, target in place.items():
        through: set[int] = set()
        for operand, node, slot in terms(graph, box, sums):
            if operand in place:
                yield Edge(place[operand], target, node, slot, 0)
                continue
            for source in _bits(sources[operand]):
                if source not in through:
                    through.add(source)
                    yield Edge(source, target, node, slot, between[source, target])


def _sources(graph: Graph, seen: Sequence[int], place: Mapping[int, int]) -> list[int]:
    """For each undrawn node, the boxes that reach it through undrawn nodes only, as a set of bits; for a box itself."""
    start, operands = graph.columns.start, graph.columns.operands
    sources = [0] * len(graph.nodes)
    known: dict[int, int] = {}  # equal sets are one object: there may be a million nodes, and 300 boxes
    for node, box in place.items():
        sources[node] = 1 << box
    for node in seen:
        if node not in place:
            bits = 0
            for operand in operands[start[node] : start[node + 1]]:
                bits |= sources[operand]
            sources[node] = known.setdefault(bits, bits)
    return sources


def _targets(graph: Graph, seen: Sequence[int], place: Mapping[int, int], sums: Mapping[int, int]) -> list[int]:
    """The same in the other direction: the boxes that each undrawn node reaches."""
    start, inside = graph.columns.start, graph.columns.operands
    targets = [0] * len(graph.nodes)
    known: dict[int, int] = {}
    for node in reversed(seen):
        box = place.get(node)
        if box is None:
            bits = targets[node] = known.setdefault(targets[node], targets[node])
            operands: Iterable[int] = inside[start[node] : start[node + 1]]
        else:
            bits, operands = 1 << box, [operand for operand, _, _ in terms(graph, node, sums)]
        for operand in operands:
            targets[operand] |= bits
    return targets


def _between(
    seen: Sequence[int], place: Mapping[int, int], sources: Sequence[int], targets: Sequence[int]
) -> Counter[tuple[int, int]]:
    """How many undrawn nodes lie between each two boxes; nodes with the same neighbours are counted together."""
    undrawn = (node for node in seen if node not in place)
    alike = Counter((sources[node], targets[node]) for node in undrawn if sources[node] and targets[node])
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


def boxes_of(graph: Graph, called: Called | None = None) -> Callable[[int], Box]:
    """What makes the box of a node, whatever else is drawn."""
    called = called or Called(graph)
    return lambda node: _box(graph, node, graph.nodes[node].symbol, called.role(node), "")


def _box(graph: Graph, index: int, symbol: str, source: str, called: str) -> Box:
    node = graph.nodes[index]
    span = node.span if node.span is not None and not node.span.file else None
    label = ungrouped(node.data) if node.kind == "constant" else node.label or called or source
    return Box(index, _kind(node), label, symbol, source, span)


def _kind(node: Node) -> NodeKind:
    if node.kind == "operation":
        return "named" if node.label else "unnamed"
    return node.kind
