"""Cells that branch, loop, print, draw and write their own operations: the picture stays true, in the browser."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from microgradext.explain.words.numbers import short
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import Notebook
from tests.browser.driver.picture import Picture, picture

LOAD = "%load_ext microgradext"

NEWTON = """\
%%grad x
a = 2.0
x = a
f = x * x - a
while abs(f) > 1e-9:
    x = x - f / (2 * x)
    f = x * x - a"""

BRANCH = """\
%%grad y
x = 2.0
if x > 0:
    y = x * x
else:
    y = -3 * x"""

RELU = """\
%%grad out
import random
x = 1.0
ws = [random.uniform(-1, 1) for _ in range(3)]
hidden = [relu(w * x + 0.1) for w in ws]
out = sum(hidden)"""

PRINTS = "%%grad f\na = 2.0\nf = a * a\nprint('now', f.data)"

APPENDS = "%%grad f\na = 2.0\nf = a * a\nlosses.append(f.data)"

SINH = """\
%%grad y
def sinh(x):
    out = Value(math.sinh(x.data), (x,), 'sinh')
    def _backward():
        x.grad += math.cosh(x.data) * out.grad
    out._backward = _backward
    return out
x = 0.5
y = 2 * sinh(x)"""

# Below 0 it runs until a file is there.
HELD_UP = """\
%%grad y
from pathlib import Path
x = 2.0
while x < 0 and not Path("go").exists():
    pass
y = x * x"""

ESCAPE = "%%grad y\nx = 2.0\nk = x.data\ny = x * k"


def run(lab: Lab, *cells: str) -> tuple[Notebook, Picture]:
    """The last of the cells as a live picture."""
    notebook = lab.notebook([LOAD, *cells])
    notebook.run_all()
    return notebook, picture(notebook, len(cells))


def shows(live: Picture, output: str) -> None:
    """The output's value, once it has come."""
    expect(live.root.locator(".mg-output-value")).to_have_text(output)


def test_newtons_method_takes_as_many_steps_as_it_needs(lab: Lab) -> None:
    notebook, live = run(lab, NEWTON)
    for a in (2.0, 4.5, 0.25):
        live.move("a", a)
        shows(live, short(math.sqrt(a)))
        notebook.until("x.data", pytest.approx(math.sqrt(a)))
        assert live.numbers()["a"].gradient == pytest.approx(0.5 / math.sqrt(a), rel=1e-6)


def test_a_flipped_guard_shows_the_other_branch_and_back(lab: Lab) -> None:
    notebook, live = run(lab, BRANCH)
    live.move("x", -2.0)
    shows(live, "6")
    assert live.numbers()["x"] == (-2.0, -3.0)
    notebook.until("[x.data, x.grad, y.data]", [-2.0, -3.0, 6.0])
    live.move("x", 3.0)
    shows(live, "9")
    notebook.until("[x.data, x.grad, y.data]", [3.0, 6.0, 9.0])


def test_a_guard_that_flips_without_a_kernel_keeps_the_old_picture_and_says_so(lab: Lab) -> None:
    notebook, live = run(lab, BRANCH)
    notebook.shutdown_kernel()
    live.move("x", -2.0)
    expect(live.root.locator(".mg-note")).to_contain_text("No kernel")
    assert live.numbers()["y"].value == 4.0
    live.move("x", 3.0)
    shows(live, "9")


def test_random_weights_stay_the_same_at_every_point(lab: Lab) -> None:
    notebook, live = run(lab, RELU)
    weights = notebook.kernel_value("[w for w in ws]")
    for x in (-1.0, 2.0, 0.5):
        live.move("x", x)
        expected = sum(max(0.0, w * x + 0.1) for w in weights)
        assert live.numbers()["out"].value == pytest.approx(expected)
        notebook.until("out.data", pytest.approx(expected))
        assert notebook.kernel_value("[w for w in ws]") == weights


def test_a_print_is_no_reason_to_run_again(lab: Lab) -> None:
    notebook, live = run(lab, PRINTS)
    notebook.shutdown_kernel()
    live.move("a", 3.0)
    shows(live, "9")


def test_an_append_is_compared_once_and_leaves_one_item(lab: Lab) -> None:
    notebook, live = run(lab, "losses = []", APPENDS)
    for a in (3.0, 4.0, 5.0):
        live.move("a", a)
        shows(live, f"{a * a:g}")
    assert notebook.kernel_value("len(losses)") == 1


def test_a_hand_written_operation_runs_again_at_every_move(lab: Lab) -> None:
    notebook, live = run(lab, "import math", SINH)
    assert live.numbers()["x"].gradient == pytest.approx(2 * math.cosh(0.5))
    for x in (1.0, -1.5):
        live.move("x", x)
        expect(live.root.locator("[data-input] .mg-gradient")).to_contain_text(f"{2 * math.cosh(x):.4f}"[:5])
        assert live.numbers()["y"].value == pytest.approx(2 * math.sinh(x))
        notebook.until("x.grad", pytest.approx(2 * math.cosh(x)))


def test_a_number_that_left_the_graph_and_came_back_is_found_out(lab: Lab) -> None:
    _, live = run(lab, ESCAPE)
    live.move("x", 3.0)
    shows(live, "9")  # replay alone would say 6
    assert live.numbers()["x"].gradient == 3.0
    expect(live.root).to_contain_text("line 3")
    live.move("x", 5.0)
    shows(live, "25")


def test_a_retrace_that_raises_is_shown_at_its_input_and_moving_back_heals(lab: Lab) -> None:
    cell = "%%grad y\nx = 2.0\nif x < 0:\n    raise RuntimeError('below zero')\ny = x * x"
    notebook, live = run(lab, cell)
    live.move("x", -1.0)
    expect(live.root.locator(".mg-note")).to_contain_text("below zero")
    assert notebook.kernel_value("x.data") == 2.0
    live.move("x", 3.0)
    shows(live, "9")
    expect(live.root.locator(".mg-note")).not_to_contain_text("below zero")


def test_a_retrace_that_never_ends_can_be_interrupted(lab: Lab) -> None:
    cell = "%%grad y\nx = 2.0\nwhile x < 0:\n    pass\ny = x * x"
    notebook, live = run(lab, cell)
    live.move("x", -1.0)
    expect(live.root.locator(".mg-note")).to_contain_text("Waiting for the kernel")
    notebook.interrupt_kernel()
    expect(live.root).to_contain_text("Interrupted")
    live.move("x", 3.0)
    shows(live, "9")
    notebook.until("x.data", 3.0)


def test_a_restarted_kernel_leaves_a_picture_that_replays(lab: Lab) -> None:
    notebook, live = run(lab, BRANCH)
    live.move("x", 3.0)
    notebook.restart_kernel()
    live.move("x", 4.0)
    shows(live, "16")
    live.move("x", -1.0)
    expect(live.root.locator(".mg-note")).to_contain_text("No kernel")


def test_a_reloaded_page_stands_where_the_kernel_stands(lab: Lab) -> None:
    notebook, live = run(lab, BRANCH)
    live.move("x", -2.0)
    shows(live, "6")
    notebook.save()
    notebook.reload()
    notebook.run_cell(1)
    shows(picture(notebook, 1), "4")


def test_a_descent_in_another_cell_moves_the_slider(lab: Lab) -> None:
    notebook, live = run(lab, "%%grad y\nx = 2.0\ny = x * x")
    notebook.kernel_exec("x.data -= 0.25 * x.grad")
    shows(live, "1")
    for _ in range(3):
        notebook.kernel_exec("x.data -= 0.25 * x.grad")
    shows(live, short((2 * 0.5**4) ** 2))


def test_an_ipywidgets_control_drives_an_input(lab: Lab) -> None:
    notebook, live = run(
        lab,
        "import ipywidgets\ncontrol = ipywidgets.FloatSlider(3.0, min=-5, max=5)",
        "%%grad y -o kept\nx = 2.0\ny = x * x",
    )
    notebook.kernel_exec("joined = kept.link('x', control)")
    shows(live, "9")
    notebook.kernel_exec("control.value = -1.5")
    shows(live, "2.25")
    live.move("x", 4.0)
    notebook.until("control.value", 4.0)


def test_two_views_of_one_result_agree(lab: Lab) -> None:
    notebook, live = run(lab, "%%grad y -o kept\nx = 2.0\ny = x * x")
    notebook.add_cell("from ipywidgets import HBox\nHBox([kept.widget, kept.widget])")
    notebook.run_cell(-1)
    views = notebook.output(2).locator(".microgradext .mg-output-value")
    expect(views).to_have_count(2)
    live.move("x", 3.0)
    for view in (views.nth(0), views.nth(1), live.root.locator(".mg-output-value")):
        expect(view).to_have_text("9")


def test_running_a_cell_again_closes_what_its_earlier_run_opened(lab: Lab) -> None:
    notebook, _ = run(lab, "%%grad y\nx = 2.0\ny = x * x")
    count = "len(__import__('ipywidgets').widgets.widget._instances)"
    before = notebook.kernel_value(count)
    for _ in range(5):
        notebook.run_cell(1)
    assert notebook.kernel_value(count) == before


def test_a_view_that_is_closed_while_a_retrace_runs_leaves_the_run_to_finish(lab: Lab) -> None:
    notebook, live = run(lab, HELD_UP)
    live.move("x", -1.0)
    expect(live.root.locator(".mg-note")).to_contain_text("Waiting for the kernel")
    notebook.page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    expect(live.root).to_have_count(0)
    (lab.server.root / notebook.path).with_name("go").touch()
    assert notebook.kernel_value("[x.data, y.data]") == [-1.0, 1.0]
    notebook.run_cell(1)
    shows(picture(notebook, 1), "4")
