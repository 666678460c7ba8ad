"""Function: the audit of a function of numbers or Values, against differences of the function itself."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from types import FunctionType
from typing import Any

from ..engine.value import Value
from ..interop.shape import Node, data_of, is_node, label_of, number, number_of, operands_of, walk
from .audit import Wanted, audit
from .backward.backward_pass import backward_of
from .calls.restore import kept, quiet
from .calls.time_limit import TooLong, Watch
from .operation.difference import Slope, judge, slope
from .operation.trial import epsilon_of, put, restore
from .report.finding import Finding
from .report.report import Report

NEARBY = 1e-3
"""How far beside a point the function is tried, relative to the input."""

NO_NUMBER = (
    "its result is not a number here: give a function that makes Values of its own class one of them, as in"
    " gradcheck(f, [Value(1.0)])"
)


def audit_function(
    function: Callable[..., Any],
    wrt: Sequence[Any] | Mapping[str, Any] | None,
    inputs: Mapping[str, float],
    wanted: Wanted,
) -> Report:
    """Call `function`, audit what it returns, and compare the gradients of its inputs with its differences."""
    names, values, named = _inputs(function, wrt, inputs)
    given = [
        value if is_node(value) else Value(float(value), label=name) for name, value in zip(names, values, strict=True)
    ]

    def run() -> Any:
        return function(**dict(zip(names, given, strict=True))) if named else function(*given)

    written = (function,) if isinstance(function, FunctionType) else ()
    wanted = replace(wanted, names={id(v): n for v, n in zip(given, names, strict=True)}, functions=written)
    with kept(walk(given).nodes, written), Watch(wanted.seconds) as watch:
        try:
            root = watch.call(run)
        except TooLong:
            raise TimeoutError(f"{_called(function)} took more than {wanted.seconds:g} s and was stopped") from None
    if not is_node(root):
        raise TypeError(
            f"{_called(function)} returned {type(root).__name__}, which has no gradient: it left the graph"
            " through float(), .data or math.*"
        )
    report = audit(walk([root]), wanted)
    found = _compared(run, root, given, names, wanted)
    if not found:
        report = _told_by_the_whole(report)
    findings = [each for each in report.findings if each.kind != "input"]
    if any(each.verdict == "wrong" for each in findings):
        found = [replace(each, verdict="note") if each.verdict == "wrong" else each for each in found]
    elif any(each.verdict == "wrong" for each in found) and _right_nearby(run, given, names, wanted):
        found = [_at_a_kink(each) for each in found]
    return replace(report, target=_called(function), findings=(*findings, *found))


def _told_by_the_whole(report: Report) -> Report:
    """The report without doubts about which operation made a node: the function as a whole has its gradient."""
    doubts = [each for each in report.findings if each.kind == "untold"]
    if not doubts:
        return report
    methods = {each.method for each in doubts}
    checked = [replace(each, verdict="right") if each.method in methods else each for each in report.checked]
    look = "Where an operation is not told by its code, the differences of the whole function agree with its gradients."
    findings = [each for each in report.findings if each.kind != "untold"]
    return replace(report, checked=tuple(checked), findings=tuple(findings), looks=(*report.looks, look))


def _right_nearby(run: Callable[[], Any], given: Sequence[Node], names: Sequence[str], wanted: Wanted) -> bool:
    """Whether the gradients are right a little to either side, so that only a kink may be in question."""
    before = [data_of(value) for value in given]
    try:
        for side in (-1, 1):
            for i, (value, data) in enumerate(zip(given, before, strict=True)):
                put(value, "data", float(data) + side * NEARBY * (1 + 0.31 * i) * max(1.0, abs(float(data))))
            with kept((), wanted.functions), Watch(wanted.seconds) as watch:
                root = watch.call(run)
            if not is_node(root) or any(each.verdict == "wrong" for each in _compared(run, root, given, names, wanted)):
                return False
    except (Exception, TooLong):
        return False
    finally:
        for value, data in zip(given, before, strict=True):
            restore(value, data)
    return True


def _at_a_kink(finding: Finding) -> Finding:
    if finding.verdict != "wrong":
        return finding
    reason = (
        "a part of the function has a kink here, where the chain rule need not give its derivative; beside it, it does"
    )
    return replace(finding, verdict="cannot tell", reason=reason, expected=None)


def _inputs(
    function: Callable[..., Any], wrt: Sequence[Any] | Mapping[str, Any] | None, inputs: Mapping[str, float]
) -> tuple[list[str], list[Any], bool]:
    if isinstance(wrt, Mapping):
        both = {**wrt, **inputs}
        return list(both), list(both.values()), True
    if wrt is None:
        if not inputs:
            raise TypeError(
                f"{_called(function)} needs a number for each input: gradcheck(f, a=2.0) or gradcheck(f, [2.0])"
            )
        return list(inputs), list(inputs.values()), True
    if inputs:
        raise TypeError("the inputs are given twice: as a sequence and by name; name them all, or none")
    parameters = list(inspect.signature(function).parameters)
    names = [label_of(v) if is_node(v) else "" for v in wrt]
    return (
        [name or (parameters[i] if i < len(parameters) else f"x{i}") for i, name in enumerate(names)],
        list(wrt),
        False,
    )


def _compared(
    run: Callable[[], Any], root: Node, given: Sequence[Node], names: Sequence[str], wanted: Wanted
) -> list[Finding]:
    """The gradients of the inputs against differences of the function, run from the start each time."""
    nodes = walk([root, *given]).nodes
    backward = backward_of(root)
    if backward is None or not operands_of(root):
        return []
    with quiet(StringIO()), kept(nodes, wanted.functions), Watch(wanted.seconds) as watch:
        for node in nodes:
            put(node, "grad", 0.0)
        try:
            watch.call(backward)
        except (Exception, TooLong):
            return []
        got = [number(value.grad) for value in given]
        slopes = [_slope(run, value, watch) for value in given]
    return [f for f in map(_finding, names, given, got, slopes) if f is not None]


def _slope(run: Callable[[], Any], value: Node, watch: Watch) -> Slope:
    before = data_of(value)

    def f(x: float) -> float:
        put(value, "data", x)
        try:
            return number_of(watch.call(run))
        except Exception:
            return math.nan

    try:
        once, again = f(float(before)), f(float(before))
        if math.isnan(once) and math.isnan(again):
            return Slope(math.nan, math.inf, NO_NUMBER)
        if once != again:
            return Slope(math.nan, math.inf, "two calls with the same inputs gave different numbers")
        return slope(f, float(before), epsilon_of(value))
    except TooLong:
        return Slope(math.nan, math.inf, "a call took too long and was stopped")
    finally:
        restore(value, before)


def _finding(name: str, value: Node, got: float, expected: Slope) -> Finding | None:
    verdict = judge(got, expected)
    point = ((name, number_of(value)),)
    if verdict == "right":
        return None
    if verdict == "wrong":
        reason = "the gradient of this input is not that of the function"
        return Finding("wrong", "input", "backward", "backward", reason, name, None, got, expected.value, point)
    reason = expected.reason or "the differences do not settle on a number"
    return Finding("cannot tell", "input", "backward", "backward", reason, name, applied=got, point=point)


def _called(function: Callable[..., Any]) -> str:
    name = str(getattr(function, "__name__", type(function).__name__))
    return "the function" if name == "<lambda>" else name
