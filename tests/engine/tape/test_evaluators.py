"""Every evaluator of a tape gives what eager Values give, node by node, edge points included."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from microgradext.engine import functions
from microgradext.engine.frame import Frame, frame_of
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.ops import BY_CODE
from microgradext.engine.recording import Recording
from microgradext.engine.tape.compiled import Compiled
from microgradext.engine.tape.evaluator import COMPILING, Evaluator
from microgradext.engine.tape.interpreter import Interpreter
from microgradext.engine.tape.levels import Levels
from microgradext.engine.tape.straight import Straight
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Value
from tests.engine.agreement import ulps
from tests.engine.tape.programs import EXACT, Program, programs
from tests.engine.tape.test_programs import apart, same, scale
from tests.examples import examples

Way = Callable[[Graph], Callable[[Sequence[float]], Frame]]
EXACTLY: list[Way] = [Interpreter, Straight]
# Compiled once, which takes ten seconds.
COMPILED = pytest.param(partial(Compiled, codes=range(len(BY_CODE))), id="compiled", marks=pytest.mark.thorough)
ARRAYS = [Levels, COMPILED]
WAYS = [*EXACTLY, *ARRAYS]


def agree(got: Frame, expected: Frame) -> None:
    assert len(got.values) == len(got.gradients) == len(got.contributions) == len(expected.values)
    assert all(map(same, got.values, expected.values))
    assert all(map(same, got.gradients, expected.gradients))
    for ours, theirs in zip(got.contributions, expected.contributions, strict=True):
        assert len(ours) == len(theirs)
        assert all(map(same, ours, theirs))


@pytest.mark.parametrize("way", EXACTLY)
@examples(80)
@given(program=programs())
def test_floats_give_the_bits_that_values_give(way: Way, program: Program) -> None:
    inputs, made = program.on_values()
    graph, values = graph_of(made[-1], inputs=inputs, also=made)
    evaluate = way(graph)
    evaluate([1.0] * len(inputs))
    agree(evaluate(program.inputs), frame_of(graph, values))


@pytest.mark.parametrize("way", ARRAYS)
@examples(150)
@given(program=programs(EXACT))
def test_arrays_give_the_bits_of_exact_rows(way: Way, program: Program) -> None:
    inputs, made = program.on_values()
    graph, values = graph_of(made[-1], inputs=inputs, also=made)
    evaluate = way(graph)
    evaluate([1.0] * len(inputs))
    agree(evaluate(program.inputs), frame_of(graph, values))


@pytest.mark.parametrize("way", ARRAYS)
@examples(80)
@given(program=programs())
def test_arrays_agree_node_by_node(way: Way, program: Program) -> None:
    whole = program.graph()
    graph = apart(whole)
    expected = np.array([node.data for node in graph.nodes])
    scales = np.array([scale(graph, node.row, node.operands) for node in graph.nodes])
    assert ulps(np.array(way(graph)([]).values), expected, scales).max() <= 4


@pytest.mark.parametrize("way", WAYS)
def test_sums_of_every_shape_are_added_up_in_order(way: Way) -> None:
    random.seed(5)
    x = [Value(random.uniform(-1, 1) * 10.0 ** random.randint(-8, 8)) for _ in range(30)]
    shared = x[0] + x[1] + x[2]
    chains: list[Any] = [sum(x[:k]) for k in (1, 2, 3, 17, 30)]
    rows = [functions.sum(x[k:]) + x[k] * 2 + x[k] for k in range(20)]
    output = sum(chains) + sum(rows) * shared + shared + functions.sum([x[3]] * 90)
    graph, values = graph_of(output, inputs=x, also=[output + 1.0])
    agree(way(graph)([value.data for value in x]), frame_of(graph, values))


@pytest.mark.parametrize("way", WAYS)
def test_a_division_by_zero_gives_the_ieee_numbers(way: Way) -> None:
    x = Value(1.0)
    graph, _ = graph_of(1 / x + (x * 1000).exp(), inputs=[x])
    evaluate = way(graph)
    for _ in range(3):
        assert evaluate([0.0]).values[-1] == math.inf
        assert evaluate([1.0]).values[-1] == math.inf
        assert evaluate([-1.0]).values[-1] == -1.0


@pytest.mark.parametrize("way", WAYS)
def test_what_the_output_does_not_depend_on_passes_nothing_back(way: Way) -> None:
    a = Value(0.0)
    graph, _ = graph_of(a * 3, inputs=[a], also=[a.log() * a.log()])
    assert way(graph)([0.0]).gradients[graph.inputs[0]] == 3.0


@pytest.mark.parametrize("way", WAYS)
def test_a_graph_without_operations(way: Way) -> None:
    a = Value(2.0)
    frame = way(graph_of(a, inputs=[a])[0])([5.0])
    assert (frame.values, frame.gradients, frame.contributions) == ([5.0], [1.0], [()])


@pytest.mark.parametrize("way", WAYS)
def test_constants_that_are_not_numbers_of_the_language(way: Way) -> None:
    x = Value(2.0)
    graph, _ = graph_of(x * math.inf + x * math.nan - (x + -0.0) * -2.5 + x * 1e308 * 10, inputs=[x])
    agree(way(graph)([2.0]), Interpreter(graph)([2.0]))


def test_a_large_graph_goes_level_by_level_and_a_deep_one_is_compiled_when_it_is_worth_it() -> None:
    x = [Value(float(k)) for k in range(2000)]
    wide = Evaluator(graph_of(functions.sum([(each * each).tanh() for each in x]), inputs=x)[0])
    y = deep_one = Value(1.0)
    for _ in range(4000):
        deep_one = deep_one * 1.0001
    deep = Evaluator(graph_of(deep_one, inputs=[y])[0])
    for evaluate, point in ((wide, [1.0] * 2000), (deep, [1.0])):
        first, second = evaluate.at(point), evaluate.at(point)
        assert second.gradients[0] == pytest.approx(first.gradients[0], rel=1e-14)
    assert isinstance(wide._chosen, Levels)
    assert deep._chosen is None
    found = deep.gradient([1.0])
    for _ in range(COMPILING // 4000):
        assert deep.gradient([1.0]) == found
    assert isinstance(deep._chosen, Compiled)


def test_frames_of_a_large_graph_stay_as_they_were() -> None:
    x = [Value(float(k)) for k in range(10)]
    evaluate = Levels(graph_of(functions.sum([each * each for each in x]), inputs=x)[0])
    before = evaluate([2.0] * 10)
    evaluate([3.0] * 10)
    assert before.values[-1] == 40.0
    assert before.gradients[0] == 4.0


def test_many_sums_side_by_side_are_added_up_in_order() -> None:
    random.seed(6)
    x = [Value(random.uniform(-1, 1) * 10.0 ** random.randint(-8, 8)) for _ in range(12)]
    rows = [random.sample(x, 7) for _ in range(400)]
    output = functions.sum([sum((a * b for a, b in pairwise(row)), x[0]).relu() for row in rows])
    graph, values = graph_of(output, inputs=x)
    agree(Levels(graph)([value.data for value in x]), frame_of(graph, values))


def test_a_tape_never_runs_the_code_that_made_it() -> None:
    calls: list[Value] = []

    def model(x: Value) -> Any:
        calls.append(x)
        return functions.sum([(x * k).tanh() for k in range(2000)])

    for tape in (Tape(model(Value(1.0))), Tape(model(Value(1.0)) * 1.0)):
        ran = len(calls)
        for point in range(5):
            tape([float(point)])
            tape.update()
        tape.batch([[1.0], [2.0]])
        assert len(calls) == ran


def test_what_a_guard_looks_at_is_found_within_a_sum() -> None:
    x = [Value(float(k)) for k in range(5)]
    with Recording() as recording:
        part = x[0] + x[1] + x[2]
        output = (part + x[3] if part > 2 else part) + x[4]
        bool(part)
    graph, _ = graph_of(output, inputs=x, guards=recording.guards)
    point = [2.0, 1.0, 4.0, 0.5, 0.25]
    out, gradient, seen = Levels(graph).gradient(point)
    assert (out, gradient) == (7.75, [1.0] * 5)
    assert seen == Evaluator(graph).gradient(point)[2] == [1.0, 7.0]


@pytest.mark.parametrize("call", [lambda tape: tape([1.0]), lambda tape: tape([1.0, 2.0, 3.0])])
def test_a_point_of_the_wrong_length_is_refused_by_every_way(call: Callable[[Tape], Frame]) -> None:
    a, b = Value(1.0), Value(2.0)
    tape = Tape(a * b, [a, b])
    for _ in range(3):
        with pytest.raises(ValueError, match="this tape has 2 inputs, but the point has"):
            call(tape)
        tape([1.0, 2.0])


@pytest.mark.parametrize("way", ARRAYS)
def test_a_sum_that_overflows_warns_of_nothing(way: Way) -> None:
    x = [Value(1.0) for _ in range(6)]
    total = x[0] + x[1] + x[2] + x[3] + x[4] + x[5]
    graph, _ = graph_of(total, inputs=x)
    evaluate = way(graph)
    evaluate([1.0] * 6)
    assert evaluate([1e308] * 6).values[-1] == math.inf
