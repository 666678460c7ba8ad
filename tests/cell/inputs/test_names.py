"""Names become labels; numbers become inputs, whatever the syntax that binds them."""

from __future__ import annotations

from typing import Any

import pytest

from microgradext import Value

from ..cells import attempt, cell

AB = {"a": 2.0, "b": 3.0}


@pytest.mark.parametrize(
    "source",
    [
        "a, b = 2.0, 3.0",
        "(a, [b]) = 2.0, [3.0]",
        "a: float = 2.0\nb: 'annotated' = 3.0",
        "(a := 2.0); (b := 3.0)",
        "if True:\n    a = 2.0\nb = 3.0",
        "import contextlib\nwith contextlib.nullcontext():\n    a = 2.0\n    b = 3.0",
        "try:\n    a = 2.0\n    raise KeyError\nexcept KeyError:\n    b = 3.0",
        "match 1:\n    case 1:\n        a, b = 2.0, 3.0",
        "a = Value(2.0)\nb = Value(3.0)",
        "a, b = map(Value, (2.0, 3.0))",
        "for i in [1]:\n    a, b = Value(2.0), Value(3.0)",
    ],
)
def test_inputs_are_lifted_whatever_binds_them(source: str) -> None:
    ran = cell(source + "\ny = a * b", {"Value": Value})
    assert ran.inputs == AB
    assert ran.grads == {"a": 3.0, "b": 2.0}


@pytest.mark.parametrize(
    ("source", "inputs"),
    [
        ("a = b = 2.0\ny = a * b", {"a": 2.0}),
        ("x = -2\ny = x", {"x": -2.0}),
        ("x = --2\ny = x", {"x": 2.0}),
        ("x = 1e-3\ny = x", {"x": 1e-3}),
        ("x = 1_000\ny = x", {"x": 1000.0}),
        ("α = 1/3\nw̄ = pi\ny = α*w̄", {"α": 1 / 3, "w̄": 3.141592653589793}),
        ("x = inf\nz = nan\ny = x", {"x": float("inf"), "z": pytest.approx(float("nan"), nan_ok=True)}),
    ],
)
def test_numbers_of_all_kinds(source: str, inputs: dict[str, float]) -> None:
    assert cell(source).inputs == inputs


def test_one_number_with_two_names_is_one_input_with_two_names() -> None:
    ran = cell("a = b = 2.0\ny = a * b")
    assert ran.names["a"] is ran.names["b"]
    assert ran.run.graph is not None
    assert ran.run.graph.nodes[0].names == ("a", "b")
    assert ran.grads == {"a": 4.0}


def test_ints_are_floats_marked_whole() -> None:
    ran = cell("n = 3\nx = 2.0\ny = x ** n")
    assert [(each.name, each.value, each.whole) for each in ran.run.inputs] == [("n", 3.0, True), ("x", 2.0, False)]


def test_both_numbers_of_a_line_that_binds_a_name_twice_are_lifted() -> None:
    assert cell("x=2; y=x*x; x=3; z=x*y").grads == {"x⁽¹⁾": 12.0, "x": 4.0}


def test_a_number_that_only_happens_to_be_bound_on_the_line_is_none() -> None:
    assert cell("x = 2.0; x = float('7') * x").inputs == {"x⁽¹⁾": 2.0}


def test_a_literal_in_an_exec_inside_the_cell_is_none() -> None:
    ran = cell("y = Value(1.0); exec('k = 5.0'); z = y * k", {"Value": Value})
    assert ran.inputs == {"y": 1.0}
    assert ran.names["k"] == 5.0


def test_global_at_the_top_bypasses_us_and_stays_plain() -> None:
    ran = cell("global g\ng = 2.0\nx = 3.0\ny = g * x")
    assert ran.inputs == {"x": 3.0}
    assert type(ran.names["g"]) is float


def test_a_shadowed_constant_is_no_constant() -> None:
    assert cell("w = 2.0\nx = pi / 4\ny = w * x", {"pi": 3}).inputs == {"w": 2.0}


def test_a_tuple_that_keeps_the_numbers_keeps_them_plain() -> None:
    ran = cell("t = a, b = 1.0, 2.0\nx = 3.0\ny = t[0] * x")
    assert ran.inputs == {"x": 3.0}


def test_a_number_bound_in_mid_expression_stays_plain_and_is_said() -> None:
    ran = cell("x = 2.0\ny = (w := .5) * x")
    assert ran.inputs == {"x": 2.0}
    assert "w is bound inside an expression (line 2)" in ran.notes


def test_the_first_name_is_the_label_and_later_ones_are_aliases() -> None:
    ran = cell("x = 2.0\ny = x * x\nz = y\nfor k in [y]: pass")
    assert ran.run.graph is not None
    assert ran.run.graph.nodes[-1].names == ("y", "z", "k")


def test_a_label_of_the_users_beats_the_name() -> None:
    ran = cell("x = Value(2.0, label='weight')\ny = x * x\ny.label = 'loss'", {"Value": Value})
    assert ran.labels == ["weight", "loss"]
    assert ran.inputs == {"weight": 2.0}
    assert ran.run.graph is not None
    assert ran.run.graph.nodes[-1].names == ("loss", "y")


def test_older_values_of_a_name_are_told_apart() -> None:
    ran = cell("x = 2.0\nx = x * 3\nx = x + 1\nx")
    assert ran.labels == ["x⁽¹⁾", "x⁽²⁾", "x"]
    assert ran.inputs == {"x⁽¹⁾": 2.0}


def test_loop_passes_give_distinct_nodes() -> None:
    ran = cell("w = 2.0\ny = w\nfor _ in range(11): y = y * w\ny")
    assert ran.labels == ["w", *(f"y⁽{n}⁾" for n in "¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ¹⁰".split()), "y"]


def test_rebinding_a_value_of_an_earlier_cell_tells_it_apart() -> None:
    names = {"x": Value(2.0, label="x")}
    assert cell("x = x * 2", names).labels == ["x⁽¹⁾", "x"]


def test_names_bound_behind_our_back_are_found() -> None:
    source = "x = 2.0\ndef f():\n    global g\n    g = x * 3\nf()\nhs = [h := x * t for t in (4, 5)]\ny = g + h"
    assert cell(source).labels == ["x", "g", "hs[0]", "h", "y"]


def test_the_last_of_them_is_the_output() -> None:
    names: dict[str, Any] = {}
    names["magic"] = lambda line: exec(line, names)  # as %time runs its line
    assert cell("x = 2.0\nmagic('y = x * 3')", names).run.title == "y"
    assert cell("x = 2.0\nmagic('y = x * 3')\nz = y * x", names).run.title == "z"


def test_a_deleted_name_is_gone_and_is_not_the_output() -> None:
    ran = cell("x = 2.0\ny = x * x\nt = y * 2\ndel t")
    assert "t" not in ran.names
    assert ran.run.title == "y"
    assert isinstance(attempt("x = 2.0\ndel x\nx").run.error, NameError)


def test_in_place_on_what_was_read_makes_a_new_value() -> None:
    ran = cell("x = 2.0\ny = x * 1\nx += y\nz = x * y")
    assert ran.labels == ["x⁽¹⁾", "y", "x", "z"]


def test_values_in_a_list_or_dict_are_inputs_called_by_their_place() -> None:
    ran = cell("w = [Value(1.0), Value(2.0)]\nd = {'k': (Value(3.0),)}\ny = w[0] * w[1] * d['k'][0]", {"Value": Value})
    assert ran.inputs == {"w[0]": 1.0, "w[1]": 2.0, "d['k'][0]": 3.0}


def test_a_list_filled_by_and_by_counts_as_it_is_in_the_end() -> None:
    ran = cell("w = []\nfor i in range(3): w.append(Value(i))\ny = sum(w)", {"Value": Value})
    assert ran.inputs == {"w[0]": 0.0, "w[1]": 1.0, "w[2]": 2.0}


def test_more_than_a_dozen_values_get_no_sliders_until_asked_for() -> None:
    names = {"Value": Value}
    ran = cell("x = 2.0\nw = [Value(i) for i in range(13)]\ny = x * sum(w)", names)
    assert ran.inputs == {"x": 2.0}
    assert "w holds 13 Values, more than 12" in ran.notes
    ran = cell("x = 2.0\nw = [Value(i) for i in range(13)]\ny = x * sum(w)", names, wrt=["w"])
    assert list(ran.inputs) == ["x", *(f"w[{i}]" for i in range(13))]


def test_computed_values_in_a_list_are_named() -> None:
    assert "p[1]" in cell("x = 1.0\np = softmax([x, 2 * x])\ny = log(p[1])").labels


def test_the_mapping_behaves_as_locals() -> None:
    ran = cell(
        "x = 2.0\ny = x\na = sorted(set(dir()) & {'x', 'y'}), 'x' in locals(), locals()['x'].data, len(vars()) > 1"
    )
    assert ran.names["a"] == (["x", "y"], True, 2.0, True)


def test_classes_imports_and_functions_are_bound_as_ever() -> None:
    ran = cell("import os.path as p, json\nclass C:\n    k = 2.0\ndef f(): return C.k\nx = 1.0\ny = x * f()")
    assert ran.inputs == {"x": 1.0}
    assert type(ran.names["C"].k) is float
    assert ran.names["json"].__name__ == "json"


def test_annotations_and_docstrings_go_where_python_puts_them() -> None:
    names: dict[str, Any] = {}
    cell("'about'\nw: float = 2.0\ny = w * w", names)
    assert names["__annotations__"] == {"w": float}
    assert names["__doc__"] == "about"
