"""A folded view says what the graph says: its flows are the sums of what it hides, whatever is open."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.graph import Graph
from microgradext.engine.node import CONSTANT
from microgradext.explain.folds.crowds import crowds_of, rest_of
from microgradext.explain.folds.first import first_view
from microgradext.explain.folds.folded import folded
from microgradext.explain.folds.groups import NONE
from microgradext.explain.folds.parts import State
from microgradext.explain.folds.regions import Regions, regions_of
from microgradext.explain.view import View, boxes_of
from tests.cell.scopes.programs import random_run
from tests.explain.folds.cells import BLACK_SCHOLES, CELLS, MLP, SIR, ran, random_state, wide_layer
from tests.explain.folds.covering import covers, keys


def check(graph: Graph, regions: Regions, state: State) -> View:
    view = folded(graph, regions, state, boxes_of(graph), lambda node: "")
    drawn = [n for n, r in enumerate(regions.nodes) if r != NONE and graph.columns.codes[n] != CONSTANT]
    within = {node: set(covers(regions, state, node)) for node in drawn}
    inside = [{n for n in drawn if within[n] & keys(regions, state, box)} for box in view.boxes]
    own = defaultdict[int, list[int]](list)
    for index, box in enumerate(view.boxes):
        assert inside[index]
        assert box.fold is None or box.fold.region == NONE or box.fold.nodes == len(inside[index])
        if box.frame != NONE:
            assert inside[index] <= inside[box.frame]
        if box.kind != "frame":
            for node in inside[index]:
                own[node].append(index)
    assert {node: len(boxes) for node, boxes in own.items()} == dict.fromkeys(drawn, 1)
    assert view.boxes[view.output].node == graph.output or view.boxes[view.output].fold
    _check_edges(graph, view, inside, {node: boxes[0] for node, boxes in own.items()})
    return view


def _check_edges(graph: Graph, view: View, inside: list[set[int]], box_of: dict[int, int]) -> None:
    start, operands = graph.columns.start, graph.columns.operands
    users = list(graph.columns.consumers())
    crossing = {
        place: (operands[place], users[place])
        for place in range(len(operands))
        if operands[place] in box_of and users[place] in box_of and box_of[operands[place]] != box_of[users[place]]
    }
    middle = list[int]()
    for edge in view.edges:
        flows = edge.flows or (start[edge.node] + edge.slot,)
        assert len(flows) != 1 or not edge.flows
        assert {view.boxes[end].frame for end in (edge.source, edge.target) if end != edge.frame} == {edge.frame}
        if edge.frame in (edge.source, edge.target):
            outside = inside[edge.port] - inside[edge.frame]
            sources = outside if edge.source == edge.frame else inside[edge.source]
            targets = outside if edge.target == edge.frame else inside[edge.target]
        else:
            sources, targets = inside[edge.source], inside[edge.target]
            middle += flows
        assert [place for place, (one, other) in crossing.items() if one in sources and other in targets] == [*flows]
    assert sorted(middle) == sorted(crossing)


@pytest.mark.parametrize("name", CELLS)
def test_cells_whatever_is_open(name: str) -> None:
    graph = ran(CELLS[name]).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    draw = Random(17)
    for _ in range(20):
        check(graph, regions, random_state(regions, draw))


@given(seed=st.integers(0, 10**6))
def test_random_programs_whatever_is_open(seed: int) -> None:
    run = random_run(seed, 400)
    if run is None or run.graph is None:
        return
    regions = regions_of(run.graph)
    if regions is not None:
        draw = Random(seed)
        for _ in range(3):
            check(run.graph, regions, random_state(regions, draw))


def test_black_scholes_is_ten_boxes() -> None:
    graph = ran(BLACK_SCHOLES).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    view = check(graph, regions, State())
    assert [box.label for box in view.boxes] == "S0 K T r sigma d1 d2 N(d1) N(d2) price".split()
    assert view.boxes[5].source == "(log(S0/K) + (r + sigma**2/2)*T)/(sigma*sqrt(T))"


def test_a_loop_shows_one_turn_between_those_before_and_after() -> None:
    graph = ran(SIR).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    loop = next(each for each in range(len(regions)) if regions.kind(each) == "loop")
    seventh = next(each for each in range(len(regions)) if regions.ordinals[each] == 7)
    view = check(graph, regions, State(frozenset([loop]), {loop: seventh}))
    titles = [box.fold.title for box in view.boxes if box.fold and box.kind in ("scope", "frame")]
    assert titles == ["days 1–6", "days 8–30", "for day in range(30)"]
    frame = view.boxes[-2].fold
    assert frame is not None
    assert (frame.passes, frame.turn) == (30, 7)


def test_layers_are_closed_and_a_layer_of_one_neuron_is_the_neuron() -> None:
    graph = ran(MLP).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    loop = next(each for each in range(len(regions)) if regions.kind(each) == "loop")
    view = check(graph, regions, State(frozenset([loop])))
    told = [(box.fold.title, box.fold.summary) for box in view.boxes if box.fold and box.kind == "scope"]
    assert told[-4:] == [
        ("7 other passes", "336 nodes"),
        ("layer 1", "4 neurons"),
        ("layer 2", "4 neurons"),
        ("layer 3", "5 nodes"),
    ]


def first(source: str) -> View:
    run = ran(source)
    assert run.graph is not None
    return first_view(run.graph, None).view


ONE_CALL = "a = 0.5\ndef f(x): return x*a + exp(x)\n"


@pytest.mark.parametrize(
    ("source", "title", "turns"),
    [
        (f"{ONE_CALL}y = a\nfor i in range(60): y = f(y/9)\ny", "for i in range(60)", 60),
        (f"{ONE_CALL}ys = [f(i*a/99) for i in range(50)]\nz = sum(ys)", "for i in range(50)", 50),
        ("a = 0.5\ny = a\nfor i in range(9):\n    for j in range(6): y = tanh(y + a*i*j)\ny*y", "for i in range(9)", 9),
        ("a = 0.5\nfor i in range(50): a = a*0.99", "for i in range(50)", 50),
        (
            "a = 0.5\ny = a\nfor i in range(20):\n    if i%3 == 0: continue\n    y = tanh(y*a + i)\ny*a",
            "for i in range(20)",
            20,
        ),
    ],
    ids=["a call", "a comprehension", "a loop", "the output in it", "turns without nodes"],
)
def test_a_loop_is_a_stack_whatever_is_in_its_turns(source: str, title: str, turns: int) -> None:
    view = first(source)
    assert len(view.boxes) < 16
    (frame,) = [box.fold for box in view.boxes if box.fold and box.fold.title == title]
    assert frame.passes == turns


def test_values_that_are_no_inputs_are_grouped_as_inputs_are() -> None:
    view = first(
        "from microgradext import nn\nmodel = nn.MLP(3, [4, 4, 1])\ntarget = 1.0\n"
        "y = model([.1, .2, .3])\nloss = (y - target)**2"
    )
    assert [box.fold.summary for box in view.boxes[:3] if box.fold] == ["16 values", "20 values", "5 values"]


def test_an_operation_written_by_hand_is_in_its_turn() -> None:
    view = first(
        "from microgradext import Value\na = 0.5\ndef cube(v):\n    out = Value(v.data**3, (v,), 'cube')\n"
        "    def back(): v.grad += 3*v.data**2*out.grad\n    out._backward = back\n    return out\n"
        "y = a\nfor i in range(10): y = cube(y) + a*i*0.01\ny*y"
    )
    assert [box.label for box in view.boxes if box.frame == NONE] == ["a", "for i in range(10)", "y*y"]


@pytest.mark.parametrize(("width", "rest"), [(16, []), (17, ["5 more"]), (64, ["52 more"]), (2000, ["1,988 more"])])
def test_of_many_neurons_those_with_the_most_flow_are_drawn(width: int, rest: list[str]) -> None:
    graph = ran(wide_layer(width)).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    weights = [float(each) for each in range(len(regions))]
    crowds = crowds_of(graph, regions, weights)
    layer = next(
        each for each in range(len(regions)) if regions.label(each) == "layer 1" and regions.kind(each) == "module"
    )
    view = check(graph, regions, State(frozenset([layer]), rest=rest_of(crowds)))
    inside = [box.fold for box in view.boxes if box.fold and box.frame != NONE]
    assert [fold.title for fold in inside if fold.members] == rest
    assert len(inside) - len(rest) == (16 if width == 16 else 12)
    if rest:
        assert crowds == {layer: sorted(crowds[layer], reverse=True)}


def test_what_leads_to_one_another_is_no_crowd() -> None:
    graph = ran("a = 0.5\ndef f(x): return x*a + exp(x/9)\ny = a\n" + "y = f(y/9)\n" * 20).graph
    assert graph is not None
    regions = regions_of(graph)
    assert regions is not None
    assert sum(regions.kind(each) == "call" for each in range(len(regions))) == 20
    assert crowds_of(graph, regions, [0.0] * len(regions)) == {}
