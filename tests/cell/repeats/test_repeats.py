"""Repeats of cells: each pass is the template at other numbers, bit for bit, however the passes were written."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext import nn
from microgradext.cell.run import run_cell
from microgradext.engine.graph import Graph
from microgradext.engine.guards import PathLeft
from microgradext.engine.repeats.found import Repeat, Repeats
from tests.cell.scopes.programs import Program, random_run

in_functions = pytest.mark.skipif(sys.gettrace() is not None, reason="turns cannot be told while somebody else traces")


def graph(code: str, names: Mapping[str, Any] | None = None, output: str = "") -> Graph:
    run = run_cell(code, {**(names or {})}, output=output)
    assert run.error is None
    assert run.graph is not None
    return run.graph


def largest(made: Graph) -> Repeat:
    """The repeat whose passes hold the most nodes, of those with the most passes."""
    return max(Repeats(made), key=lambda repeat: (len(repeat.nodes), len(repeat.passes)))


def differences(made: Graph, repeat: Repeat) -> list[int]:
    """The passes that the template does not give to the bit."""
    return [
        index
        for index in range(len(repeat.passes))
        if array("d", repeat.template(repeat.values(index))).tobytes()
        != array("d", [made.columns.data[node] for node in repeat.made(index)]).tobytes()
    ]


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_each_pass_of_a_random_program_is_its_template_at_other_numbers(seed: int) -> None:
    run = random_run(seed, 3_000)
    if run is None or run.graph is None:
        return
    for repeat in Repeats(run.graph):
        assert not differences(run.graph, repeat), Program(seed).plain
        assert len(set(repeat.nodes)) == len(repeat.nodes), "a node belongs to one pass"


DAYS = """beta, gamma = .3, .1
S, I = .99, .01
for day in range(30):
    new = beta*S*I
    S, I = S - new, I + new - gamma*I
peak = I*2
"""


def test_thirty_days_are_one_repeat_with_what_they_carry() -> None:
    made = graph(DAYS)
    days = largest(made)
    assert (len(days.passes), days.size, len(days.outputs)) == (30, 6, 2)
    assert [made.nodes[node].label for node in days.holes[:4]] == ["beta", "S⁽¹⁾", "I⁽¹⁾", "gamma"]
    assert days.varying == (1, 2)
    assert [days.nodes[column] for column in days.carried.values()] == [days.holes[4 + hole] for hole in days.carried]
    assert not differences(made, days)


SAMPLES = {
    "for": "for x in X:\n    losses.append((model(x) - 1)**2)\n",
    "comprehension": "losses = [(model(x) - 1)**2 for x in X]\n",
    "generator": "losses = list((model(x) - 1)**2 for x in X)\n",
    "map": "def f(x): return (model(x) - 1)**2\nlosses = list(map(f, X))\n",
    "lambda": "losses = list(map(lambda x: (model(x) - 1)**2, X))\n",
    "function": "def f():\n    for x in X: losses.append((model(x) - 1)**2)\nf()\n",
    "statements": "".join(f"p{i} = model(X[{i}])\nlosses.append((p{i} - 1)**2)\n" for i in range(5)),
}


@in_functions
@pytest.mark.parametrize("written", SAMPLES)
def test_samples_are_one_repeat_however_they_are_written(written: str) -> None:
    model = nn.MLP(2, [4, 1])
    names = {"model": model, "X": [[0.1 * i, 1 - 0.3 * i] for i in range(5)], "losses": []}
    code = f"w = 1.0\nX = [[w*x for x in row] for row in X]\n{SAMPLES[written]}loss = sum(losses)\n"
    made = graph(code, names)
    samples = [each for each in Repeats(made) if len(each.passes) == 5 and each.size > 20]
    assert samples, written
    assert len(samples[0].varying) == 2
    assert not differences(made, samples[0])


@in_functions
def test_a_sum_over_a_generator_is_one_repeat() -> None:
    made = graph("w, b = 1.5, .2\nL = sum((w*x + b - 1)**2 for x in (1., 2., 3., 4.))\n")
    assert (len(largest(made).passes), largest(made).size) == (4, 4)


def test_the_terms_of_a_sum_that_was_written_out_are_one_repeat() -> None:
    made = graph("w, b = 1.5, .2\nL = (w*1 + b - 3)**2 + (w*2 + b - 5)**2 + (w*4 + b - 6)**2 + 1\n")
    terms = largest(made)
    assert (len(terms.passes), len(terms.outputs)) == (3, 1)
    assert [made.columns.data[node] for node in terms.holes[:4]] == [1.5, 1.0, 0.2, 3.0]
    assert not differences(made, terms)


def test_neurons_of_a_layer_are_one_repeat() -> None:
    made = graph("x, y = .5, -.3\nout = sum(model([x, y]))\n", {"model": nn.MLP(2, [16, 3])})
    assert sorted(len(each.passes) for each in Repeats(made) if each.size > 3) == [3, 16]


def test_another_path_is_another_repeat() -> None:
    code = "a = 1.5\nout = 0\nfor n in range(12):\n    out = out + (a*n*2 if a*n > 6 else a*n*3)\n"
    assert sorted(len(each.passes) for each in Repeats(graph(code)) if each.size > 2) == [5, 7]


@in_functions
@pytest.mark.parametrize(
    "loop",
    [
        "for x in xs: t = t + (w*x - 1)**2",
        "for x in xs: t += (w*x - 1)**2",
        "for x in xs: t -= -(w*x - 1)**2",
        "while xs: t += (w*xs.pop() - 1)**2",
        "def f():\n    t = 0\n    for x in xs: t += (w*x - 1)**2\n    return t\nt = f()",
        "t = reduce(lambda t, x: t + (w*x - 1)**2, xs, 0)",
    ],
)
def test_a_total_that_begins_at_0_leaves_no_pass_out(loop: str) -> None:
    made = graph(f"w, t = .5, 0\n{loop}\nout = t\n", {"xs": [0.1 * n for n in range(20)], "reduce": reduce})
    assert len(largest(made).passes) == 20
    assert not differences(made, largest(made))


def test_a_template_says_where_the_code_would_take_another_path() -> None:
    code = "a = 1.5\ndef f(x): return x*2 if x > 1 else -x\nout = sum(map(f, [a*n for n in (1, 2, 3)]))\n"
    calls = next(each for each in Repeats(graph(code)) if each.template.graph.guards)
    assert calls.template([4.0, *calls.values(0)[1:]])
    with pytest.raises(PathLeft):
        calls.template([0.5, *calls.values(0)[1:]])


def test_a_graph_without_scopes_has_no_repeats() -> None:
    made = graph(DAYS)
    assert not list(Repeats(Graph(made.nodes, made.output, made.inputs)))


def test_recursion_ten_thousand_deep_is_compared_near_its_end_only() -> None:
    code = (
        "import sys\nsys.setrecursionlimit(40_000)\na = 1.001\n"
        "def f(n): return a if n == 0 else f(n - 1)*a\nout = f(10_000)\n"
    )
    limit = sys.getrecursionlimit()
    try:
        assert not [each for each in Repeats(graph(code)) if len(each.passes) > 1]
    finally:
        sys.setrecursionlimit(limit)


def test_fifty_thousand_passes_are_one_repeat() -> None:
    made = graph("a = 1.0\nout = a\nfor n in range(50_000):\n    out = out*a\n")
    (repeat,) = Repeats(made)
    assert (len(repeat.passes), repeat.size, repeat.carried) == (50_000, 1, {0: 0})
