"""Running a cell again at other points: what it computes, which Values stay, and that a failure changes nothing."""

from __future__ import annotations

import gc
import io
import math
import random
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

import numpy as np
import pytest

from microgradext import Value
from microgradext.cell.function import run_function
from microgradext.cell.run import Run, run_cell
from microgradext.engine.frame import write_back
from microgradext.engine.tape.tape import Tape

from ..cells import again, cell, output

NEWTON = """
a = 2.0
x = a
f = x**2 - a
steps = [x]
while abs(f) > 1e-9:
    x = x - f / (2 * x)
    f = x**2 - a
    steps.append(x)
x
"""


def grads(run: Run) -> dict[str, float]:
    return {each.name: run.values[each.node]._grad for each in run.inputs}


def inputs(run: Run) -> dict[str, float]:
    return {each.name: each.value for each in run.inputs}


# What it gives


def test_newtons_method() -> None:
    run = cell(NEWTON).run
    assert run.mode == "replay"
    assert output(run) == pytest.approx(math.sqrt(2))
    for number in (3.0, 100.0, 1e-3):
        run = again(run, number)
        assert output(run) == pytest.approx(math.sqrt(number), rel=1e-6)
        assert grads(run)["a"] == pytest.approx(0.5 / math.sqrt(number), rel=1e-3)


RELU_NETWORK = """
import random
import numpy as np
x, y = 0.5, -0.25
hidden = []
for i in range(8):
    w, v = random.gauss(0, 1), np.random.randn()
    z = w * x + v * y + 0.1
    hidden.append(z if z > 0 else 0 * z)
out = sum(h * np.random.uniform(-1, 1) for h in hidden)
"""


def test_a_network_with_random_weights_keeps_them_when_a_neuron_flips() -> None:
    names: dict[str, Any] = {}
    run = cell(RELU_NETWORK, names).run
    assert run.mode == "replay"
    states = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index]
    there = again(run, -0.5, 0.25)
    assert output(there) != output(run)
    back = again(there, 0.5, -0.25)
    assert output(back) == run.graph.nodes[run.graph.output].data if run.graph else False
    assert states == (random.getstate(), np.random.get_state()[1].tolist())  # type: ignore[index]


def test_generators_of_the_users_are_wound_back_too() -> None:
    names: dict[str, Any] = {"rng": np.random.default_rng(1), "own": random.Random(2)}
    run = cell("x = 1.0\ny = x * rng.normal() + own.random() if x > 0 else -x", names).run
    first, after = output(run), (names["rng"].random(), names["own"].random())
    assert output(again(again(run, -1.0), 1.0)) == first
    assert (names["rng"].random(), names["own"].random()) != after


def test_prints_are_of_the_last_run_and_seen_once(capsys: pytest.CaptureFixture[str]) -> None:
    run = cell("x = 2.0\ny = x * x\nprint(y.data)\nif x > 5: print('large')").run
    assert (run.mode, run.printed, capsys.readouterr().out) == ("replay", "4.0\n", "4.0\n")
    assert again(run, 6.0).printed == "36.0\nlarge\n"
    assert capsys.readouterr().out == ""


def test_long_prints_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    run = cell("x = 1.0\nfor i in range(10_000): print('so many words', end=' ')\ny = x").run
    assert len(run.printed) < 25_000
    assert run.printed.endswith("…")
    assert len(capsys.readouterr().out) == 140_000


def test_a_list_that_only_keeps_numbers() -> None:
    names: dict[str, Any] = {"losses": []}
    run = cell("x = 2.0\nf = x * x\nlosses.append(f.data)", names).run
    for number in (3.0, 4.0, 5.0):
        run = again(run, number)
        assert (run.mode, names["losses"]) == ("replay", [number * number])


SINH = """
import math
def sinh(v):
    out = Value(math.sinh(v.data), (v,), 'sinh')
    def back():
        v.grad += math.cosh(v.data) * out.grad
    out._backward = back
    return out
x = 0.5
y = sinh(x) * 2
"""


def test_an_op_written_by_hand() -> None:
    run = cell(SINH, {"Value": Value}).run
    for number in (0.5, 1.0, -2.0):
        run = again(run, number)
        assert run.mode == "rerun"
        assert output(run) == pytest.approx(2 * math.sinh(number))
        assert grads(run) == {"x": pytest.approx(2 * math.cosh(number))}


def test_an_accumulator_of_data() -> None:
    run = cell("x = 2.0\ntotal = 0\nfor i in range(3):\n    total += x.data\ny = x * total").run
    assert run.mode == "suspected"
    run = again(run, 3.0)
    assert (run.mode, output(run), grads(run)) == ("rerun", 27.0, {"x": 9.0})
    assert run.why.startswith("x.data is read as a plain number (line 4), so every move runs the cell again.")


def test_a_count_that_is_an_input() -> None:
    run = cell("n = 3\nx = 2.0\ny = x\nfor i in range(n): y = y * x\ny", wrt=["n"]).run
    assert (output(run), run.inputs[0].whole) == (16.0, True)
    run = again(run, 5.0, 2.0)
    assert (output(run), grads(run)["x"]) == (64.0, 192.0)
    assert run.again is not None
    assert isinstance(run.again([2.5, 2.0]).error, TypeError)
    assert output(again(run, 0.0, 2.0)) == 2.0


def test_replay_and_rerun_assign_the_same_gradients_and_derivatives() -> None:
    source = "x, y = 0.3, -0.7\nz = where(x > 0, relu(x) * y, y) + max(x, y) ** 2 if x * y < 0 else x"
    source += "\nout = tanh(z) / y"
    run, other = cell(source).run, cell(source).run
    assert run.graph is not None
    frame = Tape(run.graph)([0.6, -0.2])
    write_back(run.graph, run.values, frame)
    rerun = again(other, 0.6, -0.2)
    for one, two in zip(run.values, rerun.values, strict=True):
        assert (one._data, one._grad, *one._locals) == pytest.approx((two._data, two._grad, *two._locals))
    run.values[run.graph.output].backward()
    assert run.values[0]._grad == pytest.approx(2 * rerun.values[0]._grad)


def test_a_function_runs_again() -> None:
    calls = []

    def relu(x: Any, scale: Any) -> Any:
        calls.append(x.data)
        print("called")
        return scale * x if x > 0 else 0 * x

    with redirect_stdout(io.StringIO()):
        run = run_function(relu, x=2.0, scale=3.0)
    same = run.values[run.inputs[0].node]
    after = again(run, -1.0, 3.0)
    assert (output(after), grads(after), after.printed) == (0.0, {"x": 0.0, "scale": -0.0}, "called\n")
    assert after.values[after.inputs[0].node] is same
    assert len(calls) == 2


# Which Values stay


def test_inputs_stay_the_same_objects() -> None:
    names: dict[str, Any] = {"Value": Value, "k": 2.0}
    source = """
        a = b = 1.5
        w = [Value(0.1 * i) for i in range(3)]
        def make(): return Value(0.5)
        u, v = make(), make()
        y = a * k + u * v if a > 0 else b - k
    """
    run = cell(source, names, wrt=["k"]).run
    held = [names["a"], *names["w"], names["u"], names["v"], names["k"]]
    assert len({id(each) for each in held}) == 7
    order = [each.name for each in run.inputs]
    for a in (-1.0, 2.0):
        run = again(run, *[a if name == "a" else each.value for name, each in zip(order, run.inputs, strict=True)])
        assert [names["a"], *names["w"], names["u"], names["v"], names["k"]] == held
        assert all(one is two for one, two in zip(held, [names["a"], *names["w"]], strict=False))
        assert names["a"] is names["b"]
        assert [each.name for each in run.inputs] == order
        assert names["a"].data == a


def test_lists_asked_for_are_inputs_element_by_element() -> None:
    names: dict[str, Any] = {"old": [1.0, 2.0]}
    run = cell("new = [3.0, 4.0]\ny = old[0] * new[1] if new[0] > 0 else old[1]", names, wrt=["old", "new"]).run
    assert inputs(run) == {"old[0]": 1.0, "old[1]": 2.0, "new[0]": 3.0, "new[1]": 4.0}
    held = [*names["old"], *names["new"]]
    run = again(run, 5.0, 6.0, -1.0, 8.0)
    assert (output(run), grads(run)) == (6.0, {"old[0]": 0.0, "old[1]": 1.0, "new[0]": 0.0, "new[1]": 0.0})
    assert all(one is two for one, two in zip(held, [*names["old"], *names["new"]], strict=True))
    assert output(again(run, 5.0, 6.0, 1.0, 8.0)) == 40.0


def test_their_number_is_that_of_the_point_whatever_the_code_says() -> None:
    names: dict[str, Any] = {"Value": Value}
    run = cell("x = Value(2.0)\ny = x * 1.0 if x > 1 else -x", names).run
    names["x"].data = 7.0
    assert output(again(run, 0.5)) == -0.5
    assert names["x"].data == 0.5


def test_labels_are_those_of_a_fresh_run() -> None:
    names: dict[str, Any] = {"Value": Value, "x": Value(1.0, label="x")}
    run = cell("y = x * 2\nx = 3.0\nx = Value(4.0)\nz = y * x if x > 0 else y", names).run
    labels = [node.label for node in run.graph.nodes] if run.graph else []
    assert "x⁽²⁾" in labels
    here = {each.name: each.value for each in run.inputs}
    for number in (-1.0, 4.0):
        run = again(run, *{**here, "x": number}.values())
    assert run.graph is not None
    assert [node.label for node in run.graph.nodes] == labels


def test_a_branch_with_other_numbers_keeps_the_inputs_of_the_first_run() -> None:
    source = "x = 2.0\nif x > 1:\n    u = 3.0\n    y = x * u\nelse:\n    v = Value(4.0)\n    y = x + v"
    names: dict[str, Any] = {"Value": Value}
    run = cell(source, names).run
    assert inputs(run) == {"x": 2.0, "u": 3.0}
    run = again(run, 0.5, 5.0)
    assert (inputs(run), output(run), grads(run)) == ({"x": 0.5, "u": 5.0}, 4.5, {"x": 1.0, "u": 0.0})
    assert run.notes[-1] == "v has no slider: only this branch sets it."
    run = again(run, 2.0, 6.0)
    assert (inputs(run), output(run), grads(run)) == ({"x": 2.0, "u": 6.0}, 12.0, {"x": 6.0, "u": 2.0})


def test_an_input_of_the_same_name_keeps_the_number_it_was_moved_to() -> None:
    source = "x = 2.0\nif x > 1:\n    w = 3.0\nelse:\n    w = Value(4.0)\ny = x * w"
    run = cell(source, {"Value": Value}).run
    assert inputs(again(run, 0.5, 3.0)) == {"x": 0.5, "w": 4.0}  # not moved: what the code says
    run = cell(source, {"Value": Value}).run
    run = again(run, 0.5, 3.5)
    assert (inputs(run), output(run)) == ({"x": 0.5, "w": 3.5}, 1.75)


def test_inputs_of_earlier_cells_carry_what_hangs_on_them() -> None:
    names: dict[str, Any] = {}
    cell("a = 2.0\nb = a * a\nc = b + a", names)
    run = cell("z = b * 2 if a > 1 else c * 3", names, wrt=["a"]).run
    held = names["b"]
    run = again(run, 3.0)
    assert (output(run), grads(run)) == (18.0, {"a": 12.0})
    run = again(run, 0.5)
    assert (output(run), grads(run)) == (2.25, {"a": 6.0})
    assert names["b"] is held
    assert (held.data, names["c"].data) == (0.25, 0.75)


def test_ranges_of_inputs_that_a_branch_lacks_do_not_matter() -> None:
    run = cell("x = 2.0\nif x > 1: u = 3.0\ny = x * 2", ranges={"u": "0:5", "x": "0:9"}).run
    run = again(run, 0.0, 3.0)
    assert [(each.name, each.max) for each in run.inputs] == [("x", 9.0), ("u", 5.0)]


# What it must not do


def test_asking_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "7")
    names: dict[str, Any] = {}
    run = cell("def ask(): return input()\nx = 2.0\nk = float(ask())\ny = x * k if x > 0 else x", names).run
    assert run.mode == "click"
    assert run.again is not None
    error = run.again([3.0]).error
    assert str(error) == "input() cannot ask while a slider runs the cell again: run the cell itself."
    assert names["ask"]() == "7"


def test_figures_that_a_rerun_opens_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {1}
    fake: Any = type(sys)("matplotlib.pyplot")
    fake.get_fignums = lambda: sorted(figures)
    fake.close = figures.discard
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", fake)
    run = cell("x = 2.0\nfigures.add(int(x * 2))\ny = x", {"figures": figures}).run
    assert figures == {1, 4}
    monkeypatch.setitem(vars(fake), "get_fignums", lambda: sorted(figures))
    again(run, 3.0)
    assert figures == {1}


def test_displays_are_kept_quiet_by_who_knows_them() -> None:
    entered = []

    @contextmanager
    def quiet() -> Iterator[None]:
        entered.append("in")
        yield
        entered.append("out")

    run = cell("x = 2.0\ny = x * x", quiet=quiet).run
    assert entered == []
    again(run, 3.0)
    assert entered == ["in", "out"]


def test_a_point_of_another_length_is_refused() -> None:
    run = cell("x = 2.0\ny = x * x").run
    assert run.again is not None
    with pytest.raises(ValueError, match="has 1 input, but the point has 2 numbers"):
        run.again([1.0, 2.0])


def test_a_run_that_raised_has_nothing_to_run_again() -> None:
    run = run_cell("x = 2.0\ny = x * x\nundefined", {})
    assert run.error is not None
    assert run.again is None


def test_reruns_leave_nothing_behind() -> None:
    names: dict[str, Any] = {"hist": []}
    run = cell("x = 2.0\ny = x * x if x > 1 else -x\nhist.append(y.data)\nz = y * 2", names).run
    gone = []
    for turn in range(40):
        run = again(run, 0.5 if turn % 2 else 2.0 + turn)
        gone.append(weakref.ref(names["y"]))
    gc.collect()
    alive = [ref for ref in gone if ref() is not None]
    assert len(alive) <= 2
    del run
    names.clear()
    gc.collect()
    assert all(ref() is None for ref in gone)


def test_the_wreckage_of_nan_is_the_same_wreckage() -> None:
    run = cell("x = 2.0\ny = log(x)\nhist = []\nhist.append(y.data)\nz = y * 2").run
    after = again(run, -1.0)
    assert math.isnan(output(after))
    assert after.mode == "replay"
