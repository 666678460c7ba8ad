"""The report on many cells: failures by kind with the smallest cell of each, refusals by reason, what was declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .findings import Findings

MOST_REFUSED = 0.02
"""The largest share of cells that may refuse what plain Python does."""


@dataclass
class Report:
    """What came of many cells."""

    cells: int = 0
    failed: dict[str, list[Findings]] = field(default_factory=dict)  # by kinds
    refused: Counter[str] = field(default_factory=Counter)  # cells, by reason
    refusing: int = 0  # cells that refuse anything
    kinds: Counter[str] = field(default_factory=Counter)  # cells of each kind
    declared: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    def add(self, found: Findings, smallest: Findings | None = None) -> None:
        """Count one cell; `smallest` is what it was shrunk to."""
        self.cells += 1
        self.kinds.update(found.cell.kinds)
        self.declared += found.declared
        self.compared += found.compared
        self.refusing += bool(found.refusals)
        self.refused.update({each.kind for each in found.refusals})
        if not found.conforms:
            least = smallest or found
            self.failed.setdefault(" + ".join(least.cell.kinds), []).append(least)

    def text(self) -> str:
        """The whole table."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for kinds, found in sorted(self.failed.items()):
            yield f"== {kinds}: {len(found)} cells"
            yield from _smallest(found)
        yield f"\n{self.cells} cells of {len(self.kinds)} kinds, {sum(map(len, self.failed.values()))} do not conform"
        yield from _counts("compared", self.compared)
        yield from _counts("declared differences met", self.declared)
        yield from _counts(
            f"refusals, in {self.refusing} cells ({self.refusing / max(1, self.cells):.1%})", self.refused
        )
        yield from _counts(
            "cells that do not conform, by kind", {name: len(each) for name, each in self.failed.items()}
        )


def _smallest(found: Sequence[Findings]) -> Iterator[str]:
    least = min(found, key=lambda each: len(each.cell.source()))
    whats = Counter(each.what for one in found for each in one.differences)
    yield f"   ({', '.join(f'{count} × {what}' for what, count in whats.most_common(6))})"
    yield from (str(each) for each in least.differences[:2])
    yield from (f"    refused by {each.way}: {each.reason}" for each in least.refusals[:1])
    if not least.differences:
        yield f"seed {least.cell.seed}\n{least.cell.source()}"


def _counts(title: str, counted: Counter[str] | dict[str, int]) -> Iterable[str]:
    yield f"\n{title}:"
    yield from (f"{count:7} {name}" for name, count in sorted(counted.items(), key=lambda each: -each[1]))
