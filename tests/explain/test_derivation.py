"""Derivations: they come out as one writes them by hand, and they are true."""

import json
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext import Value, explain, grad, nn, softmax
from microgradext.engine.frame import frame_of
from microgradext.engine.graph import graph_of
from microgradext.explain.derivation import Derivation, Rule
from microgradext.explain.deriving import MOST, derivation
from tests.engine.programs import Program, programs
from tests.explain import sympy_reader

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
    assert sides(rule)[1:] == ("1 + 1", r"1 \cdot 1 + 1 \cdot 1", "2")
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
    assert "o = tanh(n) = tanh(0.8814) = 0.7071" in made.text


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


def test_names_become_symbols() -> None:
    latex = explain(grad("alpha = 2.0; w_in = 3.0; x1 = 1.0; loss = alpha * w_in * x1"), "alpha").latex
    assert r"\frac{\partial \mathrm{loss}}{\partial \alpha}" in latex
    assert r"w_{\mathrm{in}}" in latex
    assert "x_{1}" in latex


# ---------------------------------------------------------------- true for any program


@given(programs())
@settings(max_examples=60)
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
@settings(max_examples=25)
def test_any_program_is_written_with_balanced_brackets(program: Program) -> None:
    derived = explain(program.on_values()[1][-1])
    for rule in derived.rules:
        for text in rule.equation.text.sides:
            assert text.count("(") == text.count(")")
    latex = derived.latex
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
    assert latex.count(r"\begin") == latex.count(r"\end")


# ---------------------------------------------------------------- how it is asked for and shown


def test_a_value_is_explained_without_a_result_and_keeps_its_gradients() -> None:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    f = a * b + b
    f.backward()
    a.grad = 7.0
    assert the_rule(explain(f, b)).gradient == -1.0
    assert the_rule(explain(f, "b")).gradient == -1.0
    assert (a.grad, b.grad, f.grad) == (7.0, -1.0, 1.0)


def test_a_list_and_its_elements() -> None:
    result = grad("logits = [Value(0.0), Value(3.0)]; p = softmax(logits); loss = -log(p[1])", {"Value": Value})
    assert [rule.name for rule in explain(result, "logits").rules] == ["logits[0]", "logits[1]"]
    assert the_rule(explain(result, "logits[ 1 ]")).gradient == pytest.approx(result.grads["logits[1]"])
    assert [rule.name for rule in explain(result, ["p[1]", "logits[0]"]).rules] == ["p[1]", "logits[0]"]


def test_an_unnamed_node_is_found_by_its_source() -> None:
    assert the_rule(explain(grad(NEURON), "x1 * w1")).gradient == pytest.approx(0.5)


def test_the_point_is_where_the_sliders_are() -> None:
    result = grad(FDE)
    result.move([1.0, 2.0])
    assert explain(result, "b").formulas[0].text.on_one_line() == "d = a·b = 1·2 = 2"
    assert the_rule(result.explain("b")).gradient == result.grads["b"] == 5.0


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


# ---------------------------------------------------------------- bad input


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"is called los\. Did you mean loss\?"):
        explain(grad("x = 1.0; loss = x * 2"), "los")
    with pytest.raises(ValueError, match="There are a, b, d, e, f"):
        explain(grad(FDE), "zzz")


def test_a_constant_has_no_gradient_to_explain() -> None:
    result = grad("x = 1.0; loss = x * 2")
    with pytest.raises(ValueError, match=r"2 is a constant.*c = 2"):
        explain(result, "2")


def test_what_is_neither_a_value_nor_a_result_is_refused() -> None:
    with pytest.raises(TypeError, match="a Value or the result of grad"):
        explain(3.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a name, a Value or a list"):
        explain(Value(1.0), 3.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no part of the graph"):
        grad(FDE).explain(Value(1.0))


def test_where_the_output_was_not_reached_there_is_nothing_to_explain() -> None:
    from microgradext.cell.run import run_cell
    from microgradext.notebook.result import GradResult

    run = run_cell("a = 1.0\nb = a * 2\nraise KeyError", {}, output="b")
    with pytest.raises(ValueError, match="not reached"):
        GradResult(run).explain("a")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("a = 1.0; c = 2.0; f = a * 3", "f does not use c."),
        ("a = 1.0; c = 2.0; g = c * 2; f = a * 3", "f does not use c: what is made from it, g, does not lead to f."),
        ("c = 2.0; f = c * 3", ""),
    ],
)
def test_a_gradient_of_zero_says_why(code: str, why: str) -> None:
    rule = the_rule(explain(grad(code), "c"))
    assert rule.why == why
    assert (rule.gradient == 0.0) == bool(why)


def test_a_value_that_is_not_in_the_graph_has_gradient_zero() -> None:
    a, c = Value(1.0, label="a"), Value(2.0, label="c")
    f = a * 3
    f.label = "f"
    made = explain(f, c)
    assert the_rule(made).gradient == 0.0
    assert "f does not use c." in made.latex


def test_the_output_itself() -> None:
    made = explain(grad(FDE), "f")
    assert made.text.splitlines()[-2:] == ["∂f/∂f = 1", "The output with respect to itself."]
    assert the_rule(explain(Value(3.0))).gradient == 1.0


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("x = -0.3\ny = log(x)\nz = y * 2", "The first nan: y, log of −0.3, line 2."),
        ("x = 0.0\ny = 1 / x\nz = y * 2", "The first inf: y, 1 / 0, line 2."),
        ("x = 0.0\nz = sqrt(x) * 2", "The first inf: what sqrt(x), sqrt of 0, line 2, passes back to x."),
        ("x = 4.0\nz = sqrt(x) * 2", ""),
    ],
)
def test_what_is_not_finite_says_where_it_was_born(code: str, note: str) -> None:
    assert "".join(explain(grad(code), "x").notes) == note


def test_one_node_of_50_000_is_explained_alone() -> None:
    x = h = Value(1.0, label="x")
    for step in range(25_000):
        h = h * 1.00001 + (x if step % 5_000 == 0 else 0.5)
    made = explain(h, "x")
    assert len(the_rule(made).terms) == 6
    assert len(made.text) < 3000
    assert len(made.latex) < 6000


def test_a_deep_chain_and_a_wide_sum() -> None:
    x = Value(0.5, label="x")
    deep = x
    for _ in range(5_000):
        deep = deep.tanh()
    assert len(explain(deep, "x").text) < 2000
    wide = sum(softmax([x * i for i in range(300)])[:200], Value(0.0))
    assert len(explain(wide, "x").latex) < 20_000


def test_of_many_inputs_some_are_left_out_openly() -> None:
    model = nn.MLP(3, [8, 4, 1])
    made = explain(model([1.0, 2.0, 3.0]))
    assert len(made.rules) == MOST
    assert made.notes == (f"{len(model.parameters()) - MOST} more are left out; ask for them by name.",)


def test_explain_is_a_function_whichever_part_was_imported_first() -> None:
    import microgradext
    import microgradext.explain.view

    assert callable(microgradext.explain)
    assert callable(microgradext.explain.view.view)  # type: ignore[attr-defined]


@given(st.sampled_from("abde"))
def test_gradients_are_those_of_the_result(name: str) -> None:
    result = grad(FDE)
    assert the_rule(explain(result, name)).gradient == result.values[name].grad
