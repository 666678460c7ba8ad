"""The panels of the live view, by name: what may be opened under or beside the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..cell.problem import nearest

PANELS: Final = ("step", "slopes", "descend", "code", "table")


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """The panels called `names`, each once; ValueError for one that there is not.

    >>> checked(["Step", "code"])
    ('step', 'code')
    """
    found = list[str]()
    for name in names:
        word = name.strip().lower()
        if word not in PANELS:
            raise ValueError(f"{name.strip()!r} is no panel; they are {', '.join(PANELS)}.{nearest(word, PANELS)}")
        if word not in found:
            found.append(word)
    return tuple(found)
