"""Lists of numbers: inputs where a cell has nothing else to vary, data everywhere else."""

from __future__ import annotations

from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import run_cell
from microgradext.nn import MLP

from ..cells import again, cell

MEAN = "mean = sum(values) / len(values)"


@pytest.mark.parametrize("values", ["[1.0, 2.0, 3.0]", "(1.0, 2.0, 3.0)", "[1, 2, 3]", "[3 / 3, -2 + 4, 3.0]"])
def test_the_numbers_of_a_list_are_inputs_where_there_is_nothing_else_to_vary(values: str) -> None:
    ran = cell(f"values = {values}\n{MEAN}")
    assert ran.inputs == {"values[0]": 1.0, "values[1]": 2.0, "values[2]": 3.0}
    assert ran.grads == {f"values[{k}]": pytest.approx(1 / 3) for k in range(3)}
    assert ran.run.notes == ()
    assert again(ran.run, 4.0, 2.0, 3.0).error is None
    assert ran.names["mean"] == 3.0


@pytest.mark.parametrize("values", ["[1.0, 2.0, 3.0]", "(1.0, 2.0, 3.0)"])
def test_beside_an_input_they_are_data_and_it_is_said(values: str) -> None:
    source = f"x = 2.0\nvalues = {values}\n{MEAN} * x"
    said = "values counts as data (line 2), so its numbers have no sliders; -w values makes them inputs."
    ran = cell(source)
    assert ran.inputs == {"x": 2.0}
    assert ran.run.notes == (said,)
    wanted = cell(source, wrt=["values"])
    assert wanted.inputs == {"x": 2.0, "values[0]": 1.0, "values[1]": 2.0, "values[2]": 3.0}
    assert wanted.run.notes == ()


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        ("p = {'w': 1.0, 'b': 2.0}\ny = p['w'] * 3 + p['b']", {"p['w']": 1.0, "p['b']": 2.0}),
        ("m = [[1.0, 2.0], (3.0, 4)]\ny = m[0][0] * m[1][1]", {"m[0][0]": 1, "m[0][1]": 2, "m[1][0]": 3, "m[1][1]": 4}),
        ("a, b = [1.0], [2.0]\ny = a[0] * b[0]", {"a[0]": 1.0, "b[0]": 2.0}),
        ("v = [1.0, 2.0]\ns = 0\nfor x in v: s += x\ns", {"v[0]": 1.0, "v[1]": 2.0}),
        ("v = [\n  1.0,\n  2.0,\n]\nv = [x * x for x in v]\ny = v[0] + v[1]", {"v[0]⁽¹⁾": 1.0, "v[1]⁽¹⁾": 2.0}),
        ("k = [0, 1]\nfor _ in range(3): k.append(k[-1] + k[-2])\nk[-1]", {"k[0]": 0.0, "k[1]": 1.0}),
    ],
)
def test_so_are_those_of_tuples_dicts_and_nested_lists(source: str, inputs: dict[str, float]) -> None:
    assert cell(source).inputs == inputs


@pytest.mark.parametrize(
    "source",
    [
        "shape = (2, 3)\nz = np.zeros(shape)",
        "ks = [0, 1]\nz = [[5.0, 6.0][k] for k in ks] + [{k: 1 for k in (1, 2)}]\nz = np.ones(ks)",
        "names = ['a', 'b']\nz = len(names)",
        "unread = [1.0, 2.0]",
        f"many = {[1.0] * 13}\nz = sum(many)",
        "some = [1.0, w]\nz = sum(some)",
        "for e in (w,):\n    pass\nsome = [e, 1.0]\nz = sum(some)",
        "for _ in range(2): inside = [1.0]\nz = sum(inside)",
    ],
)
def test_other_lists_get_no_such_note(source: str) -> None:
    assert "counts as data" not in cell(f"import numpy as np\nw = 2.0\n{source}\ny = w * w").notes


def test_where_the_cell_gets_hold_of_values_its_lists_are_data() -> None:
    names: dict[str, Any] = {"net": MLP(2, [1])}
    ran = cell("xs = [1.0, 2.0]\nloss = 0\nfor _ in range(2): loss = loss + net(xs)\nloss", names)
    assert len(ran.inputs) == 3
    assert not [name for name in ran.inputs if "xs" in name or "loss" in name]
    assert "xs counts as data" in ran.notes
    names = {"w": Value(0.5, label="w")}
    exec("def model(x): return w * x", names)
    assert cell("xs = [1.0, 2.0]\nmodel(xs[0])", names).inputs == {"w": 0.5}


def test_an_array_of_numbers_is_data_and_it_is_said_what_to_write() -> None:
    with pytest.raises(CellProblem, match=r"v is an array of numbers \(line 2\).* write v = np\.array\(that name\)"):
        cell("import numpy as np\nv = np.array([1.0, 2.0])\ny = v.sum()")
    assert cell("import numpy as np\nw = [1.0, 2.0]\nv = np.array(w)\ny = v.sum()").grads == {"w[0]": 1.0, "w[1]": 1.0}


@pytest.mark.parametrize(
    "source",
    [
        "x = [1.0, 2.0, 4.0]\nmean = sum(x) / len(x)\nvar = sum((each - mean) ** 2 for each in x) / len(x)\nvar",
        "w = [1.0, 2.0]\nx = [3.0, 4.0]\nloss = 0\nfor a, b in zip(w, x):\n    loss += a * b",
        "z = [1.0, 2.0, 0.5]\nm = max(z)\ne = [exp(v - m) for v in z]\np = [v / sum(e) for v in e]\n-log(p[1])",
        "def f(v):\n    return sum(each * each for each in v)\nx = [1.0, 2.0]\ny = f(x)",
    ],
)
def test_a_cell_of_lists_has_the_same_inputs_every_time_it_runs(source: str) -> None:
    namespace: dict[str, Any] = {}
    first, *others = [[each.name for each in run_cell(source, namespace).inputs] for _ in range(4)]
    assert first
    assert others == [first] * 3


def test_a_list_beside_values_of_an_earlier_cell_stays_data() -> None:
    namespace: dict[str, Any] = {}
    run_cell("w = 2.0\ny = w * w", namespace)
    run = run_cell("x = [1.0, 2.0]\nz = sum(w * each for each in x)", namespace)
    assert [each.name for each in run.inputs] == ["w"]
