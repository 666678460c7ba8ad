"""A graph for the terminal: its numbers as a table, its output as a tree."""

from collections.abc import Iterator, Mapping, Sequence

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..rounding import shown_gradient
from .called import Called
from .numbers import PLAIN, Form, aligned, short, signed
from .wording import cut, cut_all, cut_among, derivative, expression

ROWS = 60  # of a table
LINES = 60  # of a tree
DEEP = 12  # levels of a tree
NAME = 24  # characters
EXPRESSION = 40
NO_GRADIENT = "–"

Cells = tuple[str, str, str, str, str]


def table(
    graph: Graph,
    frame: Frame | None,
    *,
    nodes: Sequence[int] = (),
    title: str = "",
    notes: Sequence[str] = (),
    forms: Mapping[int, Form] = PLAIN,
) -> str:
    """Name, expression, line, value and gradient of every input and named node, with the numbers aligned.

    `nodes` chooses other nodes, and `forms` says how the numbers of some are written. Without a frame the values are
    the graph's and there are no gradients.

    >>> from microgradext.engine.frame import frame_of
    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0, label="a")
    >>> b = a + a
    >>> b.label = "b"
    >>> graph, values = graph_of(b, inputs=[a])
    >>> print(table(graph, frame_of(graph, values)))
    name  expression  value  ∂b/∂name
    a                 3      +2
    b     a + a       6      +1
    """
    rows = cells(graph, frame, nodes, forms)
    heads = ("name", "expression", "line", "value", derivative(title, "name") if title else gradient_head(graph))
    lines = _columns(heads, rows)
    before = [f"{title} = {short(_value(graph, frame, graph.output))}", ""] if title else []
    return "\n".join([*before, *lines, *([""] if notes else []), *notes])


def gradient_head(graph: Graph) -> str:
    """The head of the column of gradients: `∂f/∂name`."""
    return derivative(_name(graph, graph.output), "name")


def cells(
    graph: Graph,
    frame: Frame | None,
    nodes: Sequence[int] = (),
    forms: Mapping[int, Form] = PLAIN,
    figure: str = " ",
    point: str = " ",
) -> list[Cells]:
    """The texts of the table, a row for each node, with the numbers padded so that their points line up.

    `figure` pads for a digit and `point` for a decimal point, as in `numbers.aligned`.
    """
    chosen = list(nodes) or _named(graph)
    values = aligned([short(_value(graph, frame, node), forms.get(node, "plain")) for node in chosen], figure, point)
    gradients = aligned([_gradient(graph, frame, node) for node in chosen], figure, point)
    called = Called(graph)
    apart = called.among([node for node in chosen if graph.nodes[node].operands and not graph.nodes[node].label])
    names = [apart.get(node) or _name(graph, node) for node in chosen]
    rows: list[Cells] = []
    for node, name, shown, value, gradient in zip(chosen, names, cut_all(names, NAME), values, gradients, strict=True):
        span = graph.nodes[node].span
        line = str(span.line) if span and not span.file else ""
        made = cut(called.role(node), EXPRESSION)
        rows.append((shown, "" if made == name else made, line, value, gradient))
    return rows


def tree(graph: Graph, frame: Frame | None = None) -> str:
    """The output as a tree of what it was made from. A node that comes up again is not repeated but marked `↑`.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0, label="a")
    >>> print(tree(graph_of((a + a) * a)[0]))
    (a + a) × a = 18
    ├─ a + a = 6
    │  ├─ a = 3
    │  └─ a ↑
    └─ a ↑
    """
    lines: list[str] = []
    for line in _branches(graph, frame):
        if len(lines) == LINES:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)


def _branches(graph: Graph, frame: Frame | None) -> Iterator[str]:
    seen: set[int] = set()
    called = Called(graph)
    waiting = [(graph.output, "", "", 0)]  # node, the text before it, the text before its operands, level
    while waiting:
        node, before, under, level = waiting.pop()
        operands = graph.nodes[node].operands
        if node in seen and graph.nodes[node].kind != "constant":
            yield f"{before}{_cut_name(graph, called, node)} ↑"
            continue
        seen.add(node)
        yield f"{before}{_leaf(graph, called, frame, node)}"
        if operands and level == DEEP:
            yield f"{under}└─ …"
            continue
        last = len(operands) - 1
        for slot in range(last, -1, -1):
            bend, pipe = ("└─ ", "   ") if slot == last else ("├─ ", "│  ")
            waiting.append((operands[slot], under + bend, under + pipe, level + 1))


def _leaf(graph: Graph, called: Called, frame: Frame | None, node: int) -> str:
    value = short(_value(graph, frame, node))
    if graph.nodes[node].kind == "constant":
        return value
    made = cut(called.role(node), EXPRESSION)
    name = graph.nodes[node].label or made or short(graph.nodes[node].data)
    gradient = f"  ({derivative(_name(graph, graph.output), name)} = {_gradient(graph, frame, node)})"
    isolated = made in ("", name) or graph.nodes[node].kind == "input"
    named = _cut_name(graph, called, node) if isolated else f"{name} = {made}"
    return f"{named} = {value}{gradient if frame else ''}"


def _named(graph: Graph) -> list[int]:
    """The leaves, named nodes and the output; the first and the last of them if there are very many."""
    inputs = set(graph.inputs)
    nodes = [
        index
        for index, node in enumerate(graph.nodes)
        if node.label or index in inputs or index == graph.output or node.kind == "leaf"
    ]
    return nodes if len(nodes) <= ROWS else [*nodes[: ROWS // 2], *nodes[-(ROWS - ROWS // 2) :]]


def _name(graph: Graph, node: int) -> str:
    return graph.nodes[node].label or expression(graph, node) or short(graph.nodes[node].data)


def _cut_name(graph: Graph, called: Called, node: int) -> str:
    others = [each.label for each in graph.nodes if len(each.label) > EXPRESSION]
    name = graph.nodes[node].label or called.role(node) or short(graph.nodes[node].data)
    return cut_among(name, EXPRESSION, others)


def _value(graph: Graph, frame: Frame | None, node: int) -> float:
    return frame.values[node] if frame else graph.nodes[node].data


def _gradient(graph: Graph, frame: Frame | None, node: int) -> str:
    known = frame is not None and graph.nodes[node].kind != "constant"
    return signed(shown_gradient(frame, node)) if frame and known else NO_GRADIENT


def _columns(heads: Cells, rows: Sequence[Cells]) -> list[str]:
    """The columns side by side, two spaces apart; empty columns are left out."""
    filled = [index for index in range(len(heads)) if any(row[index].strip() for row in rows)]
    table = [heads, *rows]
    widths = {index: max(len(row[index]) for row in table) for index in filled}
    return ["  ".join(row[index].ljust(widths[index]) for index in filled).rstrip() for row in table]
