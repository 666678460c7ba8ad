"""The static twin of a live view: a picture, a table and plain words, which a notebook shows where nothing runs.

An untrusted notebook is stripped of scripts, inline SVG, ids and data attributes; data URIs, classes and tables stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from ..engine.frame import Frame
from ..engine.graph import Graph
from ..explain.chain_rule.birth import first_bad
from ..explain.layout.measures import look
from ..explain.picture.picture import WIDTH, picture
from ..explain.picture.svg import data_uri
from ..explain.picture.tabular import tabular
from ..explain.picture.typeset import typeset
from ..explain.view import View
from ..explain.words.latex import readable
from ..explain.words.numbers import FIGURE_SPACE, PUNCTUATION_SPACE, Form, short
from ..explain.words.text import Cells, cells, gradient_head, table
from ..explain.words.wording import expression

# JupyterLab's own rules for tables and code in an output are more specific than a class of ours.
LOOK = {
    "p": "margin:4px 0;font-size:13px",
    ".microgradext-output": "font-size:15px",
    ".microgradext-picture": "overflow-x:auto;margin:8px 0",
    "img": "max-width:100%;height:auto;display:block",
    "table": "color:inherit;border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums;margin:8px 0",
    "tr": "background:none!important",
    "th": "font-weight:400;opacity:.7",
    ":is(th,td)": "text-align:left!important;padding:3px 20px 3px 0;white-space:pre",
    "code": "background:none!important;color:inherit;padding:0!important;font-size:inherit",
}
LEAST_SCALE = 0.78  # a wide picture scrolls rather than becoming smaller than this


@dataclass(frozen=True, slots=True)
class Still:
    """A run at one moment: everything that is written of it where nothing moves."""

    view: View
    graph: Graph
    frame: Frame | None  # None when the output was not reached
    title: str  # the name of the output, or its source text
    point: Mapping[str, float] = field(default_factory=dict)  # where the inputs stand, by name
    notes: tuple[str, ...] = ()
    rid: str = ""  # the id of the live view that covers it
    forms: Mapping[int, Form] = field(default_factory=dict)  # how the numbers of inputs are written, by node


def static_html(still: Still, *, picture_too: bool = True, said: str = "") -> str:
    """The twin of the live view with the same `rid`, hidden while that is in the same output area, `said` with it.

    Everything that comes from the user is escaped.
    """
    view, graph, frame = still.view, still.graph, still.frame
    drawing = picture(view, graph, frame, forms=still.forms) if picture_too else ""
    return "".join(
        [
            f'<div class="microgradext-static microgradext-static-{still.rid}">',
            f"<style>{_style(still.rid, _size(drawing)[0])}</style>",
            f'<p class="microgradext-output">{_output(graph, frame, still.title)}</p>',
            _image(drawing, still.title) if drawing else "",
            _table(view, graph, frame, still.forms),
            *(f"<p>{escape(note)}</p>" for note in [*_bad(graph, frame), *still.notes, *filter(None, [said])]),
            "</div>",
        ]
    )


def static_text(still: Still) -> str:
    """The same for a terminal."""
    notes = [*_bad(still.graph, still.frame), *still.notes]
    return table(still.graph, still.frame, nodes=_listed(still.view), title=still.title, notes=notes, forms=still.forms)


def static_latex(still: Still) -> str:
    """The same for paper: the formula, the picture, and a table of what is not written in the picture."""
    lines, drawing = readable(still.graph), typeset(still.view, still.graph, still.frame)
    says_all = drawing and look(still.view, WIDTH).detail == "full"
    # Lines that may continue on the next page.
    display = "{\\allowdisplaybreaks\n" + lines.replace("{aligned}", "{align*}") + "}"
    parts = [display if lines else "", drawing]
    return "\n".join(filter(None, [*parts, "" if says_all else tabular(still.graph, still.frame, _listed(still.view))]))


def _bad(graph: Graph, frame: Frame | None) -> list[str]:
    """Where a nan or an inf that is shown comes from."""
    return first_bad(graph, frame) if frame else []


def _listed(view: View) -> list[int]:
    """The nodes in the table: those that are drawn and have a name, and the output."""
    return [
        box.node
        for index, box in enumerate(view.boxes)
        if box.kind in ("input", "named", "written", "leaf") or index == view.output
    ]


def _output(graph: Graph, frame: Frame | None, title: str) -> str:
    """The output's name, the code that made it, and its value."""
    made = expression(graph, graph.output) if frame else ""
    parts = [f"<code>{escape(text)}</code>" for text in dict.fromkeys((title, made)) if text]
    return " = ".join([*parts, f"<b>{short(frame.values[graph.output])}</b>"] if frame else parts)


def _image(drawing: str, title: str) -> str:
    width, height = _size(drawing)
    alternative = escape(f"Computation graph of {title}; its numbers are in the table.")
    source = escape(data_uri(drawing), quote=False)
    image = f'<img alt="{alternative}" width="{width}" height="{height}" src="{source}">'
    return f'<div class="microgradext-picture">{image}</div>'


def _size(drawing: str) -> tuple[int, int]:
    """The size of a picture; zero if there is none."""
    size = re.search(r' width="(\d+)" height="(\d+)"', drawing)
    return (int(size[1]), int(size[2])) if size else (0, 0)


def _table(view: View, graph: Graph, frame: Frame | None, forms: Mapping[int, Form]) -> str:
    heads = ("name", "expression", "line", "value", gradient_head(graph))
    rows = cells(graph, frame, _listed(view), forms, FIGURE_SPACE, PUNCTUATION_SPACE)
    filled = [index for index in range(len(heads)) if any(row[index].strip() for row in rows)]
    head = "".join(f"<th>{escape(heads[index])}</th>" for index in filled)
    body = "".join(f"<tr>{''.join(_cell(row, index) for index in filled)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(row: Cells, index: int) -> str:
    text = escape(row[index])
    return f"<td><code>{text}</code></td>" if index < 2 and text else f"<td>{text}</td>"


def _style(rid: str, width: int) -> str:
    """The look, and two rules by which only one of twin and live view is seen: the live one if there is one."""
    static, live = f".microgradext-static-{rid}", f".microgradext-live-{rid}"
    seen = f"{live},.microgradext-said"  # in place of the twin, or below it
    area, child, output = ".jp-OutputArea", ".jp-OutputArea-child", ".jp-OutputArea-output"
    return "".join(
        [
            f"{area}:has({live}) {child}:has({static}){{display:none}}",
            # What is below the twin in place of a live view ("Loading widget…"; nbclassic says that a "widget could not
            # be displayed"); printed output has a data-mime-type.
            f"{child}:has({static}) + {child}:has(> {output}:not([data-mime-type])):not(:has({seen})){{display:none}}",
            f".output_area:has({static}) + .output_area:has(> .jupyter-widgets-view):not(:has({seen})){{display:none}}",
            *(f".microgradext-static {selector}{{{rule}}}" for selector, rule in LOOK.items()),
            f"{static} img{{min-width:{int(width * LEAST_SCALE)}px}}",
            f"[data-jp-theme-light=true] {static} img{{color-scheme:light}}",
            f"[data-jp-theme-light=false] {static} img{{color-scheme:dark}}",
            # Paper does not scroll, and has code and picture together.
            f"@media print{{{static} img{{color-scheme:light!important;min-width:0}}"
            f":is({static},.jp-Cell:has({static})){{break-inside:avoid}}}}",
        ]
    )
