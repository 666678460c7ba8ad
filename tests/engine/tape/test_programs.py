"""Random programs of up to 200 operations, the same in every evaluator.

One ulp in `exp` grows without bound in a long program, so results are compared node by node from the same operands;
whole programs are compared where every operation is exact.
"""

import math
from dataclasses import replace
from itertools import chain

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from microgradext.engine.generated import vector
from microgradext.engine.graph import Graph, Node
from microgradext.engine.ops import TABLE
from microgradext.engine.tape.tape import Tape
from tests.engine.agreement import ulps
from tests.engine.cases import ROWS
from tests.engine.page import Page
from tests.engine.tape.programs import EXACT, Program, programs
from tests.examples import examples

Numbers = NDArray[np.float64]
CANCELLING = ("gelu", "logsumexp")  # an ulp is one of the largest operand there


@examples(100)
@given(programs())
def test_the_tape_gives_every_value_and_gradient_that_values_give(program: Program) -> None:
    _, made = program.on_values()
    made[-1].backward()
    before = [(value.data, value.grad) for value in made]
    graph = program.graph()
    frame = Tape(graph)(program.inputs)
    assert len(graph.nodes) == len(made)
    for (data, grad), replayed, gradient in zip(before, frame.values, frame.gradients, strict=True):
        assert same(replayed, data)
        assert same(gradient, grad)


@examples(50)
@given(programs())
def test_arrays_agree_node_by_node(program: Program) -> None:
    graph = program.graph()
    for node in graph.nodes:
        if node.row:
            operands = [np.array([graph.nodes[operand].data]) for operand in node.operands]
            with np.errstate(all="ignore"):
                got = np.broadcast_to(vector.FORWARD[TABLE[node.row].code](*operands), 1)
            assert ulps(got, np.array([node.data]), scale(graph, node.row, node.operands)).max() <= 4


@examples(50)
@given(program=programs())
def test_the_page_agrees_node_by_node(page: Page, program: Program) -> None:
    graph = apart(program.graph())
    values, _, _ = page.replay(graph)
    expected = np.array([node.data for node in graph.nodes])
    scales = np.array([scale(graph, node.row, node.operands) for node in graph.nodes])
    assert ulps(values, expected, scales).max() <= 4


@examples(60)
@given(programs(EXACT))
def test_a_batch_of_exact_operations_is_the_tape_to_the_last_digit(program: Program) -> None:
    tape = Tape(program.graph())
    points = np.array([program.inputs, [x + 1 for x in program.inputs], [-x for x in program.inputs]])
    values, gradients = tape.batch(points)
    for point, value, gradient in zip(points.tolist(), values, gradients, strict=True):
        frame = tape(point)
        assert same(value, frame.values[tape.graph.output])
        assert all(same(g, frame.gradients[n]) for g, n in zip(gradient, tape.graph.inputs, strict=True))


@examples(50)
@given(program=programs(EXACT))
def test_the_page_replays_exact_operations_to_the_last_digit(page: Page, program: Program) -> None:
    tape = Tape(program.graph())
    frame = tape(program.inputs)
    values, gradients, contributions = page.replay(tape.graph)
    assert ulps(values, np.array(frame.values)).max() == 0
    assert ulps(gradients, np.array(frame.gradients)).max() == 0
    assert ulps(contributions, np.array([*chain.from_iterable(frame.contributions)])).max(initial=0) == 0


def apart(graph: Graph) -> Graph:
    """Each operation of `graph` on operands of its own, so that no error travels."""
    nodes: list[Node] = []
    for node in graph.nodes:
        nodes += [Node("leaf", "", "", (), graph.nodes[operand].data) for operand in node.operands]
        last = len(nodes)
        nodes.append(replace(node, operands=tuple(range(last - len(node.operands), last))))
    return Graph(tuple(nodes), len(nodes) - 1)


def scale(graph: Graph, row: str, operands: tuple[int, ...]) -> float:
    sizes = [abs(graph.nodes[operand].data) for operand in operands if math.isfinite(graph.nodes[operand].data)]
    return max(sizes, default=0.0) if row in CANCELLING else 0.0


def same(got: float, expected: float) -> bool:
    return got == expected or (math.isnan(got) and math.isnan(expected))


def test_exact_rows_are_rows() -> None:
    assert set(EXACT) < set(ROWS)
