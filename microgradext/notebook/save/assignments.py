"""A point as Python: for each input, the line that puts it there.

Twin: js/save/assignments.ts
"""

import math
import re
from collections.abc import Mapping, Sequence

ITEM = re.compile(r"(.+)\[(\d+)\]")
PLACE = re.compile(r"[^\W\d]\w*(\[[^\[\]]+\])*")


def assignments(point: Mapping[str, float]) -> str:
    """Inputs by name as assignments; a list whose items are all there becomes one assignment.

    >>> print(assignments({"a": -2.0, "w[0]": 1.0, "w[1]": 0.5}), end="")
    a = -2.0
    w = [1.0, 0.5]
    """
    lines: list[str] = []
    lists = _lists(list(point))
    for name, x in point.items():
        found = ITEM.fullmatch(name)
        if found is None or found[1] not in lists:
            lines.append(f"{'' if PLACE.fullmatch(name) else '# '}{name} = {_number(x)}")
        elif found[2] == "0":
            items = ", ".join(_number(point[f"{found[1]}[{i}]"]) for i in range(lists[found[1]]))
            lines.append(f"{found[1]} = [{items}]")
    return "".join(f"{line}\n" for line in lines)


def _lists(names: Sequence[str]) -> dict[str, int]:
    """The length of each list whose items, from first to last, are all there, by name."""
    indices: dict[str, list[int]] = {}
    for found in filter(None, map(ITEM.fullmatch, names)):
        indices.setdefault(found[1], []).append(int(found[2]))
    return {name: len(found) for name, found in indices.items() if sorted(found) == list(range(len(found)))}


def _number(x: float) -> str:
    return repr(x) if math.isfinite(x) else f'float("{x}")'
