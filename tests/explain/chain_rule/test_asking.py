"""What a derivation can be asked for, and what it says where there is nothing to derive."""

import pytest

from microgradext import Value, explain, grad, nn, softmax
from microgradext.explain.chain_rule.derivation import Derivation, Rule
from microgradext.explain.chain_rule.deriving import MOST

FDE = "a = -2.0; b = 3.0; d = a * b; e = a + b; f = d * e"
NEURON = "x1, x2 = 2.0, 0.0; w1, w2 = -3.0, 1.0; b = 6.8813735870195432; n = x1*w1 + x2*w2 + b; o = tanh(n)"


def the_rule(made: Derivation) -> Rule:
    (rule,) = made.rules
    return rule


# ---------------------------------------------------------------- how it is asked for


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


# ---------------------------------------------------------------- bad input


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"is called los\. Did you mean loss\?"):
        explain(grad("x = 1.0; loss = x * 2"), "los")
    with pytest.raises(ValueError, match="Its names are a, b, d, e, f"):
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
    with pytest.raises(ValueError, match="not part of the graph"):
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
        ("a = 1.0; c = 2.0; g = c * 2; f = a * 3", "f does not use c: g, which is made from it, does not lead to f."),
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


@pytest.mark.parametrize("name", list("abde"))
def test_gradients_are_those_of_the_result(name: str) -> None:
    result = grad(FDE)
    assert the_rule(explain(result, name)).gradient == result.values[name].grad
