"""Held inputs: those that replay cannot move, because the code read or made a number that depends on them.

While they stay, everything else about a run stays valid, so the tape is right about the other inputs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.node import WRITTEN
from ...engine.order import ancestors
from ...engine.value import Value
from ..inputs.inputs import Input
from .mode import Facts, Suspicion, still_suspect


def held_inputs(inputs: Sequence[Input], values: Sequence[Value], facts: Facts, suspicion: Suspicion) -> frozenset[int]:
    """The nodes of the inputs that only a run of the code can move; `values` holds the Value of each node.

    A number that is only kept goes nowhere, so reading it holds nothing, unless a rerun has shown that one did escape.
    """
    nodes = [each.node for each in inputs]
    suspects = [each for each in still_suspect(facts, suspicion) if suspicion.guilty or not each.kept]
    if facts.still or facts.nested or any(each.read.is_wide for each in suspects):
        return frozenset(nodes)
    written = [value for value in values if value._code == WRITTEN]
    read = [each.read.value for each in suspects if each.read.value is not None]
    seen = set(ancestors([*written, *read]))
    return frozenset(node for node in nodes if values[node] in seen)
