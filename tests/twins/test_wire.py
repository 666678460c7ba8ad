"""What Python sends is what the page reads: boxes, edges, guards, inputs and numbers of random cells."""

from __future__ import annotations

import csv
import io
import random
from contextlib import redirect_stdout
from typing import Any

import pytest

from microgradext.cell.run import run_cell
from microgradext.engine.guards import SEEN
from microgradext.explain.view import Box, Edge
from microgradext.notebook.result import GradResult
from microgradext.notebook.save.sheet import sheet
from microgradext.notebook.wire import once

from ..cells_at_random import random_cell
from .page import Page, as_the_page_has_it

CELLS = 60


@pytest.mark.parametrize("seed", range(CELLS))
def test_the_page_reads_what_python_sends(page: Page, seed: int) -> None:
    cell = random_cell(seed)
    with redirect_stdout(io.StringIO()):
        run = run_cell(cell.source(), cell.namespace(), wrt=cell.wrt)
        result = GradResult(run)
        read = page("decode", result.message(1))
    assert_same_sheet(page("sheet", result.message(1)), result)
    assert_saved_where_it_stands(page, result, seed)
    if not read["regions"]:
        assert read["view"]["boxes"] == [boxed(box) for box in result.view.boxes]
        assert read["view"]["edges"] == [plain(edge) for edge in result.view.edges]
    assert [(each["node"], each["name"]) for each in read["inputs"]] == [(each.node, each.name) for each in run.inputs]
    assert read["data"] == pytest.approx([node.data for node in result.graph.nodes], rel=0, abs=0, nan_ok=True)
    assert [(each["node"], each["kind"], each["expected"]) for each in read["guards"]] == [
        (guard.node, guard.kind, guard.expected) for guard in result.graph.guards
    ]
    assert {guard.kind.partition(":")[0] for guard in result.graph.guards} <= SEEN.keys()
    assert (read["mode"], read["replays"], read["firstLine"]) == (run.mode, run.replays, run.listing.first)


@pytest.mark.parametrize("seed", range(CELLS))
def test_constants_that_are_left_out_change_nothing_that_is_shown(
    page: Page, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = random_cell(seed)
    with redirect_stdout(io.StringIO()):
        result = GradResult(run_cell(cell.source(), cell.namespace(), wrt=cell.wrt))
        every = result.message(1)
        monkeypatch.setattr(once, "LEAST", 1)
        fewer = result.message(1)
    assert len(fewer["code"]) <= len(every["code"])
    assert page("sheet", fewer) == page("sheet", every)
    assert_saved_where_it_stands(page, result, seed)


def test_of_ten_thousand_equal_constants_one_is_sent() -> None:
    result = GradResult(run_cell("x = 2.0\ny = x\nfor _ in range(10_000):\n    y = y * 0.5 + x", {}))
    constants = sum(node.kind == "constant" for node in result.graph.nodes)
    assert constants == 10_000
    sent = len(result.message(1)["data"]) // 8
    assert sent <= len(result.graph.nodes) - constants + 10  # those that are drawn stay


def assert_same_sheet(text: str, result: GradResult) -> None:
    """The same rows and words; numbers may differ in the last bit, as each side computes its own."""
    (_, *there), (_, *here) = (
        list(csv.reader(io.StringIO(each))) for each in (text, sheet(result.view, result.graph, result.frame()))
    )
    assert [words for *words, _, _ in there] == [words for *words, _, _ in here]
    for column in (3, 4):
        numbers = [float(row[column] or "nan") for row in there]
        assert numbers == pytest.approx([float(row[column] or "nan") for row in here], rel=1e-9, nan_ok=True)


def assert_saved_where_it_stands(page: Page, result: GradResult, seed: int) -> None:
    """A page that is saved at another point opens with the numbers that were on the screen."""
    chance = random.Random(seed)
    point = [x + chance.choice([0.0, 1e-3, chance.uniform(-1, 1)]) for x in result.point()]
    if (numbers := page("reopened", result.message(1), point)) is not None:
        shown, kept = numbers
        assert [*map(repr, kept)] == [*map(repr, shown)]


def plain(edge: Edge) -> dict[str, int]:
    """An edge of a picture that is decided: in no frame, and of one operand."""
    return {name: getattr(edge, name) for name in ("source", "target", "node", "slot", "between")}


def boxed(box: Box) -> dict[str, Any]:
    """A box as the page has it: the span is null if there is none, and its text is the box's own."""
    span = as_the_page_has_it(box.span) if box.span else None
    made: dict[str, Any] = as_the_page_has_it(box)
    made.pop("frame")
    return made | {"span": span and {key: span[key] for key in ("line", "column", "endLine", "endColumn")}}


def test_the_csv_says_where_what_is_not_drawn_is(page: Page) -> None:
    code = "w = .5\nlosses = []\nfor x in X:\n    losses.append((w*x - 1)**2)\nout = sum(losses)\n"
    result = GradResult(run_cell(code, {"X": [1.0] * 400}))
    assert_same_sheet(page("sheet", result.message(1)), result)
    assert "\nsample 7 › w*x,w*x,4,0.5," in page("sheet", result.message(1))
