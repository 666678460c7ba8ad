"""As it stands: what every step applies before anything else runs and variables lose what the user left in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import NamedTuple

from ...engine.value import Bare, Condition, Value
from ...interop.shape import Node, number, operands_of
from ...interop.step import Step, step_of
from ..calls.remake import kind_of
from ..calls.time_limit import TooLong, Watch
from .trial import put

First = Mapping[int, Sequence[tuple[Node, float]]]
"""For each node, by identity, its operands and the local derivatives that its step applies."""


class Made(NamedTuple):
    """A node that was made by an operation, as it was found: this is read once, and asked for at every look."""

    node: Node
    operands: Sequence[Node]
    kind: object  # what nodes of the same operation have in common, one object for all of them
    function: object  # its step, as the engine keeps it


@dataclass(frozen=True, slots=True)
class Stand:
    """The operations of a graph as they stand."""

    made: Mapping[int, Made]  # by identity, operands first
    first: First  # nodes without a step, or whose step fails, are left out


def as_it_stands(nodes: Sequence[Node], known: Mapping[int, Sequence[Node]], watch: Watch) -> Stand:
    """What the operations among `nodes` were made from, as far as it is not `known`, and what their steps apply."""
    made: dict[int, Made] = {}
    first: dict[int, Sequence[tuple[Node, float]]] = {}
    kinds: dict[object, object] = {}
    slow: set[object] = set()
    for node in nodes:
        operands = known[id(node)] if id(node) in known else operands_of(node)
        if not operands:
            continue
        if is_row(node):
            made[id(node)] = Made(node, operands, kinds.setdefault(node._code, kind_of(node, None)), None)
            first[id(node)] = _stored(node, operands)
            continue
        step = step_of(node, operands)
        kind = _one(kind_of(node, step), kinds)
        made[id(node)] = Made(node, operands, kind, step and step.function)
        if step is not None and step.code not in slow:
            try:
                first[id(node)] = watch.call(_applied, node, operands, step)
            except TooLong:
                slow.add(step.code)
            except Exception:
                continue
    return Stand(made, first)


def is_row(node: Node) -> bool:
    """Whether `node` is a row of our op table, whose step adds the local derivatives that it stores."""
    return type(node) in (Bare, Condition) and node._code >= 0


def _stored(node: Value, operands: Sequence[Node]) -> list[tuple[Node, float]]:
    if len(operands) == 1:
        return [(operands[0], node._dx)]
    if len(operands) == 2 and operands[0] is not operands[1]:
        return [(operands[0], node._dx), (operands[1], node._dy)]  # the marks NOTHING and ABSENT are 0
    totals: dict[int, tuple[Node, float]] = {}
    for operand, local in zip(operands, node._locals, strict=True):
        totals[id(operand)] = operand, totals.get(id(operand), (operand, 0.0))[1] + local
    return list(totals.values())


def _one(kind: tuple[object, ...], known: dict[object, object]) -> object:
    """The one object for a kind: by the identity of its code, whose hash takes longer than all the rest."""
    cls, code, *others = kind
    return known.setdefault((cls, id(code) if isinstance(code, CodeType) else code, *others), kind)


def _applied(node: Node, operands: Sequence[Node], step: Step) -> list[tuple[Node, float]]:
    once = operands
    if len(operands) > 2 or (len(operands) == 2 and operands[0] is operands[1]):
        once = list({id(operand): operand for operand in operands}.values())
    for operand in once:
        put(operand, "grad", 0.0)
    put(node, "grad", 1.0)
    step.call()
    return [(operand, number(operand.grad)) for operand in once]
