"""Frozen: why a run cannot be replayed. Its numbers stand, its sliders must not move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakSet

from ..engine.node import LEAF, WRITTEN
from ..engine.recording import Guard, Read, Recording, Site
from ..engine.value import Value, ancestors

Where = Callable[[Site], str]
"""Says a site in words: `line 3`."""

STILL = "so its sliders stay still."


@dataclass(frozen=True, slots=True)
class _Taint:
    """An earlier run whose Values may hang on more than its graph says."""

    first: int  # the Values with serials from here
    last: int  # to here
    leaves: WeakSet[Value]  # hang on these in a way that no graph has


_taints: list[_Taint] = []


def why_frozen(
    inputs: Sequence[Value], values: Sequence[Value], guards: Sequence[Guard], reads: Sequence[Read], where: Where
) -> str:
    """A sentence that says why the sliders of a run stay still; empty when they may move.

    `values` are those of the graph, `reads` those that may let a number escape.
    """
    moved = moved_by(inputs, [*values, *_values(guards, reads)])
    for guard in guards:
        if guard.value in moved:
            return f"This cell {_deed(guard)} ({where(guard.site)}), {STILL}"
    for read in reads:
        if inputs and (read.value in moved or read.attribute != "data"):
            return f"This cell {_use(read)} ({where(read.site)}), {STILL}"
    for value in values:
        if value._code == WRITTEN and value in moved:
            place = f" ({where(value._site)})" if hasattr(value, "_site") else ""
            return f"This cell uses {value._op or 'an operation'}, which is written by hand{place}, {STILL}"
    if _tainted(inputs, values):
        return f"This cell uses Values of a cell that depends on data beyond its graph, {STILL}"
    return ""


def remember(began: int, ended: int, inputs: Iterable[Value], recording: Recording, reads: Sequence[Read]) -> None:
    """Keep what a later cell must know when it uses the Values made from `began` to `ended`."""
    facts = _values(recording.guards, reads)
    if any(read.attribute != "data" for read in reads):
        facts += inputs  # a gradient hangs on everything
    leaves = WeakSet(value for value in ancestors(facts) if value._code == LEAF)
    _taints[:] = [taint for taint in _taints if taint.leaves]
    if leaves:
        _taints.append(_Taint(began, ended, leaves))


def moved_by(inputs: Iterable[Value], roots: Iterable[Value]) -> set[Value]:
    """The inputs and whatever among `roots` and their ancestors was computed from one."""
    moved = set(inputs)
    for value in ancestors(roots):
        if any(operand in moved for operand in value._prev):
            moved.add(value)
    return moved


def _tainted(inputs: Sequence[Value], values: Sequence[Value]) -> bool:
    return any(
        any(value in taint.leaves for value in inputs)
        and any(taint.first <= value._serial <= taint.last for value in values if value._prev)
        for taint in _taints
    )


def _values(guards: Sequence[Guard], reads: Sequence[Read]) -> list[Value]:
    return [guard.value for guard in guards] + [read.value for read in reads]


def _deed(guard: Guard) -> str:
    if guard.kind == "truth":
        return "branches on data"
    return f"{'rounds' if guard.kind.startswith('round') else 'counts with'} {_name(guard.value)}"


def _use(read: Read) -> str:
    name = _name(read.value)
    if read.attribute == "write":
        return f"changes {name}.data"
    return f"reads {name}.{read.attribute} as a plain number"


def _name(value: Value) -> str:
    return value.label or "a Value"
