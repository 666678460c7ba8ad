"""Derivations: they come out as one would write them by hand, and they are true."""

import json
import math
import re

import pytest
from hypothesis import given

from microgradext import Value, explain, grad
from microgradext.engine.frame import frame_of
from microgradext.engine.graph import graph_of
from microgradext.explain.chain_rule.derivation import Derivation, Rule
from microgradext.explain.chain_rule.deriving import MOST, derivation
from tests.engine.tape.programs import Program, programs
from tests.examples import examples
from tests.explain.words import sympy_reader

FDE = "a = -2.0; b = 3.0; d = a * b; e = a + b; f = d * e"
NEURON = "x1, x2 = 2.0, 0.0; w1, w2 = -3.0, 1.0; b = 6.8813735870195432; n = x1*w1 + x2*w2 + b; o = tanh(n)"


def the_rule(made: Derivation) -> Rule:
    (rule,) = made.rules
    return rule


def sides(rule: Rule) -> tuple[str, ...]:
    return rule.equation.latex.sides


# ---------------------------------------------------------------- as it is written by hand


def test_two_ways_to_an_input_are_two_terms() -> None:
    made = explain(grad(FDE), "b")
    assert made.text.splitlines() == [
        "d = a·b = −2·3 = −6",
        "e = a + b = −2 + 3 = 1",
        "f = d·e = −6·1 = −6",
        "",
        "∂f/∂b = ∂f/∂d·∂d/∂b + ∂f/∂e·∂e/∂b",
        "      = e·a + d·1",
        "      = 1·(−2) + (−6)·1",
        "      = −8",
    ]
    assert sides(the_rule(made)) == (
        r"\frac{\partial f}{\partial d} \cdot \frac{\partial d}{\partial b}"
        r" + \frac{\partial f}{\partial e} \cdot \frac{\partial e}{\partial b}",
        r"e \cdot a + d \cdot 1",
        r"1 \cdot (-2) + (-6) \cdot 1",
        "-8",
    )


def test_a_name_used_twice_is_two_terms() -> None:
    rule = the_rule(explain(grad("a = 3.0; b = a + a"), "a"))
    assert sides(rule) == ("1 + 1", r"1 \cdot 1 + 1 \cdot 1", "2")
    assert rule.gradient == 2.0


def test_without_a_name_everything_is_derived_in_the_order_of_the_backward_pass() -> None:
    made = explain(grad(FDE))
    assert [(rule.name, rule.gradient) for rule in made.rules] == [("e", -6.0), ("d", 1.0), ("b", -8.0), ("a", -3.0)]


def test_the_neuron() -> None:
    made = explain(grad(NEURON))
    found = {rule.name: rule.gradient for rule in made.rules}
    assert {name: found[name] for name in ("x1", "w1", "x2", "w2")} == pytest.approx(
        {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0}
    )
    by_x1 = next(rule for rule in made.rules if rule.name == "x1")
    assert sides(by_x1)[1:] == (r"(1 - o^{2}) \cdot w_{1}", r"0.5 \cdot (-3)", "-1.5")
    assert by_x1.equation.text.sides[0] == "∂o/∂(x1*w1)·∂(x1*w1)/∂x1"
    assert "o = tanh(n) = tanh(0.881374) = 0.70711" in made.text


@pytest.mark.parametrize("code", [FDE, NEURON], ids=["products", "neuron"])
def test_sympy_reads_the_same_numbers_in_every_line(code: str) -> None:
    result = grad(code)
    known = {name: value.data for name, value in result.values.items()}
    symbols = {re.sub(r"(\d)", r"_{\1}", name): x for name, x in known.items()}
    made = explain(result)
    for rule in made.rules:
        for side in sides(rule)[1:]:
            assert sympy_reader.number(side, symbols) == pytest.approx(rule.gradient, rel=2e-4, abs=2e-4)
    for formula in made.formulas:
        value = sympy_reader.number(formula.latex.sides[-1])
        for side in formula.latex.sides:
            assert sympy_reader.number(side, symbols) == pytest.approx(value, rel=2e-4, abs=2e-4)


def test_a_power_is_written_as_one() -> None:
    made = explain(grad("a = 2.0; f = a**3 + a**2 + a**-1 + a**2.5"), "a")
    assert "3·a**2 + 2·a + (−(a**−1) / a) + 2.5·a**1.5" in made.text
    assert "a**3 = 2**3 = 8" in made.text


def test_names_become_symbols() -> None:
    latex = explain(grad("alpha = 2.0; w_in = 3.0; x1 = 1.0; loss = alpha * w_in * x1"), "alpha").latex
    assert r"\frac{\partial \mathrm{loss}}{\partial \alpha}" in latex
    assert r"w_{\mathrm{in}}" in latex
    assert "x_{1}" in latex


# ---------------------------------------------------------------- true for any program


@given(programs())
@examples(60)
def test_the_terms_sum_to_the_gradient(program: Program) -> None:
    inputs, made = program.on_values()
    graph, values = graph_of(made[-1], inputs=inputs, also=made)
    frame = frame_of(graph, values)
    asked = [value for value, node in zip(values, graph.nodes, strict=True) if node.kind != "constant"][:MOST]
    for rule, value in zip(derivation(graph, frame, values, asked).rules, asked, strict=True):
        if value is made[-1]:
            assert rule.gradient == 1.0
            continue
        total = sum(term.contribution for term in rule.terms)
        size = sum(abs(term.contribution) for term in rule.terms)
        if math.isfinite(size):
            assert total == pytest.approx(rule.gradient, rel=1e-12, abs=1e-12 * size)
        else:
            assert not math.isfinite(rule.gradient)
        for term in rule.terms:
            if term.local and math.isfinite(term.upstream * term.local):
                assert term.contribution == pytest.approx(term.upstream * term.local, rel=1e-12, abs=1e-300)


@given(programs())
@examples(25)
def test_any_program_is_written_with_balanced_brackets(program: Program) -> None:
    derived = explain(program.on_values()[1][-1])
    for rule in derived.rules:
        for text in rule.equation.text.sides:
            assert text.count("(") == text.count(")")
    latex = derived.latex
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
    assert latex.count(r"\begin") == latex.count(r"\end")


# ---------------------------------------------------------------- shown


def test_it_shows_itself() -> None:
    made = explain(grad(FDE), "b")
    assert made._repr_latex_() == f"$$\n{made.latex}\n$$"
    assert str(made) == repr(made) == made.text
    told = json.loads(json.dumps(made.to_dict()))
    assert told["output"] == "f"
    by_d = {"node": 2, "operand": 1, "upstream": 1.0, "local": -2.0, "contribution": -2.0}
    assert told["rules"][0]["terms"][0] == by_d
    assert sum(term["contribution"] for term in told["rules"][0]["terms"]) == told["rules"][0]["gradient"]


def test_a_long_sum_says_what_it_leaves_out() -> None:
    w = Value(2.0, label="w")
    loss = sum(((w * x - 1) ** 2 for x in range(40)), Value(0.0))
    made = explain(loss, w)
    rule = the_rule(made)
    assert len(rule.terms) == 40
    left_out = sum(term.contribution for term in rule.terms[3:-1])
    assert f"… 36 more terms, {left_out:.0f} in all …" in made.text
    assert "36 more terms" in made.latex
    assert len(made.text) < 4000


def test_nodes_of_a_loop_that_look_alike_are_told_apart() -> None:
    code = "w = 2.0\nxs = [Value(1.0), Value(2.0)]\nf = sum(w * x for x in xs)"
    made = explain(grad(code, {"Value": Value}), "w")
    first, second = made.rules[0].equation.text.sides[0].split(" + ")
    assert first != second


def test_letters_are_explained_and_collide_with_no_name() -> None:
    v2 = Value(3.0, label="v2")
    made = explain(v2 * Value(5.0) * v2, v2)
    assert "u1 = 5" in made.text
    assert "u1" in made.text.split("∂y/∂v2 = ")[1]


def test_an_operation_written_by_hand_has_no_symbols_but_numbers() -> None:
    def sinh(x: Value) -> Value:
        out = Value(math.sinh(x.data), (x,), "sinh")

        def _backward() -> None:
            x.grad += math.cosh(x.data) * out.grad

        out._backward = _backward
        return out

    x = Value(2.0, label="x")
    made = explain(sinh(x) * x, x)
    assert the_rule(made).gradient == pytest.approx(math.cosh(2.0) * 2.0 + math.sinh(2.0))
    assert "x·∂sinh(x)/∂x + sinh(x)" in made.text
    assert x.grad == 0.0
