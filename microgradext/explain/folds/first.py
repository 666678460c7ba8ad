"""First: what of a graph is drawn before anybody opens anything, in a picture as in a live view."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..layout.below import HIGHEST
from ..layout.layout import extent
from ..view import View, boxes_of, view
from ..words.called import Called
from .crowds import crowds_of
from .folded import folded
from .groups import NONE
from .opening import born_in, opening, weights_of
from .parts import State
from .regions import Regions, regions_of

WIDTH: Final = 760  # CSS px


@dataclass(frozen=True, slots=True)
class First:
    """What is drawn at first, and what can be opened in it; nothing where the graph is drawn whole."""

    view: View
    regions: Regions | None


def whole_view(graph: Graph) -> First:
    """What is drawn of a graph in which nothing can be opened."""
    return First(view(graph), None)


def first_view(graph: Graph, frame: Frame | None, width: float = WIDTH) -> First:
    """What is drawn of a graph at first, in `width` pixels and no higher than fits on a screen.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> first_view(graph_of(Value(1.0) + 2)[0], None).regions
    """
    regions = regions_of(graph)
    if regions is None:
        return whole_view(graph)
    called = Called(graph)
    box = boxes_of(graph, called)

    def draw(state: State) -> View:
        return folded(graph, regions, state, box, called.place)

    def fits(drawn: View) -> bool:
        wide, high = extent(drawn, width)
        return wide <= width and high <= HIGHEST

    contributions = _contributions(graph, frame)
    weights = weights_of(graph, regions, contributions)
    born = born_in(graph, regions, frame.values, contributions) if frame else NONE
    return First(opening(regions, weights, crowds_of(graph, regions, weights), draw, fits, born), regions)


def _contributions(graph: Graph, frame: Frame | None) -> Sequence[float]:
    """What flows back to each of all operands; nothing where no numbers are known."""
    if frame is None:
        return array("d", bytes(8 * len(graph.columns.operands)))
    return array("d", [share for shares in frame.contributions for share in shares])
