"""Recording: what a run did with its Values beside computing: control flow on data, reads and writes of data."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import CodeType, FrameType, TracebackType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .value import Value

Site = tuple[CodeType, int]
"""Where in the user's code something happened: a code object and an offset into its instructions."""

PACKAGE = __name__.partition(".")[0]

active: list[Recording] = []
"""The recordings under way, the innermost last; the ops look at its truth only."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact about a Value that control flow used."""

    value: Value
    kind: str  # 'truth', 'index', 'int', 'round:N'
    expected: float
    site: Site


@dataclass(frozen=True, slots=True)
class Read:
    """A `.data` or `.grad` that was read or written, so that data may have left the graph."""

    value: Value
    attribute: Literal["data", "grad", "write"]
    site: Site


@dataclass(slots=True)
class Recording:
    """While entered, Values remember where they were made and control flow on data is noted.

    >>> from microgradext.engine import Value
    >>> a = Value(2.0)
    >>> with Recording() as recording:
    ...     if a > 1:
    ...         b = a * a
    >>> [(guard.kind, guard.expected) for guard in recording.guards]
    [('truth', 1.0)]
    """

    guards: list[Guard] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)

    def __enter__(self) -> Recording:
        active.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        active.remove(self)

    def guard(self, value: Value, kind: str, expected: float) -> None:
        """Note that control flow saw `expected` in `value`."""
        self.guards.append(Guard(value, kind, expected, site()))

    def read(self, value: Value, attribute: Literal["data", "grad", "write"]) -> None:
        """Note that a number left the graph, or was put into it."""
        self.reads.append(Read(value, attribute, site()))


def current() -> Recording | None:
    """The innermost recording under way, or None."""
    return active[-1] if active else None


def site() -> Site:
    """The place of the innermost frame outside this package."""
    frame: FrameType = sys._getframe(2)
    while frame.f_globals.get("__name__", "").partition(".")[0] == PACKAGE and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code, frame.f_lasti
