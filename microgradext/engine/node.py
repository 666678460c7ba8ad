"""What every Value is made with: the codes of what has no row, the moments of creation, the marks in its slots."""

from __future__ import annotations

import itertools
from typing import Any, Final, NamedTuple

WRITTEN: Final = -1
"""An op written by hand, with a `_backward` of its own."""
LEAF: Final = -2
"""From here down there are no operands."""
CONSTANT: Final = -3
"""A number that took part without a name."""

ROOM: Final = 1 << 32
"""Between two moments there is room for so many that are given out later."""

tick = itertools.count(0, ROOM).__next__
"""A moment of creation; these order a graph topologically."""

NOTHING: Final = float("0")
"""The local derivative of an operand that was not selected: nothing flows, even if the upstream gradient is infinite.

Told apart from a 0 that was computed by identity, as the marks below are.
"""

ABSENT: Final = float("0")
"""Stands for the local derivative where there is no operand, or a number that is not a Value."""

UNREACHED: Final = float("0")
"""The gradient of an operation that no backward pass has reached."""

MANY: Final = float("0")
"""Stands for the first local derivative where there are more than two operands: all are in the second's place then."""


class Sealed:
    """Operations that a backward pass has gone through; their moments are given out when somebody asks."""

    __slots__ = ("latest",)
    latest: int  # of the moments that were given out

    def moment(self) -> int:
        """The next of the moments at which these operations were made."""
        self.latest += 1
        return self.latest


class About(NamedTuple):
    """What is known of a Value beside its numbers and operands."""

    serial: int  # when it was made
    site: Any = None  # where in the user's code
    label: str = ""
    symbol: str = ""  # of an op without a row
    hand: Any = None  # a `_backward` written by hand
