"""What Python packs is what the page unpacks, whatever the numbers and the words are."""

from __future__ import annotations

import io
import json
from array import array
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext import grad
from microgradext.cell.run import run_cell
from microgradext.notebook.result import GradResult
from microgradext.notebook.wire import packed
from microgradext.notebook.wire.messages import GraphMessage
from microgradext.notebook.wire.saved import saved

from ..cells_at_random import random_cell
from .page import Page

INTS = st.lists(st.integers(-(2**31), 2**31 - 1))
FLOATS = st.lists(st.floats(allow_nan=True, allow_infinity=True))
BASE = grad("a = 2.0\nb = 3.0\nf = a * b + sin(a)").message(1)


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "SMALL", -1)


def assert_arrives(page: Page, message: GraphMessage) -> None:
    assert page("unpacked", packed.parcel(message).content) == json.loads(saved(message)["graph"])


@pytest.mark.parametrize("seed", range(20))
def test_a_message_of_a_random_cell_arrives_as_it_was(page: Page, seed: int) -> None:
    cell = random_cell(seed)
    with redirect_stdout(io.StringIO()):
        run = run_cell(cell.source(), cell.namespace(), wrt=cell.wrt)
        assert_arrives(page, GradResult(run).message(1))


@settings(deadline=None, max_examples=60)
@given(INTS, INTS, FLOATS, st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_columns_arrive_as_they_were(
    page: Page, code: list[int], span: list[int], data: list[float], notes: list[str]
) -> None:
    columns: Any = {"code": array("i", code).tobytes(), "data": array("d", data).tobytes(), "notes": notes}
    boxes: Any = {**BASE["boxes"], "span": array("i", span).tobytes()}
    assert_arrives(page, {**BASE, **columns, "boxes": boxes})


def test_what_is_small_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert packed.parcel(BASE).wired is BASE
    large = grad("x = 2.0\ny = x\nfor k in range(2000):\n    y = y * 0.5 + x")
    content = packed.parcel(large.message(1)).content
    assert 0 < len(content) < len(saved(large.message(1))["graph"]) / 8
    state = large.widget.get_state("graph")["graph"]
    assert state == {"rid": large.rid, "revision": 1, "deflated": content}
    assert large.widget.graph["revision"] == 1, "Python keeps the message"
