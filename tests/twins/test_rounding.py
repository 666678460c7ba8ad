"""What is only rounding: both call the same gradients and contributions that."""

from __future__ import annotations

import math
from random import Random

import pytest

from microgradext import Tape, Value
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.ops import TABLE
from microgradext.explain.picture.flow import flows, net_of
from microgradext.explain.rounding import ROUNDING, number_of, shown_gradient
from microgradext.explain.view import view
from tests.examples import share
from tests.explain.cancelling import black_scholes, reordered

from .graphs import described, random_graph
from .page import Page


def _agree(page: Page, graph: Graph) -> int:
    """How many gradients both call rounding; they agree about every one."""
    frame = Tape(graph)([graph.nodes[node].data for node in graph.inputs])
    asked = described(graph, frame.values)
    here = [shown_gradient(frame, node) for node in range(len(graph.nodes))]
    assert page("gradients", asked) == [_about(gradient) for gradient in here]
    drawn = view(graph)
    assert page("flow", asked) == [
        None if flow is None else _about(flow) for flow in map(net_of, flows(drawn, graph, frame))
    ]
    return here.count(ROUNDING)


def _about(shown: float | str) -> object:
    return shown if isinstance(shown, str) else pytest.approx(shown, rel=1e-9, nan_ok=True)


def _graph(made: tuple[Value, list[Value]]) -> Graph:
    output, inputs = made
    return graph_of(output, inputs=inputs)[0]


def test_of_sums_that_cancel(page: Page) -> None:
    random = Random(1)
    assert sum(_agree(page, _graph(reordered(random))) for _ in range(share(200))) > share(100)


def test_of_the_price_of_a_call(page: Page) -> None:
    """Where the last bits of exp and erf are others, what is left is 0 in one and rounding in the other."""
    random = Random(2)
    for _ in range(share(100)):
        spot = random.uniform(20, 500)
        given = (spot, spot * random.uniform(0.7, 1.4), random.uniform(0.3, 3), random.uniform(0, 0.2))
        graph = _graph(black_scholes(*given, random.uniform(0.1, 0.6)))
        frame = Tape(graph)([graph.nodes[node].data for node in graph.inputs])
        here = [number_of(shown_gradient(frame, node)) for node in range(len(graph.nodes))]
        there = [number_of(gradient) for gradient in page("gradients", described(graph, frame.values))]
        assert there == [pytest.approx(gradient, rel=1e-9, abs=0) for gradient in here]


@pytest.mark.parametrize("row", TABLE)
def test_of_any_operations(page: Page, row: str) -> None:
    random = Random(row)
    for _ in range(share(40)):
        graph = random_graph(random, TABLE[row], 8)
        if not _turns_often(graph):
            _agree(page, graph)


def _turns_often(graph: Graph) -> bool:
    """Whether it has the tangent, say, of a number so large that libraries differ about where in a turn that is."""
    values = Tape(graph)([graph.nodes[node].data for node in graph.inputs]).values
    periodic = [node.operands[0] for node in graph.nodes if node.row in ("sin", "cos", "tan")]
    return any(1e9 < abs(values[operand]) < math.inf for operand in periodic)
