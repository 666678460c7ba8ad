"""The numbers of a graph as CSV, with every digit.

Twin: js/save/sheet.ts
"""

import csv
import io
from collections.abc import Iterator

from ...engine.frame import Frame
from ...engine.graph import Graph
from ...explain.rest import Undrawn, rest
from ...explain.view import Box, View, has_folds

HEADS = ("name", "expression", "line", "value", "gradient")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins like this for a formula


def sheet(view: View, graph: Graph, frame: Frame | None) -> str:
    r"""A line for each node that is not a constant, drawn or not; without a frame the gradients are left empty.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.explain.view import view
    >>> graph, _ = graph_of(Value(3.0, label="a") * Value(2.0, label="b"))
    >>> sheet(view(graph), graph, None).splitlines()
    ['name,expression,line,value,gradient', 'a,,,3.0,', 'b,,,2.0,', ',a × b,,6.0,']
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    boxes = () if has_folds(view) else view.boxes  # what is open makes no difference
    listed: list[Box | Undrawn] = [box for box in boxes if box.kind != "constant"]
    for each in sorted([*listed, *rest(graph, boxes)], key=lambda each: each.node):
        writer.writerow([*map(_as_text, _words(each)), *_numbers(each.node, graph, frame)])
    return text.getvalue()


def _words(of: Box | Undrawn) -> tuple[str, str, str]:
    line = str(of.line or "")
    if isinstance(of, Undrawn):
        return of.called, of.source, line
    bare = of.kind == "unnamed" and of.label == of.source
    return "" if bare else of.label, of.source if of.symbol else "", line


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def _numbers(node: int, graph: Graph, frame: Frame | None) -> Iterator[str]:
    yield repr(frame.values[node] if frame else graph.nodes[node].data)
    yield repr(frame.gradients[node]) if frame else ""
