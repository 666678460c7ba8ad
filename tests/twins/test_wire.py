"""What Python sends is what the page reads: boxes, edges, guards, inputs and numbers of random cells."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import Any

import pytest

from microgradext.cell.run import run_cell
from microgradext.engine.guards import SEEN
from microgradext.explain.view import Box
from microgradext.notebook.result import GradResult

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
    assert read["view"]["boxes"] == [boxed(box) for box in result.view.boxes]
    assert read["view"]["edges"] == as_the_page_has_it(result.view.edges)
    assert [(each["node"], each["name"]) for each in read["inputs"]] == [(each.node, each.name) for each in run.inputs]
    assert read["data"] == pytest.approx([node.data for node in result.graph.nodes], rel=0, abs=0, nan_ok=True)
    assert [(each["node"], each["kind"], each["expected"]) for each in read["guards"]] == [
        (guard.node, guard.kind, guard.expected) for guard in result.graph.guards
    ]
    assert {guard.kind.partition(":")[0] for guard in result.graph.guards} <= SEEN.keys()
    assert (read["mode"], read["replays"], read["firstLine"]) == (run.mode, run.replays, run.listing.first)


def boxed(box: Box) -> dict[str, Any]:
    """A box as the page has it: the span is null if there is none, and its text is the box's own."""
    span = as_the_page_has_it(box.span) if box.span else None
    made: dict[str, Any] = as_the_page_has_it(box)
    return made | {"span": span and {key: span[key] for key in ("line", "column", "endLine", "endColumn")}}
