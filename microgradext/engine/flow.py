"""Flow: how gradients pass back through Values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .node import ABSENT, LEAF, MANY, NOTHING, UNREACHED, WRITTEN, Sealed, tick
from .order import Node, sort
from .recent import taken, turn


def backward(output: Node) -> None:
    """Add the derivative of `output` with respect to each leaf to the leaf's gradient; set those of Values between."""
    older: dict[Node, float] = {}
    with turn:  # otherwise another thread could seal `output` meanwhile
        if output._about is None:
            _along_recent(output, older)
        else:
            older[output] = 1.0
    if older:
        _along_older(older)


def _along_recent(output: Node, older: dict[Node, float]) -> None:
    """Pass gradients along the operations since the last backward pass; collect in `older` what reaches older ones."""
    absent, nothing, many, unreached, leaf = ABSENT, NOTHING, MANY, UNREACHED, LEAF  # the loop takes most of the time
    seal = Sealed()
    seal.latest = tick()
    nodes: list[Node] = []
    try:
        nodes = taken()
        output._grad = 1.0
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
    except BaseException:  # an interrupt: even so, they are no longer recent
        for node in nodes:
            node._about = seal
        raise


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
    """Pass gradients along `nodes`, which come newest first."""
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
    """`outputs` and the operations they were computed from, newest first, with their gradients set to 0."""
    zero = float("0")  # a distinct object: a node that holds it was found by this search
    found = list(outputs)
    for node in found:
        node._grad = zero
    for node in found:  # grows during the loop
        y = node._y
        for operand in y if type(y) is tuple else (node._x, y):
            if operand is None or type(operand) is float:  # a number gets no gradient
                continue
            if operand._grad is not zero and operand._code > LEAF:
                operand._grad = zero
                found.append(operand)
    sort(found, newest_first=True)
    return found
