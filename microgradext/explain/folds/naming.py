"""Naming: what folds are called, and what tells boxes without a name apart.

Twin: js/folds/naming.ts
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..words.wording import THEN
from .groups import MARKS
from .neurons import modules_in
from .parts import LOOP, TURN, Part
from .regions import Regions

BETWEEN = f" {THEN} "
MODULES: Final = {"neuron": "[", "layer": "layer "}
"""What modules are that are called so by `microgradext.nn`."""


def several(count: int, word: str) -> str:
    """`30 days`, `1 pass`.

    >>> several(30, "day"), several(2, "pass"), several(3, "city"), several(1, "row")
    ('30 days', '2 passes', '3 cities', '1 row')
    """
    return f"{count:,} {word if count == 1 else plural(word)}"


def plural(word: str) -> str:
    """The word for more than one."""
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


def title_of(regions: Regions, part: Part, label: str, shown: int) -> str:
    """The title of a fold; `label` is that of the node it comes to, `shown` the turn that is shown of a loop."""
    if part.kind == "rest":
        return f"{part.members:,} more"
    if part.kind not in ("before", "after", "others"):
        return regions.label(part.region) or label
    word, ordinal, count = regions.label(shown), regions.ordinals[shown], regions.ordinals[part.region]
    if part.kind == "others":
        return f"{count - 1:,} other {word if count == 2 else plural(word)}"
    first, last = (1, ordinal - 1) if part.kind == "before" else (ordinal + 1, count)
    return f"{word} {first}" if first == last else f"{plural(word)} {first}–{last}"


def summary_of(regions: Regions, part: Part) -> str:
    """What is in a fold, in a few words; nothing for a named value, whose code says it."""
    kind = regions.kind(part.region)
    if part.kind == "closed" and kind in ("value", "sum"):
        return ""
    if kind in ("inputs", "leaves"):
        return several(part.count, "input" if kind == "inputs" else "value")
    if kind == "lines" and regions.ordinals[part.region]:
        return several(regions.ordinals[part.region], "value")
    if part.kind in ("closed", "frame") and kind == "loop":
        turns = turns_of(regions, part.region)
        count = regions.ordinals[part.region]
        return several(count, regions.label(turns[0])) if turns else several(part.count, "node")
    if part.kind == "closed":
        for word, start in MODULES.items():
            count = len(modules_in(regions, part.region, start))
            if count:
                return several(count, word)
    return several(part.count, "node")


def turns_of(regions: Regions, loop: int) -> list[int]:
    """The turns of a loop; none of a region that is no loop, and of one in which they are not counted."""
    if regions.kinds[loop] != LOOP:
        return []
    both = zip(regions.kinds, regions.parents, strict=True)
    return [turn for turn, (kind, parent) in enumerate(both) if kind == TURN and parent == loop]


@dataclass(frozen=True, slots=True)
class Titled:
    """A scope on the screen: its title, the frame that it is in, the scopes around a node in it, and its own name."""

    title: str
    frame: int
    place: str
    name: str  # what the code calls the only value that leaves it; '' if there is none


def titles_apart(scopes: Sequence[Titled]) -> list[str]:
    """The titles of scopes; equal ones in one frame say where they are, or what they come to, or are numbered.

    >>> titles_apart([Titled("f()", 0, "f()", "u"), Titled("f()", 0, "f()", "v")])
    ['u = f()', 'v = f()']
    """
    alike: dict[tuple[int, str], list[int]] = {}
    for index, scope in enumerate(scopes):
        alike.setdefault((scope.frame, scope.title), []).append(index)
    found = [scope.title for scope in scopes]
    for members in alike.values():
        if len(members) > 1:
            for index, title in zip(members, _apart([scopes[index] for index in members]), strict=True):
                found[index] = title
    return found


def _apart(scopes: Sequence[Titled]) -> list[str]:
    title = scopes[0].title
    around = [_around(scope) for scope in scopes]
    shared = 0
    while all(len(path) > shared for path in around) and len({path[shared] for path in around}) == 1:
        shared += 1
    placed = [BETWEEN.join([*path[shared:], title]) for path in around]
    if len({*placed}) == len(placed):
        return placed
    return _numbered([f"{scope.name} = {title}" if scope.name else title for scope in scopes])


def _around(scope: Titled) -> list[str]:
    path = scope.place.split(BETWEEN)
    return path[: path.index(scope.title)] if scope.title in path else []


def _numbered(labels: Sequence[str]) -> list[str]:
    again, seen, found = Counter(labels), Counter[str](), list[str]()
    for label in labels:
        seen[label] += 1
        found.append(f"{label} ({seen[label]})" if again[label] > 1 else label)
    return found


def told_apart(names: Sequence[str], places: Sequence[str], says_code: Sequence[bool] = ()) -> list[str]:
    """The names, without what tells them from others that are not there.

    Equal ones come after the scopes that they are in, and are numbered where these are the same too. Of a box that
    says its code below its name, the scopes are enough.

    >>> told_apart(["Σ", "Σ", "b⁽⁷⁾"], ["[0]", "[1]", ""])
    ['[0] › Σ', '[1] › Σ', 'b']
    """
    bare = [name.rstrip(MARKS) for name in names]
    known = Counter(bare)
    labels = [short if known[short] == 1 else name for name, short in zip(names, bare, strict=True)]
    often = Counter(labels)
    longer = [
        (place if index < len(says_code) and says_code[index] else f"{place} {THEN} {label}")
        if often[label] > 1 and place
        else label
        for index, (label, place) in enumerate(zip(labels, places, strict=True))
    ]
    return _numbered(longer)
