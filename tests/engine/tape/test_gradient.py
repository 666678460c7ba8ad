"""`Tape.gradient` is a call of the tape without its Frame: the same numbers, the same refusals, the same paths."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import PathLeft, Tape, Value, grad
from microgradext.engine import functions
from microgradext.engine.graph import graph_of
from microgradext.engine.tape.direct import source
from microgradext.engine.tape.evaluator import SMALL
from microgradext.engine.tape.numbering import numbered
from tests.engine.cases import EDGES, ROWS, sample_of
from tests.engine.tape.evaluators import applied
from tests.engine.tape.programs import Program, numbers, programs
from tests.engine.tape.test_paths import FUNCTIONS
from tests.engine.tape.test_programs import same
from tests.examples import examples


def agrees(tape: Tape, point: Any) -> None:
    frame = tape(point)
    out, gradient = tape.gradient(point)
    assert type(out) is float
    assert same(out, frame.values[tape.graph.output])
    assert math.isnan(out) or math.copysign(1.0, out) == math.copysign(1.0, frame.values[tape.graph.output])
    assert len(gradient) == len(tape.graph.inputs)
    assert all(same(got, frame.gradients[node]) for got, node in zip(gradient, tape.graph.inputs, strict=True))


@examples(150)
@given(programs(), st.lists(numbers, min_size=15, max_size=15))
def test_random_programs(program: Program, more: list[float]) -> None:
    tape, size = Tape(program.graph()), len(program.inputs)
    for point in (program.inputs, more[:size], more[size : 2 * size], more[-size:], program.inputs):
        agrees(tape, point)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_at_its_edges(name: str) -> None:
    points = np.stack(sample_of(name).points, axis=1)[-400:].tolist()
    inputs = [Value(1.0) for _ in points[0]]
    tape = Tape(applied(name, inputs) * 3.0, inputs)
    for point in points:
        agrees(tape, point)


@examples(100)
@given(st.sampled_from(ROWS), st.lists(st.sampled_from(EDGES), min_size=5, max_size=5))
def test_rows_of_numbers_that_do_not_move(name: str, edges: list[float]) -> None:
    """Constants are folded, and what they decide is decided."""
    x = Value(edges[0])
    fixed = applied(name, [Value(edge) for edge in edges[1 : 1 + len(sample_of(name).points)]])
    tape = Tape((x * fixed + fixed) * 1.0 / 4.0 - fixed * edges[0], [x])
    for point in (1.0, *edges):
        agrees(tape, [point])


@pytest.mark.parametrize("function", FUNCTIONS)
@examples(100)
@given(start=st.floats(0.5, 4), points=st.lists(st.floats(-5, 20), min_size=3, max_size=8))
def test_it_leaves_the_path_where_a_call_does(
    function: Callable[[float], float], start: float, points: list[float]
) -> None:
    tape = grad(function, x=start).tape
    for point in points:
        left = _left(partial(tape, [point]))
        if left is None:
            agrees(tape, [point])
        else:
            now = _left(partial(tape.gradient, [point]))
            assert now is not None
            assert (str(now), now.frame) == (str(left), left.frame)


def _left(call: Callable[[], object]) -> PathLeft | None:
    try:
        call()
    except PathLeft as left:
        return left
    return None


def test_a_guard_on_a_number_that_raises_in_plain_python() -> None:
    tape = grad(lambda x: 1 / x + (2.0 if 1 / x > 1 else 0.0), x=0.5).tape
    for _ in range(3):
        agrees(tape, [0.0])
        agrees(tape, [0.25])
        with pytest.raises(PathLeft):
            tape.gradient([-0.0])


@pytest.mark.parametrize("point", [[], [1.0], [1.0, 2.0, 3.0]])
def test_a_point_has_a_number_for_each_input(point: list[float]) -> None:
    a, b = Value(1.0), Value(2.0)
    tape = Tape(a * b, [a, b])
    for _ in range(3):
        with pytest.raises(ValueError, match=f"2 inputs, but the point has {len(point)}"):
            tape.gradient(point)
        assert tape.gradient([2.0, 3.0]) == (6.0, [3.0, 2.0])


@pytest.mark.parametrize("point", ["12", b"12", 3.0, [1.0, "x"], [1.0, None], {1.0, 2j}, iter([1.0, 2.0])])
def test_a_point_is_made_of_real_numbers(point: Any) -> None:
    a, b = Value(1.0), Value(2.0)
    tape = Tape(a * b, [a, b])
    for _ in range(3):
        with pytest.raises(TypeError, match="a point is"):
            tape.gradient(point)
        good: Any
        for good in ([2, np.float64(3.0)], (2, 3), np.array([2.0, 3.0])):
            out, gradient = tape.gradient(good)
            assert (out, gradient) == (6.0, [3.0, 2.0])
            assert {type(number) for number in (out, *gradient)} == {float}


def test_a_tape_without_inputs_has_no_gradient() -> None:
    tape = Tape(Value(2.0) * 3, [])
    for _ in range(3):
        assert tape.gradient([]) == (6.0, [])
        with pytest.raises(ValueError, match="0 inputs, but the point has 2"):
            tape.gradient([1.0, 2.0])


def test_the_output_may_be_an_input_and_an_input_may_be_unused() -> None:
    x, y = Value(2.0), Value(3.0)
    tape = Tape(x, [y, x])
    for _ in range(3):
        assert tape.gradient([7.0, 5.0]) == (5.0, [0.0, 1.0])


@pytest.mark.parametrize("operations", [SMALL // 2, 2 * SMALL])
def test_a_long_chain(operations: int) -> None:
    x = y = Value(0.5)
    for _ in range(operations // 2):
        y = (-y) * x
    tape = Tape(y + x, [x])
    for point in (0.999, 1.0, -1.001, 0.0):
        agrees(tape, [point])


def test_only_what_the_result_needs_is_written() -> None:
    a, b = Value(2.0), Value(3.0)
    unused = functions.exp(b) * a
    graph, _ = graph_of(a * 2.0 + functions.sin(b).tanh() * 0 + functions.log(Value(5.0)), inputs=[a], also=[unused])
    text = source(numbered(graph))
    assert not {"exp(", "sin(", "log(", "tanh("} & {word for word in ("exp(", "sin(", "log(", "tanh(") if word in text}
    assert "[2.0]" in text
