"""As it stands: what every step applies before anything else runs and variables lose what the user left in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...interop.shape import Node, number, operands_of
from ...interop.step import Step, step_of
from ..calls.time_limit import TooLong, Watch
from .trial import put

First = Mapping[int, Sequence[tuple[Node, float]]]
"""For each node, by identity, its operands and the local derivatives that its step applies."""


def first_steps(nodes: Sequence[Node], watch: Watch) -> First:
    """The local derivatives of all nodes as they stand; nodes without a step, or whose step fails, are left out."""
    found: dict[int, Sequence[tuple[Node, float]]] = {}
    slow: set[object] = set()
    for node in nodes:
        step = step_of(node)
        if step is None or step.code in slow:
            continue
        try:
            found[id(node)] = watch.call(_applied, node, step)
        except TooLong:
            slow.add(step.code)
        except Exception:
            continue
    return found


def _applied(node: Node, step: Step) -> list[tuple[Node, float]]:
    operands = {id(operand): operand for operand in operands_of(node)}
    for operand in operands.values():
        put(operand, "grad", 0.0)
    put(node, "grad", 1.0)
    step.call()
    return [(operand, number(operand.grad)) for operand in operands.values()]
