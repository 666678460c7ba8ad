"""Finding: what a check found, as data, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...engine.archive import grown
from ...engine.frames import called

Verdict = Literal["wrong", "cannot tell", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the user's code, and the columns of it that matter, in characters from 0; no text where it is lost."""

    file: str
    line: int
    text: str = ""
    start: int = 0
    end: int = 0
    name: str = ""  # of the file, as people call it: `Cell In[3]`; earlier versions left it empty

    @property
    def called(self) -> str:
        """The name of the file."""
        return self.name or called(self.file)

    @property
    def marked(self) -> str:
        """The line, and carets under what matters."""
        shift = len(self.text) - len(self.text.lstrip())
        carets = " " * (self.start - shift) + "^" * max(1, self.end - self.start)
        return f"{self.text.strip()}\n{carets}" if self.text else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, that cannot be told, or that is worth knowing."""

    verdict: Verdict
    kind: str  # 'local', 'upstream', 'overwrites', 'order', …
    operation: str  # `log`, `*`; `backward` for the pass as a whole
    method: str  # `Value.log`
    reason: str  # a sentence; it gives away no expected number
    operand: str = ""  # as the code names it, or the input's name
    place: Place | None = None
    applied: float | None = None
    expected: float | None = None
    point: tuple[tuple[str, float], ...] = ()
    hint: str = ""  # a sentence that says what is expected

    @property
    def subject(self) -> str:
        """The method, and by which operand."""
        return f"{self.method}, by {self.operand}" if self.operand else self.method


@grown
@dataclass(frozen=True, slots=True)
class Checked:
    """One operation that was looked at."""

    operation: str
    method: str
    nodes: int
    verdict: Literal["right", "wrong", "cannot tell"]
    places: tuple[int, ...] = ()  # of its nodes among all that the target was made from, operands first
    operands: tuple[tuple[int, ...], ...] = ()  # of each node, in the order of the code; empty where it is not known
    wrong: tuple[tuple[int, int], ...] = ()  # places of nodes and of the operands that they pass a wrong amount


@dataclass(frozen=True, slots=True)
class Found:
    """All that a check found about one target."""

    target: str
    checked: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    looks: tuple[str, ...] = ()  # what was looked at, and what could not be
    reveal: bool = True

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that are faults."""
        return tuple([finding for finding in self.findings if finding.verdict == "wrong"])

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """The findings that say why something cannot be told."""
        return tuple([finding for finding in self.findings if finding.verdict == "cannot tell"])

    @property
    def ok(self) -> bool:
        """Whether everything was looked at and is right."""
        return not self.wrong and not self.unknown

    def __bool__(self) -> bool:
        return self.ok
