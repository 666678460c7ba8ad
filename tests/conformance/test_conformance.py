"""Random cells mean with `%%grad` what they mean without it, where they run and at every point they are moved to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples import share
from tests.notebook.page import Page

from .cells import random_cell
from .differences import agrees, derivative
from .kinds.registry import KINDS
from .not_yet import NOT_YET
from .plainly import plainly
from .report import MOST_REFUSED, Report
from .shrinking import shrunk
from .trial import tried

CELLS = share(1000)
CHUNK = 25
TRIES = 12
"""The most cells of a kind that does not conform yet until one must fail."""

CONFORMING = [name for name in KINDS if name not in NOT_YET]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("page")) as page:
        yield page


@pytest.fixture(scope="module")
def seen() -> Report:
    """What the chunks have seen together."""
    return Report()


@pytest.mark.parametrize("chunk", range(0, CELLS, CHUNK))
def test_random_cells_mean_what_they_mean_in_plain_python(page: Page, seen: Report, chunk: int) -> None:
    report = Report()
    for seed in range(chunk, min(chunk + CHUNK, CELLS)):
        found = tried(random_cell(seed, CONFORMING), page)
        seen.add(found)
        if found.differences:
            report.add(found, shrunk(found, lambda cell: tried(cell, page)))
    assert not report.failed, report.text()


def test_hardly_anything_is_refused_and_much_is_compared(seen: Report) -> None:
    if not seen.cells:
        pytest.skip("no cells were tried")
    assert seen.refusing <= MOST_REFUSED * seen.cells, seen.text()
    assert seen.compared["gradients"] > 10 * seen.cells
    assert seen.compared["outputs"] > 10 * seen.cells


@pytest.mark.thorough
@pytest.mark.parametrize("kind", CONFORMING)
def test_each_kind_alone(page: Page, kind: str) -> None:
    for seed in range(10):
        found = tried(random_cell(seed, [kind], only=True), page)
        assert found.conforms, "\n".join([*map(str, found.differences), *(each.reason for each in found.refusals)])


@pytest.mark.parametrize("kind", NOT_YET)
def test_a_kind_that_does_not_conform_yet_is_still_known_to(page: Page, kind: str) -> None:
    cells = (random_cell(seed, [kind], only=True) for seed in range(TRIES))
    assert any(not tried(cell, page).conforms for cell in cells), f"{kind} conforms now: take it out of NOT_YET"


def test_the_kinds_that_do_not_conform_yet_are_kinds() -> None:
    assert NOT_YET.keys() <= KINDS.keys()
    assert all(NOT_YET.values())


def test_every_declared_difference_is_in_the_document(request: pytest.FixtureRequest) -> None:
    text = (request.config.rootpath / "docs" / "live.md").read_text("utf-8")
    section = text.partition("## What differs from plain Python")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| \*\*(.+?)\*\*", section, re.MULTILINE)
    assert rows == [
        "IEEE numbers", "the last digit", "`repr` after the cell", "errors of Python's own", "NumPy's own types",
        "identity", "compiled code", "large whole numbers", "floats that are whole", "floats as whole numbers",
    ]  # fmt: skip


# The harness itself


def test_a_cell_is_the_same_for_the_same_seed() -> None:
    assert [random_cell(seed) for seed in range(50)] == [random_cell(seed) for seed in range(50)]


def test_every_kind_is_written_and_runs_in_plain_python() -> None:
    for kind in KINDS:
        cell = random_cell(1, [kind], only=True)
        assert kind in cell.kinds
        plain = plainly(cell.source())
        assert plain.error is None or plain.beyond or kind in ("branch: raise", "branch: assert"), cell.source()


def test_differences_are_trusted_only_where_there_is_a_derivative() -> None:
    for seed in range(20):
        cell = random_cell(seed, ["formula: a sum"], only=True)
        here = plainly(cell.source())
        assert derivative(cell, cell.numbers, "a", here) is not None
    cell = random_cell(0, ["formula: floor, ceil, int and round"], only=True)
    kinks = {**cell.numbers, "a": 1.0, "b": 1.0}
    here = plainly(cell.source(kinks))
    assert any(derivative(cell, kinks, name, here) is None for name in ("a", "b")), cell.source(kinks)
    assert not agrees(1.0, None)
    assert not agrees(1.0, 1.01)


def test_the_text_of_this_room_needs_no_value() -> None:
    """The cells are plain Python: none of them names a Value."""
    assert not any("Value(" in random_cell(seed).source() for seed in range(200))
    assert "microgradext" not in (Path(__file__).parent / "plainly.py").read_text("utf-8")
