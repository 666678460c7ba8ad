"""Examine: what the trials of one operation show: right, wrong and by how much, or why it cannot be judged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ...engine.tape.trace import random_state
from ...interop.shape import Node, data_of, number_of, op_of, operands_of, wants_gradient
from ...interop.step import Step, step_of
from ..calls.call import Call
from ..calls.remake import Remaker, kind_of
from ..calls.time_limit import TooLong, Watch
from .as_it_stands import First
from .by_row import MANY, ByRow, takes_many
from .difference import Slope, judge
from .settings import at_home, between_leaves, elsewhere, once
from .trial import Setting, Trial, attempt, expected, put, restore

SLIPS = (NameError, AttributeError)
"""Errors that no point excuses; any other may say that the point is outside the domain."""

RANDOM = "it draws random numbers, so it cannot be run again as it was"

MOST = 4
"""How many operations that may have made a node are examined."""

FULL = 6
"""How many nodes of an operation get every trial; the others get one plain difference, or all where that is off."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An operation at a point: what its step applies and what the differences say, by operand."""

    trial: Trial
    names: tuple[str, ...]
    slopes: tuple[Slope, ...]
    numbers: Mapping[str, float]  # the other arguments, and `out`

    @property
    def setting(self) -> Setting:
        return self.trial.setting

    def verdict(self, position: int) -> str:
        """The verdict on the local derivative by one operand; a habit is judged separately."""
        return judge(self.trial.applied[position], self.slopes[position])


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an operation, seen at one sample."""

    kind: str  # 'local', 'raises', 'lost', 'stranger', or a habit: 'overwrites', 'upstream', …
    sample: Sample
    position: int  # of the operand; -1 where it is not about one


@dataclass(slots=True)
class Operation:
    """All nodes that one piece of code made, and what was found out about it."""

    op: str
    method: str
    nodes: list[Node]
    call: Call | None = None
    samples: list[Sample] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubt: str = ""  # why it cannot be judged, if it cannot
    has_step: bool = True
    untold: bool = False  # several operations make the same nodes, and they differ in their verdicts

    @property
    def verdict(self) -> str:
        return "wrong" if self.faults else "cannot tell" if self.doubt else "right"


def examine(nodes: Sequence[Node], plainly: ByRow, remaker: Remaker, watch: Watch) -> Operation:
    """Try an operation at its nodes and at other points."""
    operation = _unknown(nodes)
    try:
        calls = watch.call(remaker.candidates, nodes[0])
        if len(calls) > 1:
            return _either([_known(nodes, call, plainly, remaker, watch) for call in calls[:MOST]])
        return _known(nodes, next(iter(calls), None), plainly, remaker, watch)
    except TooLong:
        operation.faults.append(Fault("too long", _bare(nodes[0]), -1))
    return operation


def _unknown(nodes: Sequence[Node]) -> Operation:
    step = step_of(nodes[0])
    method = step.name if step is not None else type(nodes[0]).__name__
    return Operation(op_of(nodes[0]), method, list(nodes), has_step=step is not None)


def _known(nodes: Sequence[Node], call: Call | None, plainly: ByRow, remaker: Remaker, watch: Watch) -> Operation:
    """The operation of `nodes`, the first of which `call` makes."""
    operation = _unknown(nodes)
    operation.call = call
    if call is not None:
        operation.method = call.method
    try:
        _try(operation, plainly, remaker, watch)
    except TooLong:
        operation.faults.append(Fault("too long", _bare(nodes[0]), -1))
    return operation


def _either(operations: Sequence[Operation]) -> Operation:
    """One operation for several that may have made the same nodes: right if all are, else nobody can tell."""
    one = operations[0]
    methods = " or ".join(operation.method for operation in operations)
    either = Operation(one.op, methods, one.nodes, one.call, has_step=one.has_step)
    if any(operation.verdict != "right" for operation in operations):
        either.doubt = f"either may have made it: {methods} give the same here, and not all of them are right"
        either.untold = True
    return either


def _bare(node: Node) -> Sample:
    operands = once(operands_of(node))
    trial = Trial(Setting(None, operands, (), node), number_of(node), (), (), ())
    return Sample(trial, (), (), {})


def _try(operation: Operation, plainly: ByRow, remaker: Remaker, watch: Watch) -> None:
    if not operation.has_step:
        operation.doubt = "its engine keeps no step backward that can be run alone"
        for setting in between_leaves(operation.call) if operation.call is not None else ():
            _add(operation, setting, watch)
        if operation.samples:
            operation.doubt = ""
            _judge(operation)
        return
    chosen = [node for node in spread(operation.nodes) if not (takes_many(node) and plainly(node))]
    for node in chosen:
        _add(operation, at_home(node, _call_of(operation, node, remaker, watch)), watch)
    if operation.call is None:
        operation.doubt = operation.doubt or _why_not(operation.nodes[0], remaker)
    else:
        if watch.call(_draws, operation.call):
            operation.doubt, operation.samples = RANDOM, []
            return
        for setting in elsewhere(_shorter(operation.call, operation.nodes[0])):
            _add(operation, setting, watch)
        taken = {id(node) for node in chosen}
        for node in operation.nodes:
            if id(node) not in taken and not plainly(node):
                step = step_of(node)
                call = remaker.likely(node, step, kind_of(node, step))
                if call is None or step is None or not watch.call(plainly_right, node, step, call):
                    _add(operation, at_home(node, _call_of(operation, node, remaker, watch)), watch)
    _look_for_stale(operation, plainly.stand.first)
    _judge(operation)


def _call_of(operation: Operation, node: Node, remaker: Remaker, watch: Watch) -> Call | None:
    """The call that makes `node` by the operation."""
    calls = watch.call(remaker.candidates, node)
    return next((call for call in calls if call.method == operation.method), next(iter(calls), None))


def _shorter(call: Call, node: Node) -> Call:
    """The call that makes `node`, with fewer operands where it takes any number of them."""
    return replace(call, arguments=call.arguments[:MANY], names=call.names[:MANY]) if takes_many(node) else call


def _draws(call: Call) -> bool:
    """Whether a call draws random numbers; run again, it would draw others."""
    before = random_state()
    with suppress(Exception):
        call()
    return before != random_state()


def spread(nodes: Sequence[Node]) -> list[Node]:
    """A few of the nodes: the first, the last, and some between."""
    if len(nodes) <= FULL:
        return list(nodes)
    return [nodes[round(i * (len(nodes) - 1) / (FULL - 1))] for i in range(FULL)]


def _add(operation: Operation, setting: Setting, watch: Watch) -> None:
    trial = attempt(setting, watch)
    if trial is None:
        return
    call = setting.call
    names = tuple(
        [(call.name_of(o) if call is not None else "") or f"operand {i}" for i, o in enumerate(setting.operands)]
    )
    known = {"out": trial.out}
    slopes: tuple[Slope, ...] = (Slope(math.nan, math.inf, "it could not be run again"),) * len(names)
    if call is not None:
        slopes = expected(setting, watch)
        known.update(
            {n: float(a) for n, a in zip(call.names, call.arguments, strict=False) if isinstance(a, (int, float))}
        )
    operation.samples.append(Sample(trial, names, slopes, known))


def plainly_right(node: Node, step: Step, call: Call) -> bool:
    """Whether a node's step agrees with one plain difference for each operand; False asks for a closer look."""
    operands = once(call.operands)
    try:
        if number_of(call()) != number_of(node):
            return False
        named = operands_of(node)
        if len(named) < len(operands) and any(all(o is not n for n in named) and operands_of(o) for o in operands):
            return False
        for operand in operands:
            put(operand, "grad", 0.0)
        put(node, "grad", 1.0)
        step.call()
        for operand in operands:
            data = data_of(operand)
            x = float(data)
            h = 2**-17 * max(abs(x), 2**-6)
            put(operand, "data", x + h)
            high = number_of(call())
            put(operand, "data", x - h)
            low = number_of(call())
            restore(operand, data)
            found, applied = (high - low) / (2 * h), float(operand.grad)
            if not abs(found - applied) <= 1e-4 * max(abs(found), abs(applied)) + 1e-15 * (abs(high) + abs(low)) / h:
                return False
    except Exception:
        return False
    return True


def _why_not(node: Node, remaker: Remaker) -> str:
    drawn = remaker.twice(node)
    if drawn is not None and drawn[0] != drawn[1]:
        return f"two runs of it at the same point gave {drawn[0]:.6g} and {drawn[1]:.6g}: it is random or keeps state"
    return "the call that made it was not found, so it could not be run again"


def _judge(operation: Operation) -> None:
    doubts: list[str] = []
    decided = set[str]()
    for sample in sorted(operation.samples, key=lambda each: each.setting.repeated):
        if sample.trial.error is not None:
            if _is_singular(sample):
                operation.doubt = (
                    f"it has no derivative at one of its nodes, and raises {_named(sample.trial.error)} there"
                )
            elif sample.setting.node is not None or isinstance(sample.trial.error, SLIPS):
                _blame(operation, "raises", sample, -1)
            continue
        if not sample.trial.steady:
            operation.doubt = "its step gave two different gradients when it was run twice: it is random or keeps state"
            return
        for position, name in enumerate(sample.names):
            if not wants_gradient(sample.setting.operands[position]):
                decided.add(name)
                continue
            verdict = sample.verdict(position)
            habit = sample.trial.habits[position]
            if sample.setting.node is None and not math.isfinite(sample.trial.applied[position]):
                continue
            if habit:
                _blame(operation, habit, sample, position)
            if verdict == "wrong" and habit == "overwrites" and not sample.setting.repeated:
                _blame(operation, "local", sample, position)
            elif habit:
                continue
            elif verdict == "wrong":
                _blame(operation, "local", sample, position)
            elif verdict == "right":
                decided.add(name)
            else:
                doubts.append(sample.slopes[position].reason or "differences of its numbers are too coarse to tell")
        if sample.trial.strangers:
            _blame(operation, "stranger", sample, -1)
        if sample.setting.node is not None:
            _look_for_lost(operation, sample)
    errors = [sample for sample in operation.samples if sample.trial.error is not None]
    if errors and len(errors) == len(operation.samples):
        _blame(operation, "raises", errors[0], -1)
    wanted = {name for sample in operation.samples if not sample.setting.repeated for name in sample.names}
    if not operation.doubt and not operation.faults and (not operation.samples or not wanted <= decided):
        operation.doubt = doubts[0] if doubts else "it has no value at any point that was tried"


def _is_singular(sample: Sample) -> bool:
    """Whether a step raises at a point where there is no derivative that it could apply."""
    raised = isinstance(sample.trial.error, (ArithmeticError, ValueError))
    return raised and sample.setting.node is not None and all(each.reason for each in sample.slopes)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _look_for_stale(operation: Operation, first: First) -> None:
    """Blame a step for what it applied before the operation was run again, if that was wrong and is right now."""
    for sample in operation.samples:
        then = {id(operand): x for operand, x in first.get(id(sample.setting.node), ())}
        for position, operand in enumerate(sample.setting.operands if sample.trial.error is None else ()):
            before = then.get(id(operand), math.nan)
            if (
                sample.verdict(position) == "right"
                and judge(before, sample.slopes[position]) == "wrong"
                and before == before
            ):
                applied = (*sample.trial.applied[:position], before, *sample.trial.applied[position + 1 :])
                stale = replace(sample, trial=replace(sample.trial, applied=applied))
                _blame(operation, "stale", stale, position)


def _look_for_lost(operation: Operation, sample: Sample) -> None:
    """Blame an operand that the node does not name: a walk along `_prev` misses it, which is harmless for a leaf."""
    assert sample.setting.node is not None, "a node of the user's"
    named = {id(operand) for operand in operands_of(sample.setting.node)}
    for position, operand in enumerate(sample.setting.operands):
        if id(operand) not in named and operands_of(operand) and sample.slopes[position].value != 0:
            _blame(operation, "lost", sample, position)


def _blame(operation: Operation, kind: str, sample: Sample, position: int) -> None:
    name = sample.names[position] if position >= 0 else ""
    for fault in operation.faults:
        if fault.position < 0 and position < 0 and fault.kind == kind:
            return
        same = fault.position >= 0 and position >= 0 and fault.sample.names[fault.position] == name
        if same and {fault.kind, kind} != {"overwrites", "local"}:  # what overwrites may have a wrong factor, too
            return
    if sample.setting.repeated and any(fault.position >= 0 for fault in operation.faults):
        return  # what is wrong for different operands is wrong for equal ones too
    operation.faults.append(Fault(kind, sample, position))
