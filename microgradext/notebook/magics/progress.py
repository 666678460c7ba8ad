"""Progress: what a cell is busy with, shown after a second of silence and taken back without a trace.

A notebook saves what its cells display, in the order in which they do, and an output can be replaced or all of them
cleared, but one cannot be removed. So the line is shown only where it can go again: as the first output, which is
cleared when another comes, or after the code has ended, when the picture takes its place.
"""

from __future__ import annotations

import sys
from _thread import start_new_thread
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from threading import Lock, RLock
from types import TracebackType
from typing import Any
from uuid import uuid4

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from ...cell.doing import Doing

SILENCE = 1.0
"""How many seconds pass before anything is shown."""

PAUSE = 0.5
"""Seconds between two looks."""

WATCHED = (("stdout", "write"), ("stderr", "write"))


class Progress:
    """While entered, shows after a second what is being done, in each step until something else is shown.

    A thread looks on, so that the work itself never looks at a clock. Where no thread can be started, or what is shown
    goes nowhere, there is no line.
    """

    def __init__(self, shell: InteractiveShell, *, replaced: bool) -> None:
        """`replaced` says whether a picture will take the place of the line."""
        self.doing = Doing()
        self._replaced = replaced
        self._publisher: Any = shell.display_pub
        self._line: _Line | None = _line_for(shell)
        self._under_way = Lock()  # until the end; a lock wakes whoever waits for it without a step in Python
        self._turn = RLock()  # held by whoever shows something
        self._heard_in = ""  # the step in which the cell has last shown something; empty if it has shown nothing
        self._last = "\n"  # how the last text that it wrote ends
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> Doing:
        if self._line is None or not self._watch():
            return self.doing
        try:
            self._under_way.acquire()
            context = copy_context()  # tells a kernel which cell is running
            start_new_thread(context.run, (self._look_on,))  # `threading` waits for a thread to begin
        except RuntimeError:  # no threads in the browser
            self._unwatch()
            self._under_way.release()
        return self.doing

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._under_way.locked():
            self._under_way.release()
        with self._turn:
            self._unwatch()
            if self._line is not None and self._line.shown:
                self._line.take_back()

    def _look_on(self) -> None:
        line, pause = self._line, SILENCE
        while line is not None and not self._under_way.acquire(timeout=pause):
            pause = PAUSE
            with self._turn:
                silent = self._heard_in != self.doing.step if self._replaced else not self._heard_in
                quiet = line.fits(self._last) and silent
                if self._under_way.locked() and (line.shown or quiet):
                    line.show(str(self.doing), alone=not self._heard_in)

    def _watch(self) -> bool:
        """See what the cell shows before it is shown; return whether that is possible."""
        try:
            for stream, method in WATCHED:
                self._put_before(getattr(sys, stream), method, self._before_text)
            for method in ("publish", "clear_output"):
                self._put_before(self._publisher, method, self._before_display)
        except (AttributeError, TypeError):  # a stream that is not Python's
            self._unwatch()
            return False
        return True

    def _put_before(self, owner: Any, method: str, before: Callable[..., Any]) -> None:
        """Let `before` see each call of a method. On the object: loggers and a kernel's pipes hold it too."""
        earlier = getattr(owner, method)
        ours = partial(before, earlier)
        own = method in vars(owner)
        setattr(owner, method, ours)
        self._undo.append(partial(_restore, owner, method, ours, earlier if own else None))

    def _unwatch(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _before_text(self, write: Callable[[str], Any], text: str) -> Any:
        with self._turn:
            if text:
                self._heard_in, self._last = self.doing.step, text[-1:]
                if self._line is not None and self._line.shown:
                    self._line.give_way()
            return write(text)

    def _before_display(self, publish: Callable[..., Any], *given: Any, **options: Any) -> Any:
        with self._turn:
            self._heard_in = self.doing.step
            if self._line is not None and self._line.shown:
                options = self._line.replaced_by(publish, options)
            return publish(*given, **options)


def _restore(owner: Any, method: str, ours: object, earlier: object) -> None:
    if vars(owner).get(method) is ours:  # else somebody has put theirs before it, and calls it
        del vars(owner)[method]
        if earlier is not None:
            vars(owner)[method] = earlier


class _Line:
    """The line in the output of a notebook."""

    def __init__(self, publisher: Any) -> None:
        # Bound before anybody watches: what the line itself shows is nobody's output.
        self._publish, self._clear = publisher.publish, publisher.clear_output
        self._id = ""
        self._alone = False
        self._text = ""

    @property
    def shown(self) -> bool:
        return bool(self._id)

    def fits(self, before: str) -> bool:
        """Whether it may stand after text that ends in `before`."""
        return True

    def show(self, text: str, *, alone: bool) -> None:
        """Show `text`; `alone` says whether it is the only output."""
        if text == self._text:
            return
        update = self.shown
        if not update:
            self._id, self._alone = uuid4().hex, alone
        self._text = text
        self._publish({"text/plain": text}, transient={"display_id": self._id}, update=update)

    def give_way(self) -> None:
        """Go, since something else is about to be shown."""
        self._go(wait=True)

    def take_back(self) -> None:
        """Go for good."""
        self._go(wait=False)

    def replaced_by(self, publish: Callable[..., Any], options: dict[str, Any]) -> dict[str, Any]:
        """The options with which something else is displayed, in the place of the line if it may be."""
        if getattr(publish, "__name__", "") != "publish":  # everything is cleared, the line too
            self._id = self._text = ""
            return options
        if options.get("transient") or options.get("update"):  # it has a name of its own
            self.give_way()
            return options
        place, self._id, self._text = self._id, "", ""
        return {**options, "transient": {"display_id": place}, "update": True}

    def _go(self, *, wait: bool) -> None:
        place, self._id, self._text = self._id, "", ""
        if self._alone:
            self._clear(wait=wait)
        else:  # an output without data is not drawn
            self._publish({}, transient={"display_id": place}, update=True)


class _TerminalLine(_Line):
    """The line at the bottom of a terminal."""

    def __init__(self) -> None:
        self._write, self._flush = sys.stderr.write, sys.stderr.flush
        self._text = ""

    @property
    def shown(self) -> bool:
        return bool(self._text)

    def fits(self, before: str) -> bool:
        return before == "\n"

    def show(self, text: str, *, alone: bool) -> None:
        self._text = text
        self._write(f"\r\x1b[K{text}")
        self._flush()

    def replaced_by(self, publish: Callable[..., Any], options: dict[str, Any]) -> dict[str, Any]:
        self.give_way()
        return options

    def _go(self, *, wait: bool) -> None:
        self._text = ""
        self._write("\r\x1b[K")
        self._flush()


def _line_for(shell: InteractiveShell) -> _Line | None:
    """The line for where `shell` shows things; None where it would be captured or end up in a file."""
    if isinstance(shell.display_pub, CapturingDisplayPublisher):
        return None
    if getattr(shell, "kernel", None) is not None:
        return _Line(shell.display_pub)
    return _TerminalLine() if sys.stderr.isatty() and sys.stdout.isatty() else None
