"""What it takes to move the inputs of a cell, and the sentences that say so."""

from __future__ import annotations

import dis
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.function import run_function, run_value
from microgradext.cell.outcome.mode import key
from microgradext.cell.run import run_cell
from microgradext.engine.recording import Read
from microgradext.engine.tape.tape import Tape

from ..cells import again, cell, output

LOST = "What passes through it is not in the gradient."
COMPARES = f"so every move runs the cell again and compares. {LOST}"

GUARDED = {
    "if x > 1: y = x * 2": "truth",
    "y = x\nwhile y < 10: y = y * 4": "truth truth truth",
    "y = x * 2 if x else x": "truth",
    "y = x * [1, 2, 3][x]": "index",
    "y = x * int(x)": "int",
    "y = x\nfor _ in range(x): y = y * 2": "index",
    "y = x * round(x, 1)": "round:1",
    "y = sorted([x, x * 2])[0] * x": "truth",
    "y = x * 2\nhits = [y].count(3.0)": "truth",
}
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
    "import random\ny = x * random.gauss(0, 1)",
]
SUSPECTED = {
    "y = x * x\nz = y.data * x": f"y.data is read as a plain number (line 3), {COMPARES}",
    "y = x * x\ny.backward()\nz = x.grad * x": f"x.grad is read as a plain number (line 4), {COMPARES}",
    "y = x * x if x.data > 1 else x": f"x.data is read as a plain number (line 2), {COMPARES}",
    "y = x * 2\nbest = y.data\nif best > 2: y = y * 2": f"y.data is read as a plain number (line 3), {COMPARES}",
    "y = x * 2\nhist = []\nhist.append(y.data)\nz = y * hist[-1]": (
        f"y.data is read as a plain number (line 4), {COMPARES}"
    ),
}
KEPT = [
    "y = x * x\nhist = []\nhist.append(y.data)",
    "y = x * x\nlog = {}\nlog['y'] = [y.data, -x.grad]\nprint(log)",
    "y = x * x\nbest = round(y.data, 2)\nprint(f'{best}')",
    "y = x * x\nall_of_it = [v.data for v in (x, y)]\nall_of_it",
]


@pytest.mark.parametrize("source", GUARDED)
def test_control_flow_on_data_is_replayed_under_guards(source: str) -> None:
    run = cell("x = 2.0\n" + source, {"Value": Value}).run
    assert (run.mode, run.why, run.frozen) == ("replay", "", "")
    assert run.graph is not None
    assert " ".join(guard.kind for guard in run.graph.guards) == GUARDED[source]


@pytest.mark.parametrize("source", FREE)
def test_what_the_tape_knows_has_no_guards_and_no_suspects(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = cell("x = 2.0\n" + source, {"Value": Value}, output="y")
    assert (ran.run.mode, ran.run.why) == ("replay", "")
    assert ran.run.graph is not None
    assert not ran.run.graph.guards
    capsys.readouterr()
    # never a wrong number: the tape at another point is the cell at another point
    assert ran.run.again is not None
    point = [value + 0.5 for value in ran.inputs.values()]
    if "Value(1.0)" not in source:
        replayed = Tape(ran.run.graph)(point).values[ran.run.graph.output]
        assert output(ran.run.again(point)) == pytest.approx(replayed)


@pytest.mark.parametrize("source", SUSPECTED)
def test_numbers_that_go_on_outside_the_graph_are_suspected(source: str) -> None:
    run = cell("x = 2.0\n" + source, {"Value": Value}).run
    assert (run.mode, run.why, run.replays) == ("suspected", SUSPECTED[source], False)


@pytest.mark.parametrize("source", KEPT)
def test_numbers_that_are_only_kept_are_cleared_by_the_first_rerun(source: str) -> None:
    run = cell("x = 2.0\n" + source, {"Value": Value}).run
    assert run.mode == "suspected"
    assert run.why.endswith("so the first move runs the cell again and compares.")
    assert run.again is not None
    after = run.again([3.0])
    assert (after.mode, after.why, after.replays) == ("replay", "", True)


def test_a_read_has_one_place_whether_or_not_the_interpreter_has_adapted_to_it() -> None:
    code = compile("y.data", "", "eval")
    (load,) = [step.offset for step in dis.get_instructions(code) if step.opname == "LOAD_ATTR"]
    after = load + 2
    while code.co_code[after] == dis.opmap["CACHE"]:
        after += 2
    places = {key(Read(None, "data", (code, offset), 0)) for offset in range(load, after, 2)}
    assert places == {(id(code), load)}
    assert after > load + 2


def test_a_branch_hidden_behind_data_is_never_cleared() -> None:
    run = cell("x = 2.0\ny = x * x if x.data > 1 else x").run
    for number, grad in ((3.0, 6.0), (0.5, 1.0), (4.0, 8.0)):
        assert run.again is not None
        run = run.again([number])
        assert run.values[run.inputs[0].node].grad == grad
        assert not run.replays
    assert run.why == f"x.data is read as a plain number (line 2), so every move runs the cell again. {LOST}"


def test_a_confirmed_escape_is_named_by_its_line() -> None:
    source = "x = 2.0\ny = x * 2\nz = y * 3\nshown = []\nshown.append(z.data)\nm = z.data\nw = y * m\nprint(shown)"
    run = cell(source).run
    assert run.again is not None
    run = run.again([3.0])
    assert (run.mode, run.why) == (
        "rerun",
        f"z.data is read as a plain number (line 6), so every move runs the cell again. {LOST}",
    )
    assert run.again is not None
    assert run.again([4.0]).mode == "rerun"


def test_an_op_written_by_hand_makes_every_move_run_the_cell() -> None:
    run = cell("x = 2.0\ny = Value(4.0, (x,), 'sq')", {"Value": Value}).run
    assert (run.mode, run.why) == ("rerun", "sq is written by hand (line 2), so every move runs the cell again.")
    # One that no input moves is as good as a constant.
    run = cell("x = 2.0\nk = Value(2.0) + 0\nz = Value(4.0, (k,), 'sq') * x", {"Value": Value}, output="z").run
    assert ([each.name for each in run.inputs], run.mode) == (["x"], "replay")


CANNOT_BE_UNDONE = {
    "open('note.txt', 'a').close()": "open (line 2)",
    "import matplotlib.pyplot as plt\nplt.plot([1])": "plt.plot (line 3)",
    "from os import makedirs\nmakedirs('folder', exist_ok=True)": "makedirs (line 3)",
    "import pathlib\npathlib.Path('x').write_text('y')": "….write_text (line 3)",
    "if False: log.write('y')": "log.write (line 2)",
    "if False: get_ipython().system('ls')": "a shell command or magic (line 2)",
    "if False: input()": "input (line 2)",
}


@pytest.mark.parametrize("source", CANNOT_BE_UNDONE)
def test_what_cannot_be_undone_waits_for_a_click(source: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    fake = type(sys)("matplotlib.pyplot")
    vars(fake).update(plot=lambda *_: None, get_fignums=list)
    monkeypatch.setitem(sys.modules, "matplotlib", type(sys)("matplotlib"))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", fake)
    monkeypatch.setattr(sys.modules["matplotlib"], "pyplot", fake, raising=False)
    run = cell(f"x = 2.0\n{source}\ny = x * x if x > 1 else x").run
    assert run.mode == "click"
    assert run.why == f"{CANNOT_BE_UNDONE[source]} cannot be undone, so the cell runs again only on demand."
    assert run.replays  # while the guard holds
    assert run.again is not None
    assert output(run.again([0.5])) == 0.5
    assert cell(f"x = 2.0\n{source}\ny = x * x").run.mode == "replay"


def test_a_plot_function_of_an_earlier_cell_is_known_by_its_module() -> None:
    names: dict[str, Any] = {"show": type("F", (), {"__module__": "seaborn.axis", "__qualname__": "F"})}
    assert cell("x = 2.0\nshow()\ny = x if x > 1 else -x", names).run.mode == "click"


# Other code


def test_reads_in_functions_of_other_cells_are_judged_by_their_text() -> None:
    names: dict[str, Any] = {}
    cell("def show(v): print(v.data)\ndef leak(v): return v.data\nx = 1.0\ny = x", names)
    assert cell("x = 2.0\ny = x * x\nshow(y)", names).run.mode == "replay"
    why = cell("x = 2.0\ny = x * leak(x)", names).run.why
    assert why == f"v.data is read as a plain number (line 2 of leak), {COMPARES}"


def test_a_list_that_an_earlier_function_reads_does_not_keep_its_numbers() -> None:
    names: dict[str, Any] = {}
    exec("hist = [0.0]\ndef last(): return hist[-1]", names)
    run = cell("x = 2.0\nhist.append(x.data)\ny = x * last()", names).run
    assert run.why.endswith(COMPARES)


def test_guards_go_into_the_graph_when_an_input_moves_them() -> None:
    ran = cell("x = 2.0\nk = Value(1.0) + 0\nif k > 0 and x > 1: y = x * 2", {"Value": Value})
    assert ran.run.graph is not None
    (guard,) = ran.run.graph.guards
    assert (guard.kind, guard.expected) == ("truth", 1.0)
    assert guard.span is not None
    assert guard.span.text == "x > 1"


STILL = (
    "y comes from the cell that begins with 'x = 2.0', which depends on data beyond its graph,"
    " so its sliders stay still. Run that cell again."
)


def test_values_of_an_earlier_cell_bring_its_guards() -> None:
    names: dict[str, Any] = {}
    cell("# first\nx = 2.0\ny = x * 2 if x > 1 else x", names)
    later = cell("z = y * 3", names, wrt=["x"]).run
    assert (later.mode, later.frozen) == ("still", STILL)
    assert run_value(names["y"]).frozen == STILL
    assert cell("w = 1.0\nz = y * w", names).run.mode == "replay"


def test_all_that_comes_from_such_a_cell_is_named_and_nothing_else_of_it() -> None:
    names: dict[str, Any] = {}
    cell("x = 2.0\nb = x * 2\nc = x * 3 if x > 1 else x\nd = c * 2", names)
    assert str(cell("z = b * c", names, wrt=["x"]).run.frozen).startswith("b and c come from the cell that")
    assert str(cell("z = d * 2", names, wrt=["x"]).run.frozen).startswith("d comes from the cell that")


def test_they_do_after_any_number_of_reruns() -> None:
    names: dict[str, Any] = {}
    run = cell("x = 2.0\ny = x * 2 if x > 1 else x * 1", names).run
    for number in (0.5, 3.0, 0.1):
        assert run.again is not None
        run = run.again([number])
        assert cell("z = y * 3", names, wrt=["x"]).run.mode == "still"


def test_they_do_even_if_the_guard_hung_on_no_input_then() -> None:
    names: dict[str, Any] = {"k": Value(2.0, label="k")}
    assert cell("x = 2.0\ny = x * 2 if k > 1 else x", names).run.mode == "replay"
    assert cell("z = y * k", names, wrt=["k"]).run.mode == "still"


def test_numbers_that_are_only_kept_do_not_trouble_later_cells() -> None:
    names: dict[str, Any] = {"hist": []}
    cell("x = 2.0\ny = x * 2\nhist.append(y.data)", names)
    assert cell("z = y * 3", names, wrt=["x"]).run.mode == "replay"


def test_a_run_inside_a_run_runs_again_with_it() -> None:
    names = {"run_cell": run_cell}
    run = cell("x = 2.0\nrun_cell('y = x * 2 if x > 1 else x', globals())\nz = y * x", names).run
    assert (run.mode, run.why) == (
        "rerun",
        "This cell runs other cells that depend on data, so every move runs it again.",
    )
    assert run.again is not None
    assert output(run.again([0.5])) == 0.25


def test_a_value_with_an_op_written_by_hand_stays_still() -> None:
    x = Value(2.0, label="x")
    run = run_value(Value(4.0, (x,), "sq"))
    said = "sq is written by hand, and only the code that made it can move it, so its sliders stay still."
    assert (run.mode, run.frozen, run.again) == ("still", said, None)
    assert run_value(x * x).mode == "replay"
    assert cell("z = y * 2", {"x": x, "y": Value(4.0, (x,), "sq")}, wrt=["x"]).run.frozen == said


def test_a_function_is_called_a_function() -> None:
    run = run_function(lambda x: x * x.data, x=2.0)
    assert run.why.endswith(f"so every move runs the function again and compares. {LOST}")


def test_without_columns_numbers_are_lifted_and_reads_are_suspected() -> None:
    script = """
        from microgradext.cell.run import run_cell
        run = run_cell("a, b = 2.0, 3.0\\ny = a * b\\nprint(y.data)\\nz = y * a", {})
        print([each.name for each in run.inputs], run.why, {node.span for node in run.graph.nodes})
    """
    command = [sys.executable, "-X", "no_debug_ranges", "-c", dedent(script)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "['a', 'b'] y.data is read as a plain number (line 3)" in said
    assert "{None}" in said


def test_an_input_that_the_cell_trains_has_no_slider_and_shows_what_the_notebook_holds() -> None:
    ran = cell("w = 5.0\ny = w * w\ny.backward()\nw.data -= 0.1 * w.grad")
    assert (ran.run.mode, ran.run.replays, ran.inputs) == ("still", False, {})
    assert "w is changed by the cell itself (line 4), so it has no slider." in ran.run.notes
    assert (ran.names["w"].data, ran.names["w"].grad, ran.names["y"].data) == (4.0, 10.0, 25.0)


def test_another_input_of_a_training_cell_moves_it_from_its_start() -> None:
    ran = cell("w = 5.0\nk = 1.0\ny = w * w * k\ny.backward()\nw.data -= 0.1 * w.grad\nz = w * k")
    assert ran.inputs == {"k": 1.0}
    run = ran.run
    for k in (2.0, 1.0, 2.0):
        run = again(run, k)
        assert ran.names["w"].data == 5.0 - 0.1 * 2 * 5.0 * k
