"""Flow: how gradients pass back through Values, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .node import ABSENT, LEAF, MANY, NOTHING, UNREACHED, WRITTEN, Sealed, tick
from .recent import settle, taken, turn

Node = Any
"""A Value; this module comes before it."""


def backward(output: Node) -> None:
    """Add the derivative of `output` with respect to each leaf to the leaf's gradient; set it on what lies between."""
    older = _along_recent(output) if output._about is None else {output: 1.0}
    if older:
        _along_older(older)


def _along_recent(output: Node) -> dict[Node, float]:
    """Pass gradients along what was made since the last backward pass; returned is what reached older operations."""
    older: dict[Node, float] = {}
    absent, nothing, many, unreached, leaf = ABSENT, NOTHING, MANY, UNREACHED, LEAF  # the loop costs most
    seal = Sealed()
    seal.latest = tick()
    output._grad = 1.0
    with turn:
        nodes = taken()
        try:
            for node in reversed(nodes):
                node._about = seal
                upstream = node._grad
                if upstream is unreached:
                    continue
                derivative = node._dx
                if derivative is not absent:
                    if derivative is many:
                        for operand, derivative in zip(node._y, node._dy):  # noqa: B905  # `strict` costs a step
                            _pass(operand, upstream, derivative, older)
                        continue
                    operand = node._x
                    if derivative is nothing or (operand._about is not None and operand._code > leaf):
                        _pass(operand, upstream, derivative, older)
                    else:
                        operand._grad += upstream * derivative
                derivative = node._dy
                if derivative is not absent:
                    operand = node._y
                    if derivative is nothing or (operand._about is not None and operand._code > leaf):
                        _pass(operand, upstream, derivative, older)
                    else:
                        operand._grad += upstream * derivative
        except BaseException:  # an interrupt: they are recent no longer all the same
            for node in nodes:
                node._about = seal
            raise
    return older


def _pass(operand: Node, upstream: float, derivative: float, older: dict[Node, float]) -> None:
    contribution = 0.0 if derivative is NOTHING else upstream * derivative
    if operand._about is not None and operand._code > LEAF:
        older[operand] = older.get(operand, 0.0) + contribution
    else:
        operand._grad += contribution


def _along_older(pending: Mapping[Node, float]) -> None:
    nodes = _operations(pending)
    for node, gradient in pending.items():
        node._grad = gradient
    flow_back(nodes)


def flow_back(nodes: Iterable[Node]) -> None:
    """Pass gradients along `nodes`, the newest first."""
    for node in nodes:
        derivative = node._dx
        if derivative is MANY:
            for operand, each in zip(node._y, node._dy, strict=True):
                if each is not NOTHING:
                    operand._grad += node._grad * each
        elif node._code == WRITTEN:
            node._backward()
        else:
            if derivative is not ABSENT and derivative is not NOTHING:
                node._x._grad += node._grad * derivative
            derivative = node._dy
            if derivative is not ABSENT and derivative is not NOTHING:
                node._y._grad += node._grad * derivative


def _operations(outputs: Iterable[Node]) -> list[Node]:
    """`outputs` and what they were computed from, leaves left out, the newest first; their gradients are 0 then."""
    zero = float("0")  # an object of its own: whoever holds it was found by this search
    found = list(outputs)
    for node in found:
        node._grad = zero
    for node in found:  # grows while it is walked
        for operand in _held(node):
            if operand._grad is not zero and operand._code > LEAF:
                operand._grad = zero
                found.append(operand)
    date(found)
    found.sort(key=_serial, reverse=True)
    return found


def _held(node: Node) -> Iterable[Node]:
    """The operands that are Values already; a number gets no gradient."""
    x, y = node._x, node._y
    if type(y) is tuple:
        return y
    return [operand for operand in (x, y) if operand is not None and type(operand) is not float]


def ancestors(roots: Iterable[Node]) -> list[Node]:
    """Everything that `roots` were computed from, and they themselves, in creation order."""
    found = list(dict.fromkeys(roots))
    known = set(found)
    for node in found:  # grows while it is walked
        for operand in node._prev:
            if operand not in known:
                known.add(operand)
                found.append(operand)
    date(found)
    found.sort(key=_serial)
    return found


def date(roots: Iterable[Node]) -> None:
    """Give `roots` their moments of creation, operands before what was made of them."""
    settle()
    pending = [node for node in roots if _is_undated(node)]
    entered: set[Node] = set()
    while pending:
        node = pending.pop()
        if not _is_undated(node):
            continue
        if node in entered:
            node._about = node._about.moment()
        else:
            entered.add(node)
            pending.append(node)
            pending.extend([operand for operand in reversed(node._prev) if _is_undated(operand)])


def _is_undated(node: Node) -> bool:
    return type(node._about) is Sealed


def _serial(node: Node) -> int:
    about = node._about
    return about if type(about) is int else about.serial
