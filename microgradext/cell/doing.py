"""Doing: what a run is busy with, in words, for somebody who looks on from another thread."""

from __future__ import annotations

from typing import Final

from ..engine.node import ROOM, tick

RUNNING: Final = "Running"
RECORDING: Final = "Recording the graph of"
DIFFERENTIATING: Final = "Computing the gradients of"
DRAWING: Final = "Drawing"
CHECKING: Final = "Checking"
STEPS: Final = (RUNNING, RECORDING, DIFFERENTIATING, DRAWING)
"""What a cell goes through, in order."""


class Doing:
    """The step that a run has reached; it is set when a step begins and costs nothing in between.

    >>> doing = Doing()
    >>> doing.begin(DRAWING, 240_000)
    >>> str(doing)
    'Drawing 240,000 operations (step 4 of 4) …'
    """

    __slots__ = ("_at", "_began")

    def __init__(self) -> None:
        self._began = tick()
        self._at = RUNNING, 0  # together, so that whoever looks on sees what belongs together

    def begin(self, step: str, operations: int = 0) -> None:
        """Say that the next step has begun, and how many operations it is about; 0 for those made so far."""
        self._at = step, operations or self._made()

    @property
    def step(self) -> str:
        """The step that it has reached."""
        return self._at[0]

    def __str__(self) -> str:
        step, operations = self._at
        if step == RUNNING:
            made = self._made()
            return f"Running: {made:,} operations so far …" if made else "Running …"
        place = f" (step {STEPS.index(step) + 1} of {len(STEPS)})" if step in STEPS else ""
        return f"{step} {operations:,} operations{place} …"

    def _made(self) -> int:
        """How many operations were made, in thousands: reads of data have moments too."""
        return (tick() - self._began) // ROOM // 1000 * 1000
