"""The report in HTML: a table, then each finding, which can be opened."""

from __future__ import annotations

from html import escape

from .finding import Finding, Found
from .text import headline, numbers

COLOURS = {"right": "#1a7f37", "wrong": "#c1121f", "cannot tell": "#8a6d00", "note": "#57606a"}
OPEN = 2
"""How many findings are open when the page is first seen."""
TABLE = 'style="font-size:13px;color:inherit"'
CELL = 'style="text-align:left;vertical-align:top;padding:2px 10px 2px 0"'


def page(report: Found, picture: str = "") -> str:
    """Operations and their verdicts, `picture` (HTML), then each finding, with its line of code when it is opened."""
    heads = "".join(f"<th {CELL}>{head}</th>" for head in ("operation", "method", "nodes", "verdict"))
    rows = [
        "".join(
            ["<tr>", *map(_cell, (each.operation, each.method, f"{each.nodes}")), _cell(each.verdict, each.verdict)]
        )
        for each in report.checked
    ]
    table = f"<table {TABLE}><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    findings = "".join(_finding(finding, report.reveal, at < OPEN) for at, finding in enumerate(report.findings))
    looks = "".join(f"<p>{escape(look)}</p>" for look in report.looks)
    return f"<div><p><b>{escape(headline(report))}</b></p>{table}{picture}{findings}{looks}</div>"


def _cell(text: str, verdict: str = "") -> str:
    return f"<td {CELL}>{_coloured(text, verdict) if verdict else escape(text)}</td>"


def _coloured(text: str, verdict: str) -> str:
    # Mixed with the page's own ink, so that it can be read on light and on dark pages.
    colour = f"color-mix(in srgb,{COLOURS[verdict]} 72%,currentColor)"
    return f'<span style="color:{colour};font-weight:600">{escape(text)}</span>'


def _finding(finding: Finding, reveal: bool, is_open: bool) -> str:
    head = f"{_coloured(finding.verdict, finding.verdict)} {escape(finding.subject)}: {escape(finding.reason)}"
    parts = []
    place = finding.place
    if place is not None:
        text, start, end = place.text, place.start, place.end
        marked = f"{escape(text[:start].lstrip())}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        parts.append(f"{escape(place.called)}, line {place.line}<pre style='margin:2px 0 2px 1em'>{marked}</pre>")
    if finding.point:
        parts.append("at " + escape(", ".join(f"{name} = {x:.6g}" for name, x in finding.point)))
    parts += [escape(line) for line in numbers(finding, reveal)]
    if not parts:
        return f"<p>{head}</p>"
    inner = f"<div style='margin:2px 0 8px 1.2em'>{''.join(f'<div>{part}</div>' for part in parts)}</div>"
    return f"<details{' open' if is_open else ''}><summary>{head}</summary>{inner}</details>"
