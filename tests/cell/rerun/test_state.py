"""Whatever state of the user's a cell changes, a rerun finds it as the first run did, and a failing one leaves it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.cell.moving import MovingRun
from microgradext.cell.rerun.reach import reach
from microgradext.cell.run import run_cell

from .states import STATES

CELL = "a = 2.0\nz = a * step() if a > 1 else -a * step()\nif a > 8: raise RuntimeError('too far')"
POINTS = st.lists(st.sampled_from([-3.0, 0.5, 2.0, 4.0, 9.0]), min_size=1, max_size=5)


def notebook(state: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(dedent(state), names)
    return names


def agree(names: dict[str, Any], points: list[float]) -> None:
    """Drag a cell through `points`: it must show what it would show there if it ran for the first time."""
    run = run_cell(CELL, names)
    assert run.error is None
    moving = MovingRun(run)
    for point in points:
        if point > 8:
            with pytest.raises(ValueError, match="too far"):
                moving.move([point])
        else:
            moving.move([point])
            assert moving.value.data == (point if point > 1 else -point)


@pytest.mark.parametrize("what", STATES)
@settings(max_examples=10)
@given(POINTS)
def test_state_is_put_back(what: str, points: list[float]) -> None:
    names = notebook(STATES[what])
    agree(names, points)
    if "cache" not in what:
        assert names["step"]() == (2 if "optimiser" not in what else 3)


MODULE = """
class Counter:
    total = 0
    def __init__(self): self.n = 0
    def step(self):
        self.n += 1
        Counter.total += 1
        return (self.n + Counter.total) / 2
def outer():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
step = outer()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module that the user wrote."""
    (tmp_path / "of_the_users.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield import_module("of_the_users")
    del sys.modules["of_the_users"]


def test_state_of_a_module_of_the_users_is_put_back(module: Any) -> None:
    agree({"step": module.Counter().step}, [0.5, 9.0, 2.0, 0.5, 4.0])
    agree({"step": module.step}, [0.5, 9.0, 2.0, 0.5, 4.0])


CHANGES = {
    "bump()": "bump",
    "model.n += 1": "model",
    "type(model).total = 9": "model",
    "f.calls = 3": "f",
    "xs[0] = 100.0": "xs",
}


@pytest.mark.parametrize("change", CHANGES)
def test_state_that_other_code_has_changed_is_refused(change: str) -> None:
    names = notebook("""
        def outer():
            n = 0
            def bump():
                nonlocal n
                n += 1
                return n
            return bump
        bump, xs = outer(), [1.0]
        class Model: n, total = 0, 0
        model = Model()
        def f(): return xs
    """)
    moving = MovingRun(run_cell("a = 2.0\nz = a * bump() * f()[0] + model.n if a > 1 else -a", names))
    exec(change, names)
    moving.move([3.0])
    assert moving.value.data == 3.0
    with pytest.raises(ValueError, match=f"^{CHANGES[change]} has changed since this cell ran: run the cell again"):
        moving.move([0.5])


def test_a_class_that_only_inherits_from_a_library_is_the_users() -> None:
    names = notebook("""
        from logging import Handler
        class Mine(Handler): made = []
        mine, theirs = Mine(), Handler()
    """)
    assert {each.name for each in reach(names, ["mine"]).found} == {"mine"}
    assert reach(names, ["theirs"]).found == []
