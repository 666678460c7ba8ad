"""Order: when Values were made, worked out on demand; this orders a graph topologically."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .node import Sealed
from .recent import settle

Node = Any
"""A Value, whose class is defined after this module."""


def ancestors(roots: Iterable[Node]) -> list[Node]:
    """`roots` and everything they were computed from, in creation order."""
    found = reachable(roots)
    sort(found)
    return found


def reachable(roots: Iterable[Node]) -> list[Node]:
    """The same in any order, sooner."""
    found = list(dict.fromkeys(roots))
    known = set(found)
    add, append = known.add, found.append
    for node in found:  # grows during the loop
        y = node._y
        if type(y) is not tuple and node._x is None:  # a leaf; `_prev`, a property, takes most of the time
            continue
        for operand in y if type(y) is tuple else node._prev:
            if operand not in known:
                add(operand)
                append(operand)
    return found


def sort(nodes: list[Node], newest_first: bool = False) -> None:
    """Sort `nodes`, which include their operands, into creation order."""
    date(nodes)
    nodes.sort(key=_serial, reverse=newest_first)


def date(roots: Iterable[Node]) -> None:
    """Give `roots` their moments of creation.

    Recent operations get them in the order of creation, those that a backward pass has sealed operands first.
    """
    settle()
    pending = [node for node in roots if type(node._about) is Sealed]
    entered: set[Node] = set()
    while pending:
        node = pending.pop()
        if type(node._about) is not Sealed:
            continue
        if node in entered:
            node._about = node._about.moment()
        else:
            entered.add(node)
            pending.append(node)
            pending.extend([operand for operand in reversed(node._prev) if type(operand._about) is Sealed])


def _serial(node: Node) -> int:
    about = node._about
    serial: int = about if type(about) is int else about[0]
    return serial
