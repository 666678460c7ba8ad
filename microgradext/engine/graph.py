"""Graph: the frozen record of one run, everything a Value was computed from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, Literal, overload

from .columns import Columns, columns_of
from .node import CONSTANT, LEAF, WRITTEN, About
from .ops import BY_CODE, TABLE
from .order import ancestors
from .recording import Guard, Site
from .scopes.columns import Scopes, is_flat, outline
from .value import Value

Kind = Literal["input", "leaf", "constant", "operation", "written"]
KEPT = 10_000
"""The most nodes of a graph whose views are all kept when somebody goes through them."""

KINDS: Mapping[int, Kind] = {LEAF: "leaf", CONSTANT: "constant", WRITTEN: "written"}


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
class Known:
    """What is known only of some nodes, by node."""

    inputs: frozenset[int] = frozenset()
    labels: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[int, int] = field(default_factory=dict)  # the codes of inputs that were computed
    symbols: Mapping[int, str] = field(default_factory=dict)  # of operations written by hand
    places: array[int] | None = None  # for each node, its span in `spans`
    spans: Sequence[Span | None] = ()


class Nodes(Sequence[Node]):
    """The nodes of a graph: columns, of which a Node is a view that is made when somebody asks.

    >>> a = Value(3.0, label='a')
    >>> nodes = graph_of(a + a)[0].nodes
    >>> len(nodes), nodes[0].label, nodes[-1].row, list(nodes.columns.operands)
    (2, 'a', 'add', [0, 0])
    """

    __slots__ = ("_given", "_known", "_made", "columns")

    def __init__(self, columns: Columns, known: Known) -> None:
        self.columns = columns
        self._known = known
        self._made: dict[int, Node] = {}
        self._given: tuple[Node, ...] = ()  # those that were made one by one

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Nodes:
        """Nodes that were made one by one."""
        made = dict(enumerate(nodes))
        columns = Columns(
            array("h", [_code(node) for node in made.values()]),
            array("i", accumulate((len(node.operands) for node in made.values()), initial=0)),
            array("i", [operand for node in made.values() for operand in node.operands]),
            array("d", [node.data for node in made.values()]),
        )
        inputs = frozenset(index for index, node in made.items() if node.kind == "input")
        found = cls(columns, Known(inputs, {index: node.label for index, node in made.items() if node.label}))
        found._made, found._given = made, tuple(made.values())
        return found

    def with_data(self, data: Sequence[float]) -> Nodes:
        """The same nodes with other numbers."""
        if self._given:
            return Nodes.of([replace(node, data=number) for node, number in zip(self._given, data, strict=True)])
        return Nodes(replace(self.columns, data=array("d", data)), self._known)

    @property
    def places(self) -> array[int] | None:
        """A number for the place in the text of each, 0 where that is not known; None if nothing is."""
        return self._known.places

    @property
    def labels(self) -> Mapping[int, str]:
        """The labels of those that have one."""
        return self._known.labels

    def span(self, index: int) -> Span | None:
        """Where in the text a node was made; equal places are one object."""
        made = self._made.get(index)
        if made is not None:
            return made.span
        return None if self._known.places is None else self._known.spans[self._known.places[index]]

    def __len__(self) -> int:
        return len(self.columns.codes)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Node, ...]: ...
    def __getitem__(self, index: int | slice) -> Node | tuple[Node, ...]:
        if isinstance(index, slice):
            return tuple([self[each] for each in range(*index.indices(len(self)))])
        made = self._made.get(index)
        if made is None:
            made = self._made[index] = self._node(range(len(self))[index])
        return made

    def __iter__(self) -> Iterator[Node]:
        one = self.__getitem__ if len(self) <= KEPT or self._given else self._node
        return (one(index) for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nodes | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self.columns.codes.tobytes(), self.columns.operands.tobytes()))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        if self._given:
            return Nodes.of, (self._given,)
        return Nodes, (self.columns, self._known)

    def _node(self, index: int) -> Node:
        columns, known = self.columns, self._known
        code = known.rows.get(index, columns.codes[index])
        label, names = known.labels.get(index, ""), known.names.get(index, ())
        return Node(
            kind="input" if index in known.inputs else KINDS.get(code, "operation"),
            row=BY_CODE[code].name if code >= 0 else "",
            symbol=BY_CODE[code].glyph if code >= 0 else known.symbols.get(index, ""),
            operands=columns.operands_of(index),
            data=columns.data[index],
            label=label,
            names=tuple(dict.fromkeys((label, *names))) if label else names,
            span=self.span(index),
        )


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

    nodes: Sequence[Node]  # always `Nodes`
    output: int
    inputs: tuple[int, ...] = ()
    guards: tuple[GraphGuard, ...] = field(default=())
    scopes: Scopes | None = field(default=None, compare=False, repr=False)  # None where none were recorded

    def __post_init__(self) -> None:
        if not isinstance(self.nodes, Nodes):
            object.__setattr__(self, "nodes", Nodes.of(self.nodes))

    @property
    def columns(self) -> Columns:
        """The nodes as arrays."""
        return self._nodes.columns

    @property
    def labels(self) -> Mapping[int, str]:
        """The labels of the nodes that have one."""
        return self._nodes.labels

    def span(self, node: int) -> Span | None:
        """Where in the text a node was made."""
        return self._nodes.span(node)

    @property
    def places(self) -> array[int] | None:
        """A number for the place in the text of each node, 0 where that is not known; None if nothing is."""
        return self._nodes.places

    def with_data(self, data: Sequence[float]) -> Graph:
        """The same graph with other numbers, one for each node."""
        return replace(self, nodes=self._nodes.with_data(data))

    @property
    def _nodes(self) -> Nodes:
        assert isinstance(self.nodes, Nodes)
        return self.nodes

    def __str__(self) -> str:
        """The graph as text that reads like the cell that made it, a line for each node.

        >>> a = Value(3.0, label='a')
        >>> print(graph_of(a + a)[0])
        a = 3.0
        n1 = a + a = 6.0
        """
        lines = [_line(self, index) for index in range(len(self.nodes))]
        return "\n".join(lines) if self.scopes is None or is_flat(self.scopes) else outline(self.scopes, lines)


def _read(graph: Graph, state: Sequence[Any]) -> None:
    """Take the fields out of a pickle, in which earlier versions have a tuple of nodes."""
    graph.__init__(*state)  # type: ignore[misc]


Graph.__setstate__ = _read  # type: ignore[attr-defined]  # a dataclass with slots puts its own in place of a method


def graph_of(
    output: Value,
    *,
    inputs: Sequence[Value] = (),
    also: Iterable[Value] = (),
    names: Mapping[Value, tuple[str, ...]] | None = None,
    span: Callable[[Site], Span | None] | None = None,
    guards: Sequence[Guard] = (),
    about: Callable[[Guard], Span | None] | None = None,
    scopes: Callable[[Sequence[Value]], Scopes] | None = None,
) -> tuple[Graph, tuple[Value, ...]]:
    """Freeze what `output` was computed from; the second item holds the Value of each node.

    The graph holds the ancestors of `output`, of `inputs`, of `also` and of whatever the guards looked at.
    `span` finds the place of a node in the text, `about` that of what a guard is about, `scopes` the scopes of nodes.
    """
    values = ancestors([output, *inputs, *also, *(guard.value for guard in guards)])
    index = dict(zip(values, range(len(values)), strict=True))
    columns = columns_of(values, index)
    if _runs_backward(columns):
        values = _operands_first(values)
        index = dict(zip(values, range(len(values)), strict=True))
        columns = columns_of(values, index)
    places, spans = _spans(values, span) if span is not None else (None, ())
    chosen = tuple(index[value] for value in inputs)
    known = Known(
        frozenset(chosen),
        {place: value._about.label for place, value in _described(values) if value._about.label},
        {index[value]: called for value, called in (names or {}).items() if value in index},
        {place: columns.codes[place] for place in chosen if columns.codes[place] >= 0},
        {place: values[place]._op for place, code in enumerate(columns.codes) if code == WRITTEN},
        places,
        spans,
    )
    for place in chosen:
        columns.codes[place] = LEAF
    told = about or (lambda guard: span(guard.site) if span is not None else None)
    facts = tuple(GraphGuard(index[g.value], g.kind, g.expected, told(g)) for g in guards)
    found = scopes(values) if scopes is not None else None
    return Graph(Nodes(columns, known), index[output], chosen, facts, found), tuple(values)


def _described(values: Sequence[Value]) -> Iterator[tuple[int, Value]]:
    return ((place, value) for place, value in enumerate(values) if type(value._about) is About)


def _spans(values: Sequence[Value], span: Callable[[Site], Span | None]) -> tuple[array[int], list[Span | None]]:
    """For each Value the place of its span among all spans; the first is None."""
    known: dict[int, int] = {id(None): 0}  # by identity: equal sites are nearly always one object
    spans: list[Span | None] = [None]
    places = array("i")
    for value in values:
        about = value._about
        site: Any = about[1] if isinstance(about, tuple) else None
        place = known.get(id(site))
        if place is None:
            place = known[id(site)] = len(spans)
            spans.append(span(site))
        places.append(place)
    return places, spans


def _runs_backward(columns: Columns) -> bool:
    """Whether some node comes before one of its operands."""
    ends = iter(columns.start)
    next(ends)
    done = 0
    for node, end in enumerate(ends):
        for operand in columns.operands[done:end]:
            if operand >= node:
                return True
        done = end
    return False


def _operands_first(values: list[Value]) -> list[Value]:
    """Move leaves that a rerun has initialized again before what an earlier run computed from them."""
    needed: dict[Value, int] = {}
    for value in values:
        for operand in value._prev:
            if operand._serial > value._serial:
                needed.setdefault(operand, value._serial)
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
    start, operands = graph.columns.start, graph.columns.operands
    for index in range(graph.output, -1, -1):
        if found[index]:
            for operand in operands[start[index] : start[index + 1]]:
                found[operand] = True
    return found


def _code(node: Node) -> int:
    if node.kind in ("operation", "written"):
        return TABLE[node.row].code if node.row in TABLE else WRITTEN
    return CONSTANT if node.kind == "constant" else LEAF


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
