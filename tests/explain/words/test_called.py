"""Operations without a name are called by scope and role, the shortest that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext import nn
from microgradext.cell.run import run_cell
from microgradext.engine.graph import Graph
from microgradext.explain.view import view
from microgradext.explain.words.called import Called
from microgradext.explain.words.naming import Names
from microgradext.explain.words.text import tree
from microgradext.explain.words.wording import THEN, cut_all
from tests.cell.scopes.programs import random_run


def made(code: str, names: Mapping[str, Any] | None = None) -> Graph:
    run = run_cell(code, {**(names or {})})
    assert run.error is None
    assert run.graph is not None
    return run.graph


def unnamed(graph: Graph) -> list[int]:
    return [node for node, code in enumerate(graph.columns.codes) if code >= 0 and node not in graph.labels]


def called(graph: Graph) -> list[str]:
    return [*Called(graph).among(unnamed(graph)).values()]


def labels(graph: Graph) -> list[str]:
    return [box.label for box in view(graph).boxes if box.kind == "unnamed"]


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_two_are_called_the_same_only_where_nothing_tells_them_apart(seed: int) -> None:
    run = random_run(seed, 1_000)
    if run is None or run.graph is None or run.graph.scopes is None:
        return
    graph, scopes = run.graph, run.graph.scopes
    alike: dict[str, list[int]] = {}
    for node, text in Called(graph).among(unnamed(graph)).items():
        alike.setdefault(text, []).append(node)
    for text, nodes in alike.items():
        # The same operation again, in one scope and from one place: nothing is known that differs.
        assert len({(scopes.nodes[node], graph.span(node)) for node in nodes}) == 1, text


BLACK_SCHOLES = """S, K, T, r0, sigma = 100., 105., 1., .05, .2
def N(x): return 0.5*(1 + erf(x/2**0.5))
d1 = (log(S/K) + (r0 + sigma**2/2)*T)/(sigma*sqrt(T))
d2 = d1 - sigma*sqrt(T)
call = S*N(d1) - K*exp(-r0*T)*N(d2)
"""


def test_a_formula_is_called_by_its_code_and_the_same_code_by_where_it_is() -> None:
    found = called(made(BLACK_SCHOLES))
    assert len(set(found)) == len(found)
    for label in (
        "S/K",
        "exp(-r0*T)",
        "d1 › sqrt(T)",
        "d2 › sqrt(T)",
        "N(d1) › erf(x/2**0.5)",
        "N(d2) › erf(x/2**0.5)",
    ):
        assert label in found


def test_the_same_code_twice_in_one_statement_is_numbered() -> None:
    assert called(made("x = 2.\nz = sqrt(x) + sqrt(x)*x\n")) == ["sqrt(x) (1)", "sqrt(x) (2)", "sqrt(x)*x"]


def test_statements_of_one_name_go_by_their_line() -> None:
    code = "x = 2.\ny = sqrt(x)*x\nz = y\ny = sqrt(x)*z\nout = y\n"
    assert called(made(code)) == ["line 2 › sqrt(x)", "line 4 › sqrt(x)"]


def test_turns_are_called_by_their_word_and_ordinal() -> None:
    code = "b, S = .3, .9\nfor day in range(3):\n    S = S - b*S\nout = S\n"
    assert called(made(code)) == ["day 1 › b*S", "day 2 › b*S", "day 3 › b*S"]


@pytest.mark.parametrize(
    ("loop", "word"),
    [
        ("for day in range(2)", "day"),
        ("for i in range(2)", "pass"),
        ("for x in X", "sample"),
        ("for x, y in zip(X, X)", "sample"),
        ("for i, x in enumerate(X)", "sample"),
        ("for x in (1., 2.)", "pass"),
        ("for _ in X", "sample"),
    ],
)
def test_the_word_of_a_turn(loop: str, word: str) -> None:
    found = called(made(f"a, out = .5, 1\n{loop}:\n    out = out*a + a*a\n", {"X": [1.0, 2.0]}))
    assert {text.split()[0] for text in found} == {word}


def test_nodes_of_a_neuron_have_roles_and_none_has_the_text_of_the_call() -> None:
    names = {"model": nn.MLP(2, [2, 1])}
    graph = made("x, y = .5, -.3\nout = model([x, y])*2\n", names)
    assert labels(graph) == [
        *("layer 1 › [0] › w[0]·x[0]", "layer 1 › [0] › w[1]·x[1]", "layer 1 › [0] › Σ", "layer 1 › [0] › relu"),
        *("layer 1 › [1] › w[0]·x[0]", "layer 1 › [1] › w[1]·x[1]", "layer 1 › [1] › Σ", "layer 1 › [1] › relu"),
        *("layer 2 › w[0]·x[0]", "layer 2 › w[1]·x[1]", "layer 2 › Σ"),
    ]
    assert "model(" not in " ".join(box.source for box in view(graph).boxes[:-1])
    assert "model(" not in tree(graph).partition("\n")[2]


SAME = {
    "loops of one head": (
        "def f(x):\n    s = x\n"
        "    for i in range(1, 3): s = s + x*i\n    for i in range(1, 3): s = s + x*i\n    return s\n"
        "a = 2.0\nout = f(a)*2\n"
    ),
    "calls by map": "def sq(x): return x*x + x\na = 2.0\nout = sum(map(sq, [a, a*2, a*3]))\n",
    "calls by reduce": "def step(s, x): return s*2 + x\na = 2.0\nout = reduce(step, [1., 2., 3.], a)\n",
    "lambdas": "a = 2.0\nout = sum(map(lambda x: (a*x - 1)**2, [1., 2., 3.]))\n",
    "modules by map": "x, y = .5, .2\nout = sum(map(model, [[x, y], [y, x]]))\n",
    "comprehensions": "a = 2.0\nout = sum([a*k for k in (1., 2.)]) + sum([a*k for k in (1., 2.)])\n",
    "one line": "a = 2.0\nb = a*a + 1; c = b*a; b = a*a + 2; out = b*c\n",
}


@pytest.mark.parametrize("case", SAME)
def test_what_the_scopes_tell_apart_is_called_differently(case: str) -> None:
    graph = made(SAME[case], {"reduce": reduce, "model": nn.MLP(2, [2, 1])})
    assert len(set(called(graph))) == len(unnamed(graph))


def test_a_call_that_calls_itself_comes_once() -> None:
    code = "w, b, xs = 2., .5, [1., 2., 3., 4., 5.]\ndef e(i): return 0*w if i == 5 else (w*xs[i] + b)**2 + e(i + 1)\n"
    assert "e(i + 1) ×3 › w*xs[i]" in called(made(f"{code}out = e(0)\n"))


def test_a_call_is_in_one_line_without_comments() -> None:
    code = "def f(x, y): return x*y + x\na, b = 2., 3.\nout = f(\n  b,  # first\n  a,\n) + f(a, b)\n"
    assert called(made(code))[:2] == ["f(b, a) › x*y", "f(b, a) › x*y + x"]


def test_parts_of_one_call_are_written_from_their_operands() -> None:
    graph = made("a, b = .5, .2\nv = np.array([a, b])\nout = np.dot(v, v)*a\n", {"np": np})
    assert labels(graph) == ["a × a", "b × b", "np.dot(v, v)"]


def test_a_graph_of_one_operation_is_called_by_its_code() -> None:
    assert [box.source for box in view(made("a = 3.0\nb = a * a\n")).boxes][1:] == ["a * a"]


def test_a_derivation_names_no_two_nodes_alike() -> None:
    graph = made("w = .5\nout = 0\nfor day in range(3):\n    out = out + (w*2)**2\n")
    names = Names(graph)
    texts = [names.code(node).text for node in range(len(graph.nodes)) if graph.nodes[node].kind == "operation"]
    assert len(set(texts)) == len(texts)
    assert any(THEN in text for text in texts)


def test_a_graph_without_scopes_is_called_by_its_code() -> None:
    graph = made("a, b = 1., 2.\nout = a*b + a*b\n")
    bare = Graph(graph.nodes, graph.output, graph.inputs)
    assert labels(bare) == ["a*b (1)", "a*b (2)"]


def test_where_there_is_room_what_a_node_does_stays_whole() -> None:
    names = [f"day {day} › beta*S" for day in (1, 2)]
    assert cut_all(names, 11) == ["…1 › beta*S", "…2 › beta*S"]
    assert all(THEN not in name for name in cut_all(names, 8)), "there is none"
