"""Made: the place where an operation makes its node, and where it gives a local derivative to be stored."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import pairwise
from types import CodeType

from ...interop.step import Step
from ..calls.makers import holds_a_step, is_written_in
from ..calls.operations import constructed
from ..operation.examine import Fault, Operation
from ..report.finding import Place
from .lines import start_of
from .source import function_of, place_of


def where_it_is_made(operation: Operation, step: Step | None, line: int = 0) -> Place | None:
    """The call in the operation's own code that passes its operands on."""
    code = operation.call.code if operation.call is not None else step.code if step is not None else None
    if code is None or function_of(code) is None:
        return None
    calls = _calls(code, line)
    return place_of(code.co_filename, calls[0].lineno, calls[0]) if calls else start_of(code)


def _calls(code: CodeType, line: int) -> list[ast.Call]:
    """The calls with more than one argument, those that are given a container first; of a line, if it is known."""
    function = function_of(code)
    inner = (
        [node for node in ast.walk(function) if isinstance(node, ast.Call) and len(node.args) > 1] if function else []
    )
    inner = [node for node in inner if node.lineno <= line <= (node.end_lineno or 0)] or inner
    passing = [node for node in inner if any(isinstance(a, (ast.Tuple, ast.List, ast.Set)) for a in node.args)]
    return [*passing, *inner]


def place_of_partial(operation: Operation, fault: Fault) -> Place | None:
    """The local derivative that is stored for an operand, if its place is plain; else the call that stores it."""
    sample, call = fault.sample, fault.sample.setting.call
    if call is None or call.code is None:
        return where_it_is_made(operation, None)
    if not operation.has_step and holds_a_step(call.code):
        return None  # its engine keeps that where it cannot be seen
    before = [(operand, operand.grad) for operand in call.operands]
    line = next((at for code, at in reversed(constructed(call)) if code is call.code), 0)
    for operand, grad in before:
        object.__setattr__(operand, "grad", grad)
    name = sample.names[fault.position] if fault.position >= 0 else ""
    for made in _calls(call.code, line)[:1]:
        for part in _partials(made.args, name):
            return place_of(call.code.co_filename, part.lineno, part)
    return where_it_is_made(operation, None, line)


def was_handed(step: Step, operation: Operation, fault: Fault) -> bool:
    """Whether the wrong number stood among those that the operation handed to a step which is written elsewhere."""
    call = operation.call
    if fault.kind != "local" or call is None or is_written_in(step, call.code):
        return False
    applied = fault.sample.trial.applied[fault.position]
    kept = [item for item in step.cells.values() if isinstance(item, (tuple, list))]
    return any(type(x) in (int, float) and x == applied for item in kept for x in item)


def _partials(arguments: Sequence[ast.expr], name: str) -> list[ast.expr]:
    """What stands beside `name` in a dict under its identity, or at its place in the container after the operands."""
    found: list[ast.expr] = []
    rows = [each.elts for each in arguments if isinstance(each, (ast.Tuple, ast.List))]
    for one, other in pairwise(rows):
        names = [ast.unparse(each) for each in one]
        if names.count(name) == 1 and len(one) == len(other):
            found.append(other[names.index(name)])
    for each in arguments:
        if isinstance(each, ast.Dict):
            pairs = zip(each.keys, each.values, strict=True)
            found += [value for key, value in pairs if key is not None and ast.unparse(key) in (f"id({name})", name)]
    return found
