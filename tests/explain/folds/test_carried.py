"""What the turns of a loop hand on has a row, in every loop in which something is handed on."""

from __future__ import annotations

import math

import pytest

from microgradext.explain.folds.carried import rows_of
from microgradext.explain.folds.regions import regions_of
from microgradext.explain.view import Row
from microgradext.notebook.result import GradResult
from tests.explain.folds.cells import BAD, CELLS, MLP, NEWTON, SIR, ran

ENDED = """
x = 0.5
while abs(x) > 1e-3:
    x = x*tanh(x) + 0.01*x*cos(x)*sin(x)
    if abs(x) < 0.1: break
x
"""


def rows(source: str) -> list[Row]:
    graph = GradResult(ran(source)).graph
    regions = regions_of(graph)
    assert regions is not None
    return [row for own in rows_of(graph, regions).values() for row in own]


def test_a_loop_has_a_row_for_each_value_that_its_turns_hand_on() -> None:
    graph = GradResult(ran(SIR)).graph
    own = rows(SIR)
    assert [row.name for row in own] == ["S", "I"]
    assert own[0].nodes[-1] == graph.output
    assert own[1].nodes[-1] == -1  # what the last turn makes of I goes nowhere
    assert all(len(row.nodes) == 30 and list(row.nodes[:29]) == sorted(row.nodes[:29]) for row in own)


def test_a_loop_over_data_has_no_rows() -> None:
    assert rows(MLP) == []


def test_a_while_has_a_row_for_its_test() -> None:
    graph = GradResult(ran(NEWTON)).graph
    value, test = rows(NEWTON)
    assert (value.name, value.bound, test.name) == ("E", -1, "test")
    assert graph.columns.data[test.bound] == 1e-10
    sides = [graph.columns.data[node] for node in test.nodes]
    assert len(sides) == 6
    assert sides == sorted(sides, reverse=True)
    assert sides[-1] < 1e-10 < sides[-2]


@pytest.mark.parametrize("source", [NEWTON.replace("> 1e-10", "> 1e-10 and M > 0"), ENDED])
def test_a_test_that_is_no_single_comparison_or_does_not_end_the_loop_has_no_row(source: str) -> None:
    assert [row.name for row in rows(source) if row.bound >= 0] == []


@pytest.mark.parametrize("name", CELLS)
def test_rows_leave_open_what_was_open_without_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_rows = GradResult(ran(CELLS[name])).view
    monkeypatch.setattr("microgradext.explain.layout.below.MOST", 0)
    without = GradResult(ran(CELLS[name])).view
    assert [box.label for box in with_rows.boxes] == [box.label for box in without.boxes]


def test_the_turn_in_which_a_number_went_wrong_is_shown_first() -> None:
    result = GradResult(ran(BAD))
    frame = result.frame()
    assert frame is not None
    values = frame.values
    (fold,) = [box.fold for box in result.view.boxes if box.kind == "frame" and box.fold]
    own = next(row for row in fold.rows if row.name == "x")
    assert all(math.isfinite(values[node]) for node in own.nodes[: fold.turn - 1])
    assert not math.isfinite(values[own.nodes[fold.turn - 1]])
    assert 1 < fold.turn < fold.passes
