"""Trace: one run of a function that makes Values, kept so that it can be replayed without the function.

A replay knows what control flow did (guards) and where every number came from, except for numbers that the function
read out of Values or drew at random: because of these, a later trace is compared with this one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from typing import Any

from ..graph import graph_of
from ..guards import holds
from ..node import CONSTANT, LEAF, WRITTEN
from ..order import ancestors
from ..recording import Guard, Recording
from ..value import Value
from .update import Update


class Trace:
    """What a run left behind: its result, its output, the guards, and whether it drew random numbers."""

    def __init__(self, function: Any, arguments: Sequence[Any], inputs: Sequence[Value]) -> None:
        before = random_state()
        with Recording() as recording:
            self.result = function(*arguments)
        self.drew = before != random_state()
        self.output: Value = self.result[0] if isinstance(self.result, tuple) and self.result else self.result
        if not isinstance(self.output, Value):
            raise TypeError(
                f"a loss must be a Value, or a tuple that begins with one, not {type(self.output).__name__}"
            )
        self._inputs = inputs
        facts = {(guard.value, guard.kind, guard.expected): guard for guard in recording.guards}
        self._guards: list[Guard] = list(facts.values())

    def backward(self) -> float:
        """Assign the gradients of the inputs by an eager backward pass; return the output."""
        for value in self._inputs:
            value.grad = 0
        self.output.backward()
        return self.output._data

    def replay(self) -> Replay | None:
        """What runs this again at other numbers; None if only the function itself can."""
        nodes = self._nodes()
        if self.drew or any(value._code == WRITTEN for value in nodes):
            return None
        return Replay(self, nodes)

    def _nodes(self) -> list[Value]:
        return ancestors([self.output, *self._inputs, *[guard.value for guard in self._guards]])


class Replay:
    """A trace that runs at the current numbers of its leaves."""

    def __init__(self, trace: Trace, nodes: Sequence[Value]) -> None:
        graph, values = graph_of(trace.output, inputs=trace._inputs, guards=trace._guards)
        self._guards = graph.guards
        self._update = Update(graph, values)
        self._nodes = nodes
        self._output = trace.output
        self.count = 0

    def __call__(self) -> float | None:
        """Assign the output and its gradient, and return it; None, assigning nothing, if control flow would differ."""
        found = self._update.found()
        for guard, number in zip(self._guards, found[2], strict=True):
            if not holds(guard.kind, guard.expected, number):
                return None
        self.count += 1
        return self._update.assign(found)

    def still(self, other: Trace) -> bool:
        """Whether a newer trace is this one with other numbers in the leaves."""
        fresh = other._nodes()
        if len(fresh) != len(self._nodes) or other.drew:
            return False
        place = {value: index for index, value in enumerate(fresh)}
        known = {value: index for index, value in enumerate(self._nodes)}
        return place[other.output] == known[self._output] and all(
            _alike(ours, theirs) and [known[o] for o in ours._prev] == [place[o] for o in theirs._prev]
            for ours, theirs in zip(self._nodes, fresh, strict=True)
        )


def _alike(ours: Value, theirs: Value) -> bool:
    if ours._code != theirs._code:
        return False
    if ours._code not in (LEAF, CONSTANT) or ours is theirs:
        return True
    return ours._data == theirs._data or (ours._data != ours._data and theirs._data != theirs._data)


def random_state() -> tuple[object, ...]:
    """The states of Python's random generator and, if NumPy is in use, of NumPy's."""
    numpy = sys.modules.get("numpy.random")
    if numpy is None:
        return (random.getstate(),)
    name, keys, *rest = numpy.get_state()
    return random.getstate(), name, keys.tobytes(), *rest
