"""The picture and the table for paper: words that cannot become commands, and nothing larger than a page can show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.frame import Frame, frame_of
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.value import Value
from microgradext.explain.picture.tabular import tabular
from microgradext.explain.picture.typeset import plain, typeset
from microgradext.explain.view import view
from microgradext.explain.words.symbols import symbol
from tests.explain import samples


def _made(name: str, x: float = -2.0) -> tuple[Graph, Frame]:
    a = Value(x, label=name)
    b = a * 3.0 + a
    b.label = "b"
    graph, values = graph_of(b, inputs=[a])
    return graph, frame_of(graph, values)


def _drawn(graph: Graph, frame: Frame | None) -> str:
    return typeset(view(graph), graph, frame)


def test_a_box_has_its_three_lines() -> None:
    text = _drawn(*_made("a"))
    assert r"{a}{\m 2}{p}{\p 4}" in text
    assert r"{b}{\m 8}{p}{\p 1}" in text
    assert text == _drawn(*_made("a"))


def _depth(text: str) -> int:
    """How deeply braces are nested at the end; AssertionError if one is closed that was not opened."""
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text.replace(r"\\", "")):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    return depth


@given(st.text())
def test_whatever_a_name_is_it_is_words(name: str) -> None:
    graph, frame = _made(name or "a")
    for text in (plain(name), symbol(name or "a"), tabular(graph, frame, [0])):
        assert _depth(text) == 0
    assert not re.search(r"(?<!\\)[#%&]", plain(name))
    assert not re.search(r"(?<!\\)[#%&]", symbol(name or "a"))


@pytest.mark.parametrize("x", [float("nan"), float("inf"), -1e300, 0.0])
def test_any_number_can_be_drawn(x: float) -> None:
    assert _depth(_drawn(*_made("a", x))) == 0


def test_what_no_page_could_show_is_left_out() -> None:
    y = Value(1.0, label="x")
    for _ in range(60):
        y = y.tanh()
    assert _drawn(graph_of(y)[0], None) == ""


def test_compact_boxes_have_a_bar_for_the_gradient() -> None:
    graph = samples.dag(2, 60, 12)
    numbers = [0.5 * (-1) ** i for i in range(len(graph.nodes))]
    frame = Frame(numbers, numbers, [tuple(0.0 for _ in node.operands) for node in graph.nodes])
    text = _drawn(graph, frame)
    assert text.count(r"\E{P}{2}{M") > 10
    assert text.count(r"\E{N}{2}{M") > 10
