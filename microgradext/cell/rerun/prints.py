"""Prints: remembers what code writes to standard output, and keeps a rerun from showing it twice."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, redirect_stdout
from typing import Any, cast

from ..inputs.mathematics import refresh

MOST = 20_000
"""The most characters that are remembered; a loop may print forever."""

Quiet = Callable[[], AbstractContextManager[object]]
"""What else keeps a rerun from showing things, in a notebook for example."""


class Heard:
    """A standard output that remembers what is written and passes it on to `through`, if there is one.

    >>> heard = Heard()
    >>> _ = heard.write('hello')
    >>> heard.text
    'hello'
    """

    def __init__(self, through: Any = None) -> None:
        self._through = through
        self._parts: list[str] = []
        self._room = MOST

    def write(self, text: str) -> int:
        """As a file does."""
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        if self._through is not None:
            self._through.write(text)
        return len(text)

    def flush(self) -> None:
        """As a file does."""
        if self._through is not None:
            self._through.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._through if self._through is not None else sys.__stdout__, name)

    @property
    def text(self) -> str:
        """What was written; only the beginning if it is long."""
        return "".join(self._parts) + ("…" if self._room < 0 else "")


@contextmanager
def overheard() -> Iterator[Heard]:
    """While entered, what is printed is shown as usual and remembered."""
    heard = Heard(sys.stdout)
    with redirect_stdout(cast(Any, heard)):
        yield heard


@contextmanager
def silenced(heard: Heard, quiet: Quiet | None = None) -> Iterator[None]:
    """While entered, prints go only into `heard` and `input()` raises; figures opened are closed at the end."""
    with ExitStack() as stack:
        if quiet is not None:
            stack.enter_context(quiet())
        stack.enter_context(redirect_stdout(cast(Any, heard)))
        stack.enter_context(_without_input())
        stack.enter_context(_without_figures())
        yield


@contextmanager
def _without_input() -> Iterator[None]:
    asks = builtins.input
    builtins.input = _refuse
    try:
        yield
    finally:
        builtins.input = asks
        refresh()


def _refuse(*_: object) -> str:
    raise RuntimeError("input() cannot ask while a slider runs the cell again: run the cell itself.")


@contextmanager
def _without_figures() -> Iterator[None]:
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()
    try:
        yield
    finally:
        if pyplot:
            for number in set(pyplot.get_fignums()) - before:
                pyplot.close(number)
