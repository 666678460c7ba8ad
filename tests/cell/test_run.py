"""Running a cell: gradients, errors, what freezes its sliders, and running it again."""

from __future__ import annotations

import gc
import math
import weakref
from textwrap import dedent
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.run import run_cell
from microgradext.engine.recording import MOST_HELD

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
    assert ran.run.title == "c"
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


@pytest.mark.parametrize(
    "line", ["x = x + float(int(x.data))", "total += x.data; x = x + 0.1", "if x.data > 1e100: break"]
)
def test_a_cell_may_read_more_numbers_than_are_held(line: str) -> None:
    source = f"a = 2.0\ntotal = 0\nx = a * 1\nfor i in range({2 * MOST_HELD}):\n    x = x * 1\n    {line}\nx"
    ran = cell(source)
    assert ran.run.error is None
    assert ran.run.mode == "suspected"
    assert ran.run.held


def test_a_loop_does_not_keep_the_graphs_of_its_passes() -> None:
    """Neither the name that each pass rebinds nor the reads of its number keep them alive."""
    source = """
w = Value(0.5, label="w")
losses, alive = [], []
for step in range(100):
    loss = (w * 3.0 - 1.0) ** 2
    loss.backward()
    w.data -= 0.01 * w.grad
    losses.append(loss.data)
    seen.append(ref(loss))
    alive.append(sum(each() is not None for each in seen))
loss
"""
    names: dict[str, Any] = {"Value": Value, "ref": weakref.ref, "seen": []}
    run = run_cell(source, names)
    assert run.error is None
    assert max(names["alive"]) <= MOST_HELD + 2
