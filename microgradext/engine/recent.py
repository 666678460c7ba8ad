"""Recent: the operations since the last backward pass, in the order in which they were made.

A backward pass runs along them without a search and without a sort. They are held here meanwhile, so what nobody else
holds is let go from time to time, and all of it after a backward pass. Everything that is not recent is older:
whatever could stand between recent operations (one written by hand, one made while recording) is made after `settle`.
"""

from __future__ import annotations

import gc
from sys import getrefcount
from threading import RLock
from typing import Any

from .node import tick

FEW = 16_384
"""So many operations may be held for nobody; each takes some 130 bytes."""

recent: list[Any] = []
"""Values, the newest last. A method of Value appends what it has made; only this module takes away."""

turn = RLock()
"""Held by whoever takes from `recent`: what was taken must be dated, sealed or back before somebody else looks."""

_limit = FEW


def taken() -> list[Any]:
    """All of them, which are recent no longer. Between the two lines no interrupt and no other thread comes in."""
    global _limit
    _limit = FEW
    nodes: list[Any] = []
    nodes += recent
    del recent[:]
    return nodes


def settle() -> None:
    """Give each its moment of creation: what is made from now on may stand anywhere after them."""
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
    """A moment after all that was made before, and before all that will be."""
    settle()
    return tick()


def sweep() -> None:
    """Let go of what nobody else holds.

    From the newest to the oldest, so that what only such an operation holds goes with it.
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
"""How many references Python counts where `sweep` looks at what nobody else holds; Python 3.14 counts one fewer."""


def sweep_if_due() -> None:
    """Sweep when there are twice as many as the last sweep has left; not while somebody else takes them."""
    if len(recent) > _limit and turn.acquire(blocking=False):
        try:
            sweep()
        finally:
            turn.release()


called: dict[str, Any] = {}
"""Not empty when the next operation should call somebody: a recording that goes on, or Python's collector.

The collector looks for garbage every few hundred objects, which is a good moment for a sweep. It leaves its word by a
function of C, for an interrupt that arrives in a callback of Python's is lost.
"""

gc.callbacks.append(called.setdefault)
