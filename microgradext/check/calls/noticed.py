"""Noticed: the user's functions, as they are called; a profiler that is running goes on afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Notice = Callable[[FrameType, str, object], None]


@contextmanager
def noticed(notice: Notice) -> Iterator[None]:
    """Call `notice` at each call and return, as a profiler."""
    before: object = sys.getprofile()
    sys.setprofile(notice)
    try:
        yield
    finally:
        sys.setprofile(None)
        if hasattr(before, "enable"):  # cProfile's, which is written in C and cannot be called
            before.enable()
        elif callable(before):
            sys.setprofile(before)
