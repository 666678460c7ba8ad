"""docs/live.md is true to the code: a cell for each row of its table, and how a move of it is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microgradext.cell.run import run_cell

EARLIER = """
import random, math
losses = []
def sinh(x):
    out = Value(math.sinh(x.data), (x,), 'sinh')
    def back():
        x.grad += math.cosh(x.data) * out.grad
    out._backward = back
    return out
def note(x):
    open('note.txt', 'a').close()
    return x
"""
ROWS = {
    "computes straight through": ("x = 2.0\ny = sum(x * k for k in [1, 2, 3])", "replay"),
    "uses `where`": ("x = 2.0\ny = where(x > 1, x, max(x, 0)) + floor(x)", "replay"),
    "branches or loops on data": ("x = 2.0\ny = x\nwhile y < 100:\n    y = y * y", "replay"),
    "to show it": ("x = 2.0\ny = x * x\nprint(y.data, f'{y.grad}')", "replay"),
    "keeps a number that nothing computes with": ("x = 2.0\ny = x * x\nlosses.append(y.data)", "suspected"),
    "for anything else": ("x = 2.0\nk = x.data\ny = x * k", "suspected"),
    "written by hand": ("x = 2.0\ny = sinh(x)", "rerun"),
    "changes the data of an input": ("w = 5.0\ny = w * w\ny.backward()\nw.data -= 0.1 * w.grad", "still"),
    "draws random numbers": ("x = 2.0\ny = x * random.random()", "replay"),
    "writes files": ("x = 2.0\ny = x * x if x > 0 else x\nopen('note.txt', 'w').close()", "click"),
    "in a function that it calls": ("x = 2.0\ny = note(x) * x if x > 0 else x", "click"),
}


INPUTS = {
    "`a = 2.0`": ("a = 2.0\nb: float = 1 / 3\nc, d = 1, 2\ny = a * b * c * d", "a b c d", ""),
    "`x = x * 3`": ("x = 2.0\nx = x * 3", "x⁽¹⁾", "x⁽¹⁾ is an earlier value, and x the last"),
    "`loss += e`": ("w = 2.0\nloss = 0\nfor e in [w]: loss += e", "w", "loss only accumulates"),
    "`loss = loss + e`": ("w = 2.0\nloss = 0\nfor e in [w]: loss = loss + e", "w", "loss only accumulates"),
    "`loss = e + loss`": ("w = 2.0\nloss = 0\nfor e in [w]: loss = e + loss", "w", "loss only accumulates"),
    "`i += 1`": ("w = 2.0\ni = 0\nwhile i < 3: i += 1\ny = w * i", "w", ""),
    "`balance *= 1 + rate`": ("balance = 100.0\nrate = 0.05\nbalance *= 1 + rate", "balance⁽¹⁾ rate", ""),
    "`range(n)`": ("w = 2.0\nn = 2\nfor _ in range(n): w = w * 2", "w⁽¹⁾", "n is used in range"),
    "`values = [1.0, 2.0, 3.0]`": ("values = [1.0, 2.0]\ny = sum(values)", "values[0] values[1]", ""),
    "counts as data": ("w = 2.0\nvalues = [1.0, 2.0]\ny = w * sum(values)", "w", "values counts as data"),
    '`float("2")`': ('w = 2.0\nk = float("2")\ny = w * k', "w", "k is the result of a call"),
    "`np.array(values)`": (
        "import numpy as np\nvalues = [1.0, 2.0]\ny = np.array(values).sum()",
        "values[0] values[1]",
        "",
    ),
    "cut the graph": ("w = 2.5\ny = int(w) * 3", "w", "int cut the graph in line 2"),
}
"""A cell for each row of the table of inputs: which there are, and what a note says."""


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    from microgradext import Value

    names: dict[str, Any] = {"Value": Value}
    exec(EARLIER, names)
    return names


@pytest.mark.parametrize("row", ROWS)
def test_a_move_is_answered_as_the_table_says(names: dict[str, Any], row: str, request: pytest.FixtureRequest) -> None:
    cell, mode = ROWS[row]
    assert row in (request.config.rootpath / "docs" / "live.md").read_text("utf-8")
    assert run_cell(cell, names).mode == mode


@pytest.mark.parametrize("row", INPUTS)
def test_what_becomes_an_input_is_as_the_table_says(row: str, request: pytest.FixtureRequest) -> None:
    cell, inputs, said = INPUTS[row]
    assert row in (request.config.rootpath / "docs" / "live.md").read_text("utf-8")
    run = run_cell(cell, {})
    assert [each.name for each in run.inputs] == inputs.split()
    notes = " ".join(note for note in run.notes if said or "bound more than once" not in note)
    assert (said in notes) if said else not notes


def test_an_append_is_replayed_after_one_comparison_and_an_escape_is_found(names: dict[str, Any]) -> None:
    kept = run_cell(ROWS["keeps a number that nothing computes with"][0], names)
    assert kept.again is not None
    assert kept.again([3.0]).mode == "replay"
    assert len(names["losses"]) == 1
    escaped = run_cell(ROWS["for anything else"][0], names)
    assert escaped.again is not None
    found = escaped.again([3.0])
    assert (found.mode, "line 2" in found.why) == ("rerun", True)


def test_a_branch_of_an_earlier_cell_keeps_the_sliders_still(names: dict[str, Any]) -> None:
    run_cell("x = 2.0\ny = x * x if x > 0 else x", names)
    later = run_cell("z = y * 3", names, wrt=["x"])
    assert (later.mode, bool(later.frozen)) == ("still", True)
