"""Which gradients are only rounding: what is left of contributions that cancel, in digits that a float does not have.

Twin: js/tape/rounding.ts
"""

import math
from typing import Final, Literal

from ..engine.frame import Frame

ROUNDING: Final = "≈ 0"
"""What is read in place of a number that is only rounding."""

LOST = 1e-12  # of the sum of sizes: below, none of a gradient's digits can be trusted

Known = float | Literal["≈ 0"]
"""A gradient or a contribution as a person reads it."""
Flowing = Known | None
"""The same; None where it is not known."""


def is_lost(number: float, sizes: float) -> bool:
    """Whether a sum is only rounding, given the sum of the sizes of what was added; exactly 0 is 0.

    >>> is_lost(7e-15, 76.0), is_lost(1e-20, 1e-20), is_lost(0.0, 76.0)
    (True, False, False)
    """
    return number != 0 and sizes < math.inf and abs(number) < LOST * sizes


def shown_gradient(frame: Frame, node: int) -> Known:
    """The gradient of a node as a person reads it.

    >>> from microgradext.engine.frame import frame_of
    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a = Value(1.0)
    >>> frame = frame_of(*graph_of(a * 0.1 + a * 0.2 - a * 0.3))
    >>> frame.gradients[0], shown_gradient(frame, 0)
    (2.7755575615628914e-17, '≈ 0')
    """
    return shown_rest(frame, node, frame.gradients[node])


def shown_rest(frame: Frame, node: int, number: float) -> Known:
    """What is left of the gradient of a node, as a person reads it."""
    return ROUNDING if number and is_lost(number, frame.sizes[node]) else number


def shown_contribution(frame: Frame, node: int, number: float) -> Known:
    """What a node passes to an operand, as a person reads it: of rounding, that is rounding too."""
    is_rounding = number != 0 and math.isfinite(number) and shown_gradient(frame, node) == ROUNDING
    return ROUNDING if is_rounding else number


def number_of(shown: Flowing) -> float | None:
    """The number, if there is one; of one that is only rounding, 0."""
    return 0.0 if shown == ROUNDING else shown
