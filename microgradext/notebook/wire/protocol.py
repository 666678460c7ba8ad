"""The wire between kernel and page: writes a run as the message that fields.py describes, and reads requests.

What each node or guard has one of travels as columns, which take a third of the bytes of records. Edges and inputs
would not be smaller as columns. Of many equal constants, one is sent (once.py).

Twin: js/wire/protocol.ts
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from ...cell.inputs.inputs import Input
from ...cell.run import Run
from ...cell.text.spans import Listing
from ...engine.frame import Frame
from ...engine.graph import Graph, GraphGuard, Span
from ...engine.node import CONSTANT, LEAF, WRITTEN
from ...engine.ops import BY_CODE, TABLE
from ...explain.folds.regions import Regions
from ...explain.rest import rest
from ...explain.view import Box, Edge, View
from ...explain.words.latex import readable
from .fields import BOX_KINDS, LEAF_CODE, UNLISTED, VERSION, WRITTEN_CODE
from .messages import BoxColumns, GraphMessage, GuardColumns, InputMessage, RegionColumns, UndrawnColumns
from .once import Numbering, numbering
from .sliders import Slider, sliders

LONGEST: Final = 20_000  # characters of code; nobody scrolls through more beside a picture


def graph_message(
    run: Run,
    graph: Graph,
    view: View,
    frame: Frame | None,
    *,
    regions: Regions | None = None,
    revision: int,
    rid: str,
    panels: Sequence[str] = (),
) -> GraphMessage:
    """Everything that the page needs to draw and replay the run; it draws `view` where there are no `regions`."""
    by_hand = frame is not None and not run.replays
    columns = graph.columns
    boxes = () if regions else view.boxes
    sent = numbering(columns, (box.node for box in boxes))
    ops = sorted(BY_CODE[code].name for code in set(columns.codes) if code >= 0)
    return GraphMessage(
        version=VERSION,
        revision=revision,
        code=_bytes("i", _codes(sent.kept(columns.codes), ops)),
        start=_bytes("i", sent.kept(columns.start)),  # what is left out has no operands
        operands=_bytes("i", sent.all(columns.operands)),
        data=numbers(sent.kept(columns.data)),
        gradients=numbers(sent.kept(frame.gradients)) if frame and by_hand else None,
        contributions=numbers(list(chain.from_iterable(frame.contributions))) if frame and by_hand else None,
        ops=ops,
        output=-1 if run.stopped else sent.of(graph.output),
        title=run.title,
        formula="" if run.stopped else readable(graph),
        inputs=list(map(partial(_input, run, sent), run.inputs, sliders(run.inputs))),
        boxes=_boxes(boxes, sent),
        edges=[] if regions else [_edge(edge, sent) for edge in view.edges],
        regions=_regions(regions, sent),
        view_output=-1 if run.stopped or regions else view.output,
        undrawn=_undrawn(graph, boxes, sent),
        hidden=0 if regions else view.hidden,
        guards=_guards(graph.guards, sent),
        frozen=run.frozen,
        stopped=run.stopped,
        mode=run.mode,
        replays=run.replays,
        why=run.why,
        printed=run.printed if revision > 1 else "",  # what the first run printed is in the cell's own output
        listing=_listing(run.listing),
        first_line=run.listing.first,
        panels=list(panels),
        notes=list(run.notes),
        rid=rid,
    )


def numbers(data: Sequence[float]) -> bytes:
    """`data` as float64."""
    return _bytes("d", data)


def read_seq(message: Any) -> int:
    """The sequence number of a request; raises ValueError that says what is wrong with it."""
    if not isinstance(message, Mapping) or not {"seq", "revision", "point"} <= message.keys():
        raise ValueError("a request must hold seq, revision and point")
    return _whole(message["seq"], "seq")


def read_point(message: Mapping[str, Any], inputs: int, since: int) -> list[float]:
    """The point of a request about the `inputs` inputs that exist since revision `since`.

    Raises ValueError that says what is wrong with it.
    """
    if _whole(message["revision"], "revision") < since:
        raise ValueError("the inputs have changed since this was asked")
    point = message["point"]
    if not isinstance(point, (bytes, bytearray, memoryview)):
        raise ValueError("point must be a buffer of float64")
    if len(bytes(point)) != 8 * inputs:
        raise ValueError(f"point must hold {inputs} numbers of 8 bytes, not {len(bytes(point))} bytes")
    read = array("d", bytes(point))
    if sys.byteorder == "big":
        read.byteswap()
    return read.tolist()


def _whole(number: Any, name: str) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise ValueError(f"{name} must be a whole number, not {number!r:.40}")
    return number


def _codes(codes: Sequence[int], ops: Sequence[str]) -> list[int]:
    place = {TABLE[name].code: index for index, name in enumerate(ops)}
    place |= {WRITTEN: WRITTEN_CODE, LEAF: LEAF_CODE, CONSTANT: LEAF_CODE}
    return [place[code] for code in codes]


def _bytes(kind: str, data: Sequence[float]) -> bytes:
    column = array(kind, data)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _input(run: Run, sent: Numbering, item: Input, slider: Slider) -> InputMessage:
    return InputMessage(
        node=sent.of(item.node),
        name=item.name,
        literal=slider.literal,
        min=slider.min,
        max=slider.max,
        step=slider.step,
        whole=item.whole,
        held=item.node in run.held,
    )


def _boxes(boxes: Sequence[Box], sent: Numbering) -> BoxColumns:
    return BoxColumns(
        node=_bytes("i", [sent.of(box.node) for box in boxes]),
        kind=_bytes("B", [BOX_KINDS.index(box.kind) for box in boxes]),
        label=["" if box.kind == "unnamed" and box.label == box.source else box.label for box in boxes],
        symbol=[box.symbol for box in boxes],
        source=[box.source for box in boxes],
        span=_bytes("i", list(chain.from_iterable(_span(box.span) for box in boxes))),
    )


def _edge(edge: Edge, sent: Numbering) -> list[int]:
    return [edge.source, edge.target, sent.of(edge.node), edge.slot, edge.between]


def _regions(regions: Regions | None, sent: Numbering) -> RegionColumns:
    if regions is None:
        return RegionColumns(parent=b"", kind=b"", ordinal=b"", head=b"", label=b"", words=[], node=b"")
    return RegionColumns(
        parent=_bytes("i", regions.parents),
        kind=_bytes("B", regions.kinds),
        ordinal=_bytes("i", regions.ordinals),
        head=_bytes("i", [sent.of(head) for head in regions.heads]),
        label=_bytes("i", regions.labels),
        words=list(regions.words),
        node=_bytes("i", sent.kept(regions.nodes)),
    )


def _undrawn(graph: Graph, boxes: Sequence[Box], sent: Numbering) -> UndrawnColumns:
    words: dict[tuple[str, str, Span | None], int] = {}
    places = {"": 0}
    names, codes, where = list[str](), array("i"), array("i")
    listed = rest(graph, boxes)
    each, drawn = next(listed, None), {box.node for box in boxes}
    for node in range(len(graph.nodes)):
        if each is not None and each.node == node:
            names.append(each.label)
            codes.append(words.setdefault((each.source, each.symbol, each.span), len(words)))
            where.append(places.setdefault(each.place, len(places)))
            each = next(listed, None)
        elif node not in drawn and node not in sent.left_out:
            names.append("")
            codes.append(UNLISTED)
            where.append(0)
    return UndrawnColumns(
        name=names,
        code=_bytes("i", codes),
        source=[source for source, _, _ in words],
        symbol=[symbol for _, symbol, _ in words],
        span=_bytes("i", list(chain.from_iterable(_span(span) for _, _, span in words))),
        place=_bytes("i", where),
        places=list(places),
    )


def _span(span: Span | None) -> tuple[int, int, int, int]:
    return (span.line, span.column, span.end_line, span.end_column) if span else (0, 0, 0, 0)


def _guards(guards: Sequence[GraphGuard], sent: Numbering) -> GuardColumns:
    kinds = {guard.kind: None for guard in guards}
    sources = {_source(guard): None for guard in guards}
    places = [{word: place for place, word in enumerate(words)} for words in (kinds, sources)]
    return GuardColumns(
        node=_bytes("i", [sent.of(guard.node) for guard in guards]),
        kind=list(kinds),
        source=list(sources),
        words=_bytes("i", [place for g in guards for place in (places[0][g.kind], places[1][_source(g)])]),
        expected=numbers([guard.expected for guard in guards]),
        line=_bytes("i", [guard.span.line if guard.span else 0 for guard in guards]),
    )


def _source(guard: GraphGuard) -> str:
    return guard.span.text if guard.span else ""


def _listing(listing: Listing) -> str:
    """The code as the user sees it, with the line of the magic, which is a comment to Python, as it was typed."""
    text = listing.text.removeprefix("# ") if listing.text.startswith("# %%") else listing.text
    return text if len(text) <= LONGEST else ""
