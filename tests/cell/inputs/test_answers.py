"""An output that a branch makes a plain number is an answer; the output of the first run stays the output."""

from __future__ import annotations

import pytest

from microgradext import grad
from microgradext.cell.moving import MovingRun
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import run_cell

BRANCH = "a = {}\nb = a * 10\nif a > 1:\n    z = a * 3\nelse:\n    z = 0.0"
RELU = "def relu_(v): return v if v > 0 else 0.0\nx = {}\nh = x * 3\ny = relu_(h - 1)"
ONE_LINE = "a = {}\nb = a * 10\nz = a * 3 if a > 1 else 0"
MATCH = "a = {}\nmatch a:\n  case v if v > 1: z = a * 3\n  case _: z = -1.0"


@pytest.mark.parametrize("cell", [BRANCH, RELU, ONE_LINE, MATCH])
@pytest.mark.parametrize("start", [2.0, -2.0])
def test_a_number_that_a_branch_led_to_is_the_answer_at_the_first_run_and_after_a_move(cell: str, start: float) -> None:
    moving = MovingRun(run_cell(cell.format(start), {}))
    title = "y" if cell is RELU else "z"
    for at in (start, -start, start, 0.75):
        moving.move([at])
        names: dict[str, float] = {}
        exec(cell.format(at), names)
        assert (moving.run.title, moving.value.data) == (title, names[title])
        flat = moving.grads == {next(iter(moving.grads)): 0.0}
        assert any("no gradient" in note and "(line" in note for note in moving.run.notes) == flat


def test_the_answer_of_a_function() -> None:
    result = grad(lambda x: x**3 if x > 1 else 0.0, x=0.5)
    assert (result.value.data, result.grads) == (0.0, {"x": 0.0})
    result.move([2.0])
    assert (result.value.data, result.grads) == (8.0, {"x": 12.0})


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("total = round(s, 2)", 'round cut the graph in line 3; show it rounded with f"{total:.2f}"'),
        ("total = int(s)", "int cut the graph in line 3; compute without it"),
        ("total = s.data * 2", "s.data cut the graph in line 3; compute with the Value itself"),
    ],
)
def test_what_made_the_last_number_plain_is_said_with_its_line(last: str, said: str) -> None:
    source = f"price = 2.5\ns = price * 3\n{last}"
    run = run_cell(source, {})
    assert run.title == "s"
    assert f"total is not the output: {said}." in run.notes
    with pytest.raises(CellProblem) as caught:
        run_cell(source, {}, output="total")
    assert said in str(caught.value)
    assert "Write Value" not in str(caught.value)


def test_counts_do_not_become_the_output() -> None:
    run = run_cell("x = 5.0\nsteps = 0\nwhile x > 1:\n    x = x / 2\n    steps += 1", {}, wrt=["x"])
    assert run.title == "x"
    run = run_cell("a = 2.0\ny = a * a\nn = len([v for v in (a, y) if v > 3])", {})
    assert run.title == "y"


def test_names_that_are_swapped_are_not_followed_in_a_circle() -> None:
    source = "x = 2.0\nb = 1.0 if x > 1 else x\nkept = a\na = b\nb = kept\ny = x * 2"
    assert run_cell(source, {"a": 5}).title == "y"
    assert run_cell(source.rpartition("\n")[0], {"a": 5}).error is None


def test_a_number_computed_from_a_chosen_one_is_an_answer_too() -> None:
    source = "a = 1.0\nb = -1.2\nr = tanh(b) if b > 0.4 else -0.5\nt = r * 3\nout = t\nout"
    moving = MovingRun(run_cell(source, {}))
    assert (moving.run.title, moving.value.data, moving.grads) == ("out", -1.5, {"a": 0.0, "b": 0.0})
    moving.move([1.0, 2.0])
    assert (moving.run.title, moving.grads["b"] > 0) == ("out", True)


def test_a_number_that_the_cell_ends_with_and_nothing_led_to_is_not_the_output_and_said() -> None:
    run = run_cell("a = 2.0\ny = a * a\nn = 0\nk = sum([a] * n)\nk", {})
    assert run.title == "y"
    assert "k is not the output: it is a plain number." in run.notes


def test_what_round_made_plain_is_still_said_where_the_output_is_an_answer() -> None:
    source = "a = 2.0\ny = a * 3 if a > 1 else 0.0\nout = round(y + a * 0.1, 1)"
    moving = MovingRun(run_cell(source, {}))
    for at in (2.0, 0.5):
        moving.move([at])
        assert any(note.startswith("out is not the output: round cut") for note in moving.run.notes)


def test_every_place_where_numbers_leave_the_gradient_is_named() -> None:
    run = run_cell("a = 2.0\nb = 3.0\ny = a * float(b)\nz = y * a.data\nw = z * float(f'{b:.1f}')", {})
    assert run.why.startswith("float(b) is read as a plain number (line 3), so every move")
    assert run.why.endswith(
        "What passes through it is not in the gradient. Nor is what passes through line 4 and line 5."
    )


def said(text: str) -> str:
    """The notes of a cell."""
    return " ".join(run_cell(text, {}).notes)


def test_the_comparison_that_led_to_a_plain_number_is_told_truthfully() -> None:
    of_median = "def median(xs):\n    order = sorted(xs)\n    return 5.5 if order[0] > 1 else order[1]\na = 2.0\n"
    of_median += "out = median([a, 3.0])"
    assert "because order[0] > 1 was True (line 3)" in said(of_median)
    sort = "a = 2.0\nxs = [a, 1.0]\nout = sorted(xs)[0] if sorted(xs)[0] is xs[1] else a * 2"
    assert "because of a comparison in sorted(xs) (line 3)" in said(sort)
    count = "from collections import Counter\na = 2.0\nout = 1.0 if Counter(x=a) + Counter(x=a) else a * 2"
    assert "because of a comparison in Counter(x=a) + Counter(x=a) (line 3)" in said(count)


def test_what_came_after_a_number_was_chosen_is_not_its_reason() -> None:
    text = "a = 2.0\nout = 1.0 if a > 0 else a * 2\nif a < 5:\n    pass"
    assert "because a > 0 was True (line 2)" in said(text)
