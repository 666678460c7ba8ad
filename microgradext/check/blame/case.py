"""Case: one fault, the step that has it, and what was seen when that step ran once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType

from ..operation.examine import Fault, Operation, Sample
from ..operation.trial import UPSTREAM
from ..report.finding import Place
from .arguments import Known, answer, near
from .lines import value
from .observed import Called, Change, Observed


class UnsureError(Exception):
    """More than one line may be at fault."""


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

    def is_anothers(self, number: float) -> bool:
        """Whether a number is the right one for another operand."""
        slopes = [slope.value for i, slope in enumerate(self.sample.slopes) if i != self.fault.position]
        return any(near(number, x) or near(number, UPSTREAM * x) for x in slopes)
