"""Escapes: the reads and writes of data that may have taken a number out of the graph, or put one in."""

from __future__ import annotations

import ast
from functools import lru_cache

from ...engine.recording import Read, Recording
from ..text.depth import deep_trees
from ..text.harmless import harmless_reads, looks_at_errors
from ..text.spans import Spans


class Escapes:
    """Tells the reads that only show a number from those through which one may escape."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._harmless: dict[str, frozenset[tuple[int, int]]] = {}
        self._caught = any(_looks_at_errors(self._text(file)) for file in spans.own)

    def of(self, recording: Recording) -> list[Read]:
        """The suspicious reads and all writes."""
        return [read for read in recording.reads if read.attribute == "write" or not self._only_shows(read)]

    def _only_shows(self, read: Read) -> bool:
        if read.stays:
            return False
        position = self._spans.position(read.site)
        return position is not None and position[2:] in self._harmless_in(read.site[0].co_filename)

    def _harmless_in(self, file: str) -> frozenset[tuple[int, int]]:
        if file not in self._harmless:
            text = self._text(file)
            self._harmless[file] = _harmless(text, self._caught or _looks_at_errors(text))
        return self._harmless[file]

    def _text(self, file: str) -> str:
        return "\n".join(self._spans.lines(file))


@lru_cache(maxsize=64)
def _harmless(text: str, caught: bool) -> frozenset[tuple[int, int]]:
    try:
        with deep_trees():
            return harmless_reads(ast.parse(text), caught=caught)
    except (SyntaxError, ValueError):
        return frozenset()


@lru_cache(maxsize=64)
def _looks_at_errors(text: str) -> bool:
    try:
        with deep_trees():
            return "except" in text and looks_at_errors(ast.parse(text))
    except (SyntaxError, ValueError):
        return False
