"""A batch in machine code has the bits of a batch by NumPy, whatever is in it and however it is divided."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from microgradext import Tape, Value, grad
from microgradext.engine import functions
from microgradext.engine.graph import graph_of
from microgradext.engine.tape import segments
from microgradext.engine.tape.batch import COMPILING, Batch, Mixed
from microgradext.engine.tape.blocks import Blocks, Results
from microgradext.engine.tape.native import available
from microgradext.engine.tape.numbering import Numbering, numbered
from tests.engine.agreement import close
from tests.engine.cases import EDGES, ROWS, sample_of
from tests.engine.tape.evaluators import applied
from tests.engine.tape.programs import EXACT, Program, programs
from tests.engine.tape.test_paths import FUNCTIONS
from tests.engine.tape.test_programs import CANCELLING
from tests.examples import examples

Numbers = NDArray[np.float64]
pytestmark = pytest.mark.skipif(not available(), reason="llvmlite is not installed here")


def results(program: Numbering, points: Numbers, way: Any) -> Results:
    found = Results(*[np.full((len(points), k), 7.0) for k in (1, len(program.gradient), len(program.guarded))])
    way.fill(points, found)
    return found


def agree(got: Results, expected: Results) -> None:
    for ours, theirs in ((got.values, expected.values), (got.gradients, expected.gradients), (got.seen, expected.seen)):
        assert ours.shape == theirs.shape
        unknown = np.isnan(theirs)  # whose bits differ from one processor to another
        assert (np.isnan(ours) == unknown).all()
        assert ours[~unknown].tobytes() == theirs[~unknown].tobytes()


def mixed(program: Numbering) -> Mixed:
    return Mixed(program, Batch(program)._needed, segments.ARITHMETIC)


def compared(program: Numbering, points: Numbers) -> None:
    agree(results(program, points, mixed(program)), results(program, points, Blocks(program)))


@examples(80)
@given(programs(), st.integers(0, 40), st.sampled_from([3, segments.LONGEST]))
def test_random_programs(program: Program, count: int, longest: int) -> None:
    random = np.random.default_rng(count)
    points = random.choice([*EDGES, *random.normal(size=20)], size=(count, len(program.inputs)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "LONGEST", longest)
        compared(numbered(program.graph()), points)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_at_its_edges(name: str) -> None:
    points = np.stack(sample_of(name).points, axis=1)[-3001:]
    inputs = [Value(1.0) for _ in points[0]]
    compared(numbered(graph_of(applied(name, inputs), inputs=inputs)[0]), points)


@pytest.mark.parametrize("name", ROWS)
def test_functions_of_glibc_are_close_to_numpy(name: str) -> None:
    """At edge points too; with the signs of zeros, infinities and nan."""
    sample = sample_of(name)
    points = np.stack(sample.points, axis=1)
    points = points[np.unique(np.concatenate([np.arange(0, len(points), 23), np.arange(len(points))[-3001:]]))]
    inputs = [Value(1.0) for _ in sample.points]
    program = numbered(graph_of(applied(name, inputs), inputs=inputs)[0])
    ours = Mixed(program, Batch(program)._needed, Batch(program)._own)
    got, expected = results(program, points, ours), results(program, points, Blocks(program))
    cancelled = 1e-14 if name in CANCELLING else 0.0
    assert close(got.values, expected.values, 0.0 if name in EXACT else 1e-13, cancelled).all()
    assert close(got.gradients, expected.gradients, 1e-10, 1e-13).all()
    zero = (got.values == 0) & (expected.values == 0)
    assert (np.signbit(got.values) == np.signbit(expected.values))[zero].all()


def test_columns_are_used_again_in_every_block() -> None:
    x, y = Value(1.0), Value(2.0)
    out = functions.exp((x * y).tanh() + y) * (x - y).tanh() + functions.sin(x)
    program, points = numbered(graph_of(out, inputs=[x, y])[0]), np.random.default_rng(0).normal(size=(10_001, 2))
    compared(program, points)
    compared(program, np.asfortranarray(points))
    compared(program, points[::-2])


def test_products_are_computed_beside_their_sums() -> None:
    """Else each product of a layer's gradient would wait in a column of its own for the sum that it belongs to."""
    x, y = Value(0.5), Value(-0.25)
    h: list[Any] = [functions.tanh(x * 0.1 * k + y) for k in range(32)]
    out: Any = sum(functions.tanh(sum(each * (0.1 * k + j) for k, each in enumerate(h))) for j in range(32))
    program = numbered(graph_of(out, inputs=[x, y])[0])
    parts = segments.divided(program, Batch(program)._needed)
    assert len(program.primitives) > 4000
    assert len(parts.columns) < 300
    compared(program, np.random.default_rng(0).normal(size=(1000, 2)))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_the_guards_look_at(function: Any) -> None:
    graph = grad(function, x=1.5).tape.graph
    compared(numbered(graph), np.linspace(-3, 12, 601)[:, None])


def test_a_result_that_is_the_same_everywhere_or_an_input() -> None:
    x, y = Value(1.0), Value(2.0)
    for out in (x, x * 0 + 3.0, functions.exp(Value(2.0)) + 0.0, y * 2.0):
        compared(numbered(graph_of(out, inputs=[x, y])[0]), np.array([[3.0, np.nan], [np.inf, -0.0]]))


@examples(30)
@given(programs(EXACT), st.integers(0, 60), st.integers(2, 5), st.booleans())
def test_threads_change_nothing(program: Program, count: int, threads: int, compiled: bool) -> None:
    points = np.random.default_rng(count).normal(size=(count, len(program.inputs)))
    batch = Batch(numbered(program.graph()))
    batch._done = COMPILING * 1000 * compiled
    agree(batch.evaluate(points, threads), batch.evaluate(points))


def test_it_is_compiled_when_so_much_was_computed_that_it_pays() -> None:
    x = Value(2.0)
    tape = Tape(x * x * x + functions.exp(x), [x])
    few = np.zeros((10, 1))
    tape.batch(few)
    assert "_mixed" not in tape._batch.__dict__
    tape._batch._done = COMPILING
    before = tape.batch(few)
    tape._batch._done += COMPILING
    after = tape.batch(few)
    assert "_mixed" in tape._batch.__dict__
    assert [array.tobytes() for array in after] == [array.tobytes() for array in before]


@pytest.mark.parametrize("missing", ["llvmlite", "numpy"])
def test_without_the_extra_all_is_computed_by_numpy(missing: str) -> None:
    code = f"""
import sys
sys.modules[{missing!r}] = None
from microgradext import Tape, Value
x = Value(2.0)
tape = Tape(x * x * x, [x])
print(tape.gradient([3.0]), tape.gradient([3.0]))
try:
    tape.batch([[3.0]])
    tape._batch._done = 10**12
    print([array.tolist() for array in tape.batch([[3.0]])])
except ImportError as error:
    print(error)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.startswith("(27.0, [27.0]) (27.0, [27.0])\n")
    assert shown.endswith("[[27.0], [[27.0]]]\n" if missing == "llvmlite" else "one point after another\n")


@pytest.mark.parametrize("threads", [0, -1, 1.5, "2", None, True])
def test_threads_are_a_whole_number(threads: Any) -> None:
    with pytest.raises(ValueError, match=r"threads must be a whole number, at least 1, not "):
        Tape(Value(1.0) * 2.0).batch([[1.0]], threads=threads)
