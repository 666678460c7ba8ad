"""Which Value is differentiated, and what the error says when there is none."""

from __future__ import annotations

import pytest

from microgradext import Value
from microgradext.cell.problem import CellProblem

from ..cells import attempt, cell


@pytest.mark.parametrize(
    ("source", "output", "title", "value"),
    [
        ("a = 2.0\nb = a * 3\nc = b + 1", "", "c", 7.0),
        ("a = 2.0\nb = a * 3\nc = b + 1\nb", "", "b", 6.0),
        ("a = 2.0\nb = a * 3\nb * b", "", "b * b", 36.0),
        ("a = 2.0\nb = a * 3\nc = b + 1", "b", "b", 6.0),
        ("a = 2.0\nb = a * 3\nc = b + 1", " b * c ", "b * c", 42.0),
        ("a = 2.0\nb = a * 3\nc = b + 1", "sum([b, exp(0), c])", "sum([b, exp(0), c])", 14.0),
        ("a = 2.0\nb = a * 3\nlr = 0.1", "", "b", 6.0),
        ("a = 2.0", "", "a", 2.0),
        ("a = 2.0\nb = a * 3\nprint", "", "b", 6.0),
        ("a = 2.0\nb = a * 3\nc = b\nb = 'gone'", "", "c", 6.0),
        ("a = 2.0\nb = a * 3\nd = {'k': [b]}", "d['k'][0]", "d['k'][0]", 6.0),
        ("a = 2.0\nb = a * 3\nb > 1", "", "b", 6.0),
        ("a = 2.0", "(lambda t: t * a)(a)", "(lambda t: t * a)(a)", 4.0),
    ],
)
def test_the_output(source: str, output: str, title: str, value: float) -> None:
    ran = cell(source, output=output)
    assert (ran.run.title, ran.value) == (title, value)


def test_a_last_expression_that_is_no_value_is_kept_for_display() -> None:
    assert cell("a = 2.0\nb = a * a\n[1, 2]").run.last == [1, 2]
    assert cell("a = 2.0\nb = a * a\nb").run.last is None


@pytest.mark.parametrize(
    ("source", "output", "said"),
    [
        ("x = 1.\nprobs = softmax([x, x, x, x])", "probs", "probs is a list of 4 Values: choose probs[0] … probs[3]."),
        ("x = 1.\nprobs = (x,)", "probs", "probs is a tuple of 1 Value: choose probs[0]."),
        ("x = 1.\nd = {'u': x, 'v': x}", "d", "d is a dict of 2 Values: choose d['u'] … d['v']."),
        ("probs = [Value(1.), Value(2.)]\nprobs", "", "probs is a list of 2 Values: choose probs[0] … probs[1]."),
        ("probs = [Value(1.), Value(2.)]", "", "probs is a list of 2 Values"),
        ("loss = 1.\ny = loss", "los", "There is no los in this cell. Did you mean loss?"),
        ("loss = 1.\ny = loss", "loss +", "The output must be an expression; 'loss +' is not one."),
        ("loss = 1.\ny = loss", "loss = 2", "must be an expression"),
        ("loss = 1.\ny = loss", "2 * 3", "2 * 3 is the plain number 6, not a Value"),
        ("loss = 1.\ny = loss", "'a'", "'a' is of type str, not a Value"),
        ("loss = 1.\ny = loss", "print", "print is of type builtin_function_or_method"),
        ("", "", "The cell is empty"),
        ("# only this\n\n", "", "The cell is empty"),
        ("'text'", "", "There is nothing to differentiate here"),
        ("2 + 3", "", "There is nothing to differentiate here"),
    ],
)
def test_what_cannot_be_differentiated_is_refused_in_a_sentence(source: str, output: str, said: str) -> None:
    with pytest.raises(CellProblem) as caught:
        cell(source, {"Value": Value}, output=output)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_output_is_refused_before_anything_runs() -> None:
    names: dict[str, object] = {}
    with pytest.raises(CellProblem):
        cell("marker = 1.0", names, output="nothing")
    assert names == {}


def test_an_output_expression_that_raises_raises_as_the_users_code() -> None:
    assert isinstance(attempt("x = 1.0\ny = x", output="[y][3]").run.error, IndexError)


def test_an_item_of_an_expression_is_named_as_code_reaches_it() -> None:
    with pytest.raises(CellProblem, match=r"price \* 2 is a tuple of 4 Values: choose \(price \* 2\)\[0\] … "):
        cell("price = 1,136.6\nprice * 2")
