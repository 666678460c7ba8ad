"""A tape never crosses a guard without a word: not at a point, not in a batch, whatever the code branched on."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import PathLeft, Tape, Value, grad
from tests.examples import examples

CELL = "x = 1.5\nif x > 1:\n    y = x**3\nelse:\n    y = -x\nz = y*2"


def bent(x: float) -> float:
    return x**3 if x > 1 else -x


def stepped(x: float) -> float:
    return x * int(x) + round(x, 1)


def nested(x: float) -> float:
    total = x
    while total < 10:
        total = total * 2 if total > 3 else total + 1.25
    return total


def listed(x: float) -> float:
    return [x, x * x, x * x * x][int(abs(x)) % 3] + x


FUNCTIONS: list[Callable[[float], float]] = [bent, stepped, nested, listed]


@pytest.mark.parametrize("function", FUNCTIONS)
@examples(100)
@given(start=st.floats(0.5, 4), point=st.floats(-5, 20))
def test_a_point_gives_what_the_code_gives_or_says_that_it_leaves(
    function: Callable[[float], float], start: float, point: float
) -> None:
    tape = grad(function, x=start).tape
    values, _, off = tape.batch([[point]], off_path="mark")
    if off[0]:
        with pytest.raises(PathLeft) as raised:
            tape([point])
        assert raised.value.frame == tape.along([point])
    else:
        assert tape([point]).values[tape.graph.output] == pytest.approx(function(point), rel=1e-12)
        assert values == pytest.approx([function(point)], rel=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_batch_marks_the_points_of_another_path(function: Callable[[float], float]) -> None:
    tape = grad(function, x=1.5).tape
    points = np.linspace(-3, 12, 601)[:, None]
    values, gradients, off = tape.batch(points, off_path="mark")
    assert values.shape == off.shape == gradients[:, 0].shape
    assert 0 < off.sum() < len(off)
    expected = [function(x) for x in points[:, 0]]
    assert values[~off] == pytest.approx(np.array(expected)[~off], rel=1e-12)
    assert [_leaves(tape, x) for x in points[:, 0]] == off.tolist()


def _leaves(tape: Tape, x: float) -> bool:
    try:
        tape([x])
    except PathLeft:
        return True
    return False


def test_the_sentence_names_the_guard_and_the_line() -> None:
    tape = grad(CELL).tape
    with pytest.raises(
        PathLeft, match=r"^x > 1 in line 2 was True when the graph was made and is False here"
    ) as raised:
        tape((0.5,))
    assert (raised.value.line, raised.value.guard.kind) == (2, "truth")
    assert raised.value.frame.values[tape.graph.output] == 0.25
    with pytest.raises(PathLeft, match=r"^x > 1 in line 2 was True"):
        tape.batch([[2.0], [0.5]])
    assert tape.batch([[2.0]])[0].tolist() == [16.0]


def test_what_is_no_number_leaves_the_path_of_one() -> None:
    tape = grad(stepped, x=2.5).tape
    assert tape.batch([[math.nan], [2.5]], off_path="mark")[2].tolist() == [True, False]


def test_another_word_for_what_to_do_is_refused() -> None:
    with pytest.raises(ValueError, match="off_path must be 'raise' or 'mark', not 'skip'"):
        grad(bent, x=1.5).tape.batch([[1.0]], off_path="skip")  # type: ignore[call-overload]


def test_a_tape_of_values_is_the_line_that_was_computed() -> None:
    x = Value(1.5)
    tape = Tape(bent(x) * 2, inputs=[x])  # type: ignore[arg-type]  # as people call their functions
    assert tape([0.5]).values[-1] == 0.25
    assert tape.batch([[0.5]], off_path="mark")[2].tolist() == [False]


def test_the_sentence_says_what_the_code_sees() -> None:
    tape = grad("x = 2.7\ny = x * int(x)").tape
    with pytest.raises(PathLeft, match=r"int\(x\) in line 2 was 2 when the graph was made and is 3 here") as raised:
        tape([3.9])
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    with pytest.raises(PathLeft, match=r"was 2 when the graph was made and is an error, of nan here"):
        tape([math.nan])
