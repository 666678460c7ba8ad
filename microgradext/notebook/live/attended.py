"""User code that runs because a slider moved, with no cell of its own: it can be interrupted, its displays are kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from IPython.utils.capture import capture_output


@contextmanager
def attended() -> Iterator[None]:
    """While user code runs outside a cell: an interrupt raises KeyboardInterrupt in it, what it displays is caught.

    A kernel ignores interrupts while no cell runs, and would put what is displayed under the next one.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("user code runs on the main thread only")
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with capture_output(stdout=False, stderr=False):
            yield
    finally:
        signal.signal(signal.SIGINT, earlier if earlier is not None else signal.SIG_DFL)
