"""Many edges drawn as one: what they carry is the sum of what each does, and the still picture shows both signs."""

from __future__ import annotations

import math
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.cell.run import Run
from microgradext.engine.frame import Frame
from microgradext.engine.graph import Graph
from microgradext.explain.folds.folded import folded
from microgradext.explain.folds.parts import State
from microgradext.explain.folds.regions import regions_of
from microgradext.explain.picture.flow import Bundle, flows, net_of, size_of
from microgradext.explain.picture.picture import picture
from microgradext.explain.picture.stroke import stroke
from microgradext.explain.picture.typeset import typeset
from microgradext.explain.rounding import ROUNDING
from microgradext.explain.view import Edge, View, boxes_of, operands_of
from microgradext.explain.words.called import Called
from microgradext.notebook.result import GradResult
from tests.cell.scopes.programs import random_run
from tests.explain.folds.cells import CELLS, MLP, ran, random_state

SVG = "{http://www.w3.org/2000/svg}"


def draw(run: Run, seed: int | None) -> tuple[View, Graph, Frame] | None:
    """A view with some regions open, or with none; None where there is nothing to fold."""
    result = GradResult(run)
    graph, frame = result.graph, result.frame()
    regions = regions_of(graph)
    if regions is None or frame is None:
        return None
    state = State() if seed is None else random_state(regions, Random(seed))
    return folded(graph, regions, state, boxes_of(graph), Called(graph).place), graph, frame


def check(view: View, graph: Graph, frame: Frame) -> int:
    """How many bundles there are; all of them carry what their operands do."""
    carried = flows(view, graph, frame)
    bundles = 0
    for edge, each in zip(view.edges, carried, strict=True):
        alone = [frame.contributions[node][slot] for node, slot in operands_of(edge, graph)]
        assert len(alone) == len(edge.flows or [0])
        bundles += bool(edge.flows)
        if not isinstance(each, Bundle):
            assert each == ROUNDING or not edge.flows
            continue
        assert each.net in (ROUNDING, each.adds - abs(each.takes))
        assert each.adds == pytest.approx(math.fsum(flow for flow in alone if flow > 0))
        assert each.takes == pytest.approx(math.fsum(flow for flow in alone if flow < 0))
        assert (each.adding, each.taking) == (sum(flow > 0 for flow in alone), sum(flow < 0 for flow in alone))
        assert size_of(each) == pytest.approx(math.fsum(map(abs, alone)))
    return bundles


@pytest.mark.parametrize("name", CELLS)
def test_a_bundle_carries_what_its_operands_do(name: str) -> None:
    found = [drawn for seed in (None, *range(6)) if (drawn := draw(ran(CELLS[name]), seed))]
    assert found
    assert sum(check(*each) for each in found)


@given(st.integers(0, 10_000))
def test_a_bundle_of_a_random_program_carries_what_its_operands_do(seed: int) -> None:
    run = random_run(seed, 200)
    drawn = draw(run, seed) if run else None
    if drawn:
        check(*drawn)


@pytest.mark.parametrize("name", CELLS)
def test_what_leaves_a_box_of_one_node_adds_up_to_its_gradient(name: str) -> None:
    found = [drawn for seed in (None, *range(6)) if (drawn := draw(ran(CELLS[name]), seed))]
    assert sum(_adding_up(*each) for each in found)


def _adding_up(view: View, graph: Graph, frame: Frame) -> int:
    """How many boxes there are of which only one node is used."""
    carried = flows(view, graph, frame)
    checked = 0
    for place, box in enumerate(view.boxes):
        leaving = [edge for edge in view.edges if edge.source == place and edge.frame != place]
        operands = {graph.nodes[node].operands[slot] for edge in leaving for node, slot in operands_of(edge, graph)}
        if operands == {box.node}:
            nets = [net_of(each) for edge, each in zip(view.edges, carried, strict=True) if edge in leaving]
            sum_of_nets = math.fsum(net for net in nets if isinstance(net, float))
            assert sum_of_nets == pytest.approx(frame.gradients[box.node], abs=1e-12)
            checked += 1
    return checked


def _bundle(view: View, graph: Graph, frame: Frame) -> tuple[Edge, Bundle]:
    """The widest with both signs."""
    both = [
        (edge, each)
        for edge, each in zip(view.edges, flows(view, graph, frame), strict=True)
        if isinstance(each, Bundle) and each.adding and each.taking
    ]
    return max(both, key=lambda pair: pair[1].adds - pair[1].takes)


def test_the_picture_has_two_strands_and_says_what_they_are() -> None:
    drawn = draw(ran(MLP), None)
    assert drawn
    view, graph, frame = drawn
    edge, bundle = _bundle(*drawn)
    sizes = [size_of(each) for each in flows(view, graph, frame)]
    most = max(abs(size) for size in sizes if isinstance(size, float))
    whole = stroke(bundle.adds - bundle.takes, most, "full")
    drawing = ElementTree.fromstring(picture(view, graph, frame, theme="light", wrong={_last(edge, graph)}))
    wrong = [path for path in drawing.iter(f"{SVG}path") if path.attrib["class"].endswith(" w")]
    assert [path.attrib["class"][2] for path in wrong] == ["p", "n"]
    assert sum(float(path.attrib["stroke-width"]) for path in wrong) == pytest.approx(whole.width)
    above, below = [float(path.attrib["d"].split("C")[0].split("H")[0].split(" ")[1]) for path in wrong]
    assert below - above == pytest.approx(whole.width / 2, abs=0.011)
    assert "many edges" in [text.text for text in drawing.iter(f"{SVG}text")]


def _last(edge: Edge, graph: Graph) -> tuple[int, int]:
    return list(operands_of(edge, graph))[-1]


def test_without_numbers_there_is_one_grey_line() -> None:
    drawn = draw(ran(MLP), None)
    assert drawn
    view, graph, frame = drawn
    assert flows(view, graph, None) == [None] * len(view.edges)
    drawing = ElementTree.fromstring(picture(view, graph, None))
    lines = [path for path in drawing.iter(f"{SVG}path") if path.attrib["class"] == "e unknown"]
    assert len(lines) == len(view.edges)
    assert "many edges" not in [text.text for text in drawing.iter(f"{SVG}text")]
    assert "many edges" in typeset(view, graph, frame)


@pytest.mark.parametrize(("share", "expected"), [(math.nan, "nan"), (math.inf, "inf"), (None, "None")])
def test_what_is_not_finite_or_not_known_makes_a_bundle_so(share: float | None, expected: str) -> None:
    drawn = draw(ran(MLP), None)
    assert drawn
    view, graph, frame = drawn
    edge, _ = _bundle(*drawn)
    node, slot = _last(edge, graph)
    shares = list(frame.contributions)
    kept = list(shares[node])
    shares[node] = tuple(kept[:slot]) if share is None else (*kept[:slot], share, *kept[slot + 1 :])
    bad = Frame(frame.values, frame.gradients, shares)
    assert repr(flows(view, graph, bad)[view.edges.index(edge)]) == expected
