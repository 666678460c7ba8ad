"""What the page's sentences say about an operation: a generated file of js/mathematics."""

from __future__ import annotations

from collections.abc import Mapping

from ..names import NEEDS, SIGNS
from .common import HEADER


def sentences() -> str:
    """Which numbers a row accepts, and its sign between two of them."""
    return f"""// What a sentence says about the rows: which numbers they accept, and their sign between two of them.
// {HEADER.replace("ops.py", "names.py")}

/** The numbers that a row accepts, where it does not accept all. */
export const NEEDS: Readonly<Record<string, string>> = {{
{_lines(NEEDS)}}};

export const SIGNS: Readonly<Record<string, string>> = {{
{_lines(SIGNS)}}};
"""


def _lines(words: Mapping[str, str]) -> str:
    return "".join(f'  {row}: "{word}",\n' for row, word in words.items())
