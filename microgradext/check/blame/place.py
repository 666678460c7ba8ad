"""Place: the line that is responsible for what a step backward does wrong.

The step is run once more under observation, so that each line's own share of each gradient is known; then the source
says what the line depends on: a number computed above it, a function that it calls, the `if` around it. Where more
than one line may be at fault, none is named.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...interop.shape import data_of
from ..operation.examine import SLIPS, Fault, Operation
from ..report.finding import Place
from .case import Case, seen_at
from .lines import is_source, start_of, statement_of, value, whole
from .made import place_of_partial, was_handed, where_it_is_made
from .missing_share import place_of_what_is_missing
from .observed import Change
from .wrong_number import place_of_a_number


def place_of_fault(operation: Operation, fault: Fault) -> Place | None:
    """Where the fault is; None where there is no source, and where more than one line may be wrong."""
    sample = fault.sample
    setting = sample.setting
    if setting.whole:
        return place_of_partial(operation, fault)
    before = [data_of(operand) for operand in setting.operands]
    try:
        _, step = setting.enter()
    except Exception:
        return None
    finally:
        setting.leave(before)
    if step is None or step.code is None:
        return None
    if was_handed(step, operation, fault):
        return place_of_partial(operation, fault)
    if fault.kind == "too long":
        return start_of(step.code)
    if fault.kind == "lost":
        return where_it_is_made(operation, step)
    try:
        return _place(Case(operation, fault, step.code, seen_at(sample, fault.kind)))
    except Exception:
        return None


def _place(case: Case) -> Place:
    fault, seen = case.fault, case.seen
    if seen.error is not None:
        return _of_an_error(case, seen.error)
    if fault.kind == "stranger":
        return _of_a_stranger(case)
    mine = [change for change in seen.changes if change.node == fault.position]
    if not mine:
        return place_of_what_is_missing(case)
    if fault.kind == "overwrites":
        return _of_an_assignment(case, mine)
    return place_of_a_number(case, mine)


def _of_an_error(case: Case, error: Exception) -> Place:
    """The innermost line; or the line that calls it, where it was given the wrong numbers."""
    pairs = zip(case.seen.error_lines, case.seen.error_calls, strict=True)
    found = [(line, call) for line, call in pairs if is_source(line)]
    if not found:
        return start_of(case.code)
    line, call = found[-1]
    if call is None or call.code is case.code or isinstance(error, SLIPS):
        return whole(line)
    return case.of_a_call(call, whole(line))


def _of_a_stranger(case: Case) -> Place:
    for change in case.seen.changes:
        if case.operands <= change.node:
            return value(change.lines[-1], entire=True)
    return start_of(case.code)


def _of_an_assignment(case: Case, mine: Sequence[Change]) -> Place:
    """Where a gradient is set rather than added to, however deep; else where the number comes from."""
    for change in reversed(mine):
        statement = statement_of(change.lines[-1])
        if isinstance(statement, ast.Assign):
            return value(change.lines[-1], entire=True)
    return value(mine[-1].lines[0], entire=True)
