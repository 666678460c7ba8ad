"""The view: what is drawn of a graph, small or very large."""

import time

from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.graph import Graph, Node, Span
from microgradext.explain.view import Edge, view
from tests.explain import samples


def test_boxes_show_names_source_text_and_numbers() -> None:
    drawn = view(samples.graph("a = 2", "= 0.5", "_1 = × a 0.5", "f = tanh _1"))
    assert [box.kind for box in drawn.boxes] == ["input", "constant", "unnamed", "named"]
    assert [box.label for box in drawn.boxes] == ["a", "0.5", "a × 0.5", "f"]
    assert [box.symbol for box in drawn.boxes] == ["", "", "×", "tanh"]
    assert drawn.output == 3


def test_an_unnamed_node_shows_its_own_source_text_in_one_line() -> None:
    span = Span(3, 4, 4, 9, "a *\n    b")
    node = Node("operation", "mul", "×", (0, 0), 4.0, span=span)
    box = view(Graph((Node("input", "", "", (), 2.0, "a"), node), 1, (0,))).boxes[1]
    assert (box.label, box.source, box.line) == ("a * b", "a * b", 3)


def test_a_line_of_another_file_is_not_a_line_of_the_cell() -> None:
    node = Node("leaf", "", "", (), 2.0, "a", span=Span(7, 0, 7, 1, "a", file="model.py"))
    assert view(Graph((node,), 0)).boxes[0].line == 0


def test_both_edges_of_a_plus_a_are_there() -> None:
    assert view(samples.graph("a = 3", "b = + a a")).edges == (Edge(0, 1, 1, 0, 0), Edge(0, 1, 1, 1, 0))


def test_only_ancestors_of_the_output_and_inputs_are_drawn() -> None:
    graph = samples.graph("a = 1", "b = 2", "unused = exp b", "f = tanh a")
    assert [box.label for box in view(graph).boxes] == ["a", "b", "f"]


def test_a_large_graph_shows_its_names_and_counts_what_lies_between() -> None:
    lines = [f"_{i} = tanh {f'_{i - 1}' if i else 'x'}" for i in range(200)]
    more = [f"_{i} = tanh {f'_{i - 1}' if i > 200 else 'h'}" for i in range(200, 400)]
    drawn = view(samples.graph("x = 1", *lines, "h = exp _199", *more, "y = × _399 h"))
    assert [box.label for box in drawn.boxes] == ["x", "h", "y"]
    assert set(drawn.edges) == {Edge(0, 1, 201, 0, 200), Edge(1, 2, 402, 0, 200), Edge(1, 2, 402, 1, 0)}
    assert drawn.hidden == 400


def test_of_many_names_the_last_are_drawn() -> None:
    drawn = view(samples.graph("x = 1", *[f"h{i} = tanh {f'h{i - 1}' if i else 'x'}" for i in range(400)]))
    assert [box.label for box in drawn.boxes] == ["x", *[f"h{i}" for i in range(339, 400)]]
    assert drawn.edges[0] == Edge(0, 1, 340, 0, 339)


@given(st.integers(0, 10**6), st.integers(310, 500))
def test_what_is_connected_stays_connected(seed: int, nodes: int) -> None:
    graph = samples.dag(seed, nodes)
    drawn = view(graph)
    reaches = [0] * len(graph.nodes)
    place = {box.node: index for index, box in enumerate(drawn.boxes)}
    for index, node in enumerate(graph.nodes):  # the boxes that reach a node without passing another box
        for operand in node.operands:
            reaches[index] |= 1 << place[operand] if operand in place else reaches[operand]
    for index, box in enumerate(drawn.boxes):
        sources = {edge.source for edge in drawn.edges if edge.target == index}
        assert sources == {i for i in range(len(drawn.boxes)) if reaches[box.node] >> i & 1}
    assert not drawn.hidden or len(drawn.boxes) <= 61 + len(graph.inputs)


def test_100_000_nodes_take_less_than_a_second_or_so() -> None:
    nodes = [Node("input", "", "", (), 0.0, f"x{i}") for i in range(20)]
    for i in range(20, 100_000):
        nodes.append(Node("operation", "add", "+", (i - 1, i - 20), 0.0, f"h{i}" if i % 1000 == 0 else ""))
    graph = Graph(tuple(nodes), len(nodes) - 1, tuple(range(20)))
    start = time.process_time()
    drawn = view(graph)
    assert time.process_time() - start < 6  # 0.6 s when nothing else runs
    within = 19  # + that only the output's sum uses
    assert drawn.hidden == 100_000 - len(drawn.boxes) - within
