"""A trial of one cell: run plain and lifted, and moved in every way there is."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any, Protocol

from microgradext.cell.moving import MovingRun
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import Run, run_cell
from microgradext.notebook.result import GradResult
from tests.notebook.page import Page, Shown

from . import sentences
from .cells import Cell, Numbers
from .compared import Compared, Reference
from .earlier import earlier_names
from .findings import Findings, Refusal

MOVES = 5


def tried(cell: Cell, page: Page | None = None) -> Findings:
    """Run a cell plain and lifted, and move it to five points by `move`, by `set` and, if there is one, by the page."""
    compared = Compared(Reference(cell), Findings(cell))
    with redirect_stdout(io.StringIO()):
        first = _lifted(compared)
        if first is None:
            return compared.found
        _walked(compared, _ByMove(*first), cell.seed)
        if (again := _lifted(compared, quietly=True)) is not None:
            _walked(compared, _BySet(*again), cell.seed)
        if page is not None and (third := _lifted(compared, quietly=True)) is not None:
            _walked(compared, _ByPage(*third, page, compared), cell.seed)
    return compared.found


def _walked(compared: Compared, way: _Way, seed: int) -> None:
    walk = _Walk(compared, way)
    try:
        walk.all(seed)
    except Exception as error:  # whatever ours raises
        compared.differs(way.title, walk.numbers, "a crash", "none", error)
    finally:
        way.close()


def _lifted(compared: Compared, *, quietly: bool = False) -> tuple[Run, dict[str, Any]] | None:
    """The cell as `%%grad` runs it; None, and a note of why, where it stops."""
    cell = compared.cell
    names = earlier_names(cell.source())
    plain = compared.reference.at(cell.numbers)
    try:
        run = run_cell(cell.source(), names)
    except CellProblem as problem:
        _refused(compared, "run", f"CellProblem: {problem}", cell.numbers)
        return None
    if run.error is not None:
        said = f"{type(run.error).__name__}: {run.error}"
        if plain.error is None:
            _refused(compared, "run", said, cell.numbers, sentences.of_run(run))
        else:
            compared.raised("run", cell.numbers, said)
        return None
    if plain.error is not None and not plain.beyond:
        compared.differs("run", cell.numbers, "raised", repr(plain.error), "nothing")
        return None
    if not quietly:
        compared.everything("run", cell.numbers, run, names, fresh=True)
    return run, names


def _refused(compared: Compared, way: str, reason: str, numbers: Numbers, said: Sequence[str] = ()) -> None:
    plain = compared.reference.at(numbers)
    if plain.beyond:
        compared.found.declared["numbers follow IEEE 754"] += 1
    elif "compiled" in compared.cell.declares:
        compared.found.declared["compiled code that wants a real float"] += 1
    elif any(
        sentences.SPEAKS_OF[each].search(" ".join(said)) for each in sentences.SPEAKS_OF.keys() & compared.cell.declares
    ):
        compared.found.declared["stopped on a way that a sentence tells of"] += 1
    else:
        compared.found.refusals.append(Refusal(way, reason))


class _Way(Protocol):
    """A way to move a run; `names` is the namespace that it ran in."""

    title: str
    names: dict[str, Any]

    @property
    def run(self) -> Run:
        """The run as it is now."""

    def go(self, numbers: Mapping[str, float]) -> bool:
        """Move the inputs there and say whether the code ran again; ValueError with the reason when it cannot."""

    def close(self) -> None:
        """Let go of what was opened."""


class _ByMove:
    title = "move"

    def __init__(self, run: Run, names: dict[str, Any]) -> None:
        self.names, self.moving = names, MovingRun(run)

    @property
    def run(self) -> Run:
        return self.moving.run

    def go(self, numbers: Mapping[str, float]) -> bool:
        return self.moving.move(self.moving.point_with(numbers))

    def close(self) -> None:
        pass


class _BySet:
    title = "set"

    def __init__(self, run: Run, names: dict[str, Any]) -> None:
        self.names, self.result = names, GradResult(run)

    @property
    def run(self) -> Run:
        return self.result.moving.run

    def go(self, numbers: Mapping[str, float]) -> bool:
        before = self.result.widget.graph["revision"]
        self.result.set(**numbers)
        if problem := self.result.widget.answered["problem"]:
            raise ValueError(problem)
        stands = {name: value.data for name, value in self.result.inputs.items()}
        assert numbers.items() <= ({**numbers, **stands}).items(), "set says nothing and does nothing"
        return bool(self.result.widget.graph["revision"] != before)

    def close(self) -> None:
        self.result.widget.close()


class _ByPage:
    title = "page"

    def __init__(self, run: Run, names: dict[str, Any], page: Page, compared: Compared) -> None:
        self.names, self.result, self.page, self.compared = names, GradResult(run), page, compared
        self.revision = 1
        self._shown = page.graph(self.result.message(1))

    @property
    def run(self) -> Run:
        return self.result.moving.run

    def go(self, numbers: Mapping[str, float]) -> bool:
        point = self.result.moving.point_with(numbers)
        shown = self.page.move(point)
        if not shown.stale:
            self._hold(shown, numbers)
        try:
            anew = self.result.move(point)
        except ValueError:
            self.page.move(self.result.point())  # moving back heals
            raise
        if anew:
            self.revision += 1
            shown = self.page.graph(self.result.message(self.revision))
        elif shown.stale:
            shown = self.page.confirm(point)
        assert not shown.stale, "the page is grey after the kernel has answered"
        self._hold(shown, numbers)
        return anew

    def close(self) -> None:
        pass

    def _hold(self, shown: Shown, numbers: Mapping[str, float]) -> None:
        whole = {**self.compared.walked, **numbers}
        plain = self.compared.reference.at(whole)
        if plain.beyond:
            return
        if plain.error is not None:
            self.compared.raised("page", whole, "numbers")
            return
        said = sentences.of_run(self.run)
        grads = dict(zip(self.result.inputs, shown.gradients, strict=True))
        self.compared.output("page", whole, self.run.title, shown.output, said)
        self.compared.gradients("page", whole, grads, said)


@dataclass
class _Walk:
    """Moves to five points: two new ones, back to the start, and two more, one of them seen before."""

    compared: Compared
    way: _Way
    numbers: dict[str, float] = field(init=False)

    def all(self, seed: int) -> None:
        """Walk all the way."""
        cell, rng = self.compared.cell, random.Random(seed)
        self.numbers = cell.numbers
        visited = [self.numbers]
        for count in range(MOVES):
            movable = [name for name in MovingRun(self.way.run).inputs if name in self.numbers]
            if not movable:
                break
            asked = cell.moved(rng, self.numbers, movable)
            if count == 2:
                asked = {**self.numbers, **{name: visited[0][name] for name in movable}}
            elif count == 4:
                asked = {**self.numbers, **{name: visited[1][name] for name in movable}}
            visited.append(asked)
            self._move({name: asked[name] for name in movable}, asked)

    def _move(self, moved: Mapping[str, float], asked: dict[str, float]) -> None:
        plain = self.compared.reference.at(asked)
        raises = plain.error is not None and not plain.beyond
        self.compared.walked = dict(self.numbers)
        try:
            fresh = self.way.go({name: float(number) for name, number in moved.items()})
        except ValueError as problem:
            if raises:
                self.compared.raised(self.way.title, asked, str(problem))
            else:
                _refused(self.compared, self.way.title, str(problem), asked, sentences.of_run(self.way.run))
            fresh = False
        else:
            self.numbers = asked
            if raises:
                self.compared.raised(self.way.title, asked, "nothing")
                return
        self.compared.everything(self.way.title, self.numbers, self.way.run, self.way.names, fresh=fresh)
