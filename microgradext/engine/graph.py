"""Graph: the frozen record of one run, everything a Value was computed from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from .columns import Columns
from .node import CONSTANT, LEAF, WRITTEN
from .ops import BY_CODE, TABLE
from .order import ancestors
from .recording import Guard, Site
from .value import Value

Kind = Literal["input", "leaf", "constant", "operation", "written"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source text; lines count from 1, as in an editor, and columns from 0, as in Python."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    file: str = ""  # empty: the cell itself


@dataclass(frozen=True, slots=True)
class Node:
    """One Value of the run: what it is, what it was applied to, what it was called."""

    kind: Kind  # 'leaf' has no slider, 'written' is an op written by hand
    row: str  # name of the op table's row; empty for leaves and hand-written ops
    symbol: str  # what the op badge shows; empty for leaves
    operands: tuple[int, ...]  # earlier nodes in order, repeats kept
    data: float
    label: str = ""  # empty when unnamed
    names: tuple[str, ...] = ()  # every name bound to it, the label first
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class GraphGuard:
    """A fact about data that the run's control flow used."""

    node: int
    kind: str  # 'truth', 'index', 'int', 'round:N'
    expected: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in creation order, which is topological order; operands first where a backward pass has sealed them."""

    nodes: tuple[Node, ...]
    output: int
    inputs: tuple[int, ...] = ()
    guards: tuple[GraphGuard, ...] = field(default=())

    @property
    def columns(self) -> Columns:
        """The nodes as arrays."""
        return Columns(
            array("h", [_code(node) for node in self.nodes]),
            array("i", accumulate((len(node.operands) for node in self.nodes), initial=0)),
            array("i", [operand for node in self.nodes for operand in node.operands]),
            array("d", [node.data for node in self.nodes]),
        )

    def __str__(self) -> str:
        """The graph as text that reads like the cell that made it, a line for each node.

        >>> a = Value(3.0, label='a')
        >>> print(graph_of(a + a)[0])
        a = 3.0
        n1 = a + a = 6.0
        """
        return "\n".join(_line(self, index) for index in range(len(self.nodes)))


def graph_of(
    output: Value,
    *,
    inputs: Sequence[Value] = (),
    also: Iterable[Value] = (),
    names: Mapping[Value, tuple[str, ...]] | None = None,
    span: Callable[[Site], Span | None] | None = None,
    guards: Sequence[Guard] = (),
    about: Callable[[Guard], Span | None] | None = None,
) -> tuple[Graph, tuple[Value, ...]]:
    """Freeze what `output` was computed from; the second item holds the Value of each node.

    The graph holds the ancestors of `output`, of `inputs`, of `also` and of whatever the guards looked at.
    `span` finds the place of a node in the text, `about` that of what a guard is about.
    """
    roots = [output, *inputs, *also, *(guard.value for guard in guards)]
    values = _operands_first(ancestors(roots))
    index = {value: position for position, value in enumerate(values)}
    place = span or (lambda site: None)
    chosen = set(inputs)
    called = names or {}
    nodes = tuple(_node(value, value in chosen, index, called.get(value, ()), place) for value in values)
    told = about or (lambda guard: place(guard.site))
    facts = tuple(GraphGuard(index[g.value], g.kind, g.expected, told(g)) for g in guards)
    return Graph(nodes, index[output], tuple(index[value] for value in inputs), facts), tuple(values)


def _operands_first(values: list[Value]) -> list[Value]:
    """Move leaves that a rerun has initialized again before what an earlier run computed from them."""
    needed: dict[Value, int] = {}
    for value in values:
        for operand in value._prev:
            if operand._serial > value._serial:
                needed.setdefault(operand, value._serial)
    if needed:
        values.sort(key=lambda value: (needed.get(value, value._serial), value not in needed))
    return values


def reached(graph: Graph) -> list[bool]:
    """For each node, whether the output depends on it: gradients flow only there.

    >>> a, b = Value(1.0), Value(2.0)
    >>> reached(graph_of(a * 3, inputs=[b])[0])
    [True, False, True, True]
    """
    found = [False] * len(graph.nodes)
    found[graph.output] = True
    for index in range(graph.output, -1, -1):
        if found[index]:
            for operand in graph.nodes[index].operands:
                found[operand] = True
    return found


def _node(
    value: Value,
    is_input: bool,
    index: Mapping[Value, int],
    names: tuple[str, ...],
    place: Callable[[Site], Span | None],
) -> Node:
    site = getattr(value, "_site", None)
    code = value._code
    label = value.label
    return Node(
        kind=_kind(code, is_input),
        row=BY_CODE[code].name if code >= 0 else "",
        symbol=BY_CODE[code].glyph if code >= 0 else value._op,
        operands=tuple([index[operand] for operand in value._prev]),
        data=value._data,
        label=label,
        names=tuple(dict.fromkeys((label, *names))) if label else names,
        span=place(site) if site is not None else None,
    )


def _code(node: Node) -> int:
    if node.row:
        return TABLE[node.row].code
    return {"constant": CONSTANT, "written": WRITTEN}.get(node.kind, LEAF)


def _kind(code: int, is_input: bool) -> Kind:
    if is_input:
        return "input"
    if code >= 0:
        return "operation"
    return "constant" if code == CONSTANT else "written" if code == WRITTEN else "leaf"


def _name(graph: Graph, index: int) -> str:
    node = graph.nodes[index]
    return node.label or (repr(node.data) if node.kind == "constant" else f"n{index}")


def _line(graph: Graph, index: int) -> str:
    node = graph.nodes[index]
    name = node.label or f"n{index}"
    if not node.operands:
        return f"{name} = {node.data!r}"
    operands = [_name(graph, operand) for operand in node.operands]
    infix = len(operands) == 2 and not node.symbol.isalnum()
    made = f" {node.symbol} ".join(operands) if infix else f"{node.symbol}({', '.join(operands)})"
    return f"{name} = {made} = {node.data!r}"
