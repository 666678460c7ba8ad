"""Pickling and copying of Values without recursion, however long the chain."""

from __future__ import annotations

from typing import Any

from .node import NOTHING, WRITTEN
from .value import Value, ancestors


class Archive:
    """A graph as columns; copies and pickles of Values that share it stay one graph."""

    def __init__(self, columns: list[tuple[Any, ...]]) -> None:
        self.columns = columns

    def __reduce__(self) -> Any:
        return Archive, (self.columns,)


def archived(value: Value) -> Any:
    """What pickle and copy need to make `value` again; a hand-written `_backward` cannot be kept."""
    nodes = ancestors([value])
    index = {node: position for position, node in enumerate(nodes)}
    return restored, ([_row(node, index) for node in nodes],)


def restored(rows: list[tuple[Any, ...]]) -> Value:
    """The Value that `archived` took apart."""
    made: list[Value] = []
    for kind, data, grad, code, operands, derivatives, label, symbol in rows:
        value = kind(data, _op=symbol, label=label)
        value._grad, value._code = grad, code
        value._prev = tuple([made[position] for position in operands])
        value._locals = tuple([NOTHING if d is None else d for d in derivatives])
        made.append(value)
    return made[-1]


def _row(node: Value, index: dict[Value, int]) -> tuple[Any, ...]:
    derivatives = tuple([None if d is NOTHING else d for d in node._locals])
    symbol = node._op if node._code == WRITTEN else ""
    operands = tuple([index[operand] for operand in node._prev])
    return type(node), node._data, node._grad, node._code, operands, derivatives, node.label, symbol
