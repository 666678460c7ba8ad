"""Depth: room to walk the trees of long formulas, in which every `+` is a level."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

LEVELS = 50_000
"""More than Python's own compiler takes; it has seen the text first."""


@contextmanager
def deep_trees() -> Iterator[None]:
    """While entered, functions may call each other deeper."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, LEVELS))
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)
