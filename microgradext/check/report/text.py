"""The report as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .finding import Finding, Found


def table(report: Found) -> str:
    """A line that says it all, a table of the operations, then each finding with its line of code."""
    lines = [headline(report), ""]
    if report.checked:
        rows = [("operation", "method", "nodes", "verdict")]
        rows += [(each.operation, each.method, f"{each.nodes}", each.verdict) for each in report.checked]
        lines += [*_aligned(rows), ""]
    for number, finding in enumerate(report.findings, 1):
        lines += [*_finding(number, finding, report.reveal), ""]
    return "\n".join([*lines, *report.looks]).rstrip()


def headline(report: Found) -> str:
    """The result, in a sentence."""
    if report.wrong:
        methods = list(dict.fromkeys(finding.method for finding in report.wrong))
        places = [finding.place for finding in report.wrong if finding.place is not None]
        where = f", line {places[0].line} of {places[0].called}" if len(methods) == 1 and places else ""
        return f"{report.target}: wrong in {' and '.join(methods)}{where}"
    if report.unknown:
        return f"{report.target}: nothing wrong was found, but not everything could be checked"
    return f"{report.target}: right"


def _finding(number: int, finding: Finding, reveal: bool) -> Iterator[str]:
    yield f"{number}. {finding.verdict}: {finding.subject}: {finding.reason}"
    place = finding.place
    if place is not None:
        yield f"   {place.called}, line {place.line}"
        yield from (f"       {line}" for line in place.marked.splitlines())
    if finding.point:
        yield "   at " + ", ".join(f"{name} = {x:.6g}" for name, x in finding.point)
    yield from (f"   {line}" for line in numbers(finding, reveal))


def numbers(finding: Finding, reveal: bool) -> Iterator[str]:
    """What was applied and, unless it is hidden, what was expected, with a hint."""
    if finding.applied is not None and (not reveal or finding.expected is None):
        yield f"applied {finding.applied:.6g}"
    elif finding.applied is not None:
        yield f"applied {finding.applied:.6g}, expected {finding.expected:.6g}"
    if reveal and finding.hint:
        yield finding.hint


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
