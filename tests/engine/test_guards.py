"""Guards hold exactly while Python itself would see the same in the Value."""

from __future__ import annotations

import math
import operator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microgradext.engine import Value
from microgradext.engine.graph import graph_of
from microgradext.engine.guards import flipped, holds
from microgradext.engine.recording import Guard, Recording

LOOKS: dict[str, Any] = {
    "truth": bool,
    "index": operator.index,
    "int": int,
    "trunc": math.trunc,
    "round": round,
    "round 0": lambda value: round(value, 0),
    "round 2": lambda value: round(value, 2),
    "round -1": lambda value: round(value, -1),
}
SPECIAL = [0.0, -0.0, math.nan, math.inf, -math.inf, 0.5, 1.5, 2.5, -0.5, -2.5, 0.125, 2.675, 1e300, 5e-324, 2.0**60]
NUMBERS = st.one_of(
    st.sampled_from(SPECIAL),
    st.floats(),
    st.integers(-5, 5).map(float),
    st.integers(-40, 40).map(lambda number: number / 8),
)


def looked(look: Any, number: float) -> tuple[list[Guard], Any]:
    """The guards that a look at a Value leaves, and what it sees; an error stands for itself."""
    with Recording() as recording:
        try:
            seen = look(Value(number))
        except (TypeError, ValueError, OverflowError) as error:
            seen = type(error)
    return recording.guards, seen


@pytest.mark.parametrize("name", LOOKS)
@given(run=NUMBERS, elsewhere=NUMBERS)
@example(run=-0.0, elsewhere=0.0)
@example(run=2.5, elsewhere=1.5)
@example(run=math.nan, elsewhere=math.nan)
def test_a_guard_holds_while_python_sees_the_same(name: str, run: float, elsewhere: float) -> None:
    guards, seen = looked(LOOKS[name], run)
    for guard in guards:
        there = looked(LOOKS[name], elsewhere)[1]
        same = seen == there or (seen != seen and there != there)
        assert holds(guard.kind, guard.expected, elsewhere) == same, (guard.kind, guard.expected)
        assert holds(guard.kind, guard.expected, run)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no guard of kind 'odd'"):
        holds("odd", 1.0, 1.0)


def test_the_first_guard_that_flips_is_found() -> None:
    x = Value(2.0)
    with Recording() as recording:
        y = x * x if x > 1 and x < 9 else x
    graph, _ = graph_of(y, inputs=[x], guards=recording.guards)
    at = {node: index for index, node in enumerate(graph.inputs)}
    assert at == {0: 0}
    values = [node.data for node in graph.nodes]
    assert flipped(graph, values) is None
    values[graph.guards[1].node] = 0.0
    assert flipped(graph, values) is graph.guards[1]
    values[graph.guards[0].node] = 0.0
    assert flipped(graph, values) is graph.guards[0]
