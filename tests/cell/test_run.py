"""Running a cell: gradients, errors, what freezes its sliders, and running it again."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
import weakref
from textwrap import dedent
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.run import run_cell
from microgradext.engine.tape import Tape

from .cells import Cell, attempt, cell

FDE = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"


def test_gradients_are_assigned_on_the_whole_graph() -> None:
    names: dict[str, Any] = {}
    for _ in range(2):
        cell(FDE, names)
        assert [names[name].grad for name in "abdef"] == [-3.0, -8.0, 1.0, -6.0, 1.0]


def test_gradients_are_assigned_beside_the_output_too() -> None:
    ran = cell("a = 2.0\nb = a * a\nc = b * 5\nhistory = [c * c]", output="b")
    assert [ran.names[name].grad for name in "abc"] == [4.0, 1.0, 0.0]
    assert ran.names["history"][0] in set(ran.run.values)


def test_the_users_own_backward_does_not_add_to_ours() -> None:
    assert cell("a = 3.0\nb = a + a\nb.backward()\nb.backward()").grads == {"a": 2.0}


def test_an_input_that_takes_no_part_is_an_input_still() -> None:
    ran = cell("a = 3.0\nc = 1.0\nb = a * a", output="b")
    assert ran.grads == {"a": 6.0, "c": 0.0}


def test_values_stand_at_their_nodes() -> None:
    ran = cell(FDE)
    assert ran.run.graph is not None
    assert [value._data for value in ran.run.values] == [node.data for node in ran.run.graph.nodes]
    assert [ran.run.values[each.node] for each in ran.run.inputs] == [ran.names["a"], ran.names["b"]]


def test_spans_point_at_the_text() -> None:
    ran = cell("# %%grad\na = 2.0\nb = (a *\n     a)\nb + 1")
    assert ran.run.graph is not None
    spans = [node.span for node in ran.run.graph.nodes if node.row]
    assert [(span.line, span.end_line, span.text, span.file) for span in spans if span] == [
        (3, 4, "a * a", ""),
        (5, 5, "b + 1", ""),
    ]


def test_first_line_counts_from_elsewhere() -> None:
    ran = cell("a = 2.0\nb = a * a\nb + 1", first_line=10)
    assert ran.run.graph is not None
    assert [node.span.line for node in ran.run.graph.nodes if node.row and node.span] == [11, 12]
    assert ran.run.title == "b + 1"


MICROGRAD = """
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    print(f'{g.data:.4f}')
    g.backward()
    print(f'{a.grad:.4f}', b.grad)
"""


@pytest.mark.parametrize("start", ["a = -4.0\nb = 2.0", "a = Value(-4.0)\nb = Value(2.0)"])
def test_the_readme_of_micrograd(start: str) -> None:
    ran = cell(start + dedent(MICROGRAD), {"Value": Value})
    assert ran.value == pytest.approx(24.70408163265306, rel=1e-14)
    assert ran.grads == {"a": pytest.approx(138.83381924198252), "b": pytest.approx(645.5772594752186)}
    assert ran.run.frozen == ""


def test_a_neuron_and_a_loss() -> None:
    source = "x1, x2 = 2., 0.\nw1, w2 = -3., 1.\nb = 6.8813735870195432\no = tanh(x1*w1 + x2*w2 + b)\no"
    assert cell(source).grads == {
        name: pytest.approx(grad) for name, grad in [("x1", -1.5), ("x2", 0.5), ("w1", 1), ("w2", 0), ("b", 0.5)]
    }
    source = "logits = [Value(x) for x in (0., 3., -2., 1.)]\nprobs = softmax(logits)\nloss = -log(probs[3])"
    ran = cell(source, {"Value": Value})
    assert ran.value == pytest.approx(2.1755153626167147)
    assert list(ran.grads.values()) == pytest.approx(
        [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]
    )


# Errors


def test_an_exception_keeps_what_was_bound_and_the_graph_up_to_there() -> None:
    ran = attempt("import math\na = 2.0\nb = a * 3\nc = undefined\nd = b")
    assert isinstance(ran.run.error, NameError)
    assert ran.run.stopped == "Stopped at line 4"
    assert ran.run.title == "b"
    assert ran.run.graph is not None
    assert ran.run.graph.nodes[ran.run.graph.output].label == "b"
    assert ran.inputs == {"a": 2.0}
    assert ran.names["b"].data == 6.0
    assert ran.names["math"] is math
    assert "__builtins__" not in ran.names


def test_an_exception_inside_a_function_stops_at_the_line_of_the_cell() -> None:
    names: dict[str, Any] = {}
    exec(compile("def f(x):\n    return x['no']", "<earlier>", "exec"), names)
    assert attempt("a = 2.0\nb = f(a)", names).run.stopped == "Stopped at line 2"


def test_an_exception_before_anything_was_computed_leaves_no_graph() -> None:
    run = attempt("raise ValueError('early')").run
    assert (run.graph, run.values, run.inputs) == (None, (), ())
    assert run.stopped == "Stopped at line 1"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_interrupts_take_the_same_path(error: type[BaseException]) -> None:
    ran = attempt(f"a = 2.0\nraise {error.__name__}")
    assert type(ran.run.error) is error
    assert ran.names["a"].data == 2.0


def test_options_do_not_hide_the_users_error() -> None:
    assert isinstance(attempt("x = 1/0\nw = x", wrt=["w"], ranges={"w": "0:1"}).run.error, ZeroDivisionError)


def test_a_hand_written_backward_that_raises_is_an_error_of_the_users() -> None:
    source = "a = 2.0\ny = Value(4.0, (a,), 'sq')\ndef back(): raise KeyError\ny._backward = back"
    ran = attempt(source, {"Value": Value})
    assert isinstance(ran.run.error, KeyError)
    assert ran.run.stopped == "Stopped at line 3"


def test_a_formula_of_a_thousand_terms() -> None:
    assert cell("x = 1.0\ny = " + " + ".join(["x"] * 1000)).grads == {"x": 1000.0}


# What freezes the sliders

FROZEN = [
    ("if x > 1: y = x * 2", "branches on data (line 2)"),
    ("y = x\nwhile y < 100: y = y * y", "branches on data (line 3)"),
    ("y = x * 2 if x else x", "branches on data (line 2)"),
    ("y = x * [1, 2, 3][x]", "counts with x (line 2)"),
    ("y = x * int(x)", "counts with x (line 2)"),
    ("y = x\nfor _ in range(x): y = y * 2", "counts with x (line 3)"),
    ("y = x * round(x, 1)", "rounds x (line 2)"),
    ("y = x * x\nz = y.data * x", "reads y.data as a plain number (line 3)"),
    ("y = x * x\nx.data = 3", "changes x.data (line 3)"),
    ("y = x * x\ny.backward()\nz = x.grad * x", "reads x.grad as a plain number (line 4)"),
    ("y = Value(4.0, (x,), 'sq')", "uses sq, which is written by hand (line 2)"),
    ("y = sorted([x, x * 2])[0] * x", "branches on data (line 2)"),
    ("y = x * 2\nhits = [y].count(3.0)", "branches on data (line 3)"),
]
FREE = [
    "y = where(x > 1, x * 2, x)",
    "y = max(x, 1) + relu(x) + abs(x)",
    "y = x * 2\nprint(y.data, f'{y.data:.2f}', y)",
    "y = x * 2\nassert y.data > 1",
    "y = x * 2\nmask = y > 1",
    "k = Value(3.0)\ny = x * k if list('ab') else x",
    "c = Value(1.0) * 2\ny = x if float(c.data) > 1 else 2 * x",
    "y = x * {x: 2}[x]",
    "import math\ny = x * math.floor(x)",
    "y = x\nfor t in [1., 2., 3.]: y = y * t",
]


@pytest.mark.parametrize(("source", "why"), FROZEN)
def test_what_replay_cannot_know_freezes_the_sliders(source: str, why: str) -> None:
    ran = cell("x = 2.0\n" + source, {"Value": Value})
    assert ran.run.frozen == f"This cell {why}, so its sliders stay still."


@pytest.mark.parametrize("source", FREE)
def test_what_replays_does_not(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = cell("x = 2.0\n" + source, {"Value": Value}, output="y")
    assert ran.run.frozen == ""
    assert ran.run.graph is not None
    capsys.readouterr()
    # never a wrong number: the tape at another point is the cell at another point
    point = [value + 0.5 for value in ran.inputs.values()]
    other = cell("x = 2.5\n" + source.replace("Value(3.0)", "Value(3.5)"), {"Value": Value}, output="y")
    if "Value(1.0)" not in source:
        assert Tape(ran.run.graph)(point).values[ran.run.graph.output] == pytest.approx(other.value)


def test_reads_in_functions_of_other_cells_are_judged_by_their_text() -> None:
    names: dict[str, Any] = {}
    cell("def show(v): print(v.data)\ndef leak(v): return v.data\nx = 1.0\ny = x", names)
    assert cell("x = 2.0\ny = x * x\nshow(y)", names).run.frozen == ""
    assert "reads x.data as a plain number (line 2 of leak)" in cell("x = 2.0\ny = x * leak(x)", names).run.frozen


def test_guards_go_into_the_graph_when_an_input_moves_them() -> None:
    ran = cell("x = 2.0\nk = Value(1.0) + 0\nif k > 0 and x > 1: y = x * 2", {"Value": Value})
    assert ran.run.graph is not None
    (guard,) = ran.run.graph.guards
    assert (guard.kind, guard.expected) == ("truth", 1.0)
    assert guard.span is not None
    assert guard.span.text == "x > 1"


def test_values_of_an_earlier_cell_bring_its_guards() -> None:
    names: dict[str, Any] = {}
    cell("x = 2.0\ny = x * 2 if x > 1 else x", names)
    assert "depends on data beyond its graph" in cell("z = y * 3", names, wrt=["x"]).run.frozen
    assert cell("w = 1.0\nz = y * w", names).run.frozen == ""


def test_they_do_even_if_the_guard_hung_on_no_input_then() -> None:
    names: dict[str, Any] = {"k": Value(2.0, label="k")}
    assert cell("x = 2.0\ny = x * 2 if k > 1 else x", names).run.frozen == ""
    assert "depends on data beyond its graph" in cell("z = y * k", names, wrt=["k"]).run.frozen


def test_a_run_inside_a_run_brings_its_guards() -> None:
    names = {"run_cell": run_cell}
    source = "x = 2.0\nrun_cell('y = x * 2 if x > 1 else x', globals())\nz = y * x"
    assert cell(source, names).run.frozen


# Again


def test_running_twice_gives_the_same() -> None:
    names: dict[str, Any] = {}
    first, second = (_facts(cell(FDE, names)) for _ in range(2))
    assert first == second


def _facts(ran: Cell) -> object:
    return ran.run.graph, ran.run.inputs, ran.grads, ran.run.notes, ran.run.title


def test_nothing_of_a_run_is_kept_when_it_is_forgotten() -> None:
    ran = attempt("x = 2.0\ny = x * 2 if x > 1 else x\nz = undefined")
    gone = weakref.ref(ran.names["y"])
    del ran
    gc.collect()
    assert gone() is None


def test_many_operations_take_little() -> None:
    ran = cell("x = 1.0\ny = x\nfor _ in range(20_000): y = y * 1.00001\ny")
    assert ran.value == pytest.approx(1.00001**20_000)
    assert ran.grads == {"x": pytest.approx(1.00001**20_000)}


def test_without_columns_numbers_are_lifted_and_reads_are_suspected() -> None:
    script = """
        from microgradext.cell.run import run_cell
        run = run_cell("a, b = 2.0, 3.0\\ny = a * b\\nprint(y.data)\\nz = y * a", {})
        print([each.name for each in run.inputs], run.frozen, {node.span for node in run.graph.nodes})
    """
    command = [sys.executable, "-X", "no_debug_ranges", "-c", dedent(script)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "['a', 'b'] This cell reads y.data as a plain number (line 3)" in said
    assert "{None}" in said
