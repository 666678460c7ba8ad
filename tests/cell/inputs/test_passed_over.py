"""Numbers that a cell binds without making inputs of them: each is named, with what to write instead."""

from __future__ import annotations

import pytest

from microgradext.cell.problem import CellProblem

from ..cells import cell

PASSED = """
import numpy as np
u = np.float64(1.5); v = float('2.5'); x = abs(-2)
p, *r = 1.0, 2.0; w = 3.0
z = u*v*x*p*w
"""


def test_what_was_passed_over_is_named_with_the_way_to_make_it_an_input() -> None:
    ran = cell(PASSED)
    assert ran.inputs == {"p": 1.0, "w": 3.0}
    said = "u, v and x are the results of calls (line 2), so they are plain numbers; -w u,v,x makes them inputs."
    assert said in ran.notes
    again = cell(PASSED, wrt=["u", "v", "x"])
    assert again.inputs == {"u": 1.5, "v": 2.5, "x": 2.0, "p": 1.0, "w": 3.0}
    assert "results of calls" not in again.notes


@pytest.mark.parametrize(
    ("binding", "inputs"),
    [
        ("p, *r = 1.0, 2.0, 3.0", {"p": 1.0}),
        ("*r, p = 1.0, 2.0", {"p": 2.0}),
        ("p, *r, q = 1.0, 2.0, 3.0, 4.0", {"p": 1.0, "q": 4.0}),
        ("p, *r = 1.0,", {"p": 1.0}),
        ("p, q, s = 1.0, *[5.0], 2.0", {"p": 1.0, "s": 2.0}),
        ("p, (q, *r) = 1.0, (2.0, 3.0)", {"p": 1.0, "q": 2.0}),
    ],
)
def test_numbers_beside_a_star_are_inputs(binding: str, inputs: dict[str, float]) -> None:
    assert cell(f"{binding}\nz = p * 2").inputs == inputs


def test_a_number_bound_in_a_loop_is_named_and_becomes_an_input_on_demand() -> None:
    source = "w = 3.0\nfor lr in (0.1,):\n    a = 2.0\n    z = w * lr * a"
    assert "a is bound in a loop (line 3), so it is a plain number; -w a makes it an input." in cell(source).notes
    assert cell(source, wrt=["a"]).inputs == {"w": 3.0, "a": 2.0}


def test_a_loop_over_numbers_is_named_where_the_cell_has_no_input_at_all() -> None:
    source = "for a in (1.0, 2.0):\n    z = a * 11"
    said = r"a runs through numbers in a loop \(line 1\), so it is a plain number; -w a makes it an input\."
    with pytest.raises(CellProblem, match=said):
        cell(source)
    with pytest.raises(CellProblem, match=said):
        cell(source, output="z")
    assert set(cell(source, wrt=["a"]).inputs.values()) == {1.0, 2.0}


def test_a_name_that_a_function_declares_global_is_named() -> None:
    source = "a = 2.0\ndef f():\n    global a\n    a = a * 2\nf()\nz = a * 3"
    said = "a is declared global in f (line 3), so it is a plain number; let f return the new number instead."
    assert said in cell(f"{source}\nw = 1.0\nz = w * a").notes
    with pytest.raises(CellProblem) as refused:
        cell(source)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "source",
    [
        "i = 0\nwhile i < 3: i = i + 1",
        "xs = [1.0]\nn = len(xs)\nm = len('12')",
        "for i in range(3):\n    s = 0.0\n    for x in [1.0]: s = s + x",
        "for i in range(3): pass",
        "for x in [1.0, 2.0]: y = w * x",
        "for i in range(3):\n    done = 1\n    if done: pass",
        "calls = 0\ndef f(t):\n    global calls\n    calls += 1\n    return t\ny = f(w)",
        "n = int('3')\nfor i in range(n): pass",
        "import random\nrandom.seed(1)\nrng = random.Random(1)\nk = rng.random()\ny = k * w",
        "import numpy as np\nxs = np.zeros(3)\ny = xs.sum() * w",
        "unread = abs(-2.0)",
        "def f():\n    for i in range(2):\n        a = 2.0\n    return a\ny = f()",
    ],
)
def test_ordinary_cells_get_no_such_note(source: str) -> None:
    notes = cell(f"w = 3.0\n{source}\nz = w * 2").run.notes
    assert not [note for note in notes if "call" in note or "loop" in note or "global" in note]
