"""Outcome: the Run that results when code has run, its graph frozen and its gradients assigned."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...engine.frame import Frame, frame_of
from ...engine.graph import Graph, graph_of
from ...engine.node import WRITTEN, tick
from ...engine.order import ancestors
from ...engine.recent import uncollected
from ...engine.recording import Read, Recording
from ...engine.scopes.columns import Scopes
from ...engine.tape.drift import Drift, drift_in, frame_of_now, told
from ...engine.value import Value
from ..doing import DIFFERENTIATING, RECORDING, Doing
from ..inputs.inputs import Input, inputs_in
from ..inputs.names import Lifted
from ..inputs.notes import inputs_note, listed, marks_note
from ..inputs.output import Output
from ..inputs.whole import beyond
from ..text.constants import same
from ..text.decisions import Decisions
from ..text.spans import UNKNOWN, Listing, Spans
from .deciding import deciding
from .escapes import Escapes
from .held import held_inputs
from .mode import STILL, Facts, Mode, Suspect, Suspicion, by_hand, moved_by, op_name, verdict
from .taints import Taint, facts_in, tainted


@dataclass(frozen=True, slots=True)
class Run:
    """What came of running a cell, a function or a Value; `values` holds the Value of each node of the graph."""

    graph: Graph | None  # None when the code raised before anything was computed
    values: tuple[Value, ...] = field(repr=False)
    inputs: tuple[Input, ...]
    title: str  # name of the output, or its source text
    last: object = None  # the value of the last expression, if it is not a Value
    notes: tuple[str, ...] = ()  # what became an input, what did not, and why
    stopped: str = ""  # where the code raised; empty when it did not
    error: BaseException | None = None  # what the code raised
    mode: Mode = "replay"  # what it takes to move the inputs
    why: str = ""  # the sentence that says why, for 'suspected', 'rerun' and 'click'
    frozen: str = ""  # why the inputs cannot be moved at all, for 'still'
    replays: bool = True  # the tape is right while the guards hold; in mode 'click' too
    frame: Frame | None = None  # every number of the graph; None when the code raised, or where it cannot be known
    unknown: str = ""  # why the numbers of now cannot be known without running the code
    held: frozenset[int] = frozenset()  # the nodes of the inputs that the tape cannot move, if it can move others
    printed: str = ""  # what the code wrote to standard output
    listing: Listing = UNKNOWN
    again: Callable[[Sequence[float]], Run] | None = field(default=None, repr=False, compare=False)
    """Run the code again with a number for each input, in order; None if there is no code, or if it raised.

    On success the namespace holds the new run, and the inputs that it shares with this one are the same Values. When
    the code raises, the run that is returned holds the `error`, and everything is as it was. Raises CellProblem when
    what the code starts from is no longer known, and ValueError for a point of the wrong length.
    """


@dataclass(frozen=True, slots=True)
class Made:
    """What code has made, and what was observed while it ran."""

    output: Output | None
    lifted: Sequence[Lifted]  # the inputs
    began: int  # Values made since then are its own
    spans: Spans
    recording: Recording = field(default_factory=Recording)
    also: Sequence[Value] = ()  # Values beside the output that stay in the user's hands
    called: Mapping[Value, tuple[str, ...]] = field(default_factory=dict)  # the names of those with more than a label
    ranges: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    last: object = None
    error: BaseException | None = None
    noun: str = "cell"  # what the user calls the code
    listing: Listing = UNKNOWN
    taint: Taint = field(default_factory=lambda: Taint(""))
    kept: Callable[[Read], str] = lambda read: ""  # the name that only keeps what was read
    effect: Callable[[], str] = lambda: ""  # what the code does that cannot be undone
    scopes: Callable[[Sequence[Value]], Scopes] | None = None  # those of the Values of a graph
    again: bool = False  # it has run before, so what it offers may differ from what was asked for
    doing: Doing = field(default_factory=Doing)  # is told each step


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run, and what was learned about it on the way."""

    run: Run
    facts: Facts = field(default_factory=Facts)


def outcome(made: Made, suspicion: Suspicion | None = None) -> Outcome:
    """Freeze the graph and assign the gradient of every node, unless the code has failed.

    An interrupt is an error like one of the code's.
    """
    if made.output is None:
        return _none(made)
    try:
        with uncollected():
            return _outcome(made.output, _without_trained(made), suspicion or Suspicion())
    except KeyboardInterrupt as error:
        return _none(replace(made, error=error))


def _none(made: Made) -> Outcome:
    """Nothing to show. What an interrupted run has made can be used all the same, so it is remembered what it saw."""
    if isinstance(made.error, KeyboardInterrupt):
        _remember(made, [one.value for one in made.lifted], [each.read for each in _suspects(made) if not each.kept])
    return Outcome(
        Run(None, (), (), "", stopped=stopped(made.error, made.spans), error=made.error, listing=made.listing)
    )


def _outcome(output: Output, made: Made, suspicion: Suspicion) -> Outcome:
    made.doing.begin(RECORDING)
    graph, values = _graph(made, output)
    made.doing.begin(DIFFERENTIATING, graph.columns.operations_in_all())
    drift = drift_in(graph, values, math.inf if made.again or _has_written(made.recording) else made.began)
    frame, error = (None, made.error) if made.error else _differentiated(graph, values, drift)
    run = Run(
        graph,
        values,
        inputs_in(graph, made.lifted, made.ranges, strict=not made.again),
        output.title,
        last=made.last,
        notes=made.notes,
        stopped=stopped(error, made.spans),
        error=error,
        frame=frame,
        listing=made.listing,
    )
    facts = _facts(made, values)
    moved = [told(drift, graph, values, output.title)] if drift is not None else []
    said = (
        *marks_note(graph.labels.values()),
        *moved,
        *_rounded(made, values),
        *_left_behind(facts),
        *_deciding(run, facts, made),
    )
    run = replace(run, notes=(*run.notes, *said), unknown=moved[0] if moved and frame is None else "")
    return Outcome(judged(run, facts, suspicion, made), facts)


def _has_written(recording: Recording) -> bool:
    """Whether a number may have been put into a Value while the code ran."""
    wrote = recording.unseen or any(read.attribute == "write" for read in recording.reads)
    return wrote or any(not same(value._data, data) for value, (data, _) in recording.touched.items())


def _left_behind(facts: Facts) -> list[str]:
    """What a move along the tape leaves as it is, although the code made it from numbers that move."""
    names = list(dict.fromkeys(each.kept for each in facts.suspects if each.kept))
    keep, it = ("keeps", "it") if len(names) == 1 else ("keep", "they")
    return [f"{listed(names)} {keep} what {it} got when the cell last ran, wherever the sliders are."] if names else []


def _deciding(run: Run, facts: Facts, made: Made) -> list[str]:
    """Which inputs only decide which way the code goes."""
    chosen = made.output is not None and made.output.chosen
    if run.graph is None or run.error is not None or chosen or not facts.guards:
        return []
    index = {value: node for node, value in enumerate(run.values)}
    reads = [each.read for each in facts.suspects]
    lost = {index[each.value] for each in reads if each.value in index}
    if any(each.is_wide for each in reads):
        lost |= set(run.graph.inputs)
    names = [each.name for each in run.inputs]
    return deciding(run.graph, facts.guards, names, run.title, lost, made.spans)


def _rounded(made: Made, values: Sequence[Value]) -> list[str]:
    """What plain Python would compute exactly, because it is an int."""
    wholes = made.recording.plain and any(one.whole for one in made.lifted)
    large = beyond(values) if wholes else None
    if large is None:
        return []
    place = made.spans.words(large._site)
    instead = "int(n) in place of a whole number n keeps it exact"
    return [f"A whole number beyond 2**53 ({place}) is rounded, for a Value holds a float: {instead}."]


def _without_trained(made: Made) -> Made:
    """Give no slider to inputs whose data the code itself changes, as a training step does.

    After the run, such an input would not be where its slider is.
    """
    writes = {read.value: read for read in made.recording.reads if read.attribute == "write"}
    kept = [one for one in made.lifted if one.value not in writes]
    dropped = [one for one in made.lifted if one.value in writes]
    if not dropped:
        return made
    names = listed([one.value.label or one.name for one in dropped])
    verb = "is" if len(dropped) == 1 else "are"
    has = "it has no slider" if len(dropped) == 1 else "they have no sliders"
    place = made.spans.words(writes[dropped[0].value].site)
    note = f"{names} {verb} changed by the {made.noun} itself ({place}), so {has}."
    return replace(made, lifted=kept, notes=(*inputs_note(kept), note, *made.notes))


def judged(run: Run, facts: Facts, suspicion: Suspicion, made: Made) -> Run:
    """The run with its mode."""
    found = verdict(facts, suspicion, made.spans, made.noun)
    frozen = found.why if found.mode == "still" else ""
    held = frozenset() if found.replays else held_inputs(run.inputs, run.values, facts, suspicion)
    why = "" if frozen else found.why
    return replace(run, mode=found.mode, why=why, frozen=frozen, replays=found.replays, held=held)


def stopped(error: BaseException | None, spans: Spans) -> str:
    """A few words on where the error arose: the last line of the cell in its traceback."""
    if error is None:
        return ""
    line = line_of(error, spans)
    return f"Stopped at line {line}" if line else "Stopped"


def line_of(error: BaseException, spans: Spans, *, first: bool = False) -> int:
    """The last line of the cell in an error's traceback, or the first, outside its functions; 0 if there is none."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if spans.owns(trace.tb_frame.f_code) and not (first and line):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _graph(made: Made, output: Output) -> tuple[Graph, tuple[Value, ...]]:
    inputs, guards = [one.value for one in made.lifted], made.recording.guards
    moved = moved_by(inputs, [guard.value for guard in guards])
    return graph_of(
        output.value,
        inputs=inputs,
        also=made.also,
        names=made.called,
        span=made.spans,
        guards=[guard for guard in guards if guard.value in moved],
        about=Decisions(made.spans).span,
        scopes=made.scopes,
    )


def _facts(made: Made, values: Sequence[Value]) -> Facts:
    inputs, recording = [one.value for one in made.lifted], made.recording
    suspects = _suspects(made)
    _remember(made, inputs, [each.read for each in suspects if not each.kept])
    by_code = [value for value in values if value._code == WRITTEN]
    moved = moved_by(inputs, [*by_code, *facts_in(recording, [each.read for each in suspects], ())])
    written = [value for value in by_code if value in moved]
    found = tainted(inputs, values, made.taint)
    nested = found[0] if found and found[0].first > made.began else None
    return Facts(
        guards=tuple(guard for guard in recording.guards if guard.value in moved),
        suspects=tuple(s for s in suspects if inputs and (s.read.is_wide or s.read.value in moved)),
        written=by_hand(written),
        trained=None if inputs else next((read for read in recording.reads if read.attribute == "write"), None),
        nested=nested,
        still=_still(made, written, None if nested else found),
        effect=made.effect,  # called only when it matters: most cells only replay
    )


def _suspects(made: Made) -> list[Suspect]:
    return [Suspect(read, made.kept(read)) for read in Escapes(made.spans).of(made.recording)]


def _remember(made: Made, inputs: Sequence[Value], reads: Sequence[Read]) -> None:
    made.taint.add(made.began, tick(), facts_in(made.recording, reads, inputs))


def _still(made: Made, written: Sequence[Value], found: tuple[Taint, Sequence[Value]] | None) -> str:
    older = by_hand([value for value in written if value._serial < made.began])
    if older is not None:
        return f"{op_name(older)} is written by hand, and only the code that made it can move it, {STILL}"
    if found is None:
        return ""
    taint, values = found
    names = list(dict.fromkeys(value.label for value in _taken(values, made) if value.label)) or ["a Value"]
    come = "comes" if len(names) == 1 else "come"
    where = f"{come} from {taint.title}, which depends on data beyond its graph"
    return f"{listed(names)} {where}, {STILL} Run that cell again."


def _taken(values: Sequence[Value], made: Made) -> list[Value]:
    """Those of the older Values that the code computes with itself, or that are its output."""
    roots = [*made.also, *([made.output.value] if made.output else [])]
    own = [value for value in ancestors(roots) if value._serial > made.began]
    used = {*roots, *(operand for value in own for operand in value._prev)}
    return [value for value in values if value in used] or list(values)


def _differentiated(
    graph: Graph, values: tuple[Value, ...], drift: Drift | None
) -> tuple[Frame | None, BaseException | None]:
    """The numbers of the graph, and the error if a `_backward` of the user's raises one.

    Assigns the gradients, unless the code has moved the leaves since: then they would not be those that it computed.
    """
    if drift is not None:
        return frame_of_now(graph, values), None
    try:
        return frame_of(graph, values), None
    except BaseException as error:  # the user's, and theirs to see
        return None, error
