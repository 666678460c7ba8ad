"""Owners: which inputs belong together, those of one container or module, by their names.

Twin: js/inputs/grouping.ts
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

MOST_ROWS: Final = 12
MOST_ALONE: Final = 4  # inputs of no group that keep their rows above the groups
MOST_GROUPS: Final = 12
MARKS = re.compile("[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′]+$")  # what tells Values of one name apart
SUBSCRIPTS = re.compile(r"(?:\[[^\]]*\])+$")
LAYER = re.compile(r"^l(\d+)$")  # of `microgradext.nn`
MARK: Final = "′"
ROOT = re.compile(r"^[^\[.]+")
ALL: Final = "inputs"


class Group(NamedTuple):
    """Inputs that are one until it is opened; its title is unique among the groups of a cell."""

    title: str
    members: tuple[int, ...]  # positions, in the order of the inputs


class Grouping(NamedTuple):
    """The inputs of a cell: each is alone or in exactly one group."""

    rows: tuple[int, ...]
    groups: tuple[Group, ...]


def groups_of_inputs(names: Sequence[str]) -> Grouping:
    """Which of the inputs with these names belong together; none where there are few.

    >>> groups_of_inputs([f"w[{i}]" for i in range(20)] + ["b"]).groups[0].title
    'w'
    """
    everything = tuple(range(len(names)))
    if len(names) <= MOST_ROWS:
        return Grouping(everything, ())
    owned = _owned_by(names)
    alone = tuple(member for members in owned.values() if len(members) == 1 for member in members)
    together = [(owner, members) for owner, members in owned.items() if len(members) > 1]
    groups = _bundled([Group(_title(owner, names[members[0]]), tuple(members)) for owner, members in together])
    if len(alone) <= MOST_ALONE:
        return Grouping(alone, tuple(groups))
    title = "other inputs" if any(group.title == ALL for group in groups) else ALL
    return Grouping((), (*groups, Group(title, alone)))


def owner_of(name: str) -> str:
    """The module or container of an input.

    >>> [owner_of(name) for name in ("l1.w[0][1]", "X[0][1]", "p[0].x", "x³")]
    ['l1', 'X', 'p[0]', 'x']
    """
    found = MARKS.search(name)
    mark = found.group() if found else ""
    bare = name[: len(name) - len(mark)]
    whole = SUBSCRIPTS.sub("", bare)
    dot = whole.rfind(".")
    if dot > 0:
        return whole[:dot] + mark
    return whole if whole == bare else whole + mark


def _owned_by(names: Sequence[str]) -> dict[str, list[int]]:
    """The members of each container or module, in order; of what is around them where there are too many."""
    fine = _classed(names, owner_of)
    return fine if len(fine) <= MOST_GROUPS else _classed(names, _root)


def _root(name: str) -> str:
    found = ROOT.search(name)
    return MARKS.sub("", found.group() if found else name)


def _classed(names: Sequence[str], key: Callable[[str], str]) -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        classes.setdefault(key(name), []).append(position)
    return classes


def _title(owner: str, member: str) -> str:
    bare = MARKS.sub("", owner)
    return LAYER.sub(r"layer \1", bare) + owner[len(bare) :] if member.startswith(f"{bare}.") else owner


def marked(names: Sequence[str]) -> list[str]:
    """The names, of which equal ones get the marks that they have as inputs: two models may have the same names.

    >>> marked(["l1.b", "l1.b"])
    ['l1.b', 'l1.b′']
    """
    seen, found = Counter[str](), list[str]()
    for name in names:
        found.append(name + MARK * min(seen[name], MOST_GROUPS))  # more groups than that are not told apart
        seen[name] += 1
    return found


def _bundled(groups: Sequence[Group]) -> list[Group]:
    each = math.ceil(len(groups) / MOST_GROUPS)
    if each <= 1:
        return list(groups)
    bundles = list[Group]()
    for first in range(0, len(groups), each):
        some = groups[first : first + each]
        title = some[0].title if len(some) == 1 else f"{some[0].title} to {some[-1].title}"
        bundles.append(Group(title, tuple(member for group in some for member in group.members)))
    return bundles
