"""Short ways for the tests to run a cell and to ask about it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from microgradext.cell.run import Run, run_cell


@dataclass
class Cell:
    """A run and the namespace it ran in."""

    run: Run
    names: dict[str, Any]

    @property
    def inputs(self) -> dict[str, float]:
        return {each.name: each.value for each in self.run.inputs}

    @property
    def grads(self) -> dict[str, float]:
        return {each.name: self.run.values[each.node]._grad for each in self.run.inputs}

    @property
    def value(self) -> float:
        assert self.run.graph is not None
        return self.run.graph.nodes[self.run.graph.output].data

    @property
    def labels(self) -> list[str]:
        assert self.run.graph is not None
        return [node.label for node in self.run.graph.nodes if node.label]

    @property
    def notes(self) -> str:
        return " ".join(self.run.notes)


def cell(source: str, names: dict[str, Any] | None = None, **options: Any) -> Cell:
    """Run a cell; the error of its code is raised."""
    ran = attempt(source, names, **options)
    if ran.run.error is not None:
        raise ran.run.error
    return ran


def attempt(source: str, names: dict[str, Any] | None = None, **options: Any) -> Cell:
    """Run a cell whose code may raise."""
    names = {} if names is None else names
    return Cell(run_cell(dedent(source).strip("\n"), names, **options), names)


@contextmanager
def unwarned() -> Iterator[None]:
    """While entered, Python does not warn of `~` of a bool, as it does from 3.12 on."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Bitwise inversion", DeprecationWarning)
        yield


def output(run: Run) -> float:
    """The current number of the output."""
    assert run.graph is not None, run.error
    return run.values[run.graph.output]._data


def again(run: Run, *point: float) -> Run:
    """Run the code again at a point; an error of its code is raised."""
    assert run.again is not None
    after = run.again(point)
    if after.error is not None:
        raise after.error
    return after
