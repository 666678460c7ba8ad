"""What every Value is made with: codes for what has no row, moments of creation, marks in its slots."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Any, Final, NamedTuple

WRITTEN: Final = -1
"""An op written by hand, with a `_backward` of its own."""
LEAF: Final = -2
"""Values with this code or a lower one have no operands."""
CONSTANT: Final = -3
"""A number that took part without a name."""

ROOM: Final = 1 << 32
"""How many moments given out later fit between two of `tick`."""

tick = itertools.count(0, ROOM).__next__
"""The next moment of creation; these moments order a graph topologically."""

NOTHING: Final = float("0")
"""The local derivative of an operand that was not selected: nothing flows, even if the upstream gradient is infinite.

Identity distinguishes it from a computed 0, and likewise for the marks below.
"""

ABSENT: Final = float("0")
"""Stands for the local derivative where there is no operand, or a number that is not a Value."""

UNREACHED: Final = float("0")
"""The gradient of an operation that no backward pass has reached."""

MANY: Final = float("0")
"""Stands for the first local derivative where there are more than two operands: the second slot then holds all."""


class Sealed:
    """Operations that a backward pass has gone through; their moments are given out on demand."""

    __slots__ = ("latest",)
    latest: int  # moment that was given out

    def moment(self) -> int:
        """The next of the moments at which these operations were made."""
        self.latest += 1
        return self.latest


class About(NamedTuple):
    """What is known about a Value besides its numbers and operands.

    Of most operations that a recording makes only the first three are known, and kept as a plain tuple: Python's
    collector does not walk those.
    """

    serial: int  # when it was made
    site: Any = None  # where in the user's code
    scope: int = 0  # the number of its scope, where scopes are recorded
    label: str = ""
    symbol: str = ""  # of an op without a row
    hand: Any = None  # a `_backward` written by hand
    whole: bool | None = None  # whether plain Python would have an int; None while nobody has asked
    given: Any = None  # the numbers of the operands of an op written by hand, when it was made


def site_in(about: Any) -> Any:
    """Where in the user's code, by what is known about a Value; None if that is not known."""
    return about[1] if isinstance(about, tuple) else None


def scope_in(about: Any) -> int:
    """The number of the scope, by what is known about a Value; 0 if that is not known."""
    return about[2] if isinstance(about, tuple) and len(about) > 2 else 0


class Writes:
    """Counts the writes to the numbers of watched Values, so that whoever has copied them knows when to look again.

    Whatever assigns to `_data` of a Value that others hold calls `written`.
    """

    __slots__ = ("_next", "count")

    def __init__(self) -> None:
        self.count = 0
        self._next = itertools.count(1).__next__

    def one_more(self) -> None:
        """Give `count` a number that it never had: with `+= 1`, threads could give it the same one twice."""
        self.count = self._next()


writes = Writes()

watched: dict[int, frozenset[Any]] = {}
"""The Values whose numbers have been copied, for each who has done so by the identity of its list of them.

Lists come and go in one step each, since threads and Python's collector may do so at any moment.
"""


def watch(values: list[Any]) -> None:
    """Count the writes to `values` from now on."""
    watched[id(values)] = frozenset(values)
    writes.one_more()


def unwatch(values: list[Any]) -> None:
    """Undo `watch` of the same list."""
    del watched[id(values)]


def written(values: Collection[Any]) -> None:
    """Count it if one of `values` is watched; its number has just changed."""
    for each in list(watched.values()):
        if not each.isdisjoint(values):
            writes.one_more()
            return
