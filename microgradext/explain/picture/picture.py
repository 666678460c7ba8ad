"""A still picture of a graph as SVG, which looks like the live one but needs neither a browser nor Graphviz."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..layout.layout import Layout, layout
from ..layout.measures import MARGIN, WORD, Place
from ..layout.routes import Route
from ..rounding import Flowing, number_of, shown_gradient
from ..view import Box, Edge, View, has_folds, measuring, operands_of
from ..words.numbers import MINUS, PLAIN, Form, brief, fitted, fitted_signed, signed
from ..words.wording import cut
from . import folds, rows
from .flow import flows, largest, net_of, size_of
from .legend import ABOVE, LINE, ROW, Legend, legend
from .palette import Theme
from .strands import beside, strands
from .stroke import Kind, Stroke, kind_of
from .style import Drawn, root, style
from .svg import circle, escaped, framed, number, path, rectangle, text

WIDTH = 760
NO_GRADIENT = "–"
BOXES = {"input": " i", "unnamed": " u"}  # classes of their own; all other kinds look alike
HANG = 8  # px from a sign to the first digit
CLEAR = 7  # px that a number on an edge keeps from what is beside it
DIGIT, SMALL_DIGIT = 7.95, 7.35  # px of a value and of a gradient, in the widest of the usual fonts


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the parts of a picture are drawn from."""

    view: View
    plan: Layout
    values: Sequence[float]  # of each box
    gradients: Sequence[Flowing]
    longest: float  # the gradient with the longest bar
    flows: Sequence[Flowing]  # of each edge
    most: float  # what the widest edge carries
    strands: Sequence[Sequence[Stroke]]
    legend: Legend
    forms: Mapping[int, Form]
    marked: Collection[int]  # nodes
    wrong: Collection[Edge]
    rows: Mapping[int, Sequence[str]]  # below the boxes of open loops, by their frames

    @property
    def title(self) -> str:
        return self.view.boxes[self.view.output].label


def picture(
    view: View,
    graph: Graph,
    frame: Frame | None,
    *,
    width: float = WIDTH,
    theme: Theme = "auto",
    marked: Collection[int] = (),
    wrong: Set[tuple[int, int]] = frozenset(),
    forms: Mapping[int, Form] = PLAIN,
) -> str:
    """The graph as an SVG document `width` pixels wide, or wider if it does not fit.

    `frame` holds the numbers; without it the values are those of the graph and no gradients are shown. `theme` 'auto'
    follows the reader's preference for light or dark. Nodes that are `marked` are drawn as wrong, and so are the edges
    that carry one of `wrong`, each a node and the slot of one of its operands. `forms` says how the numbers of nodes
    are written that are not plain. The same arguments always give the same bytes.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.explain.view import view
    >>> graph, _ = graph_of(Value(3.0, label="a") * Value(2.0, label="b"))
    >>> picture(view(graph), graph, None).startswith("<svg ")
    True
    """
    return _document(drawing(view, graph, frame, width, marked, wrong, forms), theme)


def drawing(
    view: View,
    graph: Graph,
    frame: Frame | None,
    width: float,
    marked: Collection[int] = (),
    wrong: Set[tuple[int, int]] = frozenset(),
    forms: Mapping[int, Form] = PLAIN,
) -> Drawing:
    """Everything that is drawn of a graph in `width` pixels, and where."""
    values = frame.values if frame else graph.columns.data
    plan = folds.counted(layout(view, width), view, values)
    carried = flows(view, graph, frame)
    most = largest([size_of(carried[edge]) for edge in measuring(view)])
    nodes = [box.node for box in view.boxes]
    gradients = [shown_gradient(frame, node) if frame else None for node in nodes]
    return Drawing(
        view=view,
        plan=plan,
        values=[frame.values[node] if frame else graph.nodes[node].data for node in nodes],
        gradients=gradients,
        longest=largest(gradients),
        flows=[net_of(each) for each in carried],
        most=most,
        strands=[strands(each, most, plan.detail) for each in carried],
        legend=legend(
            most if frame else None,
            plan.detail,
            view.boxes[view.output].label,
            max(plan.width, width),
            bundles=any(edge.flows for edge in view.edges),
        ),
        forms=forms,
        marked=marked,
        wrong=[edge for edge in view.edges if wrong and not wrong.isdisjoint(operands_of(edge, graph))],
        rows={
            index: tuple(rows.rows(place, box.fold, graph, frame))
            for index, (box, place) in enumerate(zip(view.boxes, plan.boxes, strict=True))
            if place.rows and box.fold is not None
        },
    )


def _document(drawn: Drawing, theme: Theme) -> str:
    plan, under = drawn.plan, drawn.legend
    width, height = math.ceil(max(plan.width, under.width + MARGIN)), math.ceil(plan.height + under.height)
    strokes = chain.from_iterable([*drawn.strands, *(entry.strands for entry in under.entries)])
    lines = {_class(line): line for line in strokes}
    rows = any(box.fold and box.fold.rows for box in drawn.view.boxes)
    sheet = style(theme, plan.detail, lines, Drawn(bool(drawn.marked), has_folds(drawn.view), rows))
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{root(theme)}" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escaped(f'Computation graph of {drawn.title}')}</title>",
            f"<style>{sheet}</style>",
            rectangle("bg", 0, 0, width, height),
            *_frames(drawn),
            *_edges(drawn),
            *_labels(drawn),
            *_boxes(drawn),
            *_legend(drawn),
            "</svg>",
        ]
    )


# ---------------------------------------------------------------- edges


def _edges(drawn: Drawing) -> Iterator[str]:
    for route, lines, edge in zip(drawn.plan.edges, drawn.strands, drawn.view.edges, strict=True):
        wrong = " w" if edge in drawn.wrong else ""
        for line in lines:
            yield path(f"e {_class(line)}{wrong}", beside(route.path, line.offset), line.width)


def _class(line: Stroke) -> str:
    """The class of a line, such as `p73`: positive, with 73 % of its hue. Equal lines share one style rule."""
    return f"{line.kind[0]}{line.hue}" if line.hue else line.kind


def _ink(kind: Kind) -> str:
    """The class of a text: gradients that are neither positive nor negative are quiet."""
    return f" {kind[0]}" if kind in ("positive", "negative") else ""


def _labels(drawn: Drawing) -> Iterator[str]:
    if drawn.plan.detail == "compact":
        return
    for route, flow in zip(drawn.plan.edges, drawn.flows, strict=True):
        words = fitting(route, flow)
        if words:
            width = _chip_width(words)
            yield rectangle("chip", route.label_x - width / 2, route.label_y - 7, width, 14)
            yield text(f"c{_ink(kind_of(flow, drawn.most))}", route.label_x, route.label_y + 3.75, words)


def fitting(route: Route, flow: Flowing) -> str:
    """The contribution, in full or briefly if there is room for it, else its sign, else nothing."""
    if flow is None or route.label_room == "none":
        return ""
    texts = (signed(flow), fitted_signed(flow, 0)) if route.label_room == "full" else ()
    return next((words for words in texts if _chip_width(words) <= route.room - CLEAR), _sign(signed(flow)))


def _chip_width(words: str) -> float:
    """The minus of an exponent needs a letter more."""
    return (len(words) + ("e" in words)) * 6.3 + 5


def _sign(words: str) -> str:
    return words[: words.startswith(("+", MINUS))]


# ---------------------------------------------------------------- boxes


def _boxes(drawn: Drawing) -> Iterator[str]:
    for index, (box, place) in enumerate(zip(drawn.view.boxes, drawn.plan.boxes, strict=True)):
        if box.kind == "frame":
            continue
        if box.kind == "constant":
            yield text("k", place.x + place.width - 4, place.middle + 4, place.label)
        else:
            yield from _box(drawn, index, box, place)


def _frames(drawn: Drawing) -> Iterator[str]:
    """The open folds, the outer ones first."""
    for index, box in reversed([*enumerate(drawn.view.boxes)]):
        if box.kind == "frame" and box.fold is not None:
            yield from folds.frame(drawn.plan.boxes[index], box.fold, drawn.rows.get(index, ()))


def _box(drawn: Drawing, index: int, box: Box, place: Place) -> Iterator[str]:
    output = " o" if index == drawn.view.output else ""
    wrong = " w" if box.node in drawn.marked else ""
    if box.fold is not None:
        yield from folds.sheets(place, box.fold)
    yield f'<g class="n{BOXES.get(box.kind, "")}{output}{wrong}">'
    yield framed("", place.x, place.y, place.width, place.height, 8 if box.kind == "input" else 5)
    value, gradient = drawn.values[index], drawn.gradients[index]
    form = drawn.forms.get(box.node, "plain")
    if drawn.plan.detail == "full":
        yield from folds.written(box, place)
        if box.fold is None or box.fold.single:
            yield from _numbers(box, place, value, gradient, form)
    else:
        yield from _line(place, brief(value, form), gradient, drawn.longest)
    if box.fold is None:
        yield from _badge(place, cut(box.symbol, WORD))
    if wrong and drawn.plan.detail == "full" and not folds.is_row(place):
        yield text("x", place.x + place.width - 6, place.y + 50.5, "wrong")
    yield "</g>"


def _numbers(box: Box, place: Place, value: float, gradient: Flowing, form: Form) -> Iterator[str]:
    """Value and gradient; signs hang left of the digits."""
    room = folds.room_in(place)
    shown = fitted(value, room / DIGIT, form)
    at = folds.numbers_at(box, place, len(shown) - len(_sign(shown)))
    yield _hung("v", shown, *at.value)
    passed = NO_GRADIENT if gradient is None else fitted_signed(gradient, room / SMALL_DIGIT)
    yield _hung(f"g{_ink(kind_of(gradient))}", passed, *at.gradient)


def _hung(kind: str, words: str, x: float, y: float) -> str:
    """A number whose first digit is at `x`, with its sign to the left."""
    return text(kind, x, y, words, *([x - HANG] if _sign(words) else []))


def _line(place: Place, value: str, gradient: Flowing, longest: float) -> Iterator[str]:
    """Label and value in one line, with the gradient as a bar under them."""
    yield text("l", place.x + 7, place.y + 16, place.label)
    yield text("v", place.x + place.width - 6, place.y + 16, value)
    kind, known = kind_of(gradient), number_of(gradient)
    if known is not None and kind in ("positive", "negative"):
        length = abs(known) / longest * (place.width - 12)
        yield rectangle(kind[0], place.x + 6, place.y + place.height - 4, length, 2)


def _badge(place: Place, symbol: str) -> Iterator[str]:
    badge = place.badge
    if badge is not None:
        round_one = badge.width == badge.height
        middle, radius = (badge.x + badge.width / 2, badge.y + badge.height / 2), (badge.height - 1) / 2
        yield (
            circle("b", *middle, radius)
            if round_one
            else framed("b", badge.x, badge.y, badge.width, badge.height, radius)
        )
        kind = "s word" if len(symbol) > 1 else "s"
        yield text(kind, *middle, symbol)


# ---------------------------------------------------------------- legend


def _legend(drawn: Drawing) -> Iterator[str]:
    for entry in drawn.legend.entries:
        x, y = entry.x, drawn.plan.height + ABOVE + ROW * entry.row + 8
        for line in entry.strands:
            yield path(f"e {_class(line)}", f"M{number(x)} {number(y - 4 + line.offset)}h{LINE}", line.width)
        yield text(f"q{_ink(entry.ink)}", x + (LINE + 5 if entry.strands else 0), y, entry.text)
