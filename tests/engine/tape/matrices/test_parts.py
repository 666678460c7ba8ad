"""The parts alone: blocks are complete, views are what an index gives, sums have the terms of their additions."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.engine.graph import graph_of
from microgradext.engine.tape.matrices.grids import blocks
from microgradext.engine.tape.matrices.ranks import ranked
from microgradext.engine.tape.matrices.reduced import NONE, reduced
from microgradext.engine.tape.matrices.strides import common, strides, view
from microgradext.engine.value import Value
from tests.engine.tape.programs import Program, programs


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1), st.integers(1, 3), st.randoms())
def test_blocks_are_complete(pairs: set[tuple[int, int]], width: int, draw: object) -> None:
    chosen = sorted(pairs)
    draw.shuffle(chosen)  # type: ignore[attr-defined]
    rows = np.array([[10 * i + k for k in range(width)] for i, _ in chosen])
    columns = np.array([[100 + 10 * j + k for k in range(width)] for _, j in chosen])
    seen: list[int] = []
    for found in blocks(rows, columns):
        for block in found.members:
            seen.extend(block.ravel().tolist())
            first, second = rows[block], columns[block]
            assert (first == first[:, :1]).all()  # one row of factors all along a row
            assert (second == second[:1]).all()
            assert len(np.unique(first[:, 0, 0])) == len(block)
            assert len(np.unique(second[0, :, 0])) == block.shape[1]
    assert len(seen) == len(set(seen))


@given(st.integers(1, 6), st.integers(1, 6))
def test_a_whole_grid_is_one_block(many: int, wide: int) -> None:
    rows, columns = (np.array(side)[:, None] for side in zip(*product(range(many), range(9, 9 + wide)), strict=True))
    (found,) = blocks(rows, columns)
    assert found.members.tolist() == [np.arange(many * wide).reshape(many, wide).tolist()]


steps = st.integers(-3, 9)


@given(st.lists(st.tuples(st.integers(1, 4), steps), min_size=1, max_size=3), st.booleans())
def test_a_view_is_what_an_index_gives(axes: list[tuple[int, int]], disturbed: bool) -> None:
    at = np.full([size for size, _ in axes], 40)
    for axis, (size, step) in enumerate(axes):
        at = at + (np.arange(size) * step).reshape([-1 if each == axis else 1 for each in range(len(axes))])
    if disturbed:
        at[(-1,) * at.ndim] += 1
    vector = np.random.default_rng(0).random(200)
    found = view(vector, at)
    assert (found is None) == (strides(at) is None)
    if found is not None:
        np.testing.assert_array_equal(found, vector[at])
    else:
        assert disturbed


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_operands_that_repeat_find_a_common_shape(outer: int, middle: int, inner: int) -> None:
    count = outer * middle * inner
    place = np.arange(count)
    columns = [place + 7, place // inner, place % inner, place // (middle * inner)]
    shape = common(columns, count)
    assert prod(shape) == count
    assert all(strides(at.reshape(shape)) is not None for at in columns)


@given(programs(["add", "sub", "neg", "sum", "mul", "square", "tanh"]))
@settings(max_examples=60)
def test_every_term_is_used_once_in_its_sum(program: Program) -> None:
    """Each number that is left is the sum of its terms, so the reduced graph still says what the graph said."""
    inputs, made = Program((0.25,) * len(program.inputs), program.steps[:40]).on_values()
    graph = graph_of(made[-1], inputs=inputs)[0]
    small = reduced(graph)
    terms, data = small.terms, np.array(graph.columns.data)
    for root, index in [(node, at) for node, at in enumerate(small.sum_of.tolist()) if at != NONE]:
        place = slice(int(terms.start[index]), int(terms.start[index + 1]))
        second = np.where(terms.second[place] == NONE, 1.0, data[terms.second[place]])
        with np.errstate(all="ignore"):
            total = (terms.factor[place] * data[terms.first[place]] * second).sum()
            scale = np.abs(data[terms.first[place]] * second).sum()
        if np.isfinite(scale):
            np.testing.assert_allclose(total, data[root], rtol=0, atol=1e-12 * max(scale, 1.0))


def test_repeated_operations_are_one_and_unneeded_ones_none() -> None:
    a, b = Value(2.0), Value(3.0)
    unneeded = a.exp()
    graph = graph_of((a * b).tanh() * (a * b).tanh() + (a - b).exp() * (a - b), inputs=[a, b], also=[unneeded])[0]
    small = reduced(graph)
    order = ranked(small, small.inputs, 100)
    assert order is not None
    rows = sorted(graph.nodes[node].row for nodes in order.ranks for node in nodes.tolist())
    assert rows == ["add", "exp", "mul", "sub", "tanh"]
