"""Tapes and graphs of eager Values."""

import pickle
from typing import Any

import numpy as np
import pytest

from microgradext.engine import functions
from microgradext.engine.graph import graph_of
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Value


def test_a_tape_runs_at_another_point_and_leaves_the_values_alone() -> None:
    a, b = Value(-2.0), Value(3.0)
    tape = Tape(a * b + b, [a, b])
    frame = tape([1.0, 4.0])
    assert frame.values[tape.graph.output] == 8.0
    assert [frame.gradients[node] for node in tape.graph.inputs] == [4.0, 2.0]
    assert (a.data, a.grad) == (-2.0, 0.0)
    assert tape.point() == [-2.0, 3.0]


def test_without_inputs_every_leaf_is_one() -> None:
    a, b = Value(-2.0), Value(3.0)
    tape = Tape(2 * a * b)
    assert tape.point() == [-2.0, 3.0]


def test_an_intermediate_value_can_be_an_input() -> None:
    a = Value(2.0)
    middle = a * 3
    frame = Tape(middle * middle + a, [middle])([10.0])
    assert frame.values[-1] == 102.0


def test_contributions_add_up_to_gradients() -> None:
    a = Value(3.0)
    tape = Tape(a + a * a, [a])
    frame = tape([3.0])
    passed = [0.0] * len(frame.values)
    for node, contributions in zip(tape.graph.nodes, frame.contributions, strict=True):
        for operand, contribution in zip(node.operands, contributions, strict=True):
            passed[operand] += contribution
    assert passed[tape.graph.inputs[0]] == frame.gradients[tape.graph.inputs[0]] == 7.0


def test_what_the_output_does_not_depend_on_gets_no_gradient() -> None:
    a, b = Value(3.0), Value(0.0)
    unused = 1 / b
    graph, _ = graph_of(a * 2, inputs=[a, b], also=[unused])
    frame = Tape(graph)([3.0, 0.0])
    assert frame.gradients[graph.inputs[1]] == 0.0
    assert Tape(graph).batch([[3.0, 0.0]])[1].tolist() == [[2.0, 0.0]]


@pytest.mark.parametrize("point", [[], [1.0], [1.0, 2.0, 3.0]])
def test_a_point_has_a_number_for_each_input(point: list[float]) -> None:
    a, b = Value(1.0), Value(2.0)
    tape = Tape(a * b, [a, b])
    with pytest.raises(ValueError, match=f"2 inputs, but the point has {len(point)}"):
        tape(point)
    with pytest.raises(ValueError, match=r"shape \(points, 2\)"):
        tape.batch([point])


@pytest.mark.parametrize("point", ["12", 3.0, [1.0, "x"], [1.0, None], {1.0, 2j}])
def test_a_point_is_made_of_real_numbers(point: Any) -> None:
    a, b = Value(1.0), Value(2.0)
    tape = Tape(a * b, [a, b])
    for _ in range(3):  # each way of evaluating it
        with pytest.raises(TypeError, match="a point is"):
            tape(point)
        assert tape([2, np.float64(3.0)]).values == [2.0, 3.0, 6.0]
        assert {type(number) for number in tape([2, np.float64(3.0)]).values} == {float}


def test_a_tape_without_inputs_takes_no_numbers() -> None:
    tape = Tape(Value(2.0) * 3, [])
    for _ in range(3):
        assert tape([]).values[-1] == 6.0
        with pytest.raises(ValueError, match="0 inputs, but the point has 2"):
            tape([1.0, 2.0])


def test_a_point_that_can_be_walked_once_is_refused_every_time() -> None:
    tape = Tape(Value(2.0) * 3)
    once: Any = iter([1.0])
    for _ in range(3):
        with pytest.raises(TypeError, match="a point is"):
            tape(once)


def test_frames_of_equal_numbers_are_equal() -> None:
    a = Value(2.0)
    tape = Tape(a * a)
    assert tape([3.0]) == tape([3.0]) != tape([4.0])


def test_a_tape_that_has_been_compiled_can_be_pickled() -> None:
    a = Value(3.0)
    tape = Tape(a * a, inputs=[a])
    frames = [tape([4.0]) for _ in range(3)]
    gradients = [tape.gradient([4.0]) for _ in range(3)]
    again = pickle.loads(pickle.dumps(tape))
    assert again([4.0]) == frames[-1]
    assert again.gradient([4.0]) == gradients[-1]
    assert again.update() == 9.0


def test_an_op_written_by_hand_cannot_be_replayed() -> None:
    a = Value(1.0)
    with pytest.raises(ValueError, match="sinh is written by hand"):
        Tape(Value(1.2, (a,), "sinh") * 2, [a])


def test_a_batch_is_the_tape_at_each_point() -> None:
    x, y = Value(1.0), Value(2.0)
    tape = Tape(functions.logsumexp([x * y, x.sin(), y**2.5]) / (x - y), [x, y])
    points = np.random.default_rng(0).normal(size=(100, 2))
    values, gradients = tape.batch(points)
    for point, value, gradient in zip(points.tolist(), values, gradients, strict=True):
        frame = tape(point)
        assert value == pytest.approx(frame.values[tape.graph.output], rel=1e-13, nan_ok=True)
        assert gradient == pytest.approx([frame.gradients[n] for n in tape.graph.inputs], rel=1e-12, nan_ok=True)


def test_what_does_not_depend_on_the_batch_follows_ieee_too() -> None:
    zero, x = Value(0.0), Value(2.0)
    out = x + (1 / zero) + zero.log() * 0 + zero**-1 + Value(1.0) % zero
    values, gradients = Tape(out, [x]).batch([[1.0], [2.0]])
    assert np.isnan(values).all()
    assert gradients.tolist() == [[1.0], [1.0]]


def test_a_batch_of_no_points() -> None:
    x = Value(2.0)
    values, gradients = Tape(x * x, [x]).batch(np.empty((0, 1)))
    assert (values.shape, gradients.shape) == ((0,), (0, 1))


def test_the_output_may_be_an_input() -> None:
    x = Value(2.0)
    tape = Tape(x, [x])
    assert tape([5.0]).gradients == [1.0]
    assert tape.batch([[5.0]])[0].tolist() == [5.0]


def test_a_graph_reads_like_the_cell_that_made_it() -> None:
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    loss = (a * b + 1).tanh()
    loss.label = "loss"
    assert str(graph_of(loss)[0]).splitlines() == [
        "a = 2.0", "b = 3.0", "n2 = a × b = 6.0", "n3 = 1.0",
        "n4 = n2 + 1.0 = 7.0", "loss = tanh(n4) = 0.9999983369439447",
    ]  # fmt: skip
