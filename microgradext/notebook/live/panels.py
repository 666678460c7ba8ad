"""The panels of the live view, by name: what can be opened under or beside the graph.

Twin: js/stage/panel.ts
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...cell.problem import nearest

PANELS: Final = ("step", "slopes", "descend", "code", "table")


def checked(names: str | Iterable[str]) -> tuple[str, ...]:
    """The panels in `names`, a list or a comma-separated text, each once; ValueError for one that does not exist.

    >>> checked(["Step", "code"])
    ('step', 'code')
    """
    found = list[str]()
    for name in names.split(",") if isinstance(names, str) else names:
        word = str(name).strip().lower()
        if not word:
            raise ValueError(f"panels are joined by commas without spaces, as in {','.join(PANELS[:2])}")
        if word not in PANELS:
            raise ValueError(f"{word} is not a panel; the panels are {', '.join(PANELS)}.{nearest(word, PANELS)}")
        if word not in found:
            found.append(word)
    return tuple(found)
