"""Outcome: the Run that is left when code has run, its graph frozen and its gradients assigned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..engine.frame import frame_of
from ..engine.graph import Graph, graph_of
from ..engine.node import tick
from ..engine.recording import Recording
from ..engine.value import Value
from .escapes import Escapes
from .frozen import moved_by, remember, why_frozen
from .inputs import Input, inputs_in
from .names import Lifted
from .output import Output
from .spans import Spans


@dataclass(frozen=True, slots=True)
class Run:
    """What came of running a cell, a function or a Value; `values` holds the Value of each node of the graph."""

    graph: Graph | None  # None when the code raised before anything was computed
    values: tuple[Value, ...] = field(repr=False)
    inputs: tuple[Input, ...]
    title: str  # name of the output, or its source text
    last: object = None  # a last expression that is no Value
    notes: tuple[str, ...] = ()  # what became an input, what did not, and why
    frozen: str = ""  # why the sliders cannot move; empty when they can
    stopped: str = ""  # where the code raised; empty when it did not
    error: BaseException | None = None  # what the code raised


@dataclass(frozen=True, slots=True)
class Made:
    """What code has made and what was seen of it."""

    output: Output
    lifted: Sequence[Lifted]  # the inputs
    began: int  # Values made since then are its own
    spans: Spans
    recording: Recording = field(default_factory=Recording)
    also: Sequence[Value] = ()  # Values beside the output that stay in the user's hands
    called: Mapping[Value, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    last: object = None
    error: BaseException | None = None


def outcome(made: Made) -> Run:
    """Freeze the graph, and assign the gradient of every node unless the code has failed."""
    graph, values = _graph(made)
    error = made.error or _differentiated(graph, values)
    return Run(
        graph,
        values,
        inputs_in(graph, made.lifted, made.ranges),
        made.output.title,
        last=made.last,
        notes=made.notes,
        frozen=_frozen(made, values),
        stopped=stopped(error, made.spans),
        error=error,
    )


def stopped(error: BaseException | None, spans: Spans) -> str:
    """In a word where the error arose: the last line of the cell on its way."""
    if error is None:
        return ""
    trace, line = error.__traceback__, 0
    while trace is not None:
        line = trace.tb_lineno if spans.owns(trace.tb_frame.f_code) else line
        trace = trace.tb_next
    return f"Stopped at line {line}" if line else "Stopped"


def _graph(made: Made) -> tuple[Graph, tuple[Value, ...]]:
    inputs, guards = [one.value for one in made.lifted], made.recording.guards
    moved = moved_by(inputs, [guard.value for guard in guards])
    return graph_of(
        made.output.value,
        inputs=inputs,
        also=made.also,
        names={value: tuple(names) for value, names in made.called.items()},
        span=made.spans,
        guards=[guard for guard in guards if guard.value in moved],
    )


def _frozen(made: Made, values: Sequence[Value]) -> str:
    inputs, reads = [one.value for one in made.lifted], Escapes(made.spans).of(made.recording)
    remember(made.began, tick(), inputs, made.recording, reads)
    return why_frozen(inputs, values, made.recording.guards, reads, made.spans.words)


def _differentiated(graph: Graph, values: tuple[Value, ...]) -> BaseException | None:
    """Assign the gradients; the error, if a `_backward` of the user's raises."""
    try:
        frame_of(graph, values)
    except BaseException as error:  # the user's, and theirs to see
        return error
    return None
