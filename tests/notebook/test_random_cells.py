"""Random cells dragged at random: after each move the page shows what the code gives at that point."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from typing import Any

import pytest

from microgradext.cell.inputs.mathematics import mathematics
from microgradext.cell.run import run_cell
from microgradext.notebook.result import GradResult
from microgradext.notebook.wire import once
from tests.examples import share

from ..cells_at_random import RandomCell, random_cell
from .page import Page, Shown

CELLS = share(500)
POINTS = 10
CHUNK = 25


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("page")) as page:
        yield page


@pytest.fixture(autouse=True)
def _equal_constants_are_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "LEAST", 1)


@pytest.mark.parametrize("chunk", range(0, CELLS, CHUNK))
def test_the_page_shows_what_a_fresh_run_gives(page: Page, chunk: int) -> None:
    for seed in range(chunk, chunk + CHUNK):
        with redirect_stdout(io.StringIO()):
            Dragged(random_cell(seed), page).at_random()


def test_a_page_without_a_kernel_shows_nothing_but_what_a_fresh_run_gives(page: Page) -> None:
    seen = {"free": 0, "beside held": 0, "stale": 0}
    for seed in range(0, CELLS, 2):
        with redirect_stdout(io.StringIO()):
            Dragged(random_cell(seed), page).alone_at_random(seen)
    assert min(seen.values()) > CELLS / 50, seen


class Dragged:
    """A cell and its live view, with a page that asks and a kernel that answers."""

    def __init__(self, cell: RandomCell, page: Page) -> None:
        self.cell, self.page = cell, page
        self.numbers = dict(cell.numbers)
        self.revision = 1
        run = run_cell(cell.source(), cell.namespace(), wrt=cell.wrt)
        assert run.error is None, (cell.seed, cell.source())
        self.result = GradResult(run)

    def at_random(self) -> None:
        """Drag to random points, with page and kernel responding as they do."""
        self.hold(self.page.graph(self.result.message(self.revision)))
        rng = random.Random(self.cell.seed)
        for _ in range(POINTS):
            self.move(self.cell.point(rng, list(self.result.inputs), self.result.point()))

    def alone_at_random(self, seen: dict[str, int]) -> None:
        """Drag what can be moved in a page without a kernel; count what is seen there."""
        message = self.result.message(1)
        if message["frozen"]:
            return
        run, held = self.result.point(), [each["held"] for each in message["inputs"]]
        self.page.graph(message, alone=True)
        rng = random.Random(self.cell.seed)
        for _ in range(POINTS // 2):
            asked = self.cell.point(rng, list(self.result.inputs), run)
            point = [there if stays else x for x, there, stays in zip(asked, run, held, strict=True)]
            self.numbers |= dict(zip(self.result.inputs, point, strict=True))
            shown = self.page.move(point)
            seen["stale" if shown.stale else "beside held" if any(held) and point != run else "free"] += 1
            if not shown.stale:
                self.hold(shown, some=True)

    def move(self, point: list[float]) -> None:
        """One move: the page replays or waits, the kernel follows or runs the code again."""
        before = dict(self.numbers)
        self.numbers |= dict(zip(self.result.inputs, point, strict=True))
        shown = self.page.move(point)
        if not shown.stale:
            self.hold(shown)
        try:
            anew = self.result.move(point)
        except ValueError:
            self.hold_that_it_raises()
            self.numbers = before
            assert shown.stale, "a page that computes where the code raises"
            self.page.move(self.result.point())  # moving back heals
            return
        if anew:
            self.revision += 1
            shown = self.page.graph(self.result.message(self.revision))
        elif shown.stale:
            shown = self.page.confirm(point)
        self.hold(shown)

    def hold(self, shown: Shown, *, some: bool = False) -> None:
        """Assert that the page shows what plain code gives; with `some` it may leave gradients out."""
        names = self.plainly()
        about = (self.cell.seed, self.revision, self.cell.source(self.numbers))
        assert not shown.stale, about
        expected = [names[name]._grad if name in names else 0.0 for name in self.result.inputs]  # in another branch: 0
        pairs = zip(shown.gradients, expected, strict=True)
        gradients = [pair for pair in pairs if pair[0] is not None or not some]
        assert alike(*zip((shown.output, names["out"]._data), *gradients, strict=True)), about

    def hold_that_it_raises(self) -> None:
        """Assert that plain code raises at this point too."""
        with pytest.raises(Exception):  # noqa: B017  (whatever the random code raises)
            self.plainly()

    def plainly(self) -> dict[str, Any]:
        """The names of the code, run with its inputs as Values from the start."""
        state = random.getstate()
        names = self.cell.namespace(self.numbers)
        try:
            with mathematics(names):
                exec(self.cell.plainly(self.numbers), names)
            names["out"].backward()
        finally:
            random.setstate(state)
        return names


def alike(one: Sequence[float | None], other: Sequence[float]) -> bool:
    """Equal up to rounding."""
    return all(
        x is not None and (math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9) or (x != x and y != y))
        for x, y in zip(one, other, strict=True)
    )
