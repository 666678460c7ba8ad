"""grad: differentiate mathematics given as text, as a function or as a Value."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ..cell.function import run_function, run_value
from ..cell.run import Run, run_cell
from ..engine.node import WRITTEN
from ..engine.value import Value
from ..interop.disagreement import disagreement
from ..interop.lookalike import is_lookalike, twins
from ..interop.trace import refused
from .result import GradResult


def grad(
    target: Any,
    namespace: dict[str, Any] | None = None,
    /,
    *,
    output: str = "",
    wrt: Sequence[str] = (),
    ranges: Mapping[str, str] | None = None,
    panels: str | Sequence[str] = (),
    **inputs: float,
) -> GradResult:
    """Run `target` and differentiate its output with respect to its inputs.

    Text is run like a `%%grad` cell: with `namespace` it reads and binds names there; without it, it reads what is
    visible where `grad` is called and binds nothing. A function is called with `inputs` by name. The inputs of a Value,
    of ours or of another class of micrograd's shape, are its labelled leaves. `panels` says what the live view opens
    besides the graph: step, slopes, descend, code, table.
    Raises what the code raises, and CellProblem (a ValueError) for an option that cannot be met.

    >>> grad(lambda a, b: a * b + b, a=-2.0, b=3.0).grads
    {'a': 3.0, 'b': -1.0}
    """
    if isinstance(target, Value):
        return _result(run_value(target), panels)
    if callable(target) and not is_lookalike(target):
        return _result(run_function(target, **inputs), panels)
    frame = sys._getframe(1)
    visible = {**frame.f_globals, **frame.f_locals} if namespace is None else namespace
    if is_lookalike(target):
        return _result(run_foreign(target, visible), panels)
    if not isinstance(target, str):
        raise TypeError(refused(target, "grad takes text, a function or a Value, not {}"))
    return _result(run_cell(target, visible, output=output, wrt=wrt, ranges=ranges or {}), panels)


def run_foreign(root: Any, names: Mapping[str, Any], title: str = "") -> Run:
    """The computation that a Value of another class came from; a note says if its own steps pass on something else.

    Raises TypeError and ValueError as `like_ours` does.
    """
    pairs = twins(root, names)
    if not any(ours._code == WRITTEN for _, ours in pairs):
        return _run_of(pairs, title)
    return _run_of_now(root, names, title) or _run_of(pairs, title)


def _run_of_now(root: Any, names: Mapping[str, Any], title: str) -> Run | None:
    """The computation at the numbers of now, where only an operation's own code can tell that it has moved."""
    from ..check.calls.anew import of_now  # imported when used: the audit is a room of its own

    try:
        with of_now(root, names, title) as now:
            return _run_of(twins(now.root, now.names), title, now.said) if now.said else None
    except Exception:  # an engine whose code cannot be run again
        return None


def _run_of(pairs: Sequence[tuple[Any, Value]], title: str, moved: str = "") -> Run:
    made = pairs[-1][1]
    wrong = disagreement(pairs, title or made.label or "the Value")
    return run_value(made, [each for each in (moved, wrong) if each])


def _result(run: Run, panels: str | Sequence[str]) -> GradResult:
    if run.error is not None:
        raise run.error
    return GradResult(run, panels=panels)
