"""The user's errors, shown like those of any cell: their own lines, none of our frames, one error output."""

from __future__ import annotations

import bdb
from types import TracebackType
from typing import Any, NoReturn

from IPython.core.interactiveshell import InteractiveShell

from ...engine.frames import is_users_file

PACKAGE = __name__.partition(".")[0]


def raise_as_of_the_cell(shell: InteractiveShell, error: BaseException) -> NoReturn:
    """Raise `error` so that IPython shows the frames of the cell and of what it called, but none of ours."""

    def render() -> Any:
        frames = users(error.__traceback__)
        return shell.InteractiveTB.structured_traceback(type(error), error, frames, tb_offset=0)

    error._render_traceback_ = render  # type: ignore[attr-defined]  # IPython's protocol for errors that draw themselves
    raise error


def raise_syntax_error(shell: InteractiveShell) -> NoReturn:
    """Show the current SyntaxError as IPython does, and stop "Run All" without a second output."""
    shell.showsyntaxerror()
    raise _Shown from None


# IPython records a BdbQuit as the cell's error and prints nothing; the kernel reports its name.
_Shown = type("SyntaxError", (bdb.BdbQuit,), {})


def users(trace: TracebackType | None) -> TracebackType | None:
    """The traceback without IPython's frames above the cell, and without our own anywhere.

    None when no frame is left.
    """
    frames = _frames(trace)
    first = next((i for i, frame in enumerate(frames) if _is_ours(frame)), -1)
    kept = [frame for frame in frames[first + 1 :] if not _is_ours(frame)]
    if not any(is_users_file(frame.tb_frame.f_code.co_filename) for frame in kept):
        return None  # an interrupt while we were at work
    result: TracebackType | None = None
    for frame in reversed(kept):
        result = TracebackType(result, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return result


def _frames(trace: TracebackType | None) -> list[TracebackType]:
    found = []
    while trace is not None:
        found.append(trace)
        trace = trace.tb_next
    return found


def _is_ours(trace: TracebackType) -> bool:
    name = str(trace.tb_frame.f_globals.get("__name__", ""))
    return name.partition(".")[0] == PACKAGE
