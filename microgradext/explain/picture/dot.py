"""The graph as micrograd draws it: Graphviz record nodes with label, data and grad, and a node for each operation.

Any object with `data`, `grad`, `_prev` and `_op` is drawn, micrograd's own Values too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import graphviz

RANKDIRS = ("LR", "TB", "RL", "BT")
SPECIAL = str.maketrans({**{c: f"\\{c}" for c in '\\{}|<>"'}, "&": "&amp;", "\n": "\\n"})
HUGE = 1e10  # from here on a number is written with an exponent


class Traceable(Protocol):
    """What `trace` reads: micrograd's attributes; a `label` is shown where there is one."""

    @property
    def data(self) -> Any: ...
    @property
    def grad(self) -> Any: ...
    @property
    def _prev(self) -> Collection[Any]: ...
    @property
    def _op(self) -> str: ...


V = TypeVar("V", bound=Traceable)


def trace(root: V) -> tuple[list[V], list[tuple[V, V]]]:
    """All values that `root` was made from, operands first, and an edge for each operand.

    An operand that is used twice has two edges. The order is the same in every run, even where `_prev` is a set.
    Raises TypeError for what is not a Value.

    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0, label="a")
    >>> nodes, edges = trace(a + a)
    >>> len(nodes), len(edges)
    (2, 2)
    """
    if not all(hasattr(root, name) for name in ("data", "grad", "_prev", "_op")):
        raise TypeError(f"draw a Value, not {type(root).__name__}")
    nodes, operands = _ordered(root, _ranks(root))
    return nodes, [(operand, node) for node, before in zip(nodes, operands, strict=True) for operand in before]


def draw_dot(root: Any, format: str = "svg", rankdir: str = "LR") -> graphviz.Digraph:
    """The graph of `root` for Graphviz, which draws it where the program `dot` is installed.

    `format` is one of Graphviz's ('svg', 'png', 'pdf' …), `rankdir` is 'LR' (left to right) or 'TB' (top to bottom).
    Raises ValueError for another one. In a notebook without `dot` our own picture is shown instead.

    >>> from microgradext.engine.value import Value
    >>> print(draw_dot(Value(3.0, label="a") * 2.0).source)
    digraph {
        graph [rankdir=LR]
        n0 [label="{ a | data 3.0000 | grad 0.0000 }" shape=record]
        n1 [label="{ data 2.0000 | grad 0.0000 }" shape=record]
        n2 [label="{ data 6.0000 | grad 0.0000 }" shape=record]
        n2_op [label="*"]
        n2_op -> n2
        n0 -> n2_op
        n1 -> n2_op
    }
    """
    import graphviz

    if format not in graphviz.FORMATS:
        raise ValueError(f"format is one of Graphviz's, such as 'svg' or 'png', not {format!r}")
    if rankdir not in RANKDIRS:
        raise ValueError(f"rankdir is 'LR' (left to right) or 'TB' (top to bottom), not {rankdir!r}")
    nodes, edges = trace(root)
    dot = _digraph()(format=format, graph_attr={"rankdir": rankdir})
    dot.nodes, dot.edges_of_nodes = nodes, edges
    _write(dot, nodes, edges)
    return dot


def _write(dot: Any, nodes: Sequence[Traceable], edges: Iterable[tuple[Traceable, Traceable]]) -> None:
    import graphviz

    names = {id(node): f"n{index}" for index, node in enumerate(nodes)}
    for node in nodes:
        name = names[id(node)]
        dot.node(name, label=_record(node), shape="record")
        if node._op:
            dot.node(f"{name}_op", label=graphviz.nohtml(_escaped(str(node._op), record=False)))
            dot.edge(f"{name}_op", name)
    for operand, node in edges:
        dot.edge(names[id(operand)], names[id(node)] + ("_op" if node._op else ""))


def _record(node: Traceable) -> str:
    label = _escaped(str(getattr(node, "label", "") or ""), record=True)
    cells = [*([label] if label else []), f"data {_number(node.data)}", f"grad {_number(node.grad)}"]
    return f"{{ {' | '.join(cells)} }}"


def _escaped(text: str, *, record: bool) -> str:
    """As Graphviz reads it: what is special in the label of a record stands for itself."""
    plain = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    if record:
        return plain.translate(SPECIAL)
    return plain.replace("\\", "\\\\").replace("&", "&amp;").replace("\n", "\\n")


def _number(x: Any) -> str:
    """Four decimals; an exponent where they would hide the number.

    >>> [_number(x) for x in (0.5, 1e-06, -0.0, float("nan"), 1e300)]
    ['0.5000', '1e-06', '0.0000', 'nan', '1e+300']
    """
    try:
        number = float(x) + 0.0
    except (TypeError, ValueError):
        return _escaped(str(x), record=True)
    hidden = number != 0 and abs(number) < 5e-5
    return f"{number:.4g}" if hidden or (abs(number) >= HUGE and math.isfinite(number)) else f"{number:.4f}"


# ---------------------------------------------------------------- order


def _ordered(root: V, ranks: dict[int, int]) -> tuple[list[V], list[list[V]]]:
    """Each value after its operands, and the operands of each."""
    nodes: list[V] = []
    operands: list[list[V]] = []
    seen: set[int] = set()
    waiting: list[tuple[V, bool]] = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if ready:
            nodes.append(node)
            operands.append(_operands(node, ranks))
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in reversed(_operands(node, ranks)))
    return nodes, operands


def _operands(node: Any, ranks: dict[int, int]) -> list[Any]:
    before = [each for each in node._prev or () if hasattr(each, "_prev")]  # a number may stand among them
    return sorted(before, key=lambda each: ranks[id(each)]) if isinstance(node._prev, (set, frozenset)) else before


def _ranks(root: Any) -> dict[int, int]:
    """A place for each value that does not depend on where it lies in memory, for operands kept as a set.

    Values are sorted by what they look like, level by level from the leaves: label, op, numbers, operands' places.
    """
    order, _ = _ordered(root, _Anyhow())
    ranks: dict[int, int] = {}
    if not any(isinstance(node._prev, (set, frozenset)) for node in order):
        return ranks
    for level in _levels(order):
        looks = {id(node): _look(node, ranks) for node in level}
        for node in sorted(level, key=lambda node: looks[id(node)]):
            ranks[id(node)] = len(ranks)
    return ranks


def _look(node: Any, ranks: dict[int, int]) -> tuple[Any, ...]:
    before = [ranks[id(operand)] for operand in node._prev]
    label = str(getattr(node, "label", "") or "")
    return label, str(node._op), repr(node.data), repr(node.grad), tuple(sorted(before))


def _levels(order: Iterable[Any]) -> list[list[Any]]:
    """The values by the length of their longest way down to a leaf."""
    height: dict[int, int] = {}
    levels: list[list[Any]] = []
    for node in order:
        own = 1 + max((height[id(operand)] for operand in node._prev), default=-1)
        height[id(node)] = own
        if own == len(levels):
            levels.append([])
        levels[own].append(node)
    return levels


class _Anyhow(dict[int, int]):
    """Every value has the same place."""

    def __missing__(self, key: int) -> int:
        return 0


# ---------------------------------------------------------------- in a notebook without Graphviz


@cache
def _digraph() -> Any:
    """A Digraph that has a picture of ours to show where Graphviz's program is missing."""
    import graphviz

    class Digraph(graphviz.Digraph):  # type: ignore[misc]  # graphviz comes without types
        nodes: Sequence[Any] = ()
        edges_of_nodes: Sequence[tuple[Any, Any]] = ()

        def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **options: Any) -> dict[str, Any]:
            try:
                bundle: dict[str, Any] = super()._repr_mimebundle_(include, exclude, **options)
            except graphviz.ExecutableNotFound:
                from .undrawn import bundle_of

                return bundle_of(self.nodes, self.edges_of_nodes, self.source)
            return bundle

    return Digraph
