"""The table of docs/saved.md: tests ask here for the rows that they check, and one test makes sure none is left out."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def shows(where: str) -> str:
    """What a place shows according to the document: `live`, `static` or `text`."""
    rows = table()
    assert where in rows, f"docs/saved.md has no row for {where!r}"
    return rows[where]


def table() -> dict[str, str]:
    """Every place of the table, and the word in bold behind it."""
    text = (ROOT / "docs/saved.md").read_text("utf-8")
    return dict(re.findall(r"^\| ([^|]+?) \| \*\*(\w+)\*\*", text, re.MULTILINE))


def asked() -> set[str]:
    """Every place that a test asks for."""
    tests = (ROOT / "tests").rglob("test_*.py")
    return {where for test in tests for where in re.findall(r'\bshows\("([^"]+)"\)', test.read_text("utf-8"))}
