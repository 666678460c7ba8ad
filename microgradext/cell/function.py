"""Runs of what already exists: a function of the user's, or a Value."""

from __future__ import annotations

import inspect
import linecache
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.recent import moment
from ..engine.recording import Recording
from ..engine.value import Value
from .inputs.answers import answer, as_number, leads_to_numbers
from .inputs.containers import members
from .inputs.inputs import as_written, is_leaf, leaves_of
from .inputs.mathematics import mathematics, twin
from .inputs.names import Lifted, Recall, lifted
from .inputs.notes import inputs_note
from .inputs.output import Output, named_output
from .inputs.whole import plain_class
from .outcome.outcome import Made, Run, outcome
from .outcome.taints import Taint
from .problem import CellProblem, nearest
from .refusals.explained import explained
from .rerun.again import Again
from .rerun.transaction import Transaction
from .scopes.counting import counting
from .scopes.texts import Texts
from .scopes.turns import Turns
from .text.spans import UNKNOWN, Listing, Spans

POSITIONAL = inspect.Parameter.POSITIONAL_ONLY


def run_function(function: Callable[..., Any], /, **inputs: Any) -> Run:
    """Call `function` with an input for each number given, and one for each element of a list of numbers.

    Raises what the function raises, and CellProblem when the names do not fit its arguments or it returns no Value.

    >>> run = run_function(lambda a, b: a * b, a=2.0, b=5.0)
    >>> [(each.name, run.values[each.node].grad) for each in run.inputs]
    [('a', 5.0), ('b', 2.0)]
    """
    found = list[Lifted]()
    given = {name: _given(name, value, found) for name, value in inputs.items()}
    title = f"{_called(function)}({', '.join(inputs)})"
    spans, taint = _spans(function), Taint(f"a run of {title}")
    turns = Turns(Texts(spans, {}))
    call = _Call(function, title, _bound(function, given), as_written(found, {}), spans, taint, turns)
    # Nothing is put back before the function runs again: it should depend on its arguments alone.
    run = Again(call.perform, Transaction({}, (), (), ()), call.spans).first()
    if run.error is not None:
        raise run.error
    return run


@dataclass(frozen=True, slots=True)
class _Call:
    """A function and its arguments."""

    function: Callable[..., Any]
    title: str
    arguments: inspect.BoundArguments
    inputs: list[Lifted]
    spans: Spans
    taint: Taint
    turns: Turns

    def perform(self, recording: Recording, recall: Recall | None) -> Made:
        """Call the function once."""
        began, result, error = moment(), None, None
        recording.plain, recording.immutable = plain_class, True
        scopes = None
        try:
            with (
                mathematics(getattr(self.function, "__globals__", {})),
                counting(self.turns, recording, called=self.function) as scopes,
                recording,
            ):
                scopes.tree.begin(sys._getframe())
                result = twin(self.function)(*self.arguments.args, **self.arguments.kwargs)
        except BaseException as raised:  # the user's, and theirs to see
            error = explained(raised, self.spans.owns, recording.plain)
        return Made(
            self._output(result, recording) if error is None else None,
            self.inputs,
            began,
            self.spans,
            recording,
            notes=inputs_note(self.inputs),
            error=error,
            noun="function",
            listing=_listing(self.function),
            scopes=scopes.frozen if scopes is not None else None,
            taint=self.taint,
            again=recall is not None,
        )

    def _output(self, result: Any, recording: Recording) -> Output:
        number = as_number(result)
        if number is not None and leads_to_numbers(recording.guards):
            return answer(self.title, number)
        return named_output(self.title, result)


def run_value(value: Value, notes: Sequence[str] = ()) -> Run:
    """The computation that `value` came from; its labelled leaves are the inputs, or all leaves if none is labelled.

    `notes` are said beside the one about the inputs.

    >>> a = Value(3.0, label='a')
    >>> run = run_value(a + a)
    >>> [each.name for each in run.inputs], a.grad
    (['a'], 2.0)
    """
    inputs, spans = leaves_of(value), Spans({})
    span = spans(value._site) if hasattr(value, "_site") else None
    title = value.label or (span.text if span else "") or "output"
    return outcome(Made(Output(value, title), inputs, moment(), spans, notes=(*inputs_note(inputs), *notes))).run


def _given(name: str, value: Any, found: list[Lifted]) -> Any:
    """An argument with Values in place of its numbers; the caller's own list is left as it is."""
    made = lifted(name, list(value) if isinstance(value, list) else value, found)
    values = [(name, made)] if isinstance(made, Value) else members(name, made)
    for path, one in values:
        if is_leaf(one):
            one.label = one.label or path
            if not any(one is each.value for each in found):
                found.append(Lifted(one, path, False))
    return made


def _bound(function: Callable[..., Any], given: Mapping[str, Any]) -> inspect.BoundArguments:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some builtins do not reveal theirs
        raise CellProblem(f"The arguments of {_called(function)} are not known: wrap it, as in lambda x: …") from None
    _check(function, signature, given)
    positional = [name for name, each in signature.parameters.items() if each.kind is POSITIONAL and name in given]
    named = {name: value for name, value in given.items() if name not in positional}
    return signature.bind(*[given[name] for name in positional], **named)


def _check(function: Callable[..., Any], signature: inspect.Signature, given: Mapping[str, Any]) -> None:
    parameters = signature.parameters
    open_ended = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    for name in given.keys() - parameters.keys() if not open_ended else ():
        raise CellProblem(f"{_called(function)} has no argument {name}.{nearest(name, parameters)}")
    variable = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    needed = [name for name, each in parameters.items() if each.default is each.empty and each.kind not in variable]
    missing = [name for name in needed if name not in given]
    if missing:
        example = ", ".join(f"{name}=1.0" for name in needed)
        raise CellProblem(f"{_called(function)} needs a number for {', '.join(missing)}: grad(…, {example}).")


def _called(function: Callable[..., Any]) -> str:
    name = getattr(function, "__name__", type(function).__name__)
    return "the function" if name == "<lambda>" else str(name)


def _listing(function: Callable[..., Any]) -> Listing:
    try:
        lines, first = inspect.getsourcelines(inspect.unwrap(function))
    except (OSError, TypeError):  # typed where Python keeps no text, or not written in Python
        return UNKNOWN
    return Listing("".join(lines).rstrip(), first)


def _spans(function: Callable[..., Any]) -> Spans:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return Spans({code.co_filename: "".join(linecache.getlines(code.co_filename))} if code else {})
