"""Taints: runs whose Values depend on more than their graph says, so that a later run cannot move them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from weakref import WeakSet

from ...engine.node import LEAF
from ...engine.order import ancestors
from ...engine.recording import Read, Recording
from ...engine.value import Value

MOST_SPANS = 1000


class Taint:
    """What a later run must know about one piece of code and all of its runs."""

    def __init__(self, title: str) -> None:
        self.title = title  # names the code to the user
        self.leaves: WeakSet[Value] = WeakSet()  # its Values depend on these in a way that no graph records
        self._spans: list[tuple[int, int]] = []  # serials of the Values that each run made

    def add(self, began: int, ended: int, facts: Iterable[Value]) -> None:
        """Record that a run which made Values from `began` to `ended` looked at the numbers of `facts`."""
        leaves = [value for value in ancestors(facts) if value._code == LEAF]
        if leaves:
            self.leaves.update(leaves)
            self._spans.append((began, ended))
            del self._spans[1:-MOST_SPANS]
            _remember(self)

    def made(self, value: Value) -> bool:
        """Whether one of its runs made `value`."""
        position = bisect_right(self._spans, (value._serial, value._serial)) - 1
        return position >= 0 and value._serial <= self._spans[position][1]

    @property
    def first(self) -> int:
        """The serial from which its Values count."""
        return self._spans[0][0]


_taints: list[Taint] = []


def tainted(inputs: Sequence[Value], values: Sequence[Value], own: Taint) -> tuple[Taint, list[Value]] | None:
    """The other code that made some of `values` and looked at one of `inputs`, and those Values."""
    for taint in _taints:
        if taint is not own and any(value in taint.leaves for value in inputs):
            found = [value for value in values if value._prev and taint.made(value)]
            if found:
                return taint, found
    return None


def facts_in(recording: Recording, reads: Sequence[Read], inputs: Iterable[Value]) -> list[Value]:
    """The Values that a run looked at; a gradient depends on everything, and so may what is no longer known."""
    facts = [guard.value for guard in recording.guards] + [read.value for read in reads if read.value is not None]
    return [*facts, *inputs] if any(read.is_wide for read in reads) else facts


def _remember(taint: Taint) -> None:
    _taints[:] = [each for each in _taints if each.leaves and each is not taint] + [taint]
