"""Depth: room to walk the trees of long formulas, in which every `+` adds a level."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

LEVELS = 50_000
"""More than Python's own compiler accepts, which has seen the text first."""


@contextmanager
def deep_trees() -> Iterator[None]:
    """While entered, calls may nest more deeply."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, LEVELS))
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)
