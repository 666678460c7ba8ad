"""The numbers of a picture as CSV, with every digit.

Twin: js/save/sheet.ts
"""

import csv
import io
from collections.abc import Iterator

from ...engine.frame import Frame
from ...engine.graph import Graph
from ...explain.view import Box, View

HEADS = ("name", "expression", "line", "value", "gradient")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins like this for a formula


def sheet(view: View, graph: Graph, frame: Frame | None) -> str:
    r"""A line for each box that is not a constant; without a frame the gradients are left empty.

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
    for box in view.boxes:
        if box.kind != "constant":
            writer.writerow([*map(_as_text, _words(box)), *_numbers(box, graph, frame)])
    return text.getvalue()


def _words(box: Box) -> tuple[str, str, str]:
    line = str(box.line or "")
    if box.kind == "unnamed":
        return "", box.source or box.label, line
    return box.label, box.source if box.symbol else "", line


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def _numbers(box: Box, graph: Graph, frame: Frame | None) -> Iterator[str]:
    yield repr(frame.values[box.node] if frame else graph.nodes[box.node].data)
    yield repr(frame.gradients[box.node]) if frame else ""
