"""Row: a sentence that a cell can get, and a cell that gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microgradext.cell.function import run_function
from microgradext.cell.moving import MovingRun
from microgradext.cell.problem import CellProblem
from microgradext.cell.run import Run, run_cell
from microgradext.cell.text.spans import keep_text
from microgradext.engine.value import Value


@dataclass(frozen=True, slots=True)
class Row:
    """A cell, what comes before and after it, and a part of the sentence that it gets."""

    said: str
    cell: str
    earlier: Sequence[str] = ()  # cells that ran before; as `%%grad` cells if they begin with it
    output: str = ""
    wrt: Sequence[str] = ()
    ranges: Mapping[str, str] = field(default_factory=dict)
    then: str = ""  # code that runs after the cell
    moves: Sequence[Sequence[float]] = ()  # where the inputs are moved afterwards
    place: bool = True  # the sentence names a line

    def sentences(self) -> list[str]:
        """Everything that is said about the cell."""
        names: dict[str, object] = {"Value": Value, "run_cell": run_cell, "run_function": run_function}
        for each in self.earlier:
            if each.startswith("%%grad\n"):
                run_cell(each.removeprefix("%%grad\n"), names)
            else:
                exec(compile(each, keep_text(each, "earlier"), "exec"), names)
        try:
            run = run_cell(self.cell, names, output=self.output, wrt=self.wrt, ranges=self.ranges)
        except CellProblem as problem:
            return [str(problem)]
        said = _said(run)
        exec(self.then, names)
        if run.error is not None:
            return said
        moving = MovingRun(run)
        return [*said, moving.behind(), *self._moved(moving)]

    def _moved(self, moving: MovingRun) -> list[str]:
        said = list[str]()
        for point in self.moves:
            try:
                moving.move(point)
            except ValueError as problem:
                said.append(str(problem))
            said += _said(moving.run)
        return said


def _said(run: Run) -> list[str]:
    error = [] if run.error is None else [str(run.error), run.stopped]
    return [each for each in (*run.notes, run.why, run.frozen, *error) if each]
