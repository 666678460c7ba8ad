"""Snapshots: what names hold, with numbers for Values, so that a plain and a lifted run can be compared."""

from __future__ import annotations

import math
import re
from array import array
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from microgradext import Value

DEEPEST = 12
NOTHING = object()
"""What has no snapshot: a module, say."""


@dataclass(frozen=True)
class Held:
    """A container or an object: its kind, and what it holds in order."""

    kind: str
    items: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(map(repr, self.items))})"


def snapshot(names: Mapping[str, Any]) -> dict[str, Any]:
    """What each name holds; modules, and functions that keep nothing, are left out."""
    found = {name: _of(item, 0) for name, item in names.items() if not name.startswith("_")}
    return {name: item for name, item in found.items() if item is not NOTHING}


def number_of(item: Any) -> Any:
    """The snapshot of one object."""
    return _of(item, 0)


def _of(item: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return "…"
    if isinstance(item, Value):
        return item._data
    if item is None or isinstance(item, str | complex | bytes):
        return item
    if isinstance(item, int | float | np.number | np.bool_):
        return _plain(item)
    return _container(item, depth + 1)


def _plain(item: Any) -> Any:
    try:
        return float(item)
    except (OverflowError, TypeError):  # an int beyond all floats; a complex number of NumPy's
        return item


def _container(item: Any, depth: int) -> Any:
    if isinstance(item, dict):
        pairs = (Held("pair", (_of(key, depth), _of(each, depth))) for key, each in item.items())
        return Held("dict", tuple(pairs))
    if isinstance(item, set | frozenset):
        return Held("set", tuple(sorted((_of(each, depth) for each in item), key=repr)))
    if isinstance(item, np.ndarray):
        return Held("array", tuple(_of(each, depth) for each in (item if item.ndim else [item.item()])))
    if isinstance(item, list | tuple | deque | array):
        return Held(type(item).__name__, tuple(_of(each, depth) for each in item))
    return _object(item, depth)


def _object(item: Any, depth: int) -> Any:
    if isinstance(item, FunctionType):
        cells = zip(item.__code__.co_freevars, item.__closure__ or (), strict=True)
        kept = {**vars(item), **{name: cell.cell_contents for name, cell in cells}}
    elif getattr(item, "__module__", "") in ("__main__", "types") and hasattr(item, "__dict__"):
        kept = {name: each for name, each in vars(item).items() if not callable(each)}
    else:
        return NOTHING
    inside = snapshot({name: _deeper(each, depth) for name, each in kept.items()})
    return _held_by(item, inside) if inside else NOTHING


def _deeper(item: Any, depth: int) -> Any:
    return "…" if depth > DEEPEST else item


def _held_by(item: Any, inside: Mapping[str, Any]) -> Held:
    title = item.__name__ if isinstance(item, type | FunctionType) else type(item).__name__
    return Held(title, tuple(Held("pair", pair) for pair in inside.items()))


# How two snapshots are compared


NUMPYS = re.compile(r"np\.float64\(([^()]+)\)|np\.(True|False)_")
"""The `repr` of NumPy's own numbers and truths, which are plain ones in a lifted cell; that is declared."""


def alike(expected: Any, got: Any) -> bool:
    """Equal up to rounding, and in texts up to the `repr` of NumPy's own numbers."""
    if isinstance(expected, Held) and isinstance(got, Held):
        pairs = zip(expected.items, got.items, strict=False)
        same = expected.kind == got.kind and len(expected.items) == len(got.items)
        return same and all(alike(one, other) for one, other in pairs)
    if isinstance(expected, str) and isinstance(got, str):
        return NUMPYS.sub(r"\1\2", expected) == got
    return _close(expected, got) if _is_number(expected) and _is_number(got) else bool(expected == got)


def _is_number(item: Any) -> bool:
    return isinstance(item, int | float)


def _close(expected: float, got: float) -> bool:
    if expected == got or (expected != expected and got != got):
        return True
    try:
        return math.isclose(expected, got, rel_tol=1e-9, abs_tol=1e-9)
    except OverflowError:
        return False
