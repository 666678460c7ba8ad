"""What the user sees of a large graph, as the page keeps it: what is open, which turns, and where one has walked to.

The page reads it leniently (js/stage/memory.ts), since what it names may be gone when a cell runs again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...cell.problem import nearest

WAYS: Final = ("operands", "uses")
KEYS: Final = ("opened", "closed", "turns", "within", "only")


def checked(folds: Mapping[str, Any]) -> dict[str, Any]:
    """The same, if the page can read it; ValueError with what is wrong.

    `opened` and `closed` are lists of the names of regions, `turns` has the turn that is shown of each loop, counted
    from 1, `within` is the region that fills the picture, and `only` says of which node or region what it is made from
    (`operands`) or what is made from it (`uses`) is drawn. All of them can be left out.

    >>> checked({"within": "layer 2", "only": {"name": "d1", "way": "operands"}})
    {'within': 'layer 2', 'only': {'name': 'd1', 'way': 'operands'}}
    >>> checked({"within": 2})
    Traceback (most recent call last):
    ValueError: "within" of the folds must be the name of a region, not 2.
    """
    for key, value in folds.items():
        if key not in KEYS:
            raise ValueError(f"Folds have no {key!r}; they have {', '.join(KEYS)}.{nearest(str(key), KEYS)}")
        wanted = _wanted(key, value)
        if wanted:
            raise ValueError(f'"{key}" of the folds must be {wanted}, not {value!r:.60}.')
    return dict(folds)


def _wanted(key: str, value: Any) -> str:
    """What a value must be; "" if it is that."""
    if key in ("opened", "closed"):
        is_right = isinstance(value, list) and all(isinstance(name, str) for name in value)
        return "" if is_right else "a list of names of regions"
    if key == "turns":
        return "" if isinstance(value, dict) and all(map(_is_turn, value.values())) else "turns counted from 1, by loop"
    if key == "within":
        return "" if isinstance(value, str) else "the name of a region"
    return "" if value is None or _is_only(value) else f"None, or a name and a way, {' or '.join(WAYS)}"


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, int) and not isinstance(turn, bool) and turn >= 1


def _is_only(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"name", "way"}
        and isinstance(value["name"], str)
        and value["way"] in WAYS
    )
