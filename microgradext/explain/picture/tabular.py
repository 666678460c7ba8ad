"""The table of values as LaTeX, for paper: what a picture of small boxes, or one too large for a page, leaves out."""

from collections.abc import Iterable, Iterator, Sequence

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..rounding import shown_gradient
from ..words.symbols import literal
from ..words.text import gradient_head
from .typeset import plain

NO_GRADIENT = r"\text{--}"


def tabular(graph: Graph, frame: Frame | None, nodes: Sequence[int]) -> str:
    r"""Name, value and gradient of each of the nodes, on as many pages as needed.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> graph, _ = graph_of(Value(3.0, label="a") * Value(2.0, label="b"))
    >>> print(tabular(graph, None, [0]))
    \ifdefined\longtable\begin{longtable}{lll}
    name&value&$\partial $(a $\times $ b)/$\partial $name\\
    a&$3$&$\text{--}$\\
    \end{longtable}\fi
    """
    heads = _row(["name", "value", plain(gradient_head(graph))])
    rows = [_row(_cells(graph, frame, node)) for node in nodes]
    return "\n".join([r"\ifdefined\longtable\begin{longtable}{lll}", heads, *rows, r"\end{longtable}\fi"])


def _cells(graph: Graph, frame: Frame | None, node: int) -> Iterator[str]:
    yield plain(graph.nodes[node].label or f"v_{node}")
    yield f"${literal(frame.values[node] if frame else graph.nodes[node].data)}$"
    yield f"${literal(shown_gradient(frame, node)) if frame else NO_GRADIENT}$"


def _row(cells: Iterable[str]) -> str:
    return "&".join(cells) + r"\\"
