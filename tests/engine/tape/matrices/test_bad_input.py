"""What is nearly a matrix, is used twice, or is not there."""

from __future__ import annotations

from math import nan

import pytest

from microgradext import Tape
from microgradext.engine import functions
from microgradext.engine.graph import Graph, graph_of
from microgradext.engine.recording import Recording
from microgradext.engine.tape.matrices import recovery
from microgradext.engine.tape.matrices.groups import Grid
from microgradext.engine.value import Value
from tests.engine.tape.matrices.agreement import agrees, at, recovered
from tests.engine.tape.matrices.nets import Weights, chained, mlp, product


def graph(loss: Value, inputs: list[Value]) -> Graph:
    return graph_of(loss, inputs=inputs)[0]


def shapes(of: Graph) -> list[tuple[int, ...]]:
    return [group.nodes.shape for group in recovered(of).groups if isinstance(group, Grid)]


def test_a_grid_with_one_sample_missing() -> None:
    weights = Weights(1)
    w, x = weights.table(12, 6), weights.data(15, 6)
    out = [product(row, sample).tanh() for i, row in enumerate(w) for k, sample in enumerate(x) if (i, k) != (3, 7)]
    found = graph(functions.sum(out), weights.parameters)
    assert shapes(found) == [(1, 11, 15)]
    agrees(found, at(found))


def test_samples_that_repeat() -> None:
    """As with data of small whole numbers: equal samples are computed once."""
    weights = Weights(12)
    w, v = weights.table(8, 6), weights.table(8, 8)
    x = [[(i * k) % 3 for i in range(6)] for k in range(12)]
    hidden = [[product(row, sample).relu() for row in w] for sample in x]
    out = [product(row, h) - k for k, h in enumerate(hidden) for row in v]
    found = graph(functions.sum([each * each for each in out]), weights.parameters)
    assert (1, 3, 8) in shapes(found)
    agrees(found, at(found))


def test_weights_that_layers_share() -> None:
    weights = Weights(2)
    w = weights.table(6, 6)
    states = weights.data(9, 6)
    for _ in range(3):
        states = [[product(row, state).tanh() for row in w] for state in states]
    found = graph(functions.sum([each for state in states for each in state]), weights.parameters)
    assert len(shapes(found)) == 3
    agrees(found, at(found))


def test_a_leaf_in_two_matrices_and_by_itself() -> None:
    weights = Weights(3)
    first, x = weights.table(5, 4), weights.data(6, 4)
    second = [[first[(i + j) % 5][j % 4] for j in range(5)] for i in range(5)]
    hidden = [[product(row, sample) for row in first] for sample in x]
    out = [product(row, h).exp() for h in hidden for row in second]
    found = graph(functions.sum(out) * first[0][0] + first[1][1], weights.parameters)
    agrees(found, at(found))


def test_a_loss_that_is_one_product() -> None:
    a, b = Value(3.0), Value(-2.0)
    agrees(graph(a * b, [a, b]), [3.0, -2.0])
    agrees(graph(a * a, [a]), [3.0])


def test_a_loss_that_is_a_sum_of_products() -> None:
    weights = Weights(4)
    w, x = weights.row(50), weights.row(50)
    found = graph(product(w, x), weights.parameters)
    agrees(found, at(found))


def test_an_output_that_is_an_input_or_a_constant() -> None:
    a, b = Value(3.0), Value(2.0)
    assert recovered(graph(a, [a, b])).gradient([5.0, 1.0]) == (5.0, [1.0, 0.0], [])
    assert recovered(graph(Value(1.0) + 2, [b])).gradient([5.0]) == (3.0, [0.0], [])


def test_inputs_that_nothing_uses_have_gradient_0() -> None:
    net = mlp(5)
    alone = Value(nan)
    found = graph_of(net.loss, inputs=[alone, *net.parameters])[0]
    assert recovered(found).gradient(at(found))[1][0] == 0.0
    agrees(found, at(found))


def test_an_input_between() -> None:
    net = mlp(5)
    middle = net.loss.tanh()
    found = graph_of(middle * net.parameters[0] + middle, inputs=[middle, *net.parameters])[0]
    agrees(found, [0.3, *at(found)[1:]])


def test_operands_that_repeat() -> None:
    weights = Weights(6)
    x = weights.row(20)
    terms = [a * a + a + a - a * 2 + (a + a) * (a + a) - -a for a in x]
    found = graph(chained([*terms, terms[3], terms[3], x[0], x[0]]), x)
    agrees(found, at(found))


def test_sums_of_constants_only() -> None:
    a = Value(2.0)
    constant = functions.sum([Value(0.1) * k for k in range(30)])
    found = graph(a * constant + sum(functions.sum([0.5, k]) for k in range(4)), [a])
    agrees(found, [7.0])


def test_coefficients_and_differences() -> None:
    weights = Weights(7)
    w, x = weights.table(6, 5), weights.data(7, 5)
    out = [
        2 * (row[0] * s[0]) - row[1] * s[1] + (row[2] * s[2]) * -0.5 - 3 * row[3] * s[3] - (row[4] - 1) * s[4] - row[0]
        for s in x
        for row in w
    ]
    found = graph(functions.sum([each.tanh() for each in out]), weights.parameters)
    assert shapes(found) == [(1, 7, 6)]
    agrees(found, at(found))


def test_products_of_three() -> None:
    weights = Weights(8)
    w, gate, x = weights.table(6, 5), weights.row(5), weights.data(7, 5)
    out = [chained([w_ * g * x_ for w_, g, x_ in zip(row, gate, s, strict=True)]).tanh() for s in x for row in w]
    found = graph(functions.sum(out), weights.parameters)
    assert shapes(found) == [(1, 7, 6)]
    agrees(found, at(found))


def test_operands_in_another_order_here_and_there() -> None:
    weights = Weights(9)
    w, x = weights.table(6, 5), weights.data(7, 5)
    out = [
        chained([a * b if (i + k) % 2 else b * a for a, b in zip(row, s, strict=True)]).tanh()
        for k, s in enumerate([[Value(number) for number in s] for s in x])
        for i, row in enumerate(w)
    ]
    found = graph(functions.sum(out), weights.parameters)
    assert shapes(found) == [(1, 7, 6)]
    agrees(found, at(found))


def test_the_numbers_of_guards_are_kept() -> None:
    weights = Weights(10)
    w, x = weights.table(6, 5), weights.data(7, 5)
    with Recording() as recording:
        scores = [product(row, s) for s in x for row in w]
        loss = chained([score if score > 0 else score * 0.1 for score in scores])
    found = graph_of(loss, inputs=weights.parameters, guards=recording.guards)[0]
    assert len(found.guards) == 42
    agrees(found, at(found))


def test_memory_is_said_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    net = mlp(11, samples=40)
    monkeypatch.setattr(recovery, "SAID", 0)
    with pytest.warns(RuntimeWarning, match=r"a graph of [\d,]+ nodes takes 0.0 GB of memory for a moment"):
        Tape(net.loss, net.parameters).update()


@pytest.mark.parametrize("limit", ["MOST_MEMORY", "CLOSE"])
def test_what_is_too_large_or_differs_is_not_used(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    net = mlp(11, samples=40)
    again = mlp(11, samples=40)
    monkeypatch.setattr(recovery, limit, -1)
    tape, plain = Tape(net.loss, net.parameters), Tape(again.loss, again.parameters)
    assert tape.update() == pytest.approx(plain(at(plain.graph)).values[plain.graph.output])
    why = {"MOST_MEMORY": "that would take 0.0 GB", "CLOSE": "differ from the interpreter's"}[limit]
    assert tape.explain().startswith("by levels:")
    assert why in tape.explain()
