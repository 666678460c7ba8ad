"""Wrong number: the line that made the wrong number of an operand: the write, a name above, a function, the `if`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..operation.trial import UPSTREAM
from ..report.finding import Place
from .arguments import near
from .case import Case, UnsureError
from .lines import computes, function_at, returned_at, statement_of, value
from .observed import Change, Line, Returned
from .source import Assignment, assignments, condition_of, covers, enclosing, names_in, place_of


def place_of_a_number(case: Case, mine: Sequence[Change]) -> Place:
    """The place that made the number in `mine`, the changes of one operand; raises UnsureError where two places may."""
    guilty = case.superfluous(mine, case.fault.position) if len(mine) > 1 else mine[0]
    slope = case.sample.slopes[case.fault.position].value
    amount = guilty.amount
    for returned in _returned_for(case, guilty):
        if returned.line in guilty.lines or not computes(returned.line):
            continue
        # A function that was given the upstream gradient should have used it.
        idle = case.fault.kind == "upstream" and UPSTREAM in returned.known and near(returned.number, amount)
        if len(mine) > 1 and case.is_anothers(returned.number):
            break  # right, but given to the wrong operand
        if idle or _explains(returned.number, amount, slope):
            return case.of_a_call(returned.called, returned_at(returned.line, returned.position))
    line = guilty.lines[0]
    function = function_at(line)
    statement = statement_of(line)
    if function is None or statement is None:
        return value(line)
    around = condition_of(function, statement)
    if around is not None and _reads_a_gradient(around.test):
        return place_of(line.code.co_filename, around.test.lineno, around.test)
    above = _computed_above(case, line, statement, guilty, slope) if len(mine) == 1 else None
    if above is not None:
        return above
    applied = case.sample.trial.applied[case.fault.position]
    if around is not None and case.fault.kind == "local" and slope == 0 != applied and case.operands > 1:
        return case.write_or_test(guilty)
    if around is not None and case.fault.kind == "local" and (slope == 0 != applied or _sides_swapped(case)):
        return place_of(line.code.co_filename, around.test.lineno, around.test)
    return _branch_that_ran(case, line, statement) or value(line)


def _branch_that_ran(case: Case, line: Line, statement: ast.stmt) -> Place | None:
    """Of `x if c else y`, where each side has its own number, the side that gave the wrong one."""
    held = getattr(statement, "value", None)
    if not isinstance(held, ast.IfExp) or _sides_swapped(case):
        return None
    ran = [span for code, span in case.seen.spans if code is line.code]
    sides = [side for side in (held.body, held.orelse) if any(covers(side, span) for span in ran)]
    return place_of(line.code.co_filename, sides[0].lineno, sides[0]) if len(sides) == 1 else None


def _returned_for(case: Case, change: Change) -> list[Returned]:
    """What functions returned since the previous change; of several numbers together, the operand's own."""
    before = [each.returned for each in case.seen.changes if each.returned < change.returned]
    since = max(before, default=0)
    others = {line for each in case.seen.changes for line in each.lines} - set(change.lines)
    return [
        each
        for at, each in enumerate(case.seen.returned)
        if (
            each.position == case.fault.position
            if each.position >= 0
            else since <= at < change.returned and each.called.caller not in others
        )
    ]


def _computed_above(case: Case, line: Line, statement: ast.stmt, change: Change, slope: float) -> Place | None:
    """The assignment of a name that carries the wrong number into the line."""
    _refuse_a_bare_name(case, line, statement)
    for name in sorted(names_in(statement)):
        known = change.numbers.get(name)
        if known is None or not _explains(known, change.amount, slope):
            continue
        for depth, around in enumerate(enclosing(line.code.co_filename, line.number)):
            found = [each for each in assignments(around, name) if each.lineno < line.number]
            if found and _may_be_wrong(found[-1], name, around, depth == 0, known, case.sample.trial.out):
                return place_of(line.code.co_filename, found[-1].lineno, found[-1].value)
    return None


def _refuse_a_bare_name(case: Case, line: Line, statement: ast.stmt) -> None:
    """Raise where a bare name is added: the upstream gradient may be missing there or where the name is computed."""
    value = getattr(statement, "value", None)
    if case.fault.kind == "upstream" and isinstance(value, ast.Name):
        for around in enclosing(line.code.co_filename, line.number)[:1]:
            if assignments(around, value.id):
                raise UnsureError


def _sides_swapped(case: Case) -> bool:
    """Whether the right two numbers are applied over all samples, each on the wrong side."""
    position, name = case.fault.position, case.sample.names[case.fault.position]
    samples = [
        each
        for each in case.operation.samples
        if position < len(each.names) and each.names[position] == name and not each.setting.repeated
    ]
    applied = {round(each.trial.applied[position], 6) for each in samples}
    right = {round(each.slopes[position].value, 6) for each in samples if not each.slopes[position].reason}
    return len(applied) == 2 and applied == right


def _may_be_wrong(assignment: Assignment, name: str, around: ast.AST, inside: bool, known: float, out: float) -> bool:
    """Whether an assignment may be at fault: not one that computes the result, nor one that only gives a name."""
    value = assignment.value
    if not inside:
        return known != out and not isinstance(value, (ast.Attribute, ast.Name, ast.Constant))
    if isinstance(value, ast.Attribute) and value.attr == "grad" and known != UPSTREAM:
        return True
    if sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(around)) > 2:
        return False  # used elsewhere as well
    if isinstance(value, (ast.Name, ast.Attribute, ast.Constant)):
        raise UnsureError
    return True


def _reads_a_gradient(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "grad" for node in ast.walk(test))


def _explains(number: float, amount: float, slope: float) -> bool:
    """Whether a number is the wrong amount, with or without the upstream gradient, and not the right one."""
    if number == 0 or near(number, slope) or near(number, UPSTREAM * slope):
        return False
    return near(number, amount) or near(number * UPSTREAM, amount)
