"""Matrices give what the interpreter gives, on random nets and at points with nan, inf and zeros."""

from __future__ import annotations

import random
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.engine import functions
from microgradext.engine.graph import graph_of
from microgradext.engine.tape.matrices.groups import Grid
from microgradext.engine.value import Value
from tests.engine.tape.matrices.agreement import agrees, at, recovered
from tests.engine.tape.matrices.nets import SHAPES, Net, attention, convolution, mlp, polynomial, rnn
from tests.engine.tape.programs import Program, numbers, programs

EDGES = [0.0, -0.0, -1.0, inf, -inf, nan]


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=5)
def test_a_net_has_the_gradients_of_its_scalars(shape: str, seed: int) -> None:
    graph = SHAPES[shape](seed).graph()
    found = recovered(graph)
    for _ in range(2):  # the buffers of the first point are used again
        agrees(graph, at(graph), found)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=8)
def test_nan_and_inf_are_where_the_scalars_have_them(shape: str, seed: int) -> None:
    graph = SHAPES[shape](seed % 7).graph()
    draw = random.Random(seed)
    point = [draw.choice(EDGES) if draw.random() < 0.05 else number for number in at(graph)]
    agrees(graph, point)


sizes = st.integers(2, 7)


@given(
    st.one_of(
        st.tuples(st.just(mlp), sizes, st.tuples(sizes, sizes, sizes, st.just(1)), st.booleans()),
        st.tuples(st.just(rnn), sizes, sizes, sizes, st.booleans()),
        st.tuples(st.just(convolution), sizes, st.integers(3, 7), sizes, st.booleans()),
        st.tuples(st.just(attention), sizes, sizes, st.booleans(), st.booleans()),
        st.tuples(st.just(polynomial), sizes, sizes, st.booleans()),
    ),
    st.integers(0, 99),
)
@settings(max_examples=60)
def test_nets_of_any_size(shape: tuple[Any, ...], seed: int) -> None:
    make, *rest = shape
    graph = make(seed, *rest).graph()
    agrees(graph, at(graph))


@given(st.lists(st.sampled_from([mlp, rnn, convolution, attention, polynomial]), min_size=2, max_size=3))
@settings(max_examples=10)
def test_nets_that_are_mixed(parts: list[object]) -> None:
    nets: list[Net] = [make(seed) for seed, make in enumerate(parts)]  # type: ignore[operator]
    loss = functions.sum([net.loss.tanh() * (k + 0.5) for k, net in enumerate(nets)])
    graph = graph_of(loss, inputs=[each for net in nets for each in net.parameters])[0]
    agrees(graph, at(graph))


# Where every number is exact, another order of adding changes nothing, so whatever is chaotic stays the same.
EXACT = "add sub mul neg square sign abs min max clip where lt le gt ge eq ne floor ceil relu sum".split()


@given(programs(EXACT), st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, nan]), min_size=5, max_size=5))
@settings(max_examples=150)
def test_any_program_of_exact_rows(program: Program, numbers: list[float]) -> None:
    inputs, made = Program(tuple(numbers[: len(program.inputs)]), program.steps[:20]).on_values()
    graph = graph_of(made[-1], inputs=inputs, also=made)[0]
    agrees(graph, at(graph))


@given(programs(), st.integers(0, 10))
@settings(max_examples=150)
def test_every_row_of_the_table(program: Program, start: int) -> None:
    """A few operations, side by side: no sums, whose last digit may differ."""
    steps = [step for step in program.steps if step[0] not in ("add", "sub", "sum", "neg")][start : start + 3]
    inputs, made = Program(program.inputs, tuple(steps)).on_values()
    graph = graph_of(made[-1], inputs=inputs, also=made)[0]
    agrees(graph, at(graph))


@given(st.lists(numbers, min_size=1, max_size=40))
def test_a_sum_of_squares(found: list[float]) -> None:
    inputs = [Value(number) for number in found if abs(number) < 1e100 or number != number]
    if inputs:
        graph = graph_of(functions.sum([each * each for each in inputs]), inputs=inputs)[0]
        agrees(graph, at(graph))


@pytest.mark.parametrize("shape", ["mlp", "rnn", "convolution", "attention", "polynomial", "causal attention"])
def test_a_net_has_grids(shape: str) -> None:
    assert any(isinstance(group, Grid) for group in recovered(SHAPES[shape](3).graph()).groups)
