"""What is only rounding: told by exact arithmetic, and never said of a number that has its digits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from microgradext import Value, exp, explain, log, sqrt
from microgradext.engine.frame import Frame, frame_of
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.ops import TABLE
from microgradext.engine.tape.tape import Tape
from microgradext.explain.picture.flow import flows
from microgradext.explain.picture.picture import picture
from microgradext.explain.picture.tabular import tabular
from microgradext.explain.picture.typeset import typeset
from microgradext.explain.rounding import ROUNDING, shown_contribution, shown_gradient
from microgradext.explain.view import view
from microgradext.explain.words.text import cells
from tests.examples import examples

from .cancelling import black_scholes, reordered

ADD, SUB, MUL = (TABLE[row].code for row in ("add", "sub", "mul"))
SEEDS = st.integers(0, 10**9)


def _exactly(graph: Graph) -> tuple[list[Fraction], list[Fraction]]:
    """The gradients of a graph of sums, differences and products in exact arithmetic, and their sizes."""
    columns = graph.columns
    values = [Fraction(data) for data in columns.data]
    for node, code in enumerate(columns.codes):
        if code >= 0:
            x, y = (values[operand] for operand in columns.operands_of(node))
            values[node] = x + y if code == ADD else x - y if code == SUB else x * y
    gradients, sizes = ([Fraction(0)] * len(values) for _ in range(2))
    gradients[graph.output] = sizes[graph.output] = Fraction(1)
    for node in range(graph.output, -1, -1):
        for operand, local in _locals(graph, values, node):
            gradients[operand] += local * gradients[node]
            sizes[operand] += abs(local) * sizes[node]
    return gradients, sizes


def _locals(graph: Graph, values: Sequence[Fraction], node: int) -> Iterator[tuple[int, Fraction]]:
    code = graph.columns.codes[node]
    if code < 0:
        return
    left, right = graph.columns.operands_of(node)
    yield left, values[right] if code == MUL else Fraction(1)
    yield right, values[left] if code == MUL else Fraction(-1 if code == SUB else 1)


def _frame(output: Value, inputs: Sequence[Value]) -> tuple[Graph, Frame]:
    graph, values = graph_of(output, inputs=inputs)
    return graph, frame_of(graph, values)


def _is_said(graph: Graph, frame: Frame) -> list[bool]:
    return [shown_gradient(frame, node) == ROUNDING for node in range(len(graph.nodes))]


@given(SEEDS)
@examples(200)
def test_only_what_is_next_to_nothing_is_called_rounding(seed: int) -> None:
    random = Random(seed)
    inputs = [Value(random.uniform(-2, 2)) for _ in range(3)]
    made = list(inputs)
    for _ in range(random.randint(1, 25)):
        one, other = random.choice(made), random.choice(made[-3:])
        made.append(random.choice([one + other, one - other, one * other, one * 0.1]))
    graph, frame = _frame(made[-1] + 1.0, inputs)
    gradients, sizes = _exactly(graph)
    for said, gradient, size in zip(_is_said(graph, frame), gradients, sizes, strict=True):
        assert abs(gradient) < 2e-12 * size if said else abs(gradient) > 5e-13 * size or gradient == 0 or size == 0


@given(SEEDS)
@examples(200)
def test_what_cancels_is_0_or_rounding(seed: int) -> None:
    graph, frame = _frame(*reordered(Random(seed)))
    gradients, _ = _exactly(graph)
    for node in graph.inputs:
        if gradients[node] == 0:
            assert shown_gradient(frame, node) in (0.0, ROUNDING)
        else:
            assert shown_gradient(frame, node) == pytest.approx(0.7)


@given(SEEDS)
@examples(100)
def test_where_nothing_cancels_every_number_keeps_its_digits(seed: int) -> None:
    random = Random(seed)
    inputs = [Value(10 ** random.uniform(-9, 9)) for _ in range(3)]
    made = list(inputs)
    for _ in range(random.randint(1, 25)):
        one, other = random.choice(made), random.choice(made[-3:])
        made.append(random.choice([one + other, one * (1 / other.data), sqrt(one), log(1 + one), one**2 / one.data]))
    graph, frame = _frame(made[-1], inputs)
    assert not any(_is_said(graph, frame))


@given(st.floats(20, 500), st.floats(0.6, 1.6), st.floats(0.1, 5), st.floats(-0.02, 0.2), st.floats(0.05, 0.9))
@examples(200)
def test_the_gradient_of_d1_is_0_by_theory(
    spot: float, moneyness: float, years: float, rate: float, sigma: float
) -> None:
    run = BlackScholes(spot, spot * moneyness, years, rate, sigma)
    assert run.shown("d1") in (0.0, ROUNDING)
    assert run.shown("price") == 1.0
    assume(abs(run.frame.values[run.node("d1")]) < 4)  # far from the money, N is all rounding
    deltas = {name: run.frame.gradients[run.node(name)] for name in ("S", "K", "r", "sigma")}
    assert {name: run.shown(name) for name in deltas} == deltas


class BlackScholes:
    """The price of a call, and its numbers by name."""

    def __init__(self, *given: float) -> None:
        self.graph, self.frame = _frame(*black_scholes(*given))

    def node(self, name: str) -> int:
        """Where the Value of a name is."""
        return next(node for node, label in self.graph.labels.items() if label == name)

    def shown(self, name: str) -> float | str:
        """Its gradient as a person reads it."""
        return shown_gradient(self.frame, self.node(name))


def test_rounding_spreads_to_what_it_passes_on() -> None:
    run = BlackScholes(100.0, 105.0, 1.0, 0.05, 0.2)
    assert 0 < abs(run.frame.gradients[run.node("d1")]) < 1e-13
    assert run.shown("d1") == run.shown("drift") == ROUNDING
    passed = run.frame.contributions[run.node("drift")][0]
    assert passed != 0
    assert shown_contribution(run.frame, run.node("drift"), passed) == ROUNDING


def test_what_is_truly_tiny_keeps_its_digits() -> None:
    a = Value(46.0)
    _, frame = _frame(exp(-a) + a * 1e-30, [a])
    assert shown_gradient(frame, 0) == frame.gradients[0] == pytest.approx(-math.exp(-46))
    b = Value(2.0)
    _, frame = _frame((b * 1e-160) * 1e-160, [b])
    assert shown_gradient(frame, 0) == frame.gradients[0] > 0
    c = Value(1.0)
    _, frame = _frame(c * 1e11 - c * (1e11 - 1), [c])  # a difference of large numbers that floats can tell
    assert shown_gradient(frame, 0) == 1.0


def test_an_unbounded_size_says_nothing() -> None:
    a = Value(1e-10)
    graph, frame = _frame((a * 1e308) * 10 + a, [a])
    assert not any(_is_said(graph, frame))
    frame = Tape(graph)([math.nan])
    assert not any(_is_said(graph, frame))


def test_a_frame_without_a_graph_says_nothing() -> None:
    assert shown_gradient(Frame([1.0], [1e-300], [()]), 0) == 1e-300


def _cancelling() -> Value:
    """`y = tanh(x); f = 0.1 * y + 0.2 * y - 0.3 * y + x * 0`, where the gradients of y and x are rounding."""
    x = Value(0.5, label="x")
    y = x.tanh()
    f = y * 0.1 + y * 0.2 - y * 0.3
    y.label, f.label = "y", "f"
    return f


def test_it_is_about_0_in_texts_and_derivations() -> None:
    f = _cancelling()
    graph, frame = _frame(f, [])
    assert [row[-1].strip() for row in cells(graph, frame)] == ["≈ 0", "≈ 0", "+1"]
    assert tabular(graph, frame, [0]).count(r"$0.5$&${\approx}\,0$") == 1
    assert explain(f, "y").text.splitlines()[-2:] == ["      = 1·0.1 + 1·0.2 + (−1)·0.3", "      ≈ 0"]
    assert explain(f, "x").text.splitlines()[-2:] == ["      = (≈ 0)·0.78645", "      ≈ 0"]
    assert r"({\approx}\,0) \cdot 0.78645 \\" in explain(f, "x").latex
    (rule,) = explain(f, "y").to_dict()["rules"]
    assert rule["gradient"] == frame.gradients[1] != 0  # for other programs


def test_it_is_about_0_and_dotted_in_the_picture_without_a_colour() -> None:
    graph, frame = _frame(_cancelling(), [])
    drawn = picture(view(graph), graph, frame)
    assert drawn.count(">≈ 0</text>") >= 2
    assert 'class="g"' in drawn.partition(">≈ 0</text>")[0].rpartition("<text")[2]
    assert flows(view(graph), graph, frame)[0] == ROUNDING
    assert '<path class="e zero"' in drawn
    assert r"{\approx}\,0" in typeset(view(graph), graph, frame)


def test_the_terms_that_are_left_out_may_add_up_to_rounding() -> None:
    a = Value(1.0, label="a")
    terms = [a * 1.0, a * 2.0, a * 3.0, *(a * x for x in (0.1, 0.2, -0.3)), a * 4.0]
    f = terms[0]
    for term in terms[1:]:
        f = f + term
    f.label = "f"
    assert "… 3 more terms, ≈ 0 in all …" in explain(f, "a").text
