"""The register of kinds: each writes some lines that leave a number behind, and has a name by which it is counted."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slot:
    """A number of the cell that can be chosen, and where it may go."""

    number: float  # an int where the cell has one
    low: float
    high: float


@dataclass(frozen=True)
class Kind:
    """One kind of code."""

    name: str
    write: Callable[[Writer], Sequence[str]] = field(repr=False)
    declares: frozenset[str] = (
        frozenset()
    )  # differences that are declared for it: 'whole', 'identity', 'compiled', 'nan'
    last: bool = False  # it ends the cell and leaves its output


KINDS: dict[str, Kind] = {}
"""All kinds by name."""


def kind(
    name: str, *declares: str, last: bool = False
) -> Callable[[Callable[[Writer], Sequence[str]]], Callable[[Writer], Sequence[str]]]:
    """Register a function that writes the lines of one kind."""

    def register(write: Callable[[Writer], Sequence[str]]) -> Callable[[Writer], Sequence[str]]:
        assert name not in KINDS, name
        KINDS[name] = Kind(name, write, frozenset(declares), last)
        return write

    return register


@dataclass
class Writer:
    """What is known while a cell is written. `r` is the name that the lines being written must bind to a number."""

    rng: random.Random
    slots: dict[str, Slot] = field(default_factory=dict)
    scalars: list[str] = field(default_factory=list)  # names that hold a number
    r: str = ""
    made: int = 0

    def one(self, *texts: str) -> str:
        """One of these."""
        return self.rng.choice(texts)

    def name(self) -> str:
        """A number that is already there."""
        return self.rng.choice(self.scalars)

    def fresh(self, letter: str = "t") -> str:
        """A name that nothing has."""
        self.made += 1
        return f"{letter}{self.made}"

    def constant(self, low: float = -2.0, high: float = 2.0) -> str:
        """A number that stays where it is."""
        number = round(self.rng.uniform(low, high), 2)
        return f"({number})" if number < 0 else str(number)

    def real(self, low: float = -2.0, high: float = 2.0) -> str:
        """The name of a new number; write `NAME = $NAME`."""
        name = self.fresh("a")
        self.slots[name] = Slot(round(self.rng.uniform(low, high), 2), low, high)
        return name

    def whole(self, low: int = 0, high: int = 6) -> str:
        """The name of a new int."""
        name = self.fresh("n")
        self.slots[name] = Slot(self.rng.randint(low, high), low, high)
        return name

    def small(self) -> str:
        """A formula of what is there, never far from 0."""
        return self.one(
            f"math.sin({self.name()})",
            f"math.tanh({self.name()} + {self.constant()})",
            f"{self.name()} * {self.constant(-1, 1)}",
            f"math.atan({self.name()} * {self.name()})",
        )

    def condition(self) -> str:
        """A question about the numbers that are there."""
        return self.one(
            f"{self.name()} > {self.constant()}",
            f"{self.small()} < {self.name()}",
            f"{self.constant(-2, 0)} <= {self.name()} < {self.constant(0, 2)}",
            f"not {self.name()} > {self.constant()} and {self.name()} < {self.constant()}",
            f"{self.name()} > {self.constant()} or {self.name()} < {self.constant()}",
        )
