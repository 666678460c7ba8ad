"""Blame: the line that is responsible for what a step backward does wrong.

The step is run once more under observation, so that each line's own share of each gradient is known; then the source
says what the line hangs on: a number computed above it, a function that it calls, the `if` around it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from types import CodeType

from .misled import Known, answer, near
from .operation import SLIPS, Fault, Operation
from .shape import Step
from .source import (
    Assignment,
    Place,
    assignments,
    condition_of,
    enclosing,
    function_of,
    gradient_writes,
    names_in,
    place_of,
    statement_at,
)
from .steps import Called, Change, Line, Observed, Returned, observe
from .trial import STARTS, UPSTREAM, Runner, neighbours


class Unsure(Exception):
    """More than one line may be what is wrong."""


def place_of_fault(operation: Operation, fault: Fault) -> Place | None:
    """Where the fault is; None where there is no source, and where more than one line may be wrong."""
    sample = fault.sample
    setting = sample.setting
    if setting.whole:
        return _where_it_is_made(operation, None)
    before = [operand.data for operand in setting.operands]
    try:
        node, step = setting.enter()
        if step is None or step.code is None:
            return None
        if fault.kind == "too long":
            return start_of(step.code)
        if fault.kind == "lost":
            return _where_it_is_made(operation, step)
        around = neighbours(node, step, setting.operands)
        watched = [*setting.operands, *around, node]
        runner = Runner(node, step, setting.operands, around, None)
        overwriting = fault.kind in ("overwrites", "own gradient")
        starts = STARTS if overwriting else (0.0,) * len(setting.operands)
        runner.prepare(UPSTREAM, [starts[i % len(starts)] for i in range(len(setting.operands))])
        seen = observe(step, watched)
        return _Search(operation, fault, step, seen).place()
    except Exception:
        return None
    finally:
        setting.leave(before)


def start_of(code: CodeType) -> Place:
    """The line with which a function begins."""
    function = function_of(code)
    line = function.lineno if function is not None else code.co_firstlineno
    return place_of(code.co_filename, line)


def _where_it_is_made(operation: Operation, step: Step | None) -> Place | None:
    """The call in the operation's own code that passes its operands on."""
    code = operation.call.code if operation.call is not None else step.code if step is not None else None
    function = function_of(code) if code is not None else None
    if code is None or function is None:
        return None
    inner = [node for node in ast.walk(function) if isinstance(node, ast.Call) and len(node.args) > 1]
    passing = [node for node in inner if any(isinstance(a, (ast.Tuple, ast.List, ast.Set)) for a in node.args)]
    for node in [*passing, *inner]:
        return place_of(code.co_filename, node.lineno, node)
    return start_of(code)


class _Search:
    """From what was observed to one place."""

    def __init__(self, operation: Operation, fault: Fault, step: Step, seen: Observed) -> None:
        self._operation, self._fault, self._step, self._seen = operation, fault, step, seen
        self._sample = fault.sample
        self._operands = len(fault.sample.setting.operands)

    def place(self) -> Place:
        fault, seen = self._fault, self._seen
        assert self._step.code is not None, "checked by the caller"
        if seen.error is not None:
            return self._of_an_error(seen.error)
        if fault.kind == "stranger":
            return self._of_a_stranger()
        mine = [change for change in seen.changes if change.node == fault.position]
        if not mine:
            return self._of_what_is_missing()
        if fault.kind == "overwrites":
            return self._of_an_assignment(mine)
        return self._of_a_number(mine)

    def _of_an_error(self, error: Exception) -> Place:
        """The innermost line; the one that calls it, where it was given the wrong numbers."""
        assert self._step.code is not None, "checked by the caller"
        pairs = zip(self._seen.error_lines, self._seen.error_calls, strict=True)
        found = [(line, call) for line, call in pairs if _is_source(line)]
        if not found:
            return start_of(self._step.code)
        line, call = found[-1]
        if call is None or call.code is self._step.code or isinstance(error, SLIPS):
            return _whole(line)
        return self._of_a_call(call, _whole(line))

    def _of_a_call(self, call: Called, inside: Place) -> Place:
        """A place inside a function, if that was given what it should; else the line that calls it."""
        found = answer(call, self._known())
        if found == "rightly called":
            return inside
        if found == "not known" or call.caller is None:
            raise Unsure
        return _value(call.caller)

    def _known(self) -> Known:
        sample = self._sample
        return Known(
            operands=sample.setting.point,
            out=sample.trial.out,
            upstream=UPSTREAM,
            others=tuple([x for name, x in sample.numbers.items() if name != "out"]),
            slopes=tuple([slope.value for slope in sample.slopes]),
            repeated=sample.setting.repeated,
        )

    def _of_a_stranger(self) -> Place:
        for change in self._seen.changes:
            if self._operands <= change.node:
                return _value(change.lines[-1], whole=True)
        assert self._step.code is not None, "checked by the caller"
        return start_of(self._step.code)

    def _of_an_assignment(self, mine: Sequence[Change]) -> Place:
        """Where a gradient is set rather than added to, however deep; else where the number comes from."""
        for change in reversed(mine):
            statement = _statement(change.lines[-1])
            if isinstance(statement, ast.Assign):
                return _value(change.lines[-1], whole=True)
        return _value(mine[-1].lines[0], whole=True)

    def _of_what_is_missing(self) -> Place:
        """Nothing reached the operand: another got its share, or the result did, or an `if` was in the way."""
        changes = self._seen.changes
        for change in changes:
            others = [each for each in changes if each.node == change.node]
            if change.node >= self._operands or change is self._misled(others, change.node):
                return _value(change.lines[0], whole=True)
        for returned in self._seen.returned:
            if returned.number == 0 and returned.position in (-1, self._fault.position) and _computes(returned.line):
                return _returned(returned.line, returned.position)
        assert self._step.code is not None, "checked by the caller"
        name = self._sample.names[self._fault.position]
        for code in [self._step.code, *[line[0] for line in self._seen.lines]]:
            function = function_of(code)
            for statement, whose in gradient_writes(function) if function is not None else ():
                if whose == name and function is not None:
                    above = self._zero_above(code, statement)
                    if above is not None:
                        return above
                    around = condition_of(function, statement)
                    part: ast.AST = around.test if around is not None else statement
                    return place_of(code.co_filename, getattr(part, "lineno", 0), part)
        if self._seen.lines and len(set(self._seen.lines)) == 1:
            return _whole(self._seen.lines[0])
        return self._idle() or self._loop() or start_of(self._step.code)

    def _idle(self) -> Place | None:
        """The one write that ran and changed nothing, or the one test that kept writes from running."""
        changing = {line for change in self._seen.changes for line in change.lines}
        flat = [name for name, slope in zip(self._sample.names, self._sample.slopes, strict=True) if slope.value == 0]
        found: dict[tuple[str, int], Place] = {}
        for code in dict.fromkeys([line[0] for line in self._seen.lines]):
            function = function_of(code)
            for statement, whose in gradient_writes(function) if function is not None else ():
                assert function is not None, "it has statements"
                line, around = (code, statement.lineno), condition_of(function, statement)
                ran = line in self._seen.lines
                part: ast.AST | None = statement if ran else around.test if around else None
                if line in changing or part is None or (ran and whose in flat):
                    continue
                if ran and flat:
                    raise Unsure  # it may have had nothing to change
                at = getattr(part, "lineno", 0)
                found[code.co_filename, at] = place_of(code.co_filename, at, part)
        return next(iter(found.values())) if len(found) == 1 else self._branch() if found else None

    def _branch(self) -> Place:
        """The innermost test that held: what is missing is missing behind it."""
        assert self._step.code is not None, "checked by the caller"
        function = function_of(self._step.code)
        ran = {line[1] for line in self._seen.lines if line[0] is self._step.code}
        ifs = [node for node in ast.walk(function) if isinstance(node, ast.If)] if function is not None else []
        held = [node for node in ifs if node.body[0].lineno in ran]
        if not held:
            raise Unsure
        last = max(held, key=lambda node: node.lineno)
        return place_of(self._step.code.co_filename, last.test.lineno, last.test)

    def _loop(self) -> Place | None:
        """A loop over operands that leaves one out."""
        assert self._step.code is not None, "checked by the caller"
        function = function_of(self._step.code)
        for node in ast.walk(function) if function is not None else ():
            if isinstance(node, ast.For):
                return place_of(self._step.code.co_filename, node.lineno, node.iter)
        return None

    def _zero_above(self, code: CodeType, statement: ast.stmt) -> Place | None:
        """The assignment of a name that is 0 where the statement multiplies by it."""
        for name in sorted(names_in(statement)):
            if self._seen.numbers.get(name) == 0:
                for around in enclosing(code.co_filename, statement.lineno):
                    found = [each for each in assignments(around, name) if each.lineno < statement.lineno]
                    if found and not isinstance(found[-1].value, (ast.Name, ast.Constant)):
                        return place_of(code.co_filename, found[-1].lineno, found[-1].value)
        return None

    def _misled(self, changes: Sequence[Change], position: int) -> Change | None:
        """The change that gives an operand what it should not get."""
        right = UPSTREAM * self._sample.slopes[position].value
        if near(sum(change.amount for change in changes), right):
            return None
        return self._superfluous(changes, position) if len(changes) > 1 or right == 0 else None

    def _superfluous(self, changes: Sequence[Change], position: int) -> Change:
        """The change without which the operand's gradient would be right, else the last."""
        right = UPSTREAM * self._sample.slopes[position].value if position < len(self._sample.slopes) else 0.0
        total = sum(change.amount for change in changes)
        fitting = [each for each in changes if near(total - each.amount, right)] or [changes[-1]]
        # Where two would do, the one that stands where another operand's contribution is expected.
        lines = list(dict.fromkeys(change.lines[0] for change in self._seen.changes))
        return next((change for change in fitting if lines.index(change.lines[0]) != position), fitting[0])

    def _of_a_number(self, mine: Sequence[Change]) -> Place:
        guilty = self._superfluous(mine, self._fault.position) if len(mine) > 1 else mine[0]
        slope = self._sample.slopes[self._fault.position].value
        amount = guilty.amount
        for returned in self._returned_for(guilty):
            if returned.line in guilty.lines or not _computes(returned.line):
                continue
            # A function that was given the upstream gradient should have used it.
            idle = self._fault.kind == "upstream" and UPSTREAM in returned.known and near(returned.number, amount)
            if len(mine) > 1 and self._is_anothers(returned.number):
                break  # right, and given to the wrong operand
            if idle or _explains(returned.number, amount, slope):
                return self._of_a_call(returned.called, _returned(returned.line, returned.position))
        line = guilty.lines[0]
        function = _function(line)
        statement = _statement(line)
        if function is None or statement is None:
            return _whole(line)
        around = condition_of(function, statement)
        if around is not None and _reads_a_gradient(around.test):
            return place_of(line[0].co_filename, around.test.lineno, around.test)
        above = self._computed_above(line, statement, guilty, slope) if len(mine) == 1 else None
        if above is not None:
            return above
        applied = self._sample.trial.applied[self._fault.position]
        if around is not None and self._fault.kind == "local" and (slope == 0 != applied or self._sides_swapped()):
            return place_of(line[0].co_filename, around.test.lineno, around.test)
        return _value(line)

    def _returned_for(self, change: Change) -> list[Returned]:
        """What functions returned since the change before; of what they returned together, what is the operand's."""
        before = [each.returned for each in self._seen.changes if each.returned < change.returned]
        since = max(before, default=0)
        others = {line for each in self._seen.changes for line in each.lines} - set(change.lines)
        return [
            each
            for at, each in enumerate(self._seen.returned)
            if (
                each.position == self._fault.position
                if each.position >= 0
                else since <= at < change.returned and each.called.caller not in others
            )
        ]

    def _is_anothers(self, number: float) -> bool:
        """Whether a number is the right one for another operand."""
        slopes = [slope.value for i, slope in enumerate(self._sample.slopes) if i != self._fault.position]
        return any(near(number, x) or near(number, UPSTREAM * x) for x in slopes)

    def _computed_above(self, line: Line, statement: ast.stmt, change: Change, slope: float) -> Place | None:
        """The assignment of a name that carries the wrong number into the line."""
        self._refuse_a_bare_name(line, statement)
        for name in sorted(names_in(statement)):
            known = change.numbers.get(name)
            if known is None or not _explains(known, change.amount, slope):
                continue
            for depth, around in enumerate(enclosing(line[0].co_filename, line[1])):
                found = [each for each in assignments(around, name) if each.lineno < line[1]]
                if found and _may_be_wrong(found[-1], name, around, depth == 0, known, self._sample.trial.out):
                    return place_of(line[0].co_filename, found[-1].lineno, found[-1].value)
        return None

    def _refuse_a_bare_name(self, line: Line, statement: ast.stmt) -> None:
        """Where a name alone is added, the upstream gradient may be missing there or where the name is computed."""
        value = getattr(statement, "value", None)
        if self._fault.kind == "upstream" and isinstance(value, ast.Name):
            for around in enclosing(line[0].co_filename, line[1])[:1]:
                if assignments(around, value.id):
                    raise Unsure

    def _sides_swapped(self) -> bool:
        """Whether over all samples the same few numbers are applied as are right, each on the wrong side."""
        position, name = self._fault.position, self._sample.names[self._fault.position]
        samples = [
            each
            for each in self._operation.samples
            if position < len(each.names) and each.names[position] == name and not each.setting.repeated
        ]
        applied = {round(each.trial.applied[position], 6) for each in samples}
        right = {round(each.slopes[position].value, 6) for each in samples if not each.slopes[position].reason}
        return len(applied) == 2 and applied == right


def _may_be_wrong(assignment: Assignment, name: str, around: ast.AST, inside: bool, known: float, out: float) -> bool:
    """Whether an assignment is what is wrong: not where the result is computed, nor where something gets a name."""
    value = assignment.value
    if not inside:
        return known != out and not isinstance(value, (ast.Attribute, ast.Name, ast.Constant))
    if isinstance(value, ast.Attribute) and value.attr == "grad" and known != UPSTREAM:
        return True
    if sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(around)) > 2:
        return False  # used elsewhere as well
    if isinstance(value, (ast.Name, ast.Attribute, ast.Constant)):
        raise Unsure
    return True


def _reads_a_gradient(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "grad" for node in ast.walk(test))


def _explains(number: float, amount: float, slope: float) -> bool:
    """Whether a number is the wrong amount, with or without the upstream gradient, and not the right one."""
    if number == 0 or near(number, slope) or near(number, UPSTREAM * slope):
        return False
    return near(number, amount) or near(number * UPSTREAM, amount)


def _is_source(line: Line) -> bool:
    return bool(place_of(line[0].co_filename, line[1]).text)


def _function(line: Line) -> ast.AST | None:
    return function_of(line[0]) or next(iter(enclosing(line[0].co_filename, line[1])), None)


def _statement(line: Line) -> ast.stmt | None:
    function = _function(line)
    return None if function is None else statement_at(function, line[1])


def _whole(line: Line) -> Place:
    return place_of(line[0].co_filename, line[1])


def _value(line: Line, whole: bool = False) -> Place:
    """What a statement adds; all of the statement where the adding itself is wrong."""
    statement = _statement(line)
    if statement is None:
        return _whole(line)
    part: ast.AST = statement
    if not whole and isinstance(statement, (ast.AugAssign, ast.Assign)):
        part = statement.value
    return place_of(line[0].co_filename, line[1] if part is statement else getattr(part, "lineno", line[1]), part)


def _computes(line: Line) -> bool:
    """Whether what a function returns there is more than a name or an attribute, as a property's may be."""
    if line[0].co_name in ("<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>"):
        return False
    function = function_of(line[0])
    statement = None if function is None or isinstance(function, ast.Lambda) else statement_at(function, line[1])
    part = function.body if isinstance(function, ast.Lambda) else getattr(statement, "value", None)
    return not isinstance(part, (ast.Name, ast.Attribute)) or isinstance(function, ast.Lambda)


def _returned(line: Line, position: int) -> Place:
    function = function_of(line[0])
    part: ast.AST | None = None
    if isinstance(function, ast.Lambda):
        part = function.body
    elif function is not None:
        statement = statement_at(function, line[1])
        part = statement.value if isinstance(statement, ast.Return) else statement
    if position >= 0 and isinstance(part, (ast.Tuple, ast.List)) and position < len(part.elts):
        part = part.elts[position]
    return place_of(line[0].co_filename, getattr(part, "lineno", line[1]), part)
