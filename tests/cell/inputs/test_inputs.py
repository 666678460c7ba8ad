"""What becomes an input, what does not, what the notes say about it, and how to ask for one."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.inputs.ranges import Range, range_of
from microgradext.cell.problem import CellProblem

from ..cells import cell

# Ints that must stay ints


@pytest.mark.parametrize(
    ("use", "why"),
    [
        ("for i in range(n): pass", "n is used in range (line 3), so it stays a plain number."),
        ("for i in range(1, n + 1): pass", "n is used in range (line 3)"),
        ("[5, 6, 7][n]", "n is used as an index (line 3)"),
        ("[5, 6, 7][: n - 1]", "n is used as an index (line 3)"),
        ("{n: 1}", "n is used as a key (line 3)"),
        ("zeros = [0] * n", "n is used to repeat a sequence (line 3)"),
        ("s = f'{1.5:.{n}f}'", "n is used in a format (line 3)"),
        ("import random as r\nr.seed(n)", "n is used in r.seed (line 4)"),
        ("c = chr(n)", "n is used in chr (line 3)"),
        ("def f():\n    return range(n)\nf()", "n is used in range (line 4)"),
    ],
)
def test_an_int_that_counts_stays_an_int_and_it_is_said_why(use: str, why: str) -> None:
    ran = cell(f"n = 2\nx = 1.5\n{use}\ny = x * x")
    assert ran.inputs == {"x": 1.5}
    assert ran.names["n"] == 2
    assert type(ran.names["n"]) is int
    assert why in ran.notes


@pytest.mark.parametrize(
    "use",
    [
        "y = x * n",
        "y = x ** n",
        "y = exp(n) * x",
        "y = max(n, x)",
        "y = pow(x, n)",
        "import numpy as np\ny = x * np.exp(n)",
        "def f(k): return k * k\ny = x * f(n)",
        "f = lambda k: k * k\ny = x * f(n)",
        "y = x * square_of(n)",
        "print(n)\ny = x * n",
        "def f(n): return range(n)\ny = x * n",
        "ks = [n for n in range(3)]\ny = x * n",
    ],
)
def test_an_int_in_the_mathematics_is_an_input(use: str) -> None:
    names: dict[str, Any] = {}
    exec("def square_of(t): return t * t", names)
    assert cell(f"n = 2\nx = 1.5\n{use}\ny", names).inputs.keys() >= {"n", "x"}


def test_a_number_that_goes_into_value_is_the_users_to_wrap() -> None:
    ran = cell("t = 0.5\nv = Value(t)\ny = v * v", {"Value": Value})
    assert ran.inputs == {"v": 0.5}
    assert "t is passed to Value (line 2)" in ran.notes


def test_a_number_that_changes_data_stays_plain() -> None:
    step = "    y = x * x\n    x.grad = 0\n    y.backward()\n    x.data -= lr * x.grad"
    ran = cell(f"lr = 0.1\nx = 5.0\nfor _ in range(3):\n{step}")
    assert ran.inputs.keys() == set()
    assert "x is changed by the cell itself (line 7), so it has no slider." in ran.notes
    assert "lr is used to change data (line 7), so it stays a plain number." in ran.notes
    assert ran.names["x"].data == pytest.approx(5 * 0.8**3)


# Accumulators


def test_an_accumulator_is_plain_and_it_is_said_why() -> None:
    ran = cell("w = .5\ntotal = 0\nfor x in [1., 2.]: total += w * x\ntotal")
    assert ran.inputs == {"w": 0.5}
    assert ran.value == 1.5
    assert "total only accumulates (line 3), so it has no slider; -w total makes it an input." in ran.notes


@pytest.mark.parametrize(
    "update", ["loss += e * w", "loss = loss + e * w", "loss = e * w + loss", "loss -= e * w", "loss = loss - e * w"]
)
@pytest.mark.parametrize("start", ["0", "0.0"])
def test_an_accumulator_has_no_slider_however_it_is_written(start: str, update: str) -> None:
    source = f"w = .5\nloss = {start}\nfor e in [1., 2.]:\n    {update}\nloss"
    ran = cell(source)
    assert ran.inputs == {"w": 0.5}
    assert "loss only accumulates (line 4), so it has no slider; -w loss makes it an input." in ran.notes
    wanted = cell(source, wrt=["loss"])
    assert list(wanted.inputs) == ["w", "loss⁽¹⁾"]
    assert wanted.value == ran.value


def test_several_of_them_share_a_sentence_and_counters_are_not_told() -> None:
    source = "w = .5\ns = 0\np = 1\nn = 0\nfor x in [1., 2.]:\n    s += w * x\n    p *= x\n    n += 1\np * s / n"
    ran = cell(source)
    assert ran.inputs == {"w": 0.5}
    assert "s and p only accumulate (lines 6 and 7), so they have no sliders; -w s,p makes them inputs." in ran.notes
    assert "n only" not in ran.notes


def test_a_counter_that_starts_elsewhere_is_told() -> None:
    ran = cell("w = .5\nn = 9\nwhile n > 5:\n    w = w * 2\n    n -= 1\nw")
    assert list(ran.inputs) == ["w⁽¹⁾"]
    assert "n only counts (line 5), so it has no slider; -w n makes it an input." in ran.notes


def test_a_number_that_starts_elsewhere_is_an_input_however_it_is_updated() -> None:
    for update in ("x /= 2", "x = x / 2"):
        assert cell(f"x = 5.\nwhile x > 1: {update}").inputs == {"x⁽¹⁾": 5.0}
        assert cell(f"x = 5.\nwhile x > 1: {update}", output="x").grads == {"x⁽¹⁾": 0.125}
    for update in ("b *= 1 + r", "b = b * (1 + r)"):
        assert cell(f"b = 100.\nr = .05\nfor _ in range(2): {update}").inputs == {"b⁽¹⁾": 100.0, "r": 0.05}


@pytest.mark.parametrize("update", ["t += k", "t = t + k"])
def test_where_there_is_nothing_else_to_vary_an_accumulator_is_an_input(update: str) -> None:
    assert cell(f"t = 0\nfor k in range(4): {update}\nt").grads == {"t⁽¹⁾": 1.0}
    w = Value(0.5, label="w")
    assert cell(f"t = 0\nfor k in ws: {update}\nt", {"ws": [w, w]}).inputs == {"w": 0.5}


# -w


def test_wrt_makes_an_input_of_an_accumulator_and_of_a_count() -> None:
    ran = cell("t = 1\nn = 2\nw = .5\nfor i in range(n): t += w\nt", wrt=["t", "n"])
    assert ran.inputs == {"t⁽¹⁾": 1.0, "n": 2.0, "w": 0.5}
    assert ran.run.graph is not None
    assert [guard.kind for guard in ran.run.graph.guards] == ["index"]


def test_wrt_makes_a_value_of_a_number_of_the_namespace_before_the_run() -> None:
    names: dict[str, Any] = {"k": 3.0}
    exec("def f(x): return x * k", names)
    ran = cell("x = 2.0\ny = f(x)", names, wrt=["k"])
    assert ran.grads == {"k": 2.0, "x": 3.0}
    assert isinstance(names["k"], Value)
    assert "k was a plain number and is a Value from now on." in ran.notes


def test_wrt_makes_inputs_of_the_elements_of_a_list_in_place() -> None:
    held = [0.5, [0.25, 4]]
    names: dict[str, Any] = {"w": held}
    ran = cell("y = w[0] * w[1][0] * w[1][1]", names, wrt=["w"])
    assert ran.inputs == {"w[0]": 0.5, "w[1][0]": 0.25, "w[1][1]": 4.0}
    assert names["w"] is held
    assert cell("y = w[0] * w[1][0]", names, wrt=["w"]).inputs == ran.inputs


def test_wrt_takes_a_leaf_as_it_is() -> None:
    k = Value(3.0)
    ran = cell("x = 2.0\ny = x * k", {"k": k}, wrt=["k"])
    assert ran.inputs == {"k": 3.0, "x": 2.0}
    assert k.grad == 2.0


def test_wrt_takes_numbers_that_the_cell_computes_by_chance() -> None:
    ran = cell("w = random.random()\ny = w * w", {"random": random}, wrt=["w"])
    assert list(ran.inputs) == ["w"]


def test_wrt_takes_a_name_that_is_read_before_it_is_bound() -> None:
    ran = cell("x = x * 2", {"x": 3.0}, wrt=["x"])
    assert ran.grads == {"x⁽¹⁾": 2.0}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("los", "There is no los to make an input of. Did you mean loss?"),
        ("y", "y is computed in this cell (line 2), so it cannot be an input."),
        ("z", "z is computed from other Values, so it cannot be an input: its inputs are q."),
        ("s", "s is of type str"),
        ("flag", "flag is of type bool"),
        ("empty", "empty is of type list"),
        ("u", "u gets its number inside an expression (line 2)"),
    ],
)
def test_wrt_refuses_in_a_sentence(name: str, said: str) -> None:
    q = Value(1.0, label="q")
    names = {"loss": 1.0, "z": q * 2, "s": "text", "flag": True, "empty": []}
    with pytest.raises(CellProblem) as caught:
        cell("x = 2.0\ny = x * (u := 3.0) * z", names, wrt=[name])
    assert said in str(caught.value)


# Names of earlier cells


def test_without_inputs_of_its_own_a_cell_varies_the_numbers_it_reads() -> None:
    names: dict[str, Any] = {"k": 3, "x": 2.0, "n": 2, "flag": True, "_": 5.0, "unused": 1.0, "xs": [1, 2, 3]}
    ran = cell("y = k * x ** 2 + xs[n] + _ + flag", names)
    assert ran.inputs == {"k": 3.0, "x": 2.0}
    assert "k and x were plain numbers and are Values from now on." in ran.notes
    assert names["n"] == 2
    assert type(names["n"]) is int


def test_the_expression_asked_for_counts_too() -> None:
    assert cell("", {"a": 3.0}, output="a ** 2").grads == {"a": 6.0}
    assert cell("a ** 2", {"a": 3.0}).grads == {"a": 6.0}


def test_the_second_time_it_is_the_same() -> None:
    names: dict[str, Any] = {"a": 3.0}
    assert cell("a ** 2", names).grads == cell("a ** 2", names).grads == {"a": 6.0}


def test_it_varies_values_and_short_lists_of_values_too() -> None:
    names: dict[str, Any] = {"a": Value(3.0), "w": [Value(1.0), Value(2.0)]}
    assert cell("y = a * w[0] * w[1]", names).inputs == {"a": 3.0, "w[0]": 1.0, "w[1]": 2.0}


def test_of_a_value_computed_earlier_it_varies_the_labelled_leaves() -> None:
    a, b = Value(3.0, label="a"), Value(5.0)
    assert cell("d + 1", {"d": a * b}).inputs == {"a": 3.0}
    assert cell("d + 1", {"d": b * b}).inputs == {"input 1": 5.0}


def test_with_inputs_of_its_own_it_leaves_them_and_says_so() -> None:
    ran = cell("x = 2.0\ny = k * x + a", {"k": 3.0, "a": Value(1.0)})
    assert ran.inputs == {"x": 2.0}
    assert "k and a come from earlier cells and stay as they are; -w k,a makes them inputs." in ran.notes


def test_a_cell_that_makes_values_does_not_touch_other_numbers() -> None:
    names: dict[str, Any] = {"Value": Value, "k": 3.0}
    assert cell("x = Value(2.0)\ny = k * x", names).inputs == {"x": 2.0}
    assert names["k"] == 3.0


def test_no_input_at_all_is_said() -> None:
    ran = cell("y = sum([Value(float(i)) for i in range(20)])", {"Value": Value})
    assert ran.inputs == {}
    assert ran.run.notes == ("Nothing to vary: no inputs.",)


@pytest.mark.parametrize("source", ["a, b, c = 1., 2., 3.\ny = a", "a = 2.0\ny = a * a", "y = k * 2"])
def test_which_inputs_there_are_is_not_said(source: str) -> None:
    assert cell(source, {"k": Value(2.0)}).run.notes == ()


def test_what_the_marks_mean_is_said_where_the_picture_has_some() -> None:
    said = "x is bound more than once: x⁽¹⁾ is an earlier value, and x the last."
    assert cell("x = 2.0\nx = x * 3\nx = x + 1").run.notes == (said,)
    assert cell("x = 2.0\nfor _ in range(3): x = x * 3").run.notes == (said,)
    assert cell("x = 2.0\ny = x * 3\nprint(y)\ny = x * 4").run.notes == ()


# Ranges


def test_a_range_goes_to_its_input() -> None:
    ran = cell("a = 1.0; b = 2.0; y = a * b", ranges={"a": "-5:5:0.1", "b": "0:2*pi"})
    a, b = ran.run.inputs
    assert (a.min, a.max, a.step) == (-5.0, 5.0, 0.1)
    assert (b.min, b.max, b.step) == (0.0, math.tau, None)


def test_a_range_finds_elements_and_names_that_were_bound_again() -> None:
    ran = cell("w = [Value(1.)]\nx = 2.\nx = x * w[0]", {"Value": Value}, ranges={"w[0]": "0:3", "x": "0:4"})
    assert [each.max for each in ran.run.inputs] == [3.0, 4.0]


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ({"a": "5:-5"}, "a=5:-5 is not a range: it must run from a smaller to a larger number. Did you mean -5:5?"),
        ({"a": "1:1"}, "smaller to a larger"),
        ({"a": "-5..5"}, "write a=MIN:MAX or a=MIN:MAX:STEP, as in a=-5:5:0.1."),
        ({"a": ""}, "is not a range"),
        ({"a": "1:x"}, "is not a range"),
        ({"a": "1:2:3:4"}, "is not a range"),
        ({"a": "0:inf"}, "must be finite"),
        ({"a": "0:1:0"}, "its step must be positive and at most 1"),
        ({"a": "0:1:2"}, "its step must be positive and at most 1"),
        ({"y": "0:1"}, "y is not an input, so it has no slider. Inputs: a."),
        ({"aa": "0:1"}, "There is no aa to give a range. Did you mean a?"),
    ],
)
def test_a_wrong_range_is_refused_in_a_sentence(ranges: dict[str, str], said: str) -> None:
    with pytest.raises(CellProblem) as caught:
        cell("a = 1.0\ny = a * a", ranges=ranges)
    assert said in str(caught.value)


def test_a_range_is_numbers() -> None:
    assert range_of("a", " -1e-3 : 1/3 ") == Range(-0.001, 1 / 3)


def test_the_leaves_of_a_list_keep_their_names_when_the_list_is_bound_anew() -> None:
    run = cell("x = [Value(0.5), Value(-1.0)]\nx = [v * v for v in x]\nloss = x[0] + x[1]").run
    assert [each.name for each in run.inputs] == ["x[0]⁽¹⁾", "x[1]⁽¹⁾"]
    assert "unnamed" not in "".join(run.notes)


def test_the_numbers_of_a_dict_become_inputs_when_asked_for() -> None:
    ran = cell("y = params['w'] * 3 + params['b']", {"params": {"w": 1.0, "b": 2.0}}, wrt=["params"])
    assert ran.inputs == {"params['w']": 1.0, "params['b']": 2.0}
    assert ran.grads == {"params['w']": 3.0, "params['b']": 1.0}
