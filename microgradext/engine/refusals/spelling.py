"""What a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that offers the known name closest to `name`, with a leading space; empty when none is close.

    >>> nearest('los', ['x', 'loss'])
    ' Did you mean loss?'
    """
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
