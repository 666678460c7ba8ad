"""CellProblem: what was wrong with what the user asked for, in one sentence."""

from __future__ import annotations

from ..engine.refusals.spelling import nearest as nearest


class CellProblem(ValueError):  # noqa: N818  (the user's problem, not the cell's error)
    """A request that cannot be met; the message says what was wrong and what to write instead."""
