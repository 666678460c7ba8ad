"""Measurements as a table in Markdown, which the README shows."""

from collections.abc import Sequence

from benchmarks.rounds import Failure, Figure, Ratio, Row

HEAD = "| work | against | GC | ours | theirs | times as fast (middle 80 %) | aim |\n|---|---|---|--:|--:|--:|--:|"

FIGURES = "| work | measured (middle 80 %) | aim |\n|---|--:|--:|"
FAILURES = "| work | not measured |\n|---|---|"


def table(rows: Sequence[Row]) -> str:
    """Ratios first, then what has nothing to be compared with, then what could not be measured."""
    kinds = ((HEAD, Ratio), (FIGURES, Figure), (FAILURES, Failure))
    tables = [[head, *[line(row) for row in rows if isinstance(row, kind)]] for head, kind in kinds]
    return "\n\n".join(["\n".join(lines) for lines in tables if len(lines) > 1])


def line(row: Row) -> str:
    """A row of the table."""
    if isinstance(row, Failure):
        return f"| {row.work} | {row.reason.replace('|', '¦')} |"
    if isinstance(row, Figure):
        aim = f"≤ {row.aim:g}" if row.aim is not None else ""
        return f"| {row.work} | {_number(row.value)} ({_number(row.low)}–{_number(row.high)}) {row.unit} | {aim} |"
    aim = f"≥ {row.aim:.3g}" if row.aim is not None else ""
    times = f"{_number(row.ratio)} ({_number(row.low)}–{_number(row.high)})"
    return f"| {row.work} | {row.peer} | {row.collector} | {_time(row.ours)} | {_time(row.theirs)} | {times} | {aim} |"


def _number(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def _time(microseconds: float) -> str:
    return f"{_number(microseconds)} µs" if microseconds < 1000 else f"{_number(microseconds / 1000)} ms"
