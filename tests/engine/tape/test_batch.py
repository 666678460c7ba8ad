"""A batch is the tape at each of its points: folded, shared and in blocks, yet the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from microgradext.engine import functions
from microgradext.engine.graph import graph_of
from microgradext.engine.ops import TABLE
from microgradext.engine.tape import blocks
from microgradext.engine.tape.interpreter import Interpreter
from microgradext.engine.tape.numbering import numbered
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Value
from tests.engine.cases import ROWS, sample_of
from tests.engine.tape.evaluators import applied
from tests.engine.tape.programs import EXACT, Program, programs
from tests.engine.tape.test_programs import same
from tests.examples import examples


@pytest.mark.parametrize("name", ROWS)
def test_every_row(name: str) -> None:
    """At edge points too; a row of NumPy's own may be some ulps off."""
    sample = sample_of(name)
    points = np.stack(sample.points, axis=1)[:400]
    inputs = [Value(1.0) for _ in sample.points]
    graph, _ = graph_of(applied(name, inputs), inputs=inputs)
    values, gradients = Tape(graph).batch(points)
    for point, value, gradient in zip(points.tolist(), values, gradients, strict=True):
        frame = Interpreter(graph)(point)
        exactly = name in EXACT
        assert value == pytest.approx(frame.values[-1], rel=0 if exactly else 1e-12, abs=0, nan_ok=True)
        slopes = [frame.gradients[node] for node in graph.inputs]
        assert gradient == pytest.approx(slopes, rel=0 if exactly else 1e-10, abs=0 if exactly else 1e-13, nan_ok=True)


@examples(60)
@given(programs(EXACT))
def test_blocks_give_the_bits_of_exact_rows(program: Program) -> None:
    tape = Tape(program.graph())
    points = np.array([program.inputs] + [[x * k for x in program.inputs] for k in (-1.0, 0.0, 1.0, 2.0, 0.5, -3.0)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 3)
        values, gradients = tape.batch(points)
    for point, value, gradient in zip(points.tolist(), values, gradients, strict=True):
        frame = Interpreter(tape.graph)(point)
        assert same(value, frame.values[tape.graph.output])
        assert all(same(g, frame.gradients[n]) for g, n in zip(gradient, tape.graph.inputs, strict=True))


def test_what_is_constant_or_there_twice_is_not_computed_again() -> None:
    x = Value(2.0)
    scale = functions.exp(Value(1.0)) * 3
    program = numbered(graph_of((x * scale).tanh() + (x * scale).tanh(), inputs=[x])[0])
    count = [primitive.function for primitive in program.primitives].count
    assert (count("exp"), count("tanh")) == (0, 1)


def test_zeros_of_both_signs_are_two_numbers() -> None:
    x = Value(2.0)
    tape = Tape(functions.atan2(x * 0, x - x - 1) + functions.atan2(x * 0 * -1, x - x - 1) + x * 0.0 + x * -0.0, [x])
    assert tape.batch([[2.0]])[0].tolist() == [tape([2.0]).values[-1]]


@pytest.mark.parametrize("points", [np.zeros(2), np.zeros((3, 1)), np.zeros((3, 3)), np.zeros((1, 2, 2))])
def test_a_batch_of_the_wrong_shape_is_refused(points: NDArray[np.float64]) -> None:
    tape = Tape(Value(1.0) * Value(2.0))
    with pytest.raises(ValueError, match=r"shape \(points, 2\), a column for each input, not of shape"):
        tape.batch(points)


def test_every_primitive_has_its_function() -> None:
    for name in ROWS:
        arity = TABLE[name].arity if TABLE[name].arity > 0 else 3
        inputs = [Value(0.5) for _ in range(arity)]
        program = numbered(graph_of(applied(name, inputs), inputs=inputs)[0])
        assert {each.function for each in program.primitives} <= {*blocks.FUNCTIONS, "input"}
