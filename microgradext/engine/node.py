"""What every Value is made with: the codes of what has no row, the counter of creation, the mark of selection."""

from __future__ import annotations

import itertools
from typing import Final

LEAF: Final = -1
WRITTEN: Final = -2
"""An op written by hand, with a `_backward` of its own."""
CONSTANT: Final = -3
"""A number that took part without a name."""

tick = itertools.count().__next__
"""The moment of creation, which orders a graph topologically."""

NOTHING: Final = float("0")
"""The local derivative of an operand that was not selected: nothing flows, even if the upstream gradient is infinite.

Told apart from a 0 that was computed by identity.
"""
