"""Noticed: the user's functions, as they are called; a profiler that is running goes on afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")
Notice = Callable[[FrameType, str, object], None]


def noticed(notice: Notice, function: Callable[[], T]) -> T:
    """`function()`, while `notice` is called at each call and return inside it, as a profiler."""
    before: object = sys.getprofile()
    sys.setprofile(notice)
    try:
        return function()
    finally:
        sys.setprofile(None)
        if hasattr(before, "enable"):  # cProfile's, which is written in C and cannot be called
            before.enable()
        elif callable(before):
            sys.setprofile(before)
