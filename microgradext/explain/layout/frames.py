"""The layout of a view with folds: each open one is a frame, laid out on its own and then a box one level up.

Twin: js/layout/frames.ts
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..view import View
from .below import fewer, height_below, most_at_first, most_in
from .layers import Link
from .levels import PICTURE, Level, entry_of, exit_of, levels
from .measures import MARGIN, Column, Look, Place, Rectangle, badge_width, look, spacing, total
from .routes import Borders, Route, routes
from .rows import lowered, rows
from .sizes import PADDING, Size, head_title
from .widths import Across, own_widths, widths


@dataclass(frozen=True, slots=True)
class Tier:
    """The heights in a level, counted from the top of its frame: of all items, and of the frame itself."""

    level: Level
    slots: Sequence[int]  # how high each item is, sheets included
    middles: Sequence[float]
    height: int
    rows: int  # below its boxes


@dataclass(frozen=True, slots=True)
class Framed:
    """Where all boxes are, frames too, and what their edges need to know."""

    view: View
    tiers: Sequence[Tier]
    sizes: Sequence[Size]
    across: Mapping[int, Across]
    places: Sequence[Place]
    look: Look
    extent: tuple[float, float]

    def routes(self) -> list[Route]:
        """The route of each edge of the view."""
        found: dict[int, Route] = {}
        for tier in self.tiers:
            found.update(zip(tier.level.segments, _routes(self, tier), strict=True))
        return [found[index] for index in range(len(self.view.edges))]


def framed(view: View, width: float) -> Framed:
    """Find the place of each box in `width` pixels, or more if it needs more."""
    stack = levels(view)
    boxes, across, measures = widths(view, stack, look(view, width), width)
    tiers = _within_a_screen(view, stack, boxes, measures, across)
    places: dict[int, Place] = {}
    for tier in tiers:
        places.update(_places(tier, boxes, across, places.get(tier.level.frame), measures))
        if tier.rows:
            places[tier.level.frame] = replace(places[tier.level.frame], rows=tier.rows)
    extent = across[PICTURE].width, float(tiers[0].height)
    return Framed(view, tiers, boxes, across, [places[box] for box in range(len(view.boxes))], measures, extent)


def _within_a_screen(
    view: View, stack: Sequence[Level], boxes: Sequence[Size], measures: Look, across: Mapping[int, Across]
) -> list[Tier]:
    """The levels with their heights, and with no more rows below open loops than there is room for."""
    most = most_at_first(view)
    tiers = _tiers(view, stack, boxes, measures, across, most)
    while (less := fewer(most, tiers[0].height)) < most:
        most = less
        tiers = _tiers(view, stack, boxes, measures, across, most)
    return tiers


def _tiers(
    view: View, stack: Sequence[Level], boxes: Sequence[Size], measures: Look, across: Mapping[int, Across], most: int
) -> list[Tier]:
    """The levels of a view with their heights: the outer before the inner. A loop has at most `most` rows."""
    tiers: dict[int, Tier] = {}
    for level in reversed(stack):
        own = most_in(across[level.frame].width, most)
        tiers[level.frame] = _tier(view, level, tiers, boxes, measures, own)
    return [tiers[level.frame] for level in stack]


def _tier(
    view: View, level: Level, inner: Mapping[int, Tier], boxes: Sequence[Size], measures: Look, most: int
) -> Tier:
    frames = [inner.get(index) for index in level.boxes]
    heights = [
        boxes[index].height if tier is None else tier.height for index, tier in zip(level.boxes, frames, strict=True)
    ]
    slots = [height + boxes[index].sheets for index, height in zip(level.boxes, heights, strict=True)]
    slots += [0] * (len(level.entries) + len(level.exits))
    room = spacing(level.layers, measures, slots)
    steps = _steps(view, level, inner, boxes, room.sizes)
    top = MARGIN if level.frame == PICTURE else boxes[level.frame].height + PADDING
    middles = lowered(rows(level.layers, room.between, steps), room.sizes, top)
    bottom = max([middle + size / 2 for middle, size in zip(middles, room.sizes, strict=True)], default=top)
    fold = view.boxes[level.frame].fold if level.frame != PICTURE else None
    carried = len(fold.rows) if fold else 0
    height = int(bottom) + (MARGIN if level.frame == PICTURE else PADDING) + height_below(carried, most)
    return Tier(level, room.sizes, middles, height + height % 2, min(carried, most))


def _steps(
    view: View, level: Level, inner: Mapping[int, Tier], boxes: Sequence[Size], slots: Sequence[int]
) -> Callable[[Link], float]:
    """How far below the centre of its left item that of a link's right item is where the link is level."""
    ports = _ports(view, level, inner)

    def below(item: int, port: float | None) -> float:
        """How far below the centre of an item, sheets included, its edge ends."""
        if item >= len(level.boxes):
            return 0.0
        sheets = boxes[level.boxes[item]].sheets
        return sheets / 2 if port is None else sheets + port - slots[item] / 2

    starts = [below(edge.source, port) for edge, (port, _) in zip(level.shape.edges, ports, strict=True)]
    ends = [below(edge.target, port) for edge, (_, port) in zip(level.shape.edges, ports, strict=True)]
    ranks = level.layers.ranks
    trunks: list[list[float]] = [[] for _ in ranks]
    for edge, start in zip(level.shape.edges, starts, strict=True):
        if ranks[edge.target] > ranks[edge.source] + 1:
            trunks[edge.source].append(start)
    shared = [total(trunk) / max(1, len(trunk)) for trunk in trunks]

    def step(link: Link) -> float:
        if link.edge < 0:
            return shared[link.left]
        return (starts[link.edge] if link.left < level.layers.boxes else 0.0) - ends[link.edge]

    return step


def _ports(view: View, level: Level, inner: Mapping[int, Tier]) -> list[tuple[float | None, float | None]]:
    """The heights of the ports at which each edge of a level starts and ends, from the top of their frames."""
    ports: list[tuple[float | None, float | None]] = []
    for local, index in zip(level.shape.edges, level.segments, strict=True):
        edge = view.edges[index]
        left, right = (
            inner.get(level.boxes[item]) if item < len(level.boxes) else None for item in (local.source, local.target)
        )
        ports.append(
            (
                left.middles[left.level.exit(exit_of(edge))] if left else None,
                right.middles[right.level.entry(entry_of(edge))] if right else None,
            )
        )
    return ports


def _places(
    tier: Tier, boxes: Sequence[Size], across: Mapping[int, Across], frame: Place | None, measures: Look
) -> dict[int, Place]:
    """The places of a level's boxes by their indices in the view; its own frame stands already."""
    left, top = (frame.x, frame.y) if frame else (0.0, 0.0)
    level = tier.level
    own = own_widths(level, boxes)
    places: dict[int, Place] = {}
    for item, index in enumerate(level.boxes):
        size, box, rank = boxes[index], level.shape.boxes[item], level.layers.ranks[item]
        column = across[level.frame].columns[rank]
        middle, slot = top + tier.middles[item], tier.slots[item]
        x, width, label = left + column.x, float(own[rank] - size.sheets), size.label
        if box.kind == "frame" and box.fold is not None:
            width = across[index].width
            label = head_title(box.fold, width)
        elif box.kind == "constant":
            x, width = left + column.right - size.width, float(size.width)
        badge = badge_width(box.symbol, measures)
        plug = Rectangle(x - badge, middle - measures.badge / 2, badge, measures.badge) if badge else None
        y, height = middle - slot / 2 + size.sheets, float(slot - size.sheets)
        places[index] = Place(label, rank, x, y, width, height, plug, size.lines)
    return places


def _routes(framed: Framed, tier: Tier) -> list[Route]:
    """The routes of one level."""
    level, places = tier.level, framed.places
    frame = places[level.frame] if level.frame != PICTURE else None
    left, top, width = (frame.x, frame.y, frame.width) if frame else (0.0, 0.0, 0.0)
    columns = [
        Column(left + column.entry, left + column.x, left + column.right)
        for column in framed.across[level.frame].columns
    ]
    middles = [top + middle for middle in tier.middles]
    standing = [places[index] for index in level.boxes]
    for port in range(len(level.boxes), level.layers.boxes):
        x = left if port < len(level.boxes) + len(level.entries) else left + width
        standing.append(Place("", level.layers.ranks[port], x, middles[port], 0.0, 0.0, None))
    inner = {each.level.frame: each for each in framed.tiers}
    ports = _ports(framed.view, level, inner)

    def height(item: int, port: float | None) -> float | None:
        return middles[item] if item >= len(level.boxes) else None if port is None else standing[item].y + port

    borders = Borders(
        [height(edge.source, port) for edge, (port, _) in zip(level.shape.edges, ports, strict=True)],
        [height(edge.target, port) for edge, (_, port) in zip(level.shape.edges, ports, strict=True)],
        [framed.sizes[index].sheets for index in level.boxes] + [0] * (level.layers.boxes - len(level.boxes)),
    )
    lanes = middles[level.layers.boxes :]
    return routes(level.shape, level.layers, standing, lanes, columns, framed.look, borders)
