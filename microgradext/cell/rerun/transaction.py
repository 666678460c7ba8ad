"""Transaction: a rerun starts from what was there before the first run, and changes all that it should, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...engine.frame import recompute
from ...engine.node import WRITTEN, written
from ...engine.order import date
from ...engine.recent import moment
from ...engine.recording import Recording
from ...engine.value import Value
from ..problem import CellProblem
from ..text.constants import same
from .bindings import Bindings
from .contents import Contents
from .reach import Reach, reach

SLOTS = ("_data", "_grad", "_dx", "_dy", "_about")


class Transaction:
    """The names, containers and Values of a namespace that a cell can change.

    Call `check` and `put_back`, then run the cell, then call `settle` or `undo`.
    """

    def __init__(
        self, namespace: dict[str, Any], mentioned: Iterable[str], reads: Iterable[str], binds: Iterable[str]
    ) -> None:
        self.reach: Reach = reach(namespace, mentioned)
        reads = {*reads, *(self.reach.indirect - set(binds))}
        self._began = moment()
        self._bindings = Bindings(namespace, reads)
        self._contents = Contents(self.reach.found if not self.reach.too_large else [])
        self._labels = {value: value.label for value in self.reach.values}
        self._touched: dict[Value, tuple[float, float]] = {}  # of older Values, before any run changed them
        self._left: dict[Value, float] = {}  # the data of the same Values after the last run
        self._undo: dict[Value, tuple[Any, ...]] = {}

    def check(self, inputs: Iterable[Value]) -> None:
        """Raise CellProblem when what the cell starts from is no longer known."""
        if self.reach.too_large:
            raise CellProblem(
                f"{self.reach.too_large} is too large to put back before the cell runs again: run the cell itself."
            )
        self._bindings.check()
        self._contents.check()
        self._check_values(set(inputs))

    def put_back(self, kept: Iterable[Value]) -> None:
        """Begin a rerun, which may change the Values in `kept` besides those that other runs have changed."""
        kept = dict.fromkeys([*kept, *self._labels, *self._touched])
        date(kept)  # or `undo` would take away a moment that later ones build on
        self._undo = {value: tuple(getattr(value, slot, None) for slot in SLOTS) for value in kept}
        self._bindings.put_back()
        self._contents.put_back()
        for value, label in self._labels.items():
            value.label = label
        for value, (data, grad) in self._touched.items():
            value._grad = grad
            if self._is_written(value):
                value._data = data
        written(self._touched)

    def settle(self, recording: Recording) -> None:
        """Keep what a run that succeeded has changed."""
        for value, before in recording.touched.items():
            if value._serial < self._began:
                self._touched.setdefault(value, before)
        self._left = {value: value._data for value in self._touched}
        self._bindings.settle()
        self._contents.settle()
        self._undo = {}

    def undo(self, recording: Recording) -> None:
        """After a run that failed, put everything back to what it was when it began."""
        for value, (data, grad) in recording.touched.items():
            value._data, value._grad = data, grad
        for value, slots in self._undo.items():
            for slot, before in zip(SLOTS, slots, strict=True):
                if before is not None:
                    setattr(value, slot, before)
        written([*recording.touched, *self._undo])
        self._bindings.undo()
        self._contents.undo()
        self._undo = {}

    def is_older(self, value: Value) -> bool:
        """Whether `value` existed before the cell first ran."""
        return value._serial < self._began

    def _is_written(self, value: Value) -> bool:
        """Whether the cell changes the number of this older Value."""
        return value in self._left and not same(self._left[value], self._touched[value][0])

    def _check_values(self, inputs: set[Value]) -> None:
        for value, left in self._left.items():
            if value not in inputs and self._is_written(value) and not same(value._data, left):
                name = value.label or "A Value"
                raise CellProblem(f"{name} has changed since this cell ran: run the cell again.")


def carry(region: Iterable[Value]) -> None:
    """Recompute what earlier cells computed from inputs that have moved; CellProblem if that is impossible."""
    region = list(region)
    for value in region:
        if value._code == WRITTEN:
            raise CellProblem(f"{value._op or 'An op'} of an earlier cell is written by hand: run that cell again.")
    recompute(region)
