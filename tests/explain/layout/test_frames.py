"""The layout of views with folds: frames hold their boxes, edges meet at their borders, opening one moves no others."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.layout.layout import extent, layout
from microgradext.explain.layout.measures import FULL, Place
from microgradext.explain.layout.sizes import FRAME_SHEETS, HEAD, PADDING, SHEETS, STRIP, sizes
from microgradext.explain.view import Box, Edge, Fold, View
from tests.examples import examples
from tests.explain.nested import Nest, nest

from .paths import points

NESTS = st.builds(nest, st.integers(0, 10**6))
SEEDS = st.integers(0, 10**6)
WIDTHS = st.sampled_from([300, 670, 966, 1400])
OUTSIDE = -1


def opened(nest: Nest, seed: int) -> list[int]:
    """Some of its groups, most of them."""
    random = Random(seed)
    return [group for group in range(len(nest.groups)) if random.random() < 0.7]


@dataclass(frozen=True)
class Bounds:
    """A box with its badge and the sheets behind it."""

    left: float
    top: float
    right: float
    bottom: float


def sheets(box: Box) -> int:
    if box.fold is None or box.fold.passes < 2:
        return 0
    return FRAME_SHEETS if box.kind == "frame" else SHEETS if box.kind == "scope" else 0


def bounds(box: Box, place: Place) -> Bounds:
    left = place.badge.x if place.badge else place.x
    return Bounds(left, place.y - sheets(box), place.x + place.width + sheets(box), place.y + place.height)


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_no_two_boxes_of_one_frame_overlap(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    inside: dict[int, list[Bounds]] = defaultdict(list)
    for box, place in zip(drawn.boxes, layout(drawn, width).boxes, strict=True):
        inside[box.frame].append(bounds(box, place))
    for boxes in inside.values():
        for one, other in combinations(boxes, 2):
            apart = one.right <= other.left or other.right <= one.left
            assert apart or one.bottom <= other.top or other.bottom <= one.top


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_every_box_is_within_its_frame(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    picture = layout(drawn, width)
    for box, place in zip(drawn.boxes, picture.boxes, strict=True):
        own = bounds(box, place)
        if box.frame == OUTSIDE:
            assert own.left >= 4
            assert own.top >= 4
            assert own.right <= picture.width - 4
            assert own.bottom <= picture.height - 4
        else:
            outer, frame = drawn.boxes[box.frame], picture.boxes[box.frame]
            assert outer.fold is not None
            head = HEAD + STRIP if outer.fold.passes > 1 else HEAD
            assert own.left >= frame.x + PADDING
            assert own.top >= frame.y + head + PADDING
            assert own.right <= frame.x + frame.width - PADDING
            assert own.bottom <= frame.y + frame.height - PADDING
    assert extent(drawn, width) == (picture.width, picture.height)


@examples(60)
@given(NESTS, SEEDS)
def test_opening_a_fold_moves_nothing_outside_to_another_place(nest: Nest, seed: int) -> None:
    before = opened(nest, seed)
    for group in range(len(nest.groups)):
        closed, open_ = ([*(each for each in before if each != group), *more] for more in ([], [group]))
        fewer, more = ranked(nest, closed), ranked(nest, open_)
        inside = {f"group {index}" for index in around(nest, group)} | {f"node {n}" for n in nest.groups[group].members}
        assert fewer == {
            frame: [[name for name in column if name not in inside] for column in columns]
            for frame, columns in more.items()
            if frame not in inside and frame != f"group {group}"
        }


def around(nest: Nest, group: int) -> list[int]:
    """The groups in a group."""
    return [
        index for index, other in enumerate(nest.groups) if index != group and group in _outwards(nest, other.outer)
    ]


def _outwards(nest: Nest, group: int) -> list[int]:
    found = []
    while group >= 0:
        found.append(group)
        group = nest.groups[group].outer
    return found


def ranked(nest: Nest, open_: Collection[int]) -> dict[str, list[list[str]]]:
    """What is in each column of each frame, from top to bottom."""
    drawn, names = nest.named(open_)
    places = layout(drawn, 966).boxes
    columns: dict[str, dict[int, list[tuple[float, str]]]] = {"": defaultdict(list)}
    for box, place, name in zip(drawn.boxes, places, names, strict=True):
        frame = names[box.frame] if box.frame >= 0 else ""
        columns.setdefault(frame, defaultdict(list))[place.column].append((place.middle, name))
    return {
        frame: [[name for _, name in sorted(found[column])] for column in sorted(found)]
        for frame, found in columns.items()
    }


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_every_edge_starts_and_ends_at_its_boxes(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    picture = layout(drawn, width)
    for edge, route in zip(drawn.edges, picture.edges, strict=True):
        (x, y), *_, (end, low) = points(route.path)
        source, target = picture.boxes[edge.source], picture.boxes[edge.target]
        assert x == (source.x if edge.source == edge.frame else source.x + source.width)
        if edge.target == edge.frame:
            assert end == pytest.approx(target.x + target.width)
        else:
            assert end == pytest.approx(target.badge.x + target.badge.height / 2 if target.badge else target.x)
        assert source.y < y < source.y + source.height
        assert target.y < low < target.y + target.height


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_an_edge_goes_on_inside_where_it_ends_outside(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    picture = layout(drawn, width)
    outside: dict[tuple[str, int, int], set[float]] = defaultdict(set)
    inside: dict[tuple[str, int, int], set[float]] = defaultdict(set)
    for edge, route in zip(drawn.edges, picture.edges, strict=True):
        path = points(route.path)
        first, last = round(path[0][1], 6), round(path[-1][1], 6)
        if edge.source == edge.frame:
            inside["in", edge.frame, edge.port].add(first)
        elif drawn.boxes[edge.source].kind == "frame":
            outside["out", edge.source, edge.port if edge.target == edge.frame else edge.target].add(first)
        if edge.target == edge.frame:
            inside["out", edge.frame, edge.port].add(last)
        elif drawn.boxes[edge.target].kind == "frame":
            outside["in", edge.target, edge.port if edge.source == edge.frame else edge.source].add(last)
    assert inside == outside
    assert all(len(heights) == 1 for heights in inside.values())
    for one, other in combinations(inside, 2):
        assert one[:2] != other[:2] or inside[one] != inside[other]


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_edges_stay_in_their_frame_and_touch_no_other_box(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    picture = layout(drawn, width)
    for edge, route in zip(drawn.edges, picture.edges, strict=True):
        others = [
            bounds(box, replace(place, badge=None))
            for index, (box, place) in enumerate(zip(drawn.boxes, picture.boxes, strict=True))
            if box.frame == edge.frame and index not in (edge.source, edge.target)
        ]
        for x, y in points(route.path):
            assert not any(box.left < x < box.right and box.top < y < box.bottom for box in others), edge
            if edge.frame != OUTSIDE:
                frame = picture.boxes[edge.frame]
                assert frame.x - 0.01 <= x <= frame.x + frame.width + 0.01
                assert frame.y < y < frame.y + frame.height


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_no_label_lies_over_a_border(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    picture = layout(drawn, width)
    for edge, route in zip(drawn.edges, picture.edges, strict=True):
        if route.label_room == "none":
            continue
        left, right = (route.label_x + side * (route.room - 4) / 2 for side in (-1, 1))
        source, target = picture.boxes[edge.source], picture.boxes[edge.target]
        inward = edge.source == edge.frame
        assert left >= (source.x if inward else source.x + source.width + sheets(drawn.boxes[edge.source])) - 0.01
        assert right <= (target.x + target.width if edge.target == edge.frame else target.x) + 0.01


@examples(60)
@given(NESTS, SEEDS, WIDTHS)
def test_the_output_is_right_of_everything(nest: Nest, seed: int, width: int) -> None:
    drawn = nest.view(opened(nest, seed))
    if any(box.fold for box in drawn.boxes):
        picture = layout(drawn, width)
        output = picture.boxes[drawn.output]
        others = [
            bounds(box, place).right for box, place in zip(drawn.boxes, picture.boxes, strict=True) if place != output
        ]
        assert output.x > max(others, default=0)


def chain(*labels: str) -> View:
    """Boxes one after the other, the last of them a fold."""
    kinds = ["input", *["named"] * (len(labels) - 1)]
    boxes = [
        box(node=node, kind=kind, label=label) for node, (kind, label) in enumerate(zip(kinds, labels, strict=True))
    ]
    edges = [Edge(node, node + 1, node + 1, 0, 0) for node in range(len(labels) - 1)]
    return View((*boxes[:-1], replace(boxes[-1], fold=FOLD)), tuple(edges), len(labels) - 1, 0)


def test_names_grow_before_gaps_do_and_are_short_only_where_that_nearly_fits() -> None:
    few, many = (chain(*[f"encoder_layer_{k}_weight" for k in range(count)], "loss") for count in (2, 9))
    labels = {width: layout(few, width).boxes[0].label for width in (900, 580, 500)}
    assert labels == {900: "encoder_layer_0_weight", 580: "encoder…0_weight", 500: "e…0_weight"}
    assert [layout(few, width).width for width in (580, 500)] == [580, 500]
    assert layout(many, 500).boxes[0].label == "encoder…0_weight"


FOLD = Fold(0, "layer 1", "16 neurons", 40, single=False)
LOOP = Fold(0, "for x, y in zip(points, labels)", "", 40, single=False, passes=100, turn=7)


def box(**changes: object) -> Box:
    return Box(**{"node": 0, "kind": "named", "label": "d2", "symbol": "−", "source": "", **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("drawn", "width", "height", "lines"),
    [
        (box(), 98, 58, ()),
        (box(fold=FOLD, source="d1 - sigma*sqrt(T)"), 188, 44, ("d1 - sigma*sqrt(T)",)),
        (box(fold=FOLD, source="a*b"), 132, 44, ("a*b",)),
        (box(fold=FOLD, source="S0*N(d1) - K*exp(-r*T)*N(d2)"), 206, 72, ("S0*N(d1) - K*exp(-r*T)*N(d2)",)),
        (box(fold=FOLD, source="(log(S0/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))"), 219, 86,
         ("(log(S0/K) + (r +", "sigma**2/2)*T)/(sigma*sqrt(T))")),
        (box(fold=FOLD, kind="unnamed", label="a*b*c", source="a*b*c"), 132, 44, ()),
        (box(fold=FOLD, kind="scope"), 110, 44, ("16 neurons",)),
        (box(fold=Fold(0, "layer 3", "1 neuron", 40, single=True), kind="scope"), 132, 60, ("1 neuron",)),
        (box(fold=LOOP, kind="scope"), 208, 44, ()),
        (box(fold=FOLD, kind="frame"), 107, 28, ()),
        (box(fold=LOOP, kind="frame"), 455, 44, ()),
    ],
)  # fmt: skip
def test_the_size_of_a_box(drawn: Box, width: int, height: int, lines: tuple[str, ...]) -> None:
    (size,) = sizes(View((drawn,), (), 0, 0), FULL, FULL.letters)
    assert (size.width, size.height, size.lines) == (width, height, lines)
