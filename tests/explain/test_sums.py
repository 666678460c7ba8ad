"""Long sums are one box, and what flows back to each term is the same as without it."""

import math
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.frame import Frame, frame_of
from microgradext.engine.graph import Graph, GraphGuard, graph_of
from microgradext.engine.value import Value
from microgradext.explain.layout.layout import layout
from microgradext.explain.picture.flow import flows
from microgradext.explain.view import View, view
from tests.explain import samples

LEAVES = [f"{name} = 1" for name in "abcdef"]


def _run(seed: int, steps: int) -> tuple[Graph, Frame]:
    """A run with many sums, mostly of recent nodes and named now and then."""
    random = Random(seed)
    inputs = [Value(random.uniform(-1, 1), label=f"x{i}") for i in range(4)]
    made = list(inputs)
    for step in range(steps):
        one, other = random.choice(made[-2:]), random.choice(made)
        pair = [one, other] if random.random() < 0.5 else [other, one]
        new = pair[0] + pair[1] if random.random() < 0.8 else pair[0] * pair[1]
        new.label = f"v{step}" if random.random() < 0.1 else ""
        made.append(new)
    graph, values = graph_of(made[-1].tanh(), inputs=inputs)
    return graph, frame_of(graph, values)


RUNS = st.builds(_run, st.integers(0, 10**6), st.integers(1, 60))


def _sums(drawn: View) -> list[int]:
    return [index for index, box in enumerate(drawn.boxes) if box.symbol == "Σ"]


def _terms(drawn: View) -> list[str]:
    """The terms of the only sum."""
    (end,) = _sums(drawn)
    return [drawn.boxes[edge.source].label for edge in drawn.edges if edge.target == end]


@given(RUNS)
def test_every_box_gets_back_what_the_graph_gives_it(run: tuple[Graph, Frame]) -> None:
    graph, frame = run
    drawn = view(graph)
    arriving: list[list[float]] = [[] for _ in graph.nodes]
    for node, shares in zip(graph.nodes, frame.contributions, strict=True):
        for operand, share in zip(node.operands, shares, strict=True):
            arriving[operand].append(share)
    shown: list[list[float]] = [[] for _ in drawn.boxes]
    for edge, flow in zip(drawn.edges, flows(drawn, graph, frame), strict=True):
        assert isinstance(flow, float)
        shown[edge.source].append(flow)
    for box, own in zip(drawn.boxes, shown, strict=True):
        assert math.fsum(own) == math.fsum(arriving[box.node])


@given(RUNS)
def test_the_whole_gradient_of_a_sum_goes_to_each_of_its_terms(run: tuple[Graph, Frame]) -> None:
    graph, frame = run
    drawn = view(graph)
    sums = _sums(drawn)
    for edge, flow in zip(drawn.edges, flows(drawn, graph, frame), strict=True):
        if edge.target in sums:
            assert flow == frame.gradients[drawn.boxes[edge.target].node]


@given(RUNS)
def test_every_operand_is_an_edge_or_within_a_sum(run: tuple[Graph, Frame]) -> None:
    graph, _ = run
    drawn = view(graph)
    boxes = {box.node for box in drawn.boxes}
    within = set(range(len(graph.nodes))) - boxes
    slots = [(node, slot) for node, made in enumerate(graph.nodes) for slot in range(len(made.operands))]
    expected = [(node, slot) for node, slot in slots if graph.nodes[node].operands[slot] in boxes]
    assert sorted((edge.node, edge.slot) for edge in drawn.edges) == expected
    assert all((graph.nodes[node].row, graph.nodes[node].label) == ("add", "") for node in within)
    assert drawn.hidden == 0


@given(RUNS)
def test_a_sum_has_four_terms_at_least(run: tuple[Graph, Frame]) -> None:
    drawn = view(run[0])
    arriving = Counter(edge.target for edge in drawn.edges)
    assert all(arriving[index] >= 4 for index in _sums(drawn))
    assert all(arriving[index] <= 2 for index in range(len(drawn.boxes)) if index not in _sums(drawn))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["_1 = + a b", "_2 = + _1 c", "s = + _2 d"], id="leaning left"),
        pytest.param(["_1 = + c d", "_2 = + b _1", "s = + a _2"], id="leaning right"),
        pytest.param(["_1 = + b c", "_2 = + a _1", "s = + _2 d"], id="either way"),
        pytest.param(["_1 = + a b", "_2 = + c d", "s = + _1 _2"], id="in pairs"),
    ],
)
def test_four_terms_are_one_sum_in_the_order_of_the_code(lines: list[str]) -> None:
    drawn = view(samples.graph(*LEAVES[:4], *lines, "f = tanh s"))
    assert [box.label for box in drawn.boxes] == ["a", "b", "c", "d", "s", "f"]
    assert _terms(drawn) == ["a", "b", "c", "d"]
    assert drawn.hidden == 0


def test_a_sum_without_a_name_shows_the_source_text_of_its_last_plus() -> None:
    drawn = view(samples.graph(*LEAVES[:4], "_1 = + a b", "_2 = + _1 c", "_3 = + _2 d", "f = tanh _3"))
    assert [(box.label, box.symbol) for box in drawn.boxes[4:]] == [("a + b + c + d", "Σ"), ("f", "tanh")]


def test_a_term_may_come_twice() -> None:
    drawn = view(samples.graph("a = 1", "_1 = + a a", "_2 = + _1 a", "s = + _2 a"))
    assert _terms(drawn) == ["a", "a", "a", "a"]


@pytest.mark.parametrize(
    ("lines", "boxes"),
    [
        pytest.param(["_1 = + a b", "s = + _1 c"], 8, id="three terms"),
        pytest.param(["_1 = + a b", "m = + _1 c", "s = + m d"], 9, id="a named part"),
        pytest.param(["_1 = + a b", "_2 = + _1 c", "_3 = + _2 d", "s = × _3 _2"], 10, id="a part that is used twice"),
        pytest.param(["_1 = + a b", "_2 = + _1 _1", "s = + _2 c"], 9, id="a part that is added to itself"),
        pytest.param(["_1 = + a b", "_2 = − _1 c", "s = + _2 d"], 9, id="a minus between"),
    ],
)
def test_other_chains_are_drawn_plus_by_plus(lines: list[str], boxes: int) -> None:
    drawn = view(samples.graph(*LEAVES, *lines))
    assert len(drawn.boxes) == boxes
    assert not _sums(drawn)


def test_a_part_that_a_guard_looked_at_is_drawn() -> None:
    graph = samples.graph(*LEAVES[:4], "_1 = + a b", "_2 = + _1 c", "s = + _2 d")
    assert _sums(view(graph))
    assert not _sums(view(replace(graph, guards=(GraphGuard(5, "truth", 1.0),))))


def test_a_thousand_terms_are_one_box() -> None:
    x = Value(2.0, label="x")
    total = x
    for _ in range(999):
        total = total + x
    graph, values = graph_of(total, inputs=[x])
    drawn = view(graph)
    assert (len(drawn.boxes), len(drawn.edges), drawn.hidden) == (2, 1000, 0)
    assert flows(drawn, graph, frame_of(graph, values)) == [1.0] * 1000
    assert len(layout(drawn, 670).edges) == 1000


def test_in_a_large_graph_a_sum_that_is_drawn_is_whole_and_one_that_is_not_is_hidden() -> None:
    inputs = [Value(1.0, label=f"x{i}") for i in range(200)]
    hidden = sum((x * x for x in inputs), Value(0.0, label="start"))
    total = hidden.exp()
    for x in inputs:
        total = total + x
    graph, values = graph_of(total, inputs=inputs)
    drawn = view(graph)
    assert len(graph.nodes) == 200 + 1 + 200 + 200 + 1 + 200
    assert drawn.hidden == 200 + 200 + 1  # the squares, the sum of the squares, its exponential
    assert len(_terms(drawn)) == 200 + 201  # every x, and what reaches the exponential
    assert {edge.between for edge in drawn.edges} == {0, *range(3, 203)}  # a square, + by +, the exponential
    assert [
        flow
        for flow, edge in zip(flows(drawn, graph, frame_of(graph, values)), drawn.edges, strict=True)
        if not edge.between
    ] == [1.0] * 200
