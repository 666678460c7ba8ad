"""Spans: where in the user's text a site is, found only when asked for."""

from __future__ import annotations

import ast
import linecache
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from opcode import opname
from tokenize import COMMENT, TokenError, generate_tokens
from types import CodeType

from ...engine.frames import called
from ...engine.graph import Span
from ...engine.recording import Site
from .depth import deep_trees


@dataclass(frozen=True, slots=True)
class Listing:
    """The code that ran, as the user wrote it, and the number of its first line."""

    text: str = ""
    first: int = 1


UNKNOWN = Listing()
Position = tuple[int, int, int, int]
"""Line, column, end line, end column; the columns are bytes of UTF-8, as Python counts them."""


FORMATS = ("FORMAT_", "CONVERT_VALUE")
"""How the instructions begin that turn a part of an f-string into text."""


class Spans:
    """Finds spans for sites; `texts` holds, by file name, the text that counts as the cell itself.

    >>> where = Spans({'<cell>': 'y = é + 1'})
    >>> code = compile('y = é + 1', '<cell>', 'exec')
    >>> where((code, 8)).text
    'é + 1'
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.own = frozenset(texts)
        self._lines: dict[str, Sequence[str]] = {name: text.splitlines() for name, text in texts.items()}
        # By identity: from Python 3.12 on the hash of a code object walks its bytecode. Holding it keeps its id.
        self._positions: dict[int, tuple[CodeType, list[Position | None]]] = {}
        self._found: dict[tuple[int, int], Span | None] = {}

    def __call__(self, site: Site) -> Span | None:
        """The span of `site`; None where Python keeps no columns (`-X no_debug_ranges`)."""
        key = (id(site[0]), site[1])
        if key not in self._found:
            self._found[key] = self._find(site)
        return self._found[key]

    def _find(self, site: Site) -> Span | None:
        position = self.position(site)
        if position is None:
            return None
        file = site[0].co_filename
        if opname[site[0].co_code[site[1]]].startswith(FORMATS):
            position = _f_string("\n".join(self.lines(file)), position)
        return self.at(file, position)

    def at(self, file: str, position: Position) -> Span:
        """The span of a position in a file."""
        line, column, end_line, end_column = position
        lines = [text.encode() for text in self.lines(file)[line - 1 : end_line]]
        if len(lines) < end_line - line + 1:
            return Span(line, column, end_line, end_column, "", self.shown(file))
        start = len(lines[0][:column].decode(errors="replace"))
        stop = len(lines[-1][:end_column].decode(errors="replace"))
        return Span(line, start, end_line, stop, _text(lines, column, end_column), self.shown(file))

    def position(self, site: Site) -> Position | None:
        """The position of `site` as Python keeps it."""
        code, offset = site
        if id(code) not in self._positions:
            self._positions[id(code)] = (code, [_whole(entry) for entry in code.co_positions()])
        entries = self._positions[id(code)][1]
        return entries[offset // 2] if 0 <= offset // 2 < len(entries) else None

    def line(self, site: Site) -> int:
        """The line of `site`, which is known even where columns are not."""
        code, offset = site
        for start, end, line in code.co_lines():
            if start <= offset < end and line is not None:
                return line
        return code.co_firstlineno

    def words(self, site: Site) -> str:
        """`line 3`, or `line 3 of f` for a function that another cell or file defines."""
        code = site[0]
        inside = "" if code.co_filename in self.own else f" of {_home(code)}"
        return f"line {self.line(site)}{inside}"

    def owns(self, code: CodeType) -> bool:
        """Whether `code` was compiled from the cell itself."""
        return code.co_filename in self.own

    def lines(self, file: str) -> Sequence[str]:
        """The lines of a file or an earlier cell; empty when there is no text."""
        if file not in self._lines:
            self._lines[file] = [line.rstrip("\r\n") for line in linecache.getlines(file)]
        return self._lines[file]

    def shown(self, file: str) -> str:
        """What a span says of its file: nothing if it is the cell itself."""
        return "" if file in self.own else file


def listing(text: str) -> Listing:
    """`text` without the blank lines around it."""
    code = text.lstrip("\n")
    return Listing(code.rstrip(), 1 + len(text) - len(code))


def keep_text(text: str, prefix: str) -> str:
    """A file name under which Python's tracebacks, and later cells, find `text`."""
    name = f"<{prefix} {zlib.crc32(text.encode(errors='replace')):08x}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    return name


def _home(code: CodeType) -> str:
    return code.co_name if code.co_name.isidentifier() else called(code.co_filename)


def _whole(entry: tuple[int | None, int | None, int | None, int | None]) -> Position | None:
    line, end_line, column, end_column = entry
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return line, column, end_line, end_column


@lru_cache(maxsize=256)
def _f_string(text: str, position: Position) -> Position:
    """The innermost f-string around a part of one, whose own place is its braces from Python 3.12 on."""
    try:
        with deep_trees():
            nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):  # a cell with magics, say
        return position
    formats = {id(node.format_spec) for node in nodes if isinstance(node, ast.FormattedValue)}
    places = [
        (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        for node in nodes
        if isinstance(node, ast.JoinedStr) and id(node) not in formats
    ]
    around = [place for place in places if place[:2] <= position[:2] and position[2:] <= place[2:]]
    return max(around, default=position)


def _text(lines: Sequence[bytes], column: int, end_column: int) -> str:
    """The text between two columns, joined into one line without its comments."""
    *before, last = lines
    cut = [*before, last[:end_column]]
    cut[0] = cut[0][column:]
    texts = [line.decode(errors="replace") for line in cut]
    return " ".join(line.strip() for line in (_without_comments(texts) if len(texts) > 1 else texts))


def _without_comments(lines: Sequence[str]) -> Sequence[str]:
    found = [*lines]
    with suppress(TokenError, IndentationError):  # the text may end within a bracket
        for token in generate_tokens(iter([line + "\n" for line in lines]).__next__):
            if token.type == COMMENT:
                row, column = token.start
                found[row - 1] = found[row - 1][:column]
    return found
