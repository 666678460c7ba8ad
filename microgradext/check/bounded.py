"""Bounded: a user's code gets so much time, and is then stopped."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
TURN = 0.05
"""So often the watch looks, in seconds."""


class TooLong(BaseException):
    """Raised in the user's code when its time is over; no `except Exception` of theirs catches it."""


class Watch:
    """Stops what runs longer than `seconds`: a thread beside looks now and then, so that a call costs nothing.

    Where there are no threads (in a browser) nothing is stopped.

    >>> with Watch(5.0) as watch:
    ...     watch.call(abs, -2.0)
    2.0
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._deadline: float | None = None
        self._fired = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._watched = threading.get_ident()
        self._thread = threading.Thread(target=self._look, daemon=True, name="microgradext-check")

    def __enter__(self) -> Watch:
        try:
            self._thread.start()
        except RuntimeError:
            self._over.set()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """`function(*arguments)`; raises TooLong when it takes too long."""
        self._deadline = monotonic() + self.seconds
        try:
            return function(*arguments)
        finally:
            self._deadline = None
            if self._fired:
                self._withdraw()

    def _withdraw(self) -> None:
        with self._lock:
            self._fired = False
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._watched), None)

    def _look(self) -> None:
        while not self._over.wait(TURN):
            with self._lock:
                deadline = self._deadline
                if deadline is not None and monotonic() > deadline:
                    self._fired = True
                    self._deadline = monotonic() + self.seconds  # once more, should their code swallow it
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._watched), ctypes.py_object(TooLong)
                    )
