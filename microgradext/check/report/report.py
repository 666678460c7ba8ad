"""Report: what a check found, as data; a table when it is printed, an assertion when it is asked to be one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..blame.source import Place

Verdict = Literal["wrong", "cannot tell", "note"]


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


@dataclass(frozen=True, slots=True)
class Checked:
    """One operation that was looked at."""

    operation: str
    method: str
    nodes: int
    verdict: Literal["right", "wrong", "cannot tell"]
    places: tuple[int, ...] = ()  # of its nodes among all that the target was made from, operands first


@dataclass(frozen=True, slots=True)
class Report:
    """What `gradcheck` found.

    `str(report)` is a table, `report.ok` says whether all that was looked at is right. With `reveal` off nothing says
    what a number or an expression ought to be.
    """

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

    def hints(self) -> Report:
        """The same without expected numbers and expressions: which method, line, operand and input, and no more."""
        return replace(self, reveal=False)

    def raise_if_wrong(self) -> None:
        """Raise AssertionError with the table if something is wrong."""
        if self.wrong:
            raise AssertionError(f"\n{self}")

    def __str__(self) -> str:
        from .text import table  # imported when used: table needs Report

        return table(self)

    def _repr_pretty_(self, printer: object, cycle: bool) -> None:
        printer.text(str(self))  # type: ignore[attr-defined]  # IPython's, which this room does not know

    def _repr_html_(self) -> str:
        from .html import page

        return page(self)
