"""The computation as LaTeX."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.graph import Graph, Node, graph_of
from microgradext.engine.ops import TABLE
from microgradext.engine.value import Value
from microgradext.explain.words.latex import LINES, formula
from microgradext.explain.words.symbols import symbol


def _body(value: Value, label: str = "f") -> str:
    value.label = label
    lines = formula(graph_of(value)[0]).splitlines()
    assert lines[0] == r"\begin{aligned}"
    assert lines[-1] == r"\end{aligned}"
    return "\n".join(lines[1:-1]).removeprefix("f &= ")


X, Y = Value(2.0, label="x"), Value(3.0, label="y")


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (X * Y + X, r"x \cdot y + x"),
        ((X + Y) * X, r"(x + y) \cdot x"),
        (X - (Y - X), "x - (y - x)"),
        (X - Y - X, "x - y - x"),
        (X + -Y, "x + (-y)"),
        (-(X + Y), "-(x + y)"),
        (X * -2.0, r"x \cdot (-2)"),
        (X / (X + Y), r"\frac{x}{x + y}"),
        ((X / Y) ** 2, r"\left(\frac{x}{y}\right)^{2}"),
        ((X + 1) ** 2, "(x + 1)^{2}"),
        (X**Y, "x^{y}"),
        ((X**Y) ** 2, "(x^{y})^{2}"),
        (X.tanh() ** 2, r"(\tanh(x))^{2}"),
        ((X * Y).exp(), r"e^{x \cdot y}"),
        (1 / X, r"\frac{1}{x}"),
        (X.log() * Y, r"\ln(x) \cdot y"),
        (X * 1.5e-7, r"x \cdot 1.5 \cdot 10^{-7}"),
    ],
)
def test_an_expression_reads_as_mathematics(value: Value, latex: str) -> None:
    assert _body(value) == latex


def test_each_named_value_has_a_line() -> None:
    a, b = Value(-2.0, label="alpha"), Value(3.0, label="x1")
    d = a * b
    d.label = "d"
    assert _body(d * (a + b)) == "d &= \\alpha \\cdot x_{1} \\\\\nf &= d \\cdot (\\alpha + x_{1})"


@pytest.mark.parametrize("row", TABLE.values(), ids=list(TABLE))
def test_every_row_of_the_table_is_written_with_balanced_brackets(row: object) -> None:
    from microgradext.engine.ops import Row

    assert isinstance(row, Row)
    count = max(1, row.arity) if row.arity > 0 else 3
    leaves = [Node("input", "", "", (), 1.0, f"x{i}") for i in range(count)]
    node = Node("operation", row.name, row.glyph, tuple(range(count)), 1.0, "f")
    text = formula(Graph((*leaves, node), count, tuple(range(count))))
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")
    assert "x_{0}" in text


@given(st.text(min_size=1))
def test_any_name_is_a_symbol_with_balanced_braces(name: str) -> None:
    text = symbol(name).replace(r"\{", "").replace(r"\}", "")
    assert text.count("{") == text.count("}")
    assert "$" not in text.replace(r"\$", "")
    assert "\n" not in text


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("theta", r"\theta"),
        ("lambda_", r"\lambda"),
        ("alpha_2", r"\alpha_{2}"),
        ("w_in", r"w_{\mathrm{in}}"),
        ("w_in_2", r"w_{\mathrm{in}, 2}"),
        ("x12", "x_{12}"),
        ("logits[0]", r"\mathrm{logits}_{0}"),
        ("w[0][1]", "w_{0, 1}"),
        ("k['in']", r"k_{\mathrm{in}}"),
        ("layer.w", r"\mathrm{layer.w}"),
        ("a b", r"\mathrm{a\ b}"),
        ("learning_rate", r"\mathrm{learning\_rate}"),
        ("loss_2", r"\mathrm{loss}_{2}"),
        ("Delta_t", r"\Delta_{t}"),
        ("lam", r"\lambda"),
        ("_x", r"\mathrm{\_x}"),
        ("α", r"\alpha"),
    ],
)
def test_names_become_symbols(name: str, latex: str) -> None:
    assert symbol(name) == latex


@pytest.mark.parametrize(("one", "other"), [("x1", "x_1"), ("lam", "lambda_"), ("w_0", "w[0]"), ("sigma", "σ")])
def test_two_names_are_never_typeset_alike(one: str, other: str) -> None:
    value = Value(2.0, label=one) * Value(3.0, label=other)
    first, second = _body(value).split(r" \cdot ")
    assert first != second
    assert r"\mathrm" in first + second


def test_a_name_e_is_not_taken_for_the_base_of_exp() -> None:
    e = Value(2.0, label="e")
    assert _body(e.exp() + e**X) == r"\exp(e) + e^{x}"
    assert _body(X.exp()) == "e^{x}"


def test_a_letter_of_the_formula_is_none_of_the_code() -> None:
    value = Value(2.0, label="y") * Value(3.0, label="v[1]") * Value(4.0)
    assert [line.partition(" &= ")[0] for line in formula(graph_of(value)[0]).splitlines()[1:-1]] == ["L"]
    assert formula(graph_of(value)[0]).splitlines()[1] == r"L &= y \cdot v_{1} \cdot u_{2}"


def test_a_chain_neither_recurses_nor_grows_without_end() -> None:
    value = Value(1.0, label="x")
    for _ in range(5_000):
        value = value * value + 1.0
    text = formula(graph_of(value)[0])
    assert len(text.splitlines()) <= LINES + 3
    assert len(text) < 60_000
