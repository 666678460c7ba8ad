"""Headings: where the paragraphs of a text begin, and what the comments above them say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ...engine.scopes.columns import Heading

LONGEST: Final = 34  # characters of a title
AROUND: Final = "#-=*~_ \t"  # what comments are adorned with


def headings_of(lines: Sequence[str], file: str = "") -> Sequence[Heading]:
    """The first line of code after each blank line or comment.

    >>> headings_of(["x = 1", "# growth", "", "y = x"])
    [Heading(file='', line=4, indent=0, title='growth')]
    """
    return list(_headings(lines, file))


def _headings(lines: Sequence[str], file: str) -> Iterator[Heading]:
    comments, is_apart = list[str](), False
    was_comment = False
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("#"):
            if not was_comment:
                comments = []
            comments.append(text)
            is_apart = was_comment = True
            continue
        was_comment = False
        if not text:
            is_apart = True
            continue
        if is_apart:
            yield Heading(file, number, len(line) - len(line.lstrip()), _title(comments))
        comments, is_apart = [], False


def _title(comments: Sequence[str]) -> str:
    """What the first comment says that says something."""
    text = next(filter(None, (each.strip(AROUND) for each in comments if not each.startswith("# %%"))), "")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
