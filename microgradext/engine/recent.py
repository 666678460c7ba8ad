"""Recent: the operations since the last backward pass, in the order in which they were made.

A backward pass runs along them without searching or sorting. The list keeps them alive, so those that nobody else
holds are dropped from time to time, and all of them after a backward pass. Everything that is not recent is older:
whatever could come between recent operations (one written by hand, one made while recording) is made after `settle`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from sys import getrefcount
from threading import RLock
from typing import Any

from .node import tick

FEW = 16_384
"""How many operations may be kept that nobody else holds; each takes about 130 bytes."""

recent: list[Any] = []
"""Values, newest last. Methods of Value append what they make; only this module removes any."""

turn = RLock()
"""Held while taking from `recent`: what was taken must be dated, sealed or put back before anybody else looks."""

_limit = FEW


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's collector from walking what a loop of ours makes, again and again: none of it is garbage yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def taken() -> list[Any]:
    """All of them, which are then no longer recent. No interrupt or other thread comes between the last two steps."""
    global _limit
    _limit = FEW
    nodes: list[Any] = []
    nodes += recent
    del recent[:]
    return nodes


def settle() -> None:
    """Give each its moment of creation, so that whatever is made from now on comes after them."""
    with turn:
        nodes: list[Any] = []
        try:
            nodes = taken()
            for node in nodes:
                node._about = tick()
        except BaseException:  # an interrupt
            recent[:0] = [node for node in nodes if node._about is None]
            raise


def moment() -> int:
    """A moment after everything made so far, and before everything made later."""
    settle()
    return tick()


def sweep() -> None:
    """Drop what nobody else holds.

    This goes from the newest to the oldest, so that what only a dropped operation holds is dropped with it.
    """
    global _limit
    with turn:
        nodes: list[Any] = []
        kept: list[Any] = []
        try:
            nodes = taken()
            while nodes:
                node = nodes.pop()
                if getrefcount(node) > NOBODY:
                    kept.append(node)
        finally:
            recent[:0] = [*nodes, *reversed(kept)]
        _limit = max(FEW, 2 * len(kept))


def _references(nodes: list[Any]) -> int:
    node = nodes.pop()
    return getrefcount(node)


NOBODY = _references([object()])
"""The reference count that `sweep` sees of what nobody else holds; Python 3.14 counts one fewer."""


def sweep_if_due() -> None:
    """Sweep when there are twice as many as the last sweep left, unless another thread is taking them."""
    if len(recent) > _limit and turn.acquire(blocking=False):
        try:
            sweep()
        finally:
            turn.release()


called: dict[str, Any] = {}
"""Not empty when the next operation should call `attend`: for a recording under way, or for Python's collector.

The collector looks for garbage every few hundred objects, which is a good moment for a sweep. Its callback is a C
function, because an interrupt that arrives in a Python callback is lost.
"""

gc.callbacks.append(called.setdefault)
