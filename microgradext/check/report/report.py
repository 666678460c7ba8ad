"""Report: what a check found; a table when it is printed, an assertion when it is asked to be one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .finding import Found
from .html import page
from .text import table


@dataclass(frozen=True, repr=False)  # no slots: a pickle from before there was a picture reads ""
class Report(Found):
    """What `gradcheck` found.

    `str(report)` is a table, `report.ok` says whether everything was looked at and is right. With `reveal` off,
    nothing says what a number or an expression ought to be.
    """

    picture: str = ""  # the graph with the wrong nodes marked, as HTML; made by a room that can draw

    def hints(self) -> Report:
        """The report without expected numbers and expressions: only which method, line, operand and input."""
        return replace(self, reveal=False)

    def raise_if_wrong(self) -> None:
        """Raise AssertionError with the table if something is wrong."""
        if self.wrong:
            raise AssertionError(f"\n{self}")

    def __str__(self) -> str:
        return table(self)

    def _repr_pretty_(self, printer: object, cycle: bool) -> None:
        printer.text(str(self))  # type: ignore[attr-defined]  # IPython's, which this room does not know

    def _repr_html_(self) -> str:
        return page(self, self.picture)
