"""Time limit: the user's code gets a limited time, and is then stopped."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 2.0
"""How many seconds one call of the user's code may take, unless they say otherwise."""
TURN = 0.05
"""How often the watch looks, in seconds."""


class TooLong(BaseException):
    """Raised in the user's code when its time is up; no `except Exception` of theirs catches it."""


class Watch:
    """Stops what computes for longer than `seconds`, or takes ten times as long by the wall clock.

    Another thread looks now and then, so that a call costs nothing. Where there are no threads (in a browser), nothing
    is stopped.

    >>> with Watch(5.0) as watch:
    ...     watch.call(abs, -2.0)
    2.0
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._call = 0  # which one is under way; 0 for none
        self._calls = 0
        self._fired = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._watched = threading.get_ident()
        self._thread = threading.Thread(target=self._look, daemon=True, name="microgradext-check")

    def __enter__(self) -> Watch:
        with suppress(RuntimeError):
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """`function(*arguments)`; raises TooLong when it takes too long."""
        outer = self._call
        self._calls = self._call = self._calls + 1
        try:
            result = function(*arguments)
        except TooLong:
            self._ended(outer)
            raise
        except BaseException:
            self._let_come(self._ended(outer))
            raise
        self._let_come(self._ended(outer))
        return result

    def _ended(self, outer: int) -> bool:
        """Note that a call is over, so that it is no longer stopped; return whether it was just about to be."""
        with self._lock:
            self._call, fired = outer, self._fired
            self._fired = False
        return fired

    def _let_come(self, fired: bool) -> None:
        # Not withdrawn, or CPython 3.11 never lowers its flag, and hangs when the next function is traced.
        if fired:
            with suppress(TooLong):
                for _ in range(100_000):
                    pass

    def _look(self) -> None:
        seen, since = 0, (0.0, 0.0)
        while not self._over.wait(TURN):
            with self._lock:
                if self._call == 0 or self._call != seen:
                    seen, since = self._call, (self._worked(), monotonic())
                elif self._worked() - since[0] > self.seconds or monotonic() - since[1] > 10 * self.seconds:
                    self._fired = True
                    since = (self._worked(), monotonic())  # again, in case their code swallows it
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._watched), ctypes.py_object(TooLong))

    def _worked(self) -> float:
        """The watched thread's own time, where the system counts it: on a busy machine it may only be waiting."""
        clock = getattr(time, "pthread_getcpuclockid", None)
        return monotonic() if clock is None else time.clock_gettime(clock(self._watched))
