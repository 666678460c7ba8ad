"""Interrupts that leave nothing half done: one that arrives while a `with` is entered or left waits for that.

Python raises KeyboardInterrupt between any two steps, also in `__exit__` before its first line, so that what was to be
put back would stay for good: a recording would never end, and `float` would go on meaning ours.
"""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from ..engine.frames import is_users_file

PACKAGE = __name__.partition(".")[0]

AGAIN = 0.002
"""Seconds until an interrupt that could not be raised is tried again."""

BOUNDS = frozenset(["__enter__", "__exit__", "_settled", "_adopt"])
"""Functions of ours that are let finish: they set up, put back, or make what has succeeded the present."""

WAITED_FOR = frozenset([f"{PACKAGE}.cell.rerun.transaction", f"{__package__}.magics.progress"])
"""Modules of which all functions are."""

SWALLOWED = ("weakref", "remove")
"""The module and the name of a function in which Python drops what is raised: a weak dictionary calls it back."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """While entered, an interrupt raises KeyboardInterrupt as soon as nothing is being set up or put back.

    Without effect outside the main thread, and where Python's own handler is not at work: that of a debugger, say.
    """
    if not _is_pythons():
        yield
        return
    signal.signal(signal.SIGINT, _interrupted)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is _interrupted:  # else the code within has set its own
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_pythons() -> bool:
    here = threading.current_thread() is threading.main_thread()
    return here and signal.getsignal(signal.SIGINT) is signal.default_int_handler


def _interrupted(number: int, frame: FrameType | None) -> None:
    if frame is None or not _is_at_a_bound(frame):
        raise KeyboardInterrupt
    later = threading.Timer(AGAIN, _again)
    later.daemon = True
    later.start()


def _again() -> None:
    if hasattr(signal, "pthread_kill"):  # wakes what waits, as the user's interrupt would
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _is_at_a_bound(frame: FrameType) -> bool:
    """Whether code of ours is setting up or putting back, and runs no code of the user's for it.

    So is Python where it would drop the interrupt.
    """
    at: FrameType | None = frame
    borrowed = False  # whether contextlib is at it, for us or for somebody else
    while at is not None and not is_users_file(at.f_code.co_filename):
        module, name = str(at.f_globals.get("__name__", "")), at.f_code.co_name
        if (module, name) == SWALLOWED:
            return True
        if module.partition(".")[0] == PACKAGE:
            if borrowed or name in BOUNDS or module in WAITED_FOR:
                return True
        else:
            borrowed = module == "contextlib" and (borrowed or name in BOUNDS)
        at = at.f_back
    return False
