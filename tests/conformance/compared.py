"""Compared: a lifted cell where it stands now, beside the plain cell with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from microgradext.cell.moving import MovingRun
from microgradext.cell.run import Run

from . import sentences
from .cells import Cell, Numbers
from .differences import agrees, derivative
from .findings import Difference, Findings
from .plainly import Plain, plainly
from .snapshot import NOTHING, alike, snapshot


@dataclass
class Reference:
    """The plain cell at any point; each point is computed once."""

    cell: Cell
    _plain: dict[tuple[float, ...], Plain] = field(default_factory=dict)
    _derivatives: dict[tuple[Any, ...], float | None] = field(default_factory=dict)

    def at(self, numbers: Numbers) -> Plain:
        """What the plain cell comes to with these numbers."""
        key = tuple(numbers.values())
        if key not in self._plain:
            self._plain[key] = plainly(self.cell.source(numbers))
        return self._plain[key]

    def derivative(self, numbers: Numbers, name: str) -> float | None:
        """The derivative of its output; None where differences do not tell."""
        key = (name, *numbers.values())
        if key not in self._derivatives:
            here = self.at(numbers)
            usual = isinstance(here.output, float) and abs(here.output) < 1e9
            self._derivatives[key] = derivative(self.cell, numbers, name, here) if usual else None
        return self._derivatives[key]


@dataclass
class Compared:
    """Compares and notes what it finds."""

    reference: Reference
    found: Findings
    walked: dict[str, float] = field(default_factory=dict)  # where the walk stands

    @property
    def cell(self) -> Cell:
        """The cell."""
        return self.found.cell

    def everything(self, way: str, numbers: Numbers, run: Run, names: Mapping[str, Any], *, fresh: bool) -> None:
        """Compare the output, the gradients, the names and, if the code has just run, what it printed."""
        plain = self.reference.at(numbers)
        if plain.beyond:
            self.found.declared["numbers follow IEEE 754"] += 1
            return
        moving, said = MovingRun(run), sentences.of_run(run)
        self.output(way, numbers, run.title, moving.value._data, said)
        self.gradients(way, numbers, moving.grads, said)
        self._names(way, numbers, snapshot(names), said)
        self._inputs(way, numbers, moving.grads, said)
        printed = alike(plain.printed, run.printed) or self._told_apart(said, "out")
        if fresh and not printed:
            self.differs(way, numbers, "printed", plain.printed, run.printed)

    def output(self, way: str, numbers: Numbers, title: str, got: float, said: list[str]) -> None:
        """Compare the output: its number, and that it is the one that the cell ends with."""
        plain = self.reference.at(numbers)
        ends_with = self.cell.source().splitlines()[-1]
        is_name = "=" in ends_with or ends_with == "out"
        if is_name and title != "out" and any(each.startswith("out is not the output") for each in said):
            self.found.declared["the output, by a sentence"] += 1
            if not alike(plain.names[title], got) and not self._told_apart(said, title):
                self.differs(way, numbers, f"output {title}", plain.names[title], got)
        elif is_name and title != "out":
            self.differs(way, numbers, "output", f"out = {plain.output!r}", f"{title} = {got!r}")
        elif not alike(plain.output, got) and not self._told_apart(said, "out"):
            self.differs(way, numbers, "output", plain.output, got)
        self.found.compared["outputs"] += 1

    def _told_apart(self, said: list[str], name: str) -> bool:
        """Whether a sentence says that something behind a name goes by identity, or is too large to be exact."""
        for declared in sentences.SPEAKS_OF.keys() & self.cell.declares:
            told = [each for each in said if sentences.SPEAKS_OF[declared].search(each)]
            if sentences.declare_name(told, self.cell.source(), name):
                self.found.declared[declared] += 1
                return True
        return False

    def tells_of_a_difference(self, said: Sequence[str]) -> bool:
        """Whether a sentence tells of a difference that is declared for the cell: it may then go another way."""
        declared = sentences.SPEAKS_OF.keys() & self.cell.declares
        return any(sentences.SPEAKS_OF[each].search(" ".join(said)) for each in declared)

    def gradients(self, way: str, numbers: Numbers, grads: Mapping[str, float | None], said: list[str]) -> None:
        """Compare the gradients with differences, where those tell."""
        if any(each.startswith("out is not the output") for each in said):
            return  # the differences are those of out
        for name, got in grads.items():
            expected = self.reference.derivative(numbers, name) if name in numbers else None
            if expected is None:
                continue
            self.found.compared["gradients"] += 1
            if agrees(expected, got):
                continue
            if sentences.declare_gradient(said, self.cell.source(), name):
                self.found.declared["a gradient, by a sentence"] += 1
            elif not self._told_apart(said, "out"):
                self.differs(way, numbers, f"gradient of {name}", expected, got)

    def _names(self, way: str, numbers: Numbers, names: Mapping[str, Any], said: list[str]) -> None:
        for name, expected in self.reference.at(numbers).names.items():
            self.found.compared["names"] += 1
            got = names.get(name, NOTHING)
            if alike(expected, got):
                continue
            if (
                "whole floats" in self.cell.declares
                and isinstance(got, str)
                and _without_points(expected) == _without_points(got)
            ):
                self.found.declared["floats that are whole, in text"] += 1
                continue
            if "nan" in self.cell.declares and got != got:
                self.found.declared["max and min with nan"] += 1
                continue
            text_of_now = way == "run" and isinstance(expected, str)  # a sentence may say that it does not move
            if text_of_now and self._told_apart(said, name):
                continue
            if not text_of_now and sentences.declare_name(said, self.cell.source(), name):
                self.found.declared["a name, by a sentence"] += 1
            else:
                self.differs(way, numbers, f"name {name}", expected, "nothing" if got is NOTHING else got)

    def _inputs(self, way: str, numbers: Numbers, grads: Mapping[str, Any], said: list[str]) -> None:
        for name in self._numbers_bound(numbers):
            if name not in grads and not sentences.about_inputs(said, name) and not self._told_apart(said, "out"):
                self.differs(way, numbers, f"input {name}", "a slider, or a sentence", list(grads))

    def _numbers_bound(self, numbers: Numbers) -> Iterator[str]:
        bound = self.reference.at(numbers).names
        return (name for name in self.cell.slots if name in bound and name in numbers)

    def raised(self, way: str, numbers: Numbers, got: str) -> None:
        """Compare what was raised with what plain Python raises."""
        plain = self.reference.at(numbers)
        if plain.beyond:
            self.found.declared["numbers follow IEEE 754"] += 1
            return
        expected = plain.error
        told = "compiled" in self.cell.declares and got.startswith("error: ")  # the one that struct raises
        if expected is not None and type(expected).__name__ not in got and not told:
            self.differs(way, numbers, "raised", repr(expected), got)

    def differs(self, way: str, numbers: Numbers, what: str, expected: Any, got: Any) -> None:
        """Note a difference."""
        self.found.differences.append(Difference(self.cell, way, dict(numbers), what, expected, got))


def _without_points(text: object) -> str:
    return re.sub(r"(?<=\d)\.0\b", "", str(text))
