"""Layout: where every box, op badge and edge of a view goes. It depends on names, never on numbers.

Lengths are CSS pixels.

Twin: js/layout/layout.ts
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..view import Box, View, has_folds
from .frames import framed
from .layers import Layers, layers, order, rank
from .measures import (
    MARGIN,
    Column,
    Detail,
    Look,
    Place,
    Rectangle,
    badge_width,
    box_width,
    columns,
    look,
    spacing,
)
from .routes import Route, routes
from .rows import lowered, rows


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a view's boxes and the routes of its edges, in the order of the view."""

    width: float
    height: float
    detail: Detail
    boxes: tuple[Place, ...]
    edges: tuple[Route, ...]


def layout(view: View, width: float) -> Layout:
    """Lay out a view in `width` pixels, or wider if it needs more.

    The computation runs from left to right; inputs are in the first column, in the order of the code.
    """
    if has_folds(view):
        frames = framed(view, width)
        return Layout(*frames.extent, frames.look.detail, tuple(frames.places), tuple(frames.routes()))
    standing = _standing(view, width)
    lines = routes(view, standing.layers, standing.places, standing.lanes, standing.columns, standing.look)
    return Layout(*standing.extent, standing.look.detail, tuple(standing.places), tuple(lines))


def extent(view: View, width: float) -> tuple[float, float]:
    """How wide and how high the layout is; found sooner than where its edges go, which takes most of the time."""
    return framed(view, width).extent if has_folds(view) else _standing(view, width).extent


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the boxes are, and the lanes between them."""

    layers: Layers
    places: Sequence[Place]
    lanes: Sequence[float]
    columns: Sequence[Column]
    look: Look
    extent: tuple[float, float]


def _standing(view: View, width: float) -> _Standing:
    measures = look(view, width)
    stack = layers(view, rank(view))
    order(stack)
    room = spacing(stack, measures)
    middles = lowered(rows(stack, room.between), room.sizes, MARGIN)
    upright, labels = columns(view, stack, measures, width)
    places = [
        _place(box, label, stack.ranks[index], upright[stack.ranks[index]], middles[index], room.sizes[index], measures)
        for index, (box, label) in enumerate(zip(view.boxes, labels, strict=True))
    ]
    bottom = max(middle + size / 2 for middle, size in zip(middles, room.sizes, strict=True))
    lanes = middles[stack.boxes :]
    return _Standing(stack, places, lanes, upright, measures, (upright[-1].right + MARGIN, bottom + MARGIN))


def _place(box: Box, label: str, index: int, column: Column, middle: float, height: int, measures: Look) -> Place:
    width = box_width(box, label, measures) if box.kind == "constant" else column.right - column.x
    badge = badge_width(box.symbol, measures)
    plug = Rectangle(column.x - badge, middle - measures.badge / 2, badge, measures.badge) if badge else None
    return Place(label, index, column.right - width, middle - height / 2, width, height, plug)
