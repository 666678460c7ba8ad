"""A graph is folded as on the page: the same boxes, flows and titles, and the same at first."""

from __future__ import annotations

from dataclasses import asdict
from random import Random
from typing import Any

import pytest

from microgradext.cell.run import Run
from microgradext.engine.node import CONSTANT
from microgradext.explain.folds.folded import folded
from microgradext.explain.folds.groups import NONE
from microgradext.explain.folds.owners import groups_of_inputs
from microgradext.explain.folds.regions import regions_of
from microgradext.explain.picture.flow import Bundle, Carried, flows
from microgradext.explain.view import Box, View, boxes_of
from microgradext.explain.words.called import Called
from microgradext.notebook.result import GradResult
from microgradext.notebook.wire.once import LEAST
from tests.cell.scopes.programs import random_run
from tests.explain.folds.cells import BAD, CELLS, long_cell, ran, random_state
from tests.explain.folds.covering import covers, keys

from .page import Page, as_the_page_has_it

PROGRAMS = 60
NAMES = ("w", "x", "X", "l1.w", "l2.b", "enc.l1.w", "inputs", "β")


def as_folded(view: View) -> dict[str, Any]:
    """A view of Python's as the page has it, but for the code of leaves, which it does not know."""
    return {**as_the_page_has_it(view), "boxes": [_box(box) for box in view.boxes]}


def _box(box: Box) -> dict[str, Any]:
    span = box.span and {
        "line": box.span.line, "column": box.span.column,
        "endLine": box.span.end_line, "endColumn": box.span.end_column,
    }  # fmt: skip
    source = box.source if box.symbol or box.kind not in ("input", "leaf") else ""
    return {**as_the_page_has_it(box), "source": source, "span": span}


def from_page(view: dict[str, Any]) -> dict[str, Any]:
    """The same without what only the page asks for."""
    view.pop("covers", None)
    return view


def as_carried(carried: Carried) -> Any:
    if isinstance(carried, Bundle):
        return {name: as_number(number) for name, number in asdict(carried).items()}
    return as_number(carried)


def as_number(number: float | str | None) -> Any:
    """The last bits of exp and tanh may be others in the page."""
    return pytest.approx(number, rel=1e-9, nan_ok=True) if isinstance(number, float) else number


def check(page: Page, run: Run, draw: Random) -> bool:
    """Whether there was anything to fold."""
    result = GradResult(run)
    regions = regions_of(result.graph)
    message = result.message(1)
    if regions is None or run.stopped:
        return False
    called = Called(result.graph)
    frame = result.frame()
    for _ in range(3):
        state = random_state(regions, draw)
        here = folded(result.graph, regions, state, boxes_of(result.graph), called.place)
        there = page("folded", message, sorted(state.open), list(state.turns.items()), sorted(state.rest))
        for node, box in enumerate(there["covers"]):
            if box != NONE:
                assert covers(regions, state, node)[-1] in keys(regions, state, here.boxes[box])
        assert from_page(there) == as_folded(here)
        carried = page("carried", message, sorted(state.open), list(state.turns.items()), sorted(state.rest))
        assert carried == [as_carried(each) for each in flows(here, result.graph, frame)]
    assert from_page(page("first", message)) == as_folded(result.view)
    return True


@pytest.mark.parametrize("name", CELLS)
def test_the_page_folds_cells_as_python_does(page: Page, name: str) -> None:
    assert check(page, ran(CELLS[name]), Random(17))


def test_the_page_shows_the_turn_in_which_a_number_went_wrong_as_python_does(page: Page) -> None:
    result = GradResult(ran(BAD))
    assert from_page(page("first", result.message(1))) == as_folded(result.view)


def test_the_page_folds_random_programs_as_python_does(page: Page) -> None:
    runs = [run for seed in range(PROGRAMS) if (run := random_run(seed, 300))]
    assert sum(check(page, run, Random(seed)) for seed, run in enumerate(runs)) > 10


def test_the_page_folds_long_code_as_python_does(page: Page) -> None:
    runs = [ran(long_cell(Random(seed))) for seed in range(PROGRAMS)]
    alike = [run for run in runs if run.graph is not None and list(run.graph.columns.codes).count(CONSTANT) < LEAST]
    assert sum(check(page, run, Random(seed)) for seed, run in enumerate(alike)) > 10  # with all constants on the wire


@pytest.mark.parametrize("name", CELLS)
def test_the_order_in_which_folds_are_opened_and_closed_makes_no_difference(page: Page, name: str) -> None:
    result, draw = GradResult(ran(CELLS[name])), Random(17)
    regions, message = regions_of(result.graph), result.message(1)
    assert regions is not None
    for _ in range(5):
        last = {region: draw.random() < 0.5 for region in range(1, len(regions)) if draw.random() < 0.5}
        views = []
        for _ in range(2):
            steps = [(region, not is_open) for region, is_open in last.items() if draw.random() < 0.5]
            # Regions that are the same in every turn of a loop open together, so what is said last of them counts.
            views.append(page("toggled", message, [*draw.sample(steps, len(steps)), *last.items()]))
        assert views[0] == views[1]


def test_the_page_groups_inputs_as_python_does(page: Page) -> None:
    draw = Random(17)
    for _ in range(200):
        names = list(dict.fromkeys(_name(draw) for _ in range(draw.randint(0, 60))))
        rows, groups = groups_of_inputs(names)
        there = {"rows": list(rows), "groups": [{"title": title, "members": list(each)} for title, each in groups]}
        assert page("grouping", names) == there


def _name(draw: Random) -> str:
    subscripts = "".join(f"[{draw.choice(['0', '1', '12', repr('a')])}]" for _ in range(draw.randint(0, 3)))
    return draw.choice(NAMES) + subscripts + draw.choice(["", "", ".x", "³", "⁽¹²⁾", "′"])
