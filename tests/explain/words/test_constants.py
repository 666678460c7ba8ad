"""Constants in formulas are those of the code, or have all their digits."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import grad
from microgradext.engine.graph import graph_of
from microgradext.engine.value import Value
from microgradext.explain.words.latex import formula
from microgradext.notebook.result import GradResult

from . import sympy_reader


def run(code: str) -> GradResult:
    return grad(f"import math\nimport numpy as np\nx = 2.0\ny = {code}", {})


def right(result: GradResult) -> str:
    """The right-hand side of the last line of its LaTeX."""
    return result.latex.splitlines()[-2].partition(" &= ")[2]


@pytest.mark.parametrize(
    ("code", "latex"),
    [
        ("x * math.sqrt(2)", r"x \cdot \sqrt{2}"),
        ("x * np.sqrt(2) / math.pi", r"\frac{x \cdot \sqrt{2}}{\pi}"),
        ("2**0.5 * x", r"2^{0.5} \cdot x"),
        ("x * (1/3)", r"x \cdot \frac{1}{3}"),
        ("x ** (1/3)", r"x^{\frac{1}{3}}"),
        ("x - (2 - 0.1)", "x - (2 - 0.1)"),
        ("x * -math.log(3)", r"x \cdot (-\ln(3))"),
        ("x * 1.4142135623730951", r"x \cdot 1.4142135623730951"),
        ("x * 1e-7", r"x \cdot 10^{-7}"),
        ("x * 6.02e23", r"x \cdot 6.02 \cdot 10^{23}"),
        ("x * math.hypot(2, math.sqrt(5))", r"x \cdot \sqrt{2^{2} + \sqrt{5}^{2}}"),
        ("x * len('abc')", r"x \cdot 3"),
        ("x * max([0.1, 0.7])", r"x \cdot 0.7"),
    ],
)
def test_a_formula_has_the_constants_of_the_code(code: str, latex: str) -> None:
    assert right(run(code)) == latex


@pytest.mark.parametrize("code", ["math.sqrt(2)", "2**0.5", "math.pi", "1/3", "math.log(7)/3", "-2.5e-3", "0.1+0.2"])
def test_sympy_reads_the_number_that_the_code_used(code: str) -> None:
    used = eval(code, {"math": math})
    assert sympy_reader.number(right(run(f"x * ({code})")), {"x": 1.0}) == pytest.approx(used, rel=1e-15)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_whose_code_is_not_known_keeps_all_digits(number: float) -> None:
    latex = formula(graph_of(Value(2.0, label="x") * number)[0])
    written = latex.partition(r"\cdot ")[2].partition("\n")[0].strip("()")
    assert float(written.replace(r" \cdot 10^{", "e").replace("}", "")) == number


def test_explain_writes_them_too() -> None:
    made = run("x * math.sqrt(2)").explain("x")
    assert "y = x·math.sqrt(2) = 2·1.4142 = 2.8284" in str(made)
    assert r"\frac{\partial y}{\partial x} &= \sqrt{2}" in made.latex


def test_a_name_for_pi_is_not_taken_for_it() -> None:
    result = grad("import math\npi = 3.0\ny = pi * math.pi", {})
    assert right(result) == r"\pi \cdot \mathrm{math.pi}"


def test_the_page_gets_the_expression() -> None:
    view = run("x * math.sqrt(2) + 0.5").view
    assert [(box.label, box.source) for box in view.boxes if box.kind == "constant"] == [
        ("1.4142", "math.sqrt(2)"),
        ("0.5", ""),
    ]
