"""Order: when Values were made, as far as somebody asks; that orders a graph topologically."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .node import Sealed
from .recent import settle

Node = Any
"""A Value; this module comes before it."""


def ancestors(roots: Iterable[Node]) -> list[Node]:
    """Everything that `roots` were computed from, and they themselves, in creation order."""
    found = list(dict.fromkeys(roots))
    known = set(found)
    for node in found:  # grows while it is walked
        for operand in node._prev:
            if operand not in known:
                known.add(operand)
                found.append(operand)
    sort(found)
    return found


def sort(nodes: list[Node], newest_first: bool = False) -> None:
    """Bring `nodes`, among which are their operands, into creation order."""
    date(nodes)
    nodes.sort(key=_serial, reverse=newest_first)


def date(roots: Iterable[Node]) -> None:
    """Give `roots` their moments of creation.

    What was recent gets them in the order of creation. What a backward pass has sealed gets them operands first.
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
    serial: int = about if type(about) is int else about.serial
    return serial
