"""Naming: what folds are called, and what tells boxes without a name apart.

Twin: js/folds/naming.ts
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..words.wording import THEN
from .groups import MARKS
from .neurons import neurons_in
from .parts import LOOP, TURN, Part
from .regions import Regions


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
    if part.kind in ("closed", "frame") and kind == "loop":
        turns = turns_of(regions, part.region)
        count = regions.ordinals[part.region]
        return several(count, regions.label(turns[0])) if turns else several(part.count, "node")
    neurons = len(neurons_in(regions, part.region)) if part.kind == "closed" else 0
    return several(neurons, "neuron") if neurons else several(part.count, "node")


def turns_of(regions: Regions, loop: int) -> list[int]:
    """The turns of a loop; none of a region that is no loop, and of one in which they are not counted."""
    if regions.kinds[loop] != LOOP:
        return []
    both = zip(regions.kinds, regions.parents, strict=True)
    return [turn for turn, (kind, parent) in enumerate(both) if kind == TURN and parent == loop]


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
    again, seen, found = Counter(longer), Counter[str](), list[str]()
    for label in longer:
        seen[label] += 1
        found.append(f"{label} ({seen[label]})" if again[label] > 1 else label)
    return found
