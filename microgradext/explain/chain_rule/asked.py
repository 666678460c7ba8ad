"""Which nodes are asked for: by name, by index path, or as the Values themselves."""

from collections.abc import Iterator, Sequence

from ...engine.graph import Graph
from ...engine.refusals.spelling import nearest
from ...engine.value import Value
from ..words.numbers import parse

Asked = str | Value | Sequence[str | Value]

LISTED = 12  # names in a message


def asked_nodes(graph: Graph, values: Sequence[Value], wrt: Asked) -> list[int]:
    """The nodes that `wrt` means; the name of a list means its elements.

    Raises ValueError, which suggests the nearest name, if there is no such node, and also if it is a constant.

    >>> from microgradext.engine.graph import graph_of
    >>> graph, values = graph_of(Value(1.0, label="w[0]") * Value(2.0, label="w[1]"))
    >>> asked_nodes(graph, values, "w[ 1 ]"), asked_nodes(graph, values, "w"), asked_nodes(graph, values, values[2])
    ([1], [0, 1], [2])
    """
    if isinstance(wrt, str):
        return _by_name(graph, wrt)
    if isinstance(wrt, Value):
        return [_by_value(graph, values, wrt)]
    if isinstance(wrt, Sequence):
        return [node for one in wrt for node in asked_nodes(graph, values, one)]
    raise TypeError(f"explain takes a name, a Value or a list of them, not {wrt!r:.60}")


def _by_value(graph: Graph, values: Sequence[Value], wanted: Value) -> int:
    found = next((node for node, value in enumerate(values) if value is wanted), None)
    if found is None:
        said = f"{wanted.label or 'this Value'} is not part of the graph."
        raise ValueError(said + nearest(wanted.label, _all(graph)))
    if graph.nodes[found].kind == "constant":
        raise ValueError(_constant(f"{graph.nodes[found].data:g}"))
    return found


def _by_name(graph: Graph, name: str) -> list[int]:
    wanted = _path(name)
    named: dict[str, int] = {}
    for label in (False, True):  # a label takes precedence over other names of a node
        for index, node in enumerate(graph.nodes):
            for called in [node.label] if label else node.names:
                named[_path(called)] = index
    if wanted and wanted in named:
        return [named[wanted]]
    elements = [index for called, index in named.items() if called.startswith(f"{wanted}[")]
    made = [i for i, node in enumerate(graph.nodes) if node.span is not None and _path(node.span.text) == wanted]
    found = (sorted(dict.fromkeys(elements)) or made[-1:]) if wanted else []
    if found:
        return found
    if parse(name) is not None:
        raise ValueError(_constant(name))
    known = list(_all(graph))
    hint = nearest(name, known) or (f" Its names are {', '.join(known[:LISTED])}." if known else " It has no names.")
    raise ValueError(f"nothing in the graph is called {name}.{hint}")


def _path(name: str) -> str:
    """The name in one spelling: without spaces, and with single quotes."""
    return "".join(name.split()).replace('"', "'")


def _all(graph: Graph) -> Iterator[str]:
    yield from dict.fromkeys(name for node in graph.nodes for name in (node.label, *node.names) if name)


def _constant(number: str) -> str:
    return (
        f"{number} is a constant, for which no gradient is kept: bind it to a name to ask for its gradient, "
        f"as in c = {number}"
    )
