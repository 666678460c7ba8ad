"""What the page says of an operation in a sentence: a generated file of js/mathematics."""

from __future__ import annotations

from collections.abc import Mapping

from ..names import NEEDS, SIGNS
from .common import HEADER


def sentences() -> str:
    """Which numbers a row takes, and its sign between two of them."""
    return f"""// What a sentence says of the rows: which numbers they take, and their sign between two of them.
// {HEADER.replace("ops.py", "names.py")}

/** The numbers that a row takes, where it does not take all. */
export const NEEDS: Readonly<Record<string, string>> = {{
{_lines(NEEDS)}}};

export const SIGNS: Readonly<Record<string, string>> = {{
{_lines(SIGNS)}}};
"""


def _lines(words: Mapping[str, str]) -> str:
    return "".join(f'  {row}: "{word}",\n' for row, word in words.items())
