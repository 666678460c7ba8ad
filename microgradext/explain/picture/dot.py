"""The graph as micrograd draws it: Graphviz records with label, data and grad, and a node for each operation.

Nodes of any engine can be drawn, including micrograd's own Values; one without a gradient is drawn without it.
"""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ...interop.shape import Node, data_of, has_gradient, label_of, named_op
from ...interop.trace import trace
from .svg import image

if TYPE_CHECKING:
    import graphviz

RANKDIRS = ("LR", "TB", "RL", "BT")
SPECIAL = str.maketrans({**{c: f"\\{c}" for c in '\\{}|<>"'}, "&": "&amp;", "\n": "\\n"})
HUGE = 1e10  # numbers from here on are written with an exponent
HIDDEN = 5e-5  # and those below this: four decimals would hide them


def draw_dot(root: Any, format: str = "svg", rankdir: str = "LR") -> graphviz.Digraph:
    """The graph of `root` for Graphviz, which draws it if the program `dot` is installed.

    `format` is one of Graphviz's ('svg', 'png', 'pdf' …), `rankdir` is 'LR' (left to right) or 'TB' (top to bottom).
    Raises ValueError for any other. A notebook without `dot` shows our own picture instead.

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
        raise ValueError(f"format must be one of Graphviz's, such as 'svg' or 'png', not {format!r}")
    if rankdir not in RANKDIRS:
        raise ValueError(f"rankdir must be 'LR' (left to right) or 'TB' (top to bottom), not {rankdir!r}")
    nodes, edges = trace(root)
    dot = _digraph()(format=format, graph_attr={"rankdir": rankdir})
    dot.nodes, dot.edges_of_nodes = nodes, edges
    _write(dot, nodes, edges)
    return dot


def _write(dot: Any, nodes: Sequence[Node], edges: Iterable[tuple[Node, Node]]) -> None:
    """Write the lines that `dot.node` and `dot.edge` would, which look at every word of it and take far longer."""
    from graphviz import nohtml
    from graphviz.quoting import quote

    names = {id(node): f"n{index}" for index, node in enumerate(nodes)}
    heads = dict(names)  # where the edges from a node's operands end
    quoted: dict[str, str] = {}
    body: list[str] = []
    for node in nodes:
        name, op, record = names[id(node)], named_op(node), _record(node)
        body.append(f"\t{name} [label={record} shape=record]\n")
        if op:
            if op not in quoted:
                quoted[op] = quote(nohtml(_escaped(op, record=False)))
            heads[id(node)] = f"{name}_op"
            body.append(f"\t{name}_op [label={quoted[op]}]\n")
            body.append(f"\t{name}_op -> {name}\n")
    body += [f"\t{names[id(operand)]} -> {heads[id(node)]}\n" for operand, node in edges]
    dot.body += body


def _record(node: Node) -> str:
    """The label of a node, in the quotation marks that its braces need."""
    label, number = label_of(node), _number(data_of(node))
    first = f"{_escaped(label, record=True)} | " if label else ""
    gradient = f" | grad {_number(node.grad)}" if has_gradient(node) else ""
    return f'"{{ {first}data {number}{gradient} }}"'


def _escaped(text: str, *, record: bool) -> str:
    """The text as Graphviz reads it, with what is special in the label of a record escaped."""
    plain = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    if record:
        return plain.translate(SPECIAL)
    return plain.replace("\\", "\\\\").replace("&", "&amp;").replace("\n", "\\n")


def _number(x: Any) -> str:
    """The number with four decimals, or with an exponent where they would hide it.

    >>> [_number(x) for x in (0.5, 1e-06, -0.0, float("nan"), 1e300)]
    ['0.5000', '1e-06', '0.0000', 'nan', '1e+300']
    """
    try:
        number = float(x) + 0.0
    except (TypeError, ValueError):
        return _escaped(str(x), record=True)
    size = abs(number)
    return f"{number:.4g}" if 0 < size < HIDDEN or HUGE <= size < math.inf else f"{number:.4f}"


def drawn_by_graphviz(dot: graphviz.Digraph) -> str | None:
    """The drawing as SVG; None where the program `dot` cannot be run: it is missing, or there are no processes."""
    try:
        svg: str = dot.pipe(format="svg", encoding="utf-8", quiet=True)
    except _refusals():
        return None
    return svg


def _refusals() -> tuple[type[Exception], ...]:
    import graphviz

    return (graphviz.ExecutableNotFound, subprocess.CalledProcessError, OSError)  # the last is JupyterLite's


# ---------------------------------------------------------------- in a notebook, with Graphviz or without


@cache
def _digraph() -> Any:
    """A Digraph that can be shown anywhere, also where Graphviz's program or inkscape is missing."""
    import graphviz

    class Digraph(graphviz.Digraph):  # type: ignore[misc]  # graphviz comes without types
        nodes: Sequence[Any] = ()
        edges_of_nodes: Sequence[tuple[Any, Any]] = ()

        def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **options: Any) -> dict[str, Any]:
            from .undrawn import bundle_of, latex_of

            latex = latex_of(self.nodes, self.edges_of_nodes)
            paper = {"text/latex": latex} if latex else {}
            try:
                bundle: dict[str, Any] = super()._repr_mimebundle_(include, exclude, **options)
            except _refusals():
                return {**bundle_of(self.nodes, self.edges_of_nodes, self.source), **paper}
            svg = bundle.pop("image/svg+xml", None)  # for paper nbconvert would need inkscape, even beside LaTeX
            drawn = {"text/html": image(svg)} if svg else {}
            return {"text/plain": self.source, **bundle, **drawn, **paper}

        def __repr__(self) -> str:
            return str(self.source).partition("\n")[0]

    return Digraph
