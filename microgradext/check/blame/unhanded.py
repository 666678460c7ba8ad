"""Unhanded: a step that an operation defines and does not hand to its result, which so keeps one that does nothing."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import CodeType

from ...interop.shape import attributes
from ...interop.step import step_of
from ..calls.makers import is_written_in
from ..operation.examine import Fault, Operation
from ..report.finding import Place
from .source import Function, function_of, gradient_writes, place_of


@dataclass(frozen=True, slots=True)
class Unhanded:
    """Where the step is defined, and how to say what became of it."""

    place: Place
    reason: str
    hint: str


def unhanded(operation: Operation, fault: Fault) -> Unhanded | None:
    """The step that is defined in vain, where nothing reaches an operand; None where that has another cause."""
    call, node = operation.call, operation.nodes[0]
    step = step_of(node)
    if call is None or call.code is None or step is None or fault.sample.trial.applied[fault.position] != 0:
        return None
    function = function_of(call.code)
    inner = _step_in(function) if function is not None and not is_written_in(step, call.code) else None
    if inner is None:
        return None
    name, method = getattr(inner, "name", "a lambda"), call.code.co_name
    place = place_of(call.code.co_filename, inner.lineno, inner)
    codes = [each for each in call.code.co_consts if isinstance(each, CodeType)]
    kept = next((each for each, held in attributes(node) if any(_code_of(held) is code for code in codes)), "")
    runs = next((each for each, held in attributes(node) if held is step.function), "_backward")
    if kept:
        reason = f"{method} hands {name} to the result as `{kept}`, but what the pass runs is its `{runs}`"
        return Unhanded(place, reason, f"write `{runs}` for `{kept}`")
    reason = f"{method} defines {name} and does not hand it to the result, which keeps a step that does nothing"
    return Unhanded(place, reason, f"write `{_result(function)}.{runs} = {name}` before the `return`")


def _result(function: Function | None) -> str:
    """What a function calls that which it returns."""
    returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return)] if function else []
    return next((each.id for each in returned if isinstance(each, ast.Name)), "out")


def _step_in(function: Function) -> Function | None:
    """The function inside another that writes gradients."""
    inner = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    return next((node for node in inner if any(gradient_writes(node))), None)


def _code_of(thing: object) -> object:
    return getattr(thing, "__code__", None)
