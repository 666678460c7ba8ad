"""CellProblem: what was wrong with what the user asked for, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CellProblem(ValueError):  # noqa: N818  (the user's problem, not the cell's error)
    """A request that cannot be met; the message says what was wrong and what to write instead."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that offers the known name closest to `name`, led by a space; empty when none is close.

    >>> nearest('los', ['x', 'loss'])
    ' Did you mean loss?'
    """
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
