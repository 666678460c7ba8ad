"""Missing share: where nothing reached an operand, the line that gave its share away, kept it back or lacks it."""

from __future__ import annotations

import ast
from types import CodeType

from ..report.finding import Place
from .case import Case, UnsureError
from .lines import computes, returned_at, start_of, value, whole
from .observed import Line
from .source import assignments, condition_of, enclosing, function_of, gradient_writes, names_in, place_of


def place_of_what_is_missing(case: Case) -> Place:
    """Why nothing reached the operand: another got its share, or the result did, or an `if` was in the way."""
    changes = case.seen.changes
    for change in changes:
        others = [each for each in changes if each.node == change.node]
        if change.node >= case.operands:
            return value(change.lines[0], entire=True)
        if change is case.misled(others, change.node):
            return case.write_or_test(change)
    for returned in case.seen.returned:
        if returned.number == 0 and returned.position in (-1, case.fault.position) and computes(returned.line):
            return returned_at(returned.line, returned.position)
    name = case.sample.names[case.fault.position]
    for code in [case.code, *[line.code for line in case.seen.lines]]:
        function = function_of(code)
        for statement, whose in gradient_writes(function) if function is not None else ():
            if whose == name and function is not None:
                above = _zero_above(case, code, statement)
                if above is not None:
                    return above
                around = condition_of(function, statement)
                part: ast.AST = around.test if around is not None else statement
                return place_of(code.co_filename, getattr(part, "lineno", 0), part)
    if case.seen.lines and len(set(case.seen.lines)) == 1:
        return whole(case.seen.lines[0])
    return _idle(case) or _loop(case) or start_of(case.code)


def _idle(case: Case) -> Place | None:
    """The one write that ran and changed nothing, or the one test that kept writes from running."""
    changing = {line for change in case.seen.changes for line in change.lines}
    flat = [name for name, slope in zip(case.sample.names, case.sample.slopes, strict=True) if slope.value == 0]
    found: dict[tuple[str, int], Place] = {}
    for code in dict.fromkeys([line.code for line in case.seen.lines]):
        function = function_of(code)
        for statement, whose in gradient_writes(function) if function is not None else ():
            assert function is not None, "it has statements"
            line, around = Line(code, statement.lineno), condition_of(function, statement)
            ran = line in case.seen.lines
            part: ast.AST | None = statement if ran else around.test if around else None
            if line in changing or part is None or (ran and whose in flat):
                continue
            if ran and flat:
                raise UnsureError  # it may have had nothing to change
            at = getattr(part, "lineno", 0)
            found[code.co_filename, at] = place_of(code.co_filename, at, part)
    return next(iter(found.values())) if len(found) == 1 else _branch(case) if found else None


def _branch(case: Case) -> Place:
    """The innermost test that held: what is missing belongs under it."""
    function = function_of(case.code)
    ran = {line.number for line in case.seen.lines if line.code is case.code}
    ifs = [node for node in ast.walk(function) if isinstance(node, ast.If)] if function is not None else []
    held = [node for node in ifs if node.body[0].lineno in ran]
    if not held:
        raise UnsureError
    last = max(held, key=lambda node: node.lineno)
    return place_of(case.code.co_filename, last.test.lineno, last.test)


def _loop(case: Case) -> Place | None:
    """A loop over operands that leaves one out."""
    function = function_of(case.code)
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.For):
            return place_of(case.code.co_filename, node.lineno, node.iter)
    return None


def _zero_above(case: Case, code: CodeType, statement: ast.stmt) -> Place | None:
    """The assignment of a name that is 0 where the statement multiplies by it."""
    for name in sorted(names_in(statement)):
        if case.seen.numbers.get(name) == 0:
            for around in enclosing(code.co_filename, statement.lineno):
                found = [each for each in assignments(around, name) if each.lineno < statement.lineno]
                if found and not isinstance(found[-1].value, (ast.Name, ast.Constant)):
                    return place_of(code.co_filename, found[-1].lineno, found[-1].value)
    return None
