"""Trial: what one step backward does at one point, alone: the gradients it applies, and whether it adds them up."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ...interop.shape import Node, data_of, nodes_in, number, number_name, number_of, operands_of
from ...interop.step import Step, partials_of, step_of
from ..calls.call import Call
from ..calls.restore import kept, methods_of
from ..calls.time_limit import Watch
from .difference import EPSILON, Slope, slope

UPSTREAM = 2.5
"""The second upstream gradient sent through a step; the first is 1."""

STARTS = (0.7, -1.3, 0.45, -0.55, 1.9)
"""Gradients that are there already when a step adds its own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An operation at a point: one of the user's nodes as it stands, or one made for the purpose."""

    call: Call | None
    operands: tuple[Node, ...]  # each once
    point: tuple[float, ...]
    node: Node | None = None  # the user's own; None where one is made
    repeated: bool = False  # the same node in every place
    whole: bool = False  # no step is kept: the pass is run, with leaves for operands

    def enter(self) -> tuple[Node, Step | None]:
        """The node with its step, its operands at the point."""
        if self.node is not None:
            return self.node, step_of(self.node)
        assert self.call is not None, "only the user's own nodes have no call"
        for operand, x in zip(self.operands, self.point, strict=True):
            put(operand, "data", x)
        made = self.call()
        return made, pass_of(made) if self.whole else step_of(made)

    def leave(self, before: Sequence[object]) -> None:
        """Put the data of the operands back."""
        for operand, data in zip(self.operands, before, strict=True):
            if data_of(operand) is not data:
                restore(operand, data)


def pass_of(node: Node) -> Step | None:
    """The pass that begins at `node`, as its step: they do the same where its operands are leaves."""
    run = getattr(node, "backward", None)
    return Step(run, None, called=type(node).__name__, closed={}) if callable(run) else None


def put(node: Node, part: Literal["data", "grad"], x: float) -> None:
    """Set a number of a node, keeping its type, whatever `__setattr__` or a frozen class says."""
    attribute = number_name(node) if part == "data" else part
    old = getattr(node, attribute)
    object.__setattr__(node, attribute, x if type(old) in (float, int) else like(old, x))


def restore(node: Node, data: object) -> None:
    """Give a node back the object that was its number."""
    object.__setattr__(node, number_name(node), data)


def like(old: Any, x: float) -> Any:
    """`x` in the type of `old`, where that is one of NumPy's."""
    if not hasattr(old, "dtype"):
        return x
    numpy = sys.modules["numpy"]
    made = numpy.asarray(x, dtype=old.dtype if old.dtype.kind == "f" else float)
    return made if isinstance(old, numpy.ndarray) else made[()]


def epsilon_of(node: Node) -> float:
    """The relative rounding of the numbers of `node`."""
    dtype = getattr(data_of(node), "dtype", None)
    return EPSILON if dtype is None or dtype.kind != "f" else float(sys.modules["numpy"].finfo(dtype).eps)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a step did to its operands, in their order."""

    setting: Setting
    out: float
    applied: tuple[float, ...]  # at upstream gradient 1
    habits: tuple[str, ...]  # '' or how it fails to add upstream × local: 'overwrites', 'upstream', …
    strangers: tuple[Node, ...]  # nodes that are not its operands and whose gradient it changed
    error: Exception | None = None
    steady: bool = True  # does the same when it is run again
    has_step: bool = True


def attempt(setting: Setting, watch: Watch) -> Trial | None:
    """Run the step of an operation at a point, several times, and put the operands back; None where it has no value."""
    if setting.whole:
        with kept((), methods_of(setting.operands)):  # or its pass runs along what earlier trials left on a tape
            return _entered(setting, watch)
    return _entered(setting, watch)


def _entered(setting: Setting, watch: Watch) -> Trial | None:
    before = [data_of(operand) for operand in setting.operands]
    try:
        try:
            node, step = watch.call(setting.enter)
        except Exception:
            return None
        if not math.isfinite(number_of(node)) or isinstance(data_of(node), complex):
            return None
        return _attempt(setting, node, step, watch)
    finally:
        setting.leave(before)


def _attempt(setting: Setting, node: Node, step: Step | None, watch: Watch) -> Trial:
    zeros = (0.0,) * len(setting.operands)
    if step is None:
        return Trial(setting, number_of(node), zeros, ("",) * len(zeros), (), has_step=False)
    around = () if setting.whole else neighbours(node, step, setting.operands)
    runner = Runner(node, step, setting.operands, around, watch)
    starts = tuple(STARTS[i % len(STARTS)] for i in range(len(setting.operands)))
    try:
        local = runner(1.0, zeros)
        if setting.whole:
            local = _kept_locals(setting, node) or local
            return Trial(setting, number_of(node), local, ("",) * len(zeros), ())
        strangers = runner.disturbed()
        again = runner(1.0, zeros)
        scaled = runner(UPSTREAM, starts)
        habits = ["" if _adds(*each, epsilon_of(node)) else "?" for each in zip(local, starts, scaled, strict=True)]
        if any(habits):
            with_zero, with_one = runner(UPSTREAM, zeros), runner(1.0, starts)
            for i, habit in enumerate(habits):
                if habit:
                    habits[i] = _habit(local[i], with_zero[i], with_one[i], starts[i])
    except Exception as error:
        return Trial(setting, number_of(node), zeros, ("raises",) * len(zeros), (), error)
    steady = all(a == b or (a != a and b != b) for a, b in zip(local, again, strict=True))
    return Trial(setting, number_of(node), local, tuple(habits), strangers, steady=steady)


def _kept_locals(setting: Setting, node: Node) -> tuple[float, ...] | None:
    """The local derivatives that a node keeps beside its operands, where faults of the pass do not show."""
    kept = partials_of(node)
    if kept is None:
        return None
    pairs = list(zip(operands_of(node), kept, strict=True))
    return tuple([math.fsum(x for operand, x in pairs if operand is asked) for asked in setting.operands])


def neighbours(node: Node, step: Step, operands: Sequence[Node]) -> tuple[Node, ...]:
    """Nodes that a step could touch though they are not its operands."""
    known = {id(node), *map(id, operands)}
    found = []
    held = [*step.cells.values(), *[operands_of(operand) for operand in operands]]
    for other in nodes_in(held):
        if id(other) not in known:
            known.add(id(other))
            found.append(other)
    return tuple(found)


class Runner:
    """Runs a step with a chosen upstream gradient and chosen gradients of the operands."""

    def __init__(
        self, node: Node, step: Step, operands: Sequence[Node], around: Sequence[Node], watch: Watch | None
    ) -> None:
        self._node, self._step, self._operands, self._around = node, step, operands, around
        self._call: Callable[..., object] = watch.call if watch is not None else lambda call: call()

    def prepare(self, upstream: float, starts: Sequence[float]) -> None:
        """Set the gradients to what they should be before the step."""
        for other in self._around:
            put(other, "grad", 0.25)
        for operand, start in zip(self._operands, starts, strict=True):
            put(operand, "grad", start)
        put(self._node, "grad", upstream)

    def __call__(self, upstream: float, starts: Sequence[float]) -> tuple[float, ...]:
        """The gradients of the operands after the step."""
        self.prepare(upstream, starts)
        self._call(self._step.call)
        return tuple([number(operand.grad) for operand in self._operands])

    def disturbed(self) -> tuple[Node, ...]:
        """The neighbours whose gradient the step has changed."""
        return tuple([other for other in self._around if number(other.grad) != 0.25])


def _adds(local: float, start: float, after: float, epsilon: float) -> bool:
    wanted = start + UPSTREAM * local
    if not math.isfinite(wanted):
        return True  # judged as a number
    return abs(after - wanted) <= max(1e-9, 64 * epsilon) * (abs(start) + abs(UPSTREAM * local))


def _habit(local: float, with_zero: float, with_one: float, start: float) -> str:
    if _near(with_one, local):
        return "overwrites"
    if local == 0:
        return "own gradient"
    if _near(with_zero, local):
        return "upstream"
    if _near(with_zero, UPSTREAM * UPSTREAM * local):
        return "upstream twice"
    if _near(with_zero, UPSTREAM * local):
        return "own gradient"
    return "not proportional"


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def expected(setting: Setting, watch: Watch) -> tuple[Slope, ...]:
    """The local derivative of an operation by each operand, from its values alone."""
    call = setting.call
    assert call is not None, "what cannot be run again has no differences"
    before = [data_of(operand) for operand in setting.operands]
    made: list[Slope] = []
    try:
        for operand, x in zip(setting.operands, setting.point, strict=True):
            put(operand, "data", x)
        for operand, x in zip(setting.operands, setting.point, strict=True):
            made.append(slope(_function(call, operand, watch), x, epsilon_of(operand)))
            put(operand, "data", x)
    finally:
        setting.leave(before)
    return tuple(made)


def _function(call: Call, operand: Node, watch: Watch) -> Callable[[float], float]:
    def f(x: float) -> float:
        put(operand, "data", x)
        try:
            return number_of(watch.call(call))
        except Exception:
            return math.nan

    return f
