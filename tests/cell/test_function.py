"""Runs of functions and of Values that already exist."""

from __future__ import annotations

import math
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.function import run_function, run_value
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import Run


def grads(run: Run) -> dict[str, float]:
    return {each.name: run.values[each.node]._grad for each in run.inputs}


def cubic(x: Any, n: int = 3) -> Any:
    return x**n + 3 * x**2 / 10


def uses_math(x: Any, /, *, y: Any) -> Any:
    return math.sin(x) * y


def test_arguments_are_inputs() -> None:
    assert grads(run_function(cubic, x=10.0)) == {"x": 306.0}
    run = run_function(cubic, x=10.0)
    assert run.title == "cubic(x)"
    assert run.graph is not None
    assert [node.label for node in run.graph.nodes if node.kind == "input"] == ["x"]
    assert {node.span.text for node in run.graph.nodes if node.row and node.span} >= {"x**n", "3 * x**2"}


def test_functions_that_use_math_take_values_and_get_it_back() -> None:
    run = run_function(uses_math, x=0.5, y=2)
    assert grads(run) == {"x": pytest.approx(2 * math.cos(0.5)), "y": pytest.approx(math.sin(0.5))}
    assert [each.whole for each in run.inputs] == [False, True]
    assert math.sin(0.5) == pytest.approx(0.479425538604203)
    assert uses_math.__globals__["math"] is math


def test_functions_of_math_itself() -> None:
    assert grads(run_function(math.sin, x=0.0)) == {"x": 1.0}


def test_lists_give_an_input_for_each_element_and_stay_as_they_are() -> None:
    weights = [1.0, 2.0]
    run = run_function(lambda w, b: w[0] * w[1] + b, w=weights, b=Value(1.0))
    assert grads(run) == {"w[0]": 2.0, "w[1]": 1.0, "b": 1.0}
    assert weights == [1.0, 2.0]


def test_other_arguments_pass_through() -> None:
    assert grads(run_function(lambda x, how: x * 2 if how == "twice" else x, x=1.0, how="twice")) == {"x": 2.0}


def test_any_keyword_fits_a_function_that_takes_all() -> None:
    assert grads(run_function(lambda **k: k["a"] * k["b"], a=2.0, b=3.0)) == {"a": 3.0, "b": 2.0}


def test_branches_are_guards() -> None:
    def f(x: Any) -> Any:
        return x * 2 if x > 0 else x

    run = run_function(f, x=1.0)
    assert (run.mode, run.frozen) == ("replay", "")
    assert run.graph is not None
    assert [guard.kind for guard in run.graph.guards] == ["truth"]


@pytest.mark.parametrize(
    ("function", "inputs", "said"),
    [
        (cubic, {}, "cubic needs a number for x: grad(…, x=1.0)."),
        (cubic, {"x": 1.0, "nn": 2}, "cubic has no argument nn."),
        (lambda x: [x, x * 2], {"x": 1.0}, "the function(x) is a list of 2 Values"),
        (lambda x: 5, {"x": 1.0}, "is the plain number 5"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(function: Any, inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(CellProblem) as caught:
        run_function(function, **inputs)
    assert said in str(caught.value)


def test_what_the_function_raises_is_raised() -> None:
    with pytest.raises(KeyError):
        run_function(lambda x: {}[x], x=1.0)
    assert uses_math.__globals__["math"] is math


def test_a_value_has_its_labelled_leaves_for_inputs() -> None:
    a, b = Value(2.0, label="a"), Value(3.0)
    run = run_value(a * b + a)
    assert grads(run) == {"a": 4.0}
    assert run.title == "output"
    out = b * b
    out.label = "out"
    assert grads(run_value(out)) == {"input 1": 6.0}
    assert run_value(out).title == "out"


def test_labels_that_are_alike_are_told_apart() -> None:
    assert grads(run_value(Value(2.0, label="w") * Value(3.0, label="w"))) == {"w": 3.0, "w′": 2.0}
