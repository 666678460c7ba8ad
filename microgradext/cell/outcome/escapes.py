"""Escapes: the reads and writes of data that may have taken a number out of the graph, or put one in."""

from __future__ import annotations

import ast
from functools import lru_cache

from ...engine.recording import Read, Recording, Site
from ..text.depth import deep_trees
from ..text.harmless import Harmless, harmless, looks_at_errors
from ..text.spans import Spans


class Escapes:
    """Tells the reads that only show a number from those through which one may escape."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._harmless: dict[str, Harmless] = {}
        self._caught = any(_looks_at_errors(self._text(file)) for file in spans.own)

    def of(self, recording: Recording) -> list[Read]:
        """The suspicious reads and all writes."""
        return [read for read in recording.reads if read.attribute == "write" or not self._only_shows(read)]

    def _only_shows(self, read: Read) -> bool:
        """Whether a read is harmless, or makes text that functions return to where it is only shown."""
        if read.stays:
            return False
        end, code = self._end(read.site), self._harmless_in(read.site)
        if end in code.reads:
            return True
        for site in read.callers:
            if end not in code.returned:
                return False
            end, code = self._end(site), self._harmless_in(site)
            if end in code.reads | code.results:
                return True
        return False

    def _end(self, site: Site) -> tuple[int, int] | None:
        position = self._spans.position(site)
        return position and position[2:]

    def _harmless_in(self, site: Site) -> Harmless:
        file = site[0].co_filename
        if file not in self._harmless:
            text = self._text(file)
            self._harmless[file] = _harmless(text, self._caught or _looks_at_errors(text))
        return self._harmless[file]

    def _text(self, file: str) -> str:
        return "\n".join(self._spans.lines(file))


@lru_cache(maxsize=64)
def _harmless(text: str, caught: bool) -> Harmless:
    try:
        with deep_trees():
            return harmless(ast.parse(text), caught=caught)
    except (SyntaxError, ValueError):
        return Harmless()


@lru_cache(maxsize=64)
def _looks_at_errors(text: str) -> bool:
    try:
        with deep_trees():
            return "except" in text and looks_at_errors(ast.parse(text))
    except (SyntaxError, ValueError):
        return False
