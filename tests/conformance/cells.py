"""Random cells in plain Python, each of a few kinds of code; the same cell for the same seed.

>>> cell = random_cell(3, ["formula: a sum"])
>>> cell == random_cell(3, ["formula: a sum"])
True
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .kinds import every as every  # registers the kinds
from .kinds.registry import KINDS, Slot, Writer

Numbers = Mapping[str, float]
SLOT = re.compile(r"\$(\w+)")
MOST = 3
"""The most kinds in one cell."""
ENDING = "output: a sum"


@dataclass(frozen=True)
class Fragment:
    """Some lines of one kind."""

    kind: str
    lines: tuple[str, ...]
    result: str  # the name of the number that they leave; empty for the inputs

    @property
    def instead(self) -> Fragment:
        """The least that leaves such a number."""
        return replace(self, kind="", lines=(f"{self.result} = a * 0.5",))


@dataclass(frozen=True)
class Cell:
    """A cell whose numbers can be chosen."""

    seed: int
    fragments: tuple[Fragment, ...]
    slots: Mapping[str, Slot]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it is of."""
        return tuple(dict.fromkeys(each.kind for each in self.fragments if each.kind))

    @property
    def declares(self) -> frozenset[str]:
        """The differences that are declared for its kinds."""
        return frozenset().union(*(KINDS[name].declares for name in self.kinds))

    @property
    def template(self) -> str:
        """The text, with a `$name` for the number of each slot."""
        return "\n".join(line for each in self.fragments for line in each.lines)

    @property
    def numbers(self) -> dict[str, float]:
        """The numbers that it is written with."""
        return {name: self.slots[name].number for name in SLOT.findall(self.template)}

    def source(self, numbers: Numbers | None = None) -> str:
        """The text with these numbers."""
        numbers = numbers or self.numbers
        return SLOT.sub(lambda found: repr(numbers[found[1]]), self.template)

    def moved(self, rng: random.Random, now: Numbers, names: Sequence[str]) -> dict[str, float]:
        """Another point: one or two of the named numbers moved, ints to ints."""
        chosen = rng.sample(list(names), rng.randint(1, min(2, len(names)))) if names else []
        return {**now, **{name: _elsewhere(rng, self.slots[name], now[name]) for name in chosen}}

    def smaller(self) -> Iterable[Cell]:
        """The cell with less in it, in one place at a time."""
        for i, each in enumerate(self.fragments):
            if each.result and each.kind and each.kind != ENDING:
                less = each.instead if not KINDS[each.kind].last else Fragment(ENDING, ("out = a * 0.5 + b",), "out")
                kept = [*self.fragments[:i], less, *self.fragments[i + 1 :]]
                yield replace(self, fragments=tuple(kept))
                used = any(each.result in _words(line) for other in kept[i + 1 :] for line in other.lines)
                if not used and not KINDS[each.kind].last:
                    yield replace(self, fragments=(*self.fragments[:i], *self.fragments[i + 1 :]))


def random_cell(seed: int, kinds: Sequence[str] | None = None, *, only: bool = False) -> Cell:
    """The cell of this number, of some of these kinds; `only` makes it of the first kind, beside the plainest."""
    kinds = list(kinds or KINDS)
    rng = random.Random(seed)
    writer = Writer(rng)
    fragments = [_inputs(writer)]
    middle, last = ([each for each in kinds if KINDS[each].last is is_last] for is_last in (False, True))
    chosen = (middle or ["formula: a sum"])[:1] if only else rng.sample(middle, min(len(middle), rng.randint(1, MOST)))
    for count, name in enumerate(chosen):
        writer.r = f"r{count}"
        fragments.append(Fragment(name, tuple(KINDS[name].write(writer)), writer.r))
        writer.scalars.append(writer.r)
    writer.r = "out"
    ending = (last or [ENDING])[0] if only else rng.choice([*last, ENDING])
    fragments.append(Fragment(ending, tuple(KINDS[ending].write(writer)), "out"))
    return Cell(seed, tuple(fragments), writer.slots)


def _inputs(writer: Writer) -> Fragment:
    """The numbers that every cell begins with."""
    for name in ("a", "b"):
        writer.slots[name] = Slot(round(writer.rng.uniform(-2, 2), 2), -3.0, 3.0)
        writer.scalars.append(name)
    lines = writer.rng.choice([("a = $a", "b = $b"), ("a, b = $a, $b",), ("a: float = $a", "(b := $b)")])
    return Fragment("", lines, "")


def _elsewhere(rng: random.Random, slot: Slot, now: float) -> float:
    if isinstance(slot.number, int):
        return rng.randint(int(slot.low), int(slot.high))
    number = rng.choice([rng.uniform(slot.low, slot.high), now + rng.uniform(-0.3, 0.3), -now])
    return round(min(max(number, slot.low), slot.high), 3)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))
