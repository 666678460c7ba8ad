"""User code that runs outside of any cell because a slider moved: it can be interrupted, and its displays caught."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from IPython.utils.capture import capture_output

from ..interrupts import interruptible


def is_home(home: threading.Thread) -> bool:
    """Whether user code of a cell that ran in `home` may run here."""
    return threading.current_thread() in (home, threading.main_thread())


@contextmanager
def attended(home: threading.Thread) -> Iterator[None]:
    """For user code outside a cell: while entered, interrupts raise KeyboardInterrupt and displays are caught.

    A kernel ignores interrupts while no cell is running, and would put what is displayed under the next cell. `home`
    is the thread in which the cell ran. One that is not the main thread gets no interrupts.
    """
    if not is_home(home):
        raise RuntimeError("user code must run on the main thread, or on the one that its cell ran in")
    if threading.current_thread() is not threading.main_thread():
        with capture_output(stdout=False, stderr=False):
            yield
        return
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with interruptible(), capture_output(stdout=False, stderr=False):
            yield
    finally:
        signal.signal(signal.SIGINT, earlier if earlier is not None else signal.SIG_DFL)
