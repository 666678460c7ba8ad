"""The layout: nothing overlaps, everything goes left to right, and the page draws the same picture."""

import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.graph import Graph
from microgradext.explain.layout.layout import Layout, layout
from microgradext.explain.layout.measures import FULL, NARROW_FULL
from microgradext.explain.view import View, view
from tests.examples import examples
from tests.explain import samples

from .paths import points

DAGS = st.builds(samples.dag, st.integers(0, 10**6), st.integers(9, 90), st.integers(2, 8))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def _as_the_page_has_it(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel(key): _as_the_page_has_it(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_as_the_page_has_it(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value


@pytest.mark.fixtures
def test_the_page_draws_the_same_picture(fixture_file: Callable[[str, Any], None]) -> None:
    widths = {"main": [670, 380], "neuron": [670, 300], "dag 60": [972, 400]}
    cases = [
        {"name": name, "view": asdict(view(graph)), "width": width, "layout": asdict(layout(view(graph), width))}
        for name, graph in samples.NAMED.items()
        for width in widths.get(name, [670])
    ]
    fixture_file("layout.json", _as_the_page_has_it(cases))


@examples(30)  # each is a whole layout
@given(DAGS, st.sampled_from([300, 670, 1400]))
def test_no_two_boxes_overlap(graph: Graph, width: int) -> None:
    places = layout(view(graph), width).boxes
    for one, other in combinations(places, 2):
        left = min(other.badge.x if other.badge else other.x, other.x)
        apart = one.x + one.width <= left or other.x + other.width <= (one.badge.x if one.badge else one.x)
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


@examples(30)  # each is a whole layout
@given(DAGS)
def test_every_edge_goes_left_to_right(graph: Graph) -> None:
    drawn = view(graph)
    places = layout(drawn, 670).boxes
    for edge in drawn.edges:
        source, target = places[edge.source], places[edge.target]
        assert target.badge is not None
        assert source.x + source.width < target.badge.x


@examples(30)  # each is a whole layout
@given(DAGS)
def test_everything_is_inside_the_picture(graph: Graph) -> None:
    picture = layout(view(graph), 670)
    for place in picture.boxes:
        assert place.x >= 4
        assert place.y >= 4
        assert place.x + place.width <= picture.width - 4
        assert place.y + place.height <= picture.height - 4
    for route in picture.edges:
        assert 0 <= route.label_y <= picture.height


@examples(30)  # each is a whole layout
@given(DAGS)
def test_inputs_stand_in_the_first_column_in_the_order_of_the_code(graph: Graph) -> None:
    drawn = view(graph)
    places = layout(drawn, 670).boxes
    inputs = [place for box, place in zip(drawn.boxes, places, strict=True) if box.kind == "input"]
    assert all(place.column == 0 for place in inputs)
    assert [place.y for place in inputs] == sorted(place.y for place in inputs)


@examples(30)  # each is a whole layout
@given(DAGS)
def test_long_edges_do_not_touch_boxes(graph: Graph) -> None:
    drawn = view(graph)
    picture = layout(drawn, 670)
    for edge, route in zip(drawn.edges, picture.edges, strict=True):
        for x, y in points(route.path):
            for index, place in enumerate(picture.boxes):
                if index not in (edge.source, edge.target):
                    inside = place.x < x < place.x + place.width and place.y < y < place.y + place.height
                    assert not inside, (edge, index)


def test_a_straight_line_where_there_is_only_one_way() -> None:
    picture = layout(view(samples.graph("x = 1", "y = tanh x", "z = exp y")), 670)
    assert all("C" not in route.path for route in picture.edges)


def test_a_node_stands_between_its_operands() -> None:
    picture = layout(view(samples.NEURON), 670)
    x1, w1, product = picture.boxes[0], picture.boxes[1], picture.boxes[5]
    assert product.middle == (x1.middle + w1.middle) / 2


def test_both_edges_of_a_plus_a_are_drawn_and_labelled() -> None:
    picture = layout(view(samples.TWICE), 670)
    upper, lower = picture.edges[:2]
    assert upper.path != lower.path
    assert lower.label_y - upper.label_y >= 40
    assert upper.label_room == lower.label_room == "full"


def test_a_constant_stands_just_before_its_consumer() -> None:
    drawn = view(samples.TWICE)
    constant, consumer = layout(drawn, 670).boxes[2:]
    assert constant.column == consumer.column - 1
    assert constant.width < 40


def test_spare_room_goes_into_the_gaps_but_not_beyond_220() -> None:
    def second_column(width: int) -> float:
        return layout(view(samples.MAIN), width).boxes[2].x

    assert second_column(300) < second_column(670) < second_column(2000)
    assert second_column(2000) == second_column(5000) == 4 + 98 + 220


def test_labels_of_one_gap_do_not_collide() -> None:
    shown = [route for route in layout(view(samples.SOFTMAX), 900).edges if route.label_room != "none"]
    for one, other in combinations(shown, 2):
        assert abs(one.label_x - other.label_x) >= 40 or abs(one.label_y - other.label_y) >= 15


def test_no_recursion_and_no_long_wait() -> None:
    lines = [f"h{i} = tanh {f'h{i - 1}' if i else 'x'}" for i in range(299)]
    chain, dag = view(samples.graph("x = 1", *lines)), view(samples.dag(5, 300, 20))
    start = time.process_time()
    assert layout(chain, 670).width > 25_000
    assert isinstance(layout(dag, 670), Layout)
    assert time.process_time() - start < 5


def test_the_same_view_gives_the_same_layout() -> None:
    drawn: View = view(samples.dag(9, 120))
    assert layout(drawn, 670) == layout(drawn, 670)


LONG = samples.graph(
    "encoder_layer_0_weight = 1",
    "encoder_layer_1_weight = 2",
    "product = × encoder_layer_0_weight encoder_layer_1_weight",
)


def test_a_column_grows_before_it_cuts_a_label() -> None:
    wide, narrow = (layout(view(LONG), width) for width in (760, 240))
    assert [place.label for place in wide.boxes] == ["encoder_layer_0_weight", "encoder_layer_1_weight", "product"]
    assert [place.label for place in narrow.boxes] == ["e…0_weight", "e…1_weight", "product"]
    assert wide.boxes[0].width >= len("encoder_layer_0_weight") * FULL.letter
    assert narrow.boxes[0].width == NARROW_FULL.widest


def test_different_labels_stay_different_at_any_width() -> None:
    names = [f"a_rather_long_name_{i}_of_a_layer" for i in range(12)]
    drawn = view(samples.graph(*[f"{name} = 1" for name in names], f"out = Σ {' '.join(names)}"))
    for width in range(200, 900, 50):
        labels = [place.label for place in layout(drawn, width).boxes]
        assert len(set(labels)) == len(labels)
