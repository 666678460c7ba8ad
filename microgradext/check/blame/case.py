"""Case: one fault, the step that has it, and what was seen when that step ran once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType

from ...interop.shape import data_of
from ..operation.examine import Fault, Operation, Sample
from ..operation.trial import STARTS, UPSTREAM, Runner, neighbours
from ..report.finding import Place
from .arguments import Known, answer, near
from .lines import function_at, statement_of, value
from .observed import Called, Change, Line, Observed, observe
from .source import condition_of, place_of

ASKED = 6
"""At how many other points a line is watched."""


class UnsureError(Exception):
    """More than one line may be at fault."""


def seen_at(sample: Sample, kind: str) -> Observed:
    """What the step does at a sample, with gradients already there if the fault is one of adding up."""
    setting = sample.setting
    before = [data_of(operand) for operand in setting.operands]
    try:
        node, step = setting.enter()
        assert step is not None, "it has one"
        around = neighbours(node, step, setting.operands)
        runner = Runner(node, step, setting.operands, around, None)
        starts = STARTS if kind in ("overwrites", "own gradient") else (0.0,)
        runner.prepare(UPSTREAM, [starts[i % len(starts)] for i in range(len(setting.operands))])
        return observe(step, [*setting.operands, *around, node])
    finally:
        setting.leave(before)


@dataclass(frozen=True, slots=True)
class Case:
    """What the place of a fault is found from."""

    operation: Operation
    fault: Fault
    code: CodeType  # of the step
    seen: Observed

    @property
    def sample(self) -> Sample:
        """Where the fault shows."""
        return self.fault.sample

    @property
    def operands(self) -> int:
        """How many of the watched nodes are operands."""
        return len(self.sample.setting.operands)

    def known(self) -> Known:
        """The numbers of the operation at the sample."""
        sample = self.sample
        return Known(
            operands=sample.setting.point,
            out=sample.trial.out,
            upstream=UPSTREAM,
            others=tuple([x for name, x in sample.numbers.items() if name != "out"]),
            slopes=tuple([slope.value for slope in sample.slopes]),
            repeated=sample.setting.repeated,
        )

    def of_a_call(self, call: Called, inside: Place) -> Place:
        """A place inside a function, if it was given the right arguments; else the line that calls it."""
        found = answer(call, self.known())
        if found == "rightly called":
            return inside
        if found == "not known" or call.caller is None:
            raise UnsureError
        return value(call.caller)

    def misled(self, changes: Sequence[Change], position: int) -> Change | None:
        """The change that gives an operand what it should not get."""
        right = UPSTREAM * self.sample.slopes[position].value
        if near(sum(change.amount for change in changes), right):
            return None
        return self.superfluous(changes, position) if len(changes) > 1 or right == 0 else None

    def superfluous(self, changes: Sequence[Change], position: int) -> Change:
        """The change without which the operand's gradient would be right, or else the last change."""
        right = UPSTREAM * self.sample.slopes[position].value if position < len(self.sample.slopes) else 0.0
        total = sum(change.amount for change in changes)
        fitting = [each for each in changes if near(total - each.amount, right)] or [changes[-1]]
        # Where two would do, the one in the place where another operand's contribution is expected.
        lines = list(dict.fromkeys(change.lines[0] for change in self.seen.changes))
        return next((change for change in fitting if lines.index(change.lines[0]) != position), fitting[0])

    def write_or_test(self, change: Change) -> Place:
        """The line that gives an operand what it should not get; or the `if` around it, if that lets it run wrongly.

        The line is innocent where it gives the operand its share at another point, and where the operand lacks it.
        """
        line = change.lines[0]
        function, statement = function_at(line), statement_of(line)
        around = None if function is None or statement is None else condition_of(function, statement)
        if around is None or not self._is_innocent(line, change.node):
            return value(line, entire=True)
        return place_of(line.code.co_filename, around.test.lineno, around.test)

    def _is_innocent(self, line: Line, position: int) -> bool:
        samples = [
            each
            for each in self.operation.samples
            if each.names == self.sample.names and each.trial.error is None and not each.slopes[position].reason
        ]
        for each in [each for each in samples if each.slopes[position].value != 0][:ASKED]:
            mine = [change for change in seen_at(each, "local").changes if change.node == position]
            if not mine or (each.verdict(position) == "right" and any(line in change.lines for change in mine)):
                return True
        return False

    def is_anothers(self, number: float) -> bool:
        """Whether a number is the right one for another operand."""
        slopes = [slope.value for i, slope in enumerate(self.sample.slopes) if i != self.fault.position]
        return any(near(number, x) or near(number, UPSTREAM * x) for x in slopes)
