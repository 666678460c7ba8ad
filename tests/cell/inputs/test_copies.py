"""A copy of a number is the number itself, in a cell that is written with numbers."""

from __future__ import annotations

import copy
import pickle

import pytest

from microgradext import Value, grad
from microgradext.cell.moving import MovingRun
from microgradext.cell.run import run_cell

SETUP = """
import copy, dataclasses, pickle
from dataclasses import dataclass

@dataclass
class Point:
    x: object
    y: object = 1.0
"""

COPIES = {
    "copy": "copy.copy(a)",
    "of what is computed": "copy.copy(a * 3)",
    "deepcopy": "copy.deepcopy({'p': [a, (a,)]})['p'][1][0]",
    "asdict": "dataclasses.asdict(Point(a))['x']",
    "astuple": "dataclasses.astuple(Point(Point(a)))[0][0]",
    "replace": "dataclasses.replace(Point(a), y=2.0).x",
    "of an object": "copy.deepcopy(Point(a * 2)).x",
    "pickle": "pickle.loads(pickle.dumps(a))",
    "an old pickle": "pickle.loads(pickle.dumps([a * 2, a], 0))[0]",
    "pickle of what is computed": "pickle.loads(pickle.dumps(a * a + a))",
}


@pytest.mark.parametrize("expression", COPIES.values(), ids=COPIES)
def test_a_copy_keeps_the_gradient(expression: str) -> None:
    names: dict[str, object] = {}
    exec(SETUP, names)
    moving = MovingRun(run_cell(f"a = 2.0\nb = {expression}\ny = a * b", names))
    assert list(moving.inputs) == ["a"]
    for at in (2.0, -1.5):
        moving.move([at])
        ahead, behind = (at_ * eval(expression, {**names, "a": at_}) for at_ in (at + 1e-6, at - 1e-6))
        assert moving.value.data == at * eval(expression, {**names, "a": at})
        assert moving.grads["a"] == pytest.approx((ahead - behind) / 2e-6, abs=1e-6)


def test_values_pickled_together_in_a_cell_come_back_as_they_are() -> None:
    names: dict[str, object] = {"pickle": pickle}
    run_cell("a = 2.0\nb, c, d = pickle.loads(pickle.dumps((a, a * 2, a > 1)))\ny = b * c", names)
    assert names["a"] is names["b"]


def test_a_pickle_that_is_read_after_the_cell_is_a_copy() -> None:
    names: dict[str, object] = {"pickle": pickle}
    run_cell("a = 2.0\nkept = pickle.dumps(a * 3)\ny = a * 3", names)
    read = pickle.loads(names["kept"])  # type: ignore[arg-type]
    assert (read.data, read._prev[0].data) == (6.0, 2.0)
    assert read._prev[0] is not names["a"]


def test_a_pickle_that_stays_one_follows_and_is_told() -> None:
    names: dict[str, object] = {"pickle": pickle}
    moving = MovingRun(run_cell("a = 2.0\nkept = pickle.dumps(a * 3)\ny = a * 3", names))
    assert moving.run.why.startswith("pickle.dumps(a * 3) is read as a plain number (line 2)")
    moving.move([5.0])
    assert pickle.loads(names["kept"]).data == 15.0  # type: ignore[arg-type]
    run = run_cell(
        "a = 2.0\nb = pickle.loads(pickle.dumps(a * 3))\nc = pickle.loads(pickle.dumps(a))\ny = a * b * c", names
    )
    assert (run.mode, run.why) == ("replay", "")


def test_a_parameter_is_copied() -> None:
    """What code makes by calling `Value` has data that training changes: its copy must not change along."""
    w = Value(3.0, label="w")
    names: dict[str, object] = {"copy": copy, "pickle": pickle, "w": w}
    run_cell("a = 2.0\nb = copy.deepcopy([w])\nc = pickle.loads(pickle.dumps(w))\ny = a * w", names)
    assert names["b"][0] is not w  # type: ignore[index]
    assert names["c"] is not w


def test_what_a_cell_trains_is_copied() -> None:
    names: dict[str, object] = {"copy": copy}
    run_cell("a = 2.0\nb = copy.copy(a)\ny = a * a\ny.backward()\na.data -= 0.5 * a.grad", names)
    assert (names["a"].data, names["b"].data) == (0.0, 2.0)  # type: ignore[attr-defined]


def test_in_a_cell_that_makes_values_itself_a_copy_is_another_value() -> None:
    names: dict[str, object] = {"copy": copy}
    run_cell("from microgradext import Value\na = Value(2.0)\nb = copy.copy(a)\ny = a * b", names)
    assert names["a"] is not names["b"]


def test_a_function_copies_its_numbers_too() -> None:
    assert grad(lambda x: copy.deepcopy([x])[0] * x, x=3.0).grads == {"x": 6.0}
