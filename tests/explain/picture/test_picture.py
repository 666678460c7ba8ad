"""The still picture: well-formed, the same every time, with strokes as wide as the numbers say."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.frame import Frame, frame_of
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.value import Value
from microgradext.explain.picture.flow import flows
from microgradext.explain.picture.palette import DARK, LIGHT, Palette, Theme
from microgradext.explain.picture.picture import picture
from microgradext.explain.picture.stroke import mixed, stroke
from microgradext.explain.view import view
from tests.explain import samples

SVG = "{http://www.w3.org/2000/svg}"


def _main(a: float = -2.0) -> tuple[Graph, Frame]:
    x, y = Value(a, label="a"), Value(3.0, label="b")
    d, e = x * y, x + y
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    graph, values = graph_of(f, inputs=[x, y])
    return graph, frame_of(graph, values)


def _drawn(graph: Graph, frame: Frame | None, theme: Theme = "light") -> ElementTree.Element:
    return ElementTree.fromstring(picture(view(graph), graph, frame, theme=theme))


def _texts(drawing: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]


def test_it_shows_names_values_gradients_and_contributions() -> None:
    texts = _texts(_drawn(*_main()))
    for expected in (
        "a",
        "−2",
        "−3",
        "b",
        "3",
        "−8",
        "d",
        "−6",
        "+1",
        "×",
        "+",
        "+3",
        "in a node: value, then ∂f/∂node",
    ):
        assert expected in texts


def test_width_and_colour_of_an_edge_go_with_the_root_of_its_contribution() -> None:
    graph, frame = _main()
    assert flows(view(graph), graph, frame) == [3.0, -2.0, -6.0, -6.0, 1.0, -6.0]
    paths = [
        path for path in _drawn(graph, frame).iter(f"{SVG}path") if "C" in path.attrib["d"] or "H" in path.attrib["d"]
    ]
    assert [path.attrib["stroke-width"] for path in paths] == ["5", "4.3", "6.5", "6.5", "3.4", "6.5"]
    assert paths[1].attrib["class"] == "e n82"


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_theme_has_its_own_colours_only(theme: Theme, palette: Palette) -> None:
    style = picture(view(_main()[0]), *_main(), theme=theme)
    other = DARK if palette is LIGHT else LIGHT
    assert other.positive_ink not in style
    assert "prefers-color-scheme" not in style


def test_auto_asks_for_the_readers_preference() -> None:
    drawing = picture(view(_main()[0]), *_main())
    assert "@media (prefers-color-scheme:dark){" in drawing
    assert LIGHT.ink in drawing
    assert DARK.ink in drawing


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert picture(view(_main()[0]), *_main()) == picture(view(_main()[0]), *_main())


def test_without_a_frame_there_are_no_gradients_and_edges_are_grey() -> None:
    graph, _ = _main()
    drawing = _drawn(graph, None)
    assert _texts(drawing).count("–") == 5
    assert {path.attrib["class"] for path in drawing.iter(f"{SVG}path")} == {"e unknown"}


@pytest.mark.parametrize("a", [float("nan"), float("inf"), 0.0, 1e300])
def test_any_number_can_be_drawn(a: float) -> None:
    drawing = _drawn(*_main(a))
    for path in drawing.iter(f"{SVG}path"):
        assert float(path.attrib["stroke-width"]) <= 6.5


@given(st.text())
def test_whatever_a_name_is_it_is_text(name: str) -> None:
    a = Value(1.0)
    b = a * 2.0
    b.label = name
    graph, values = graph_of(b, inputs=[a])
    drawing = picture(view(graph), graph, frame_of(graph, values))
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(drawing).iter()}
    assert tags <= {"svg", "title", "style", "rect", "g", "text", "path", "circle"}


@given(st.integers(0, 10**6), st.integers(9, 80))
def test_nothing_that_runs_or_loads(seed: int, nodes: int) -> None:
    graph = samples.dag(seed, nodes)
    drawing = picture(view(graph), graph, None)
    assert not re.search(r"<script|\bon\w+=|href|url\(|<foreignObject", drawing)


def test_compact_boxes_have_a_bar_for_the_gradient() -> None:
    graph = samples.dag(2, 60, 12)
    numbers = [0.5 * (-1) ** i for i in range(len(graph.nodes))]
    frame = Frame(numbers, numbers, [tuple(0.1 for _ in node.operands) for node in graph.nodes])
    kinds = [rect.attrib["class"] for rect in _drawn(graph, frame).iter(f"{SVG}rect") if "class" in rect.attrib]
    assert kinds.count("p") > 10
    assert kinds.count("n") > 10


def test_the_rest_of_a_gradient_flows_through_what_is_not_drawn() -> None:
    a = Value(2.0, label="a")
    total = a * 1.0
    for _ in range(310):
        total = total + 0.5
    y = total * a
    y.label = "y"
    graph, values = graph_of(y, inputs=[a])
    frame = frame_of(graph, values)
    flowing = [x for x in flows(view(graph), graph, frame) if isinstance(x, float)]
    assert sorted(x for x in flowing if x) == pytest.approx([2.0, 157.0])


def test_strokes_at_the_ends_of_the_scale() -> None:
    assert stroke(6.0, 6.0, "full").width == 6.5
    assert stroke(6.0, 6.0, "full").hue == 100
    assert stroke(5e-6, 6.0, "full").kind == "zero"
    assert stroke(4e-5, 6e-3, "full").kind == "positive"  # small, but not next to the others
    assert stroke(float("nan"), 6.0, "full").kind == "unbounded"
    assert mixed("#0f6cb0", "#8c8c8c", 100) == "#0f6cb0"
