"""The table and the tree for the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.frame import frame_of
from microgradext.engine.graph import Graph, Node, Span, graph_of
from microgradext.engine.value import Value
from microgradext.explain.words.text import LINES, table, tree
from microgradext.explain.words.wording import expression
from tests.explain import samples


def _main() -> tuple[Graph, tuple[Value, ...]]:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    return graph_of(f, inputs=[a, b])


def test_the_table_has_values_and_gradients_aligned() -> None:
    graph, values = _main()
    assert table(graph, frame_of(graph, values), title="f", notes=["a and b are inputs."]).splitlines() == [
        "f = −6",
        "",
        "name  expression  value  ∂f/∂name",
        "a                 −2     −3",
        "b                  3     −8",
        "d     a × b       −6     +1",
        "e     a + b        1     −6",
        "f     d × e       −6     +1",
        "",
        "a and b are inputs.",
    ]


def test_the_table_names_lines_where_they_are_known() -> None:
    node = Node("input", "", "", (), 2.0, "a", span=Span(3, 0, 3, 5, "2.0"))
    assert table(Graph((node,), 0, (0,)), None).splitlines()[1].split() == ["a", "2.0", "3", "2", "–"]


def test_without_a_frame_there_are_no_gradients() -> None:
    graph, _ = _main()
    assert table(graph, None).splitlines()[1].split() == ["a", "−2", "–"]


def test_the_tree_cuts_repeats_openly() -> None:
    graph, values = _main()
    assert tree(graph, frame_of(graph, values)).splitlines() == [
        "f = d × e = −6  (∂f/∂f = +1)",
        "├─ d = a × b = −6  (∂f/∂d = +1)",
        "│  ├─ a = −2  (∂f/∂a = −3)",
        "│  └─ b = 3  (∂f/∂b = −8)",
        "└─ e = a + b = 1  (∂f/∂e = −6)",
        "   ├─ a ↑",
        "   └─ b ↑",
    ]


def test_both_operands_of_a_plus_a_are_in_the_tree() -> None:
    assert tree(samples.graph("a = 3", "b = + a a")).splitlines()[1:] == ["├─ a = 3", "└─ a ↑"]


@given(st.integers(0, 10**6), st.integers(20, 400))
def test_the_tree_is_bounded(seed: int, nodes: int) -> None:
    assert len(tree(samples.dag(seed, nodes)).splitlines()) <= LINES + 1


def test_a_long_chain_does_not_recurse() -> None:
    value = Value(0.5)
    for _ in range(20_000):
        value = -value
    graph, values = graph_of(value)
    assert tree(graph).splitlines()[-1].endswith("└─ …")
    assert len(table(graph, frame_of(graph, values)).splitlines()) <= 70


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["= -2", "f = xʸ -2 x"], "(−2) ** x"),
        (["= -2", "f = xʸ x -2"], "x ** −2"),
        (["= -2", "f = x² -2"], "(−2)²"),
        (["= -2", "f = − x -2"], "x − (−2)"),
        (["= -2", "f = × -2 x"], "−2 × x"),
        (["= -2", "f = − -2"], "−(−2)"),
        (["_1 = x² x", "f = x³ _1"], "(x²)³"),
        (["_1 = xʸ x x", "f = xʸ _1 x"], "(x ** x) ** x"),
        (["_1 = + x x", "f = 1/x _1"], "1/(x + x)"),
        (["_1 = 1/x x", "f = / x _1"], "x / (1/x)"),
        (["_1 = 1/x x", "f = + x _1"], "x + 1/x"),
    ],
)
def test_an_expression_is_read_as_it_is_computed(lines: list[str], code: str) -> None:
    graph = samples.graph("x = 1", *lines)
    assert expression(graph, graph.output) == code


def test_long_names_stay_different() -> None:
    one, other = (Value(x, label=f"the_first_weight_of_layer_{x}_of_the_encoder_of_the_model") for x in (1.0, 2.0))
    graph = graph_of(one * other)[0]
    assert len({line.partition(" ")[0] for line in table(graph, None).splitlines()[1:3]}) == 2
    assert len({line.partition(" = ")[0][3:] for line in tree(graph).splitlines()[1:3]}) == 2
