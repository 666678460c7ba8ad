"""Findings: where a lifted cell is not what the plain cell is, and what was refused."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .cells import Cell, Numbers


@dataclass(frozen=True)
class Difference:
    """One wrong number, text or error."""

    cell: Cell
    way: str  # how the cell came to this point: 'run', 'move', 'set', 'page'
    point: Numbers
    what: str  # 'output', 'gradient of a', 'name t1', 'printed', 'raised', 'input n1'
    expected: Any
    got: Any

    def __str__(self) -> str:
        point = ", ".join(f"{name}={number!r}" for name, number in self.point.items())
        text = "\n".join(f"    {line}" for line in self.cell.source().splitlines())
        return (
            f"seed {self.cell.seed}, {'; '.join(self.cell.kinds)}\n{text}\n"
            f"  {self.way} to {point}: {self.what}: expected {self.expected!r:.200}, got {self.got!r:.200}"
        )


@dataclass(frozen=True)
class Refusal:
    """What the lifted cell refuses and plain Python does."""

    way: str
    reason: str

    @property
    def kind(self) -> str:
        """The reason without what differs from cell to cell."""
        return re.sub(r"-?\d[\d.e+-]*", "0", re.sub(r"\b(a|b|out|[a-z]+\d+)\b", "x", self.reason))[:110]


@dataclass
class Findings:
    """What came of one cell."""

    cell: Cell
    differences: list[Difference] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    declared: Counter[str] = field(default_factory=Counter)  # how often a declared difference was met, by its name
    compared: Counter[str] = field(default_factory=Counter)  # how much was compared, by what it is

    @property
    def conforms(self) -> bool:
        """Whether nothing was wrong and nothing refused."""
        return not self.differences and not self.refusals
