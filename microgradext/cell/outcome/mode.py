"""Mode: what it takes to move the inputs of a run, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from opcode import opmap
from types import CodeType
from typing import Literal

from ...engine.node import WRITTEN
from ...engine.order import ancestors
from ...engine.recording import Guard, Read
from ...engine.value import Value
from ..inputs.notes import listed
from ..text.spans import Spans
from .taints import Taint

Mode = Literal["replay", "suspected", "rerun", "click", "still"]

CACHE = opmap["CACHE"]

LONGEST = 40
"""The most characters of code that are quoted in a sentence."""

LOST = " is not in the gradient."

STILL = "so its sliders stay still."


@dataclass(frozen=True, slots=True)
class Suspect:
    """A read by which a number may have left the graph, or a write that put one in."""

    read: Read
    kept: str  # the list or name that it goes into, if nothing computes with that


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run did that depends on its inputs."""

    guards: tuple[Guard, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    written: Value | None = None  # an op written by hand
    trained: Read | None = None  # a write to an input
    nested: Taint | None = None  # a run inside this run that looked at data
    still: str = ""  # why it cannot move at all
    effect: Callable[[], str] = lambda: ""  # what cannot be undone: 'open (line 3)'


@dataclass(slots=True)
class Suspicion:
    """What reruns have shown about the reads in one piece of code."""

    guilty: str = ""  # the sentence about the read that let a number escape
    cleared: set[tuple[int, int]] = field(default_factory=set)  # code and offset of the reads that did not


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run moves."""

    mode: Mode
    why: str = ""  # the sentence, for all modes but 'replay'
    replays: bool = True  # the tape is right while the guards hold


def verdict(facts: Facts, suspicion: Suspicion, spans: Spans, noun: str) -> Verdict:
    """Judge how a run can be moved; `noun` is what the user calls its code, 'cell' or 'function'."""
    if facts.still:
        return Verdict("still", facts.still, False)
    if facts.trained is not None:
        # A training step: after the run the input would not be where the slider was.
        place = spans.words(facts.trained.site)
        return Verdict("still", f"{_use(facts.trained, spans)} by the {noun} itself ({place}), {STILL}", False)
    forced = _forced(facts, suspicion, spans, noun)
    open_ = still_suspect(facts, suspicion)
    replays = not forced and not open_
    if (facts.guards or not replays) and (effect := facts.effect()):
        return Verdict("click", on_demand(effect, noun), replays)
    if forced:
        return Verdict("rerun", forced, False)
    if open_:
        return Verdict("suspected", _suspected(open_, spans, noun), False)
    return Verdict("replay")


def on_demand(effect: str, noun: str) -> str:
    """The sentence about what cannot be undone, as in 'open (line 3)'."""
    return f"{effect} cannot be undone, so the {noun} runs again only on demand."


def still_suspect(facts: Facts, suspicion: Suspicion) -> list[Suspect]:
    """The reads that no rerun has cleared."""
    return [each for each in facts.suspects if key(each.read) not in suspicion.cleared]


def key(read: Read) -> tuple[int, int]:
    """The place of a read, which is the same in every run."""
    code, offset = read.site
    return id(code), _instruction(code, offset)


def _instruction(code: CodeType, offset: int) -> int:
    """Where the instruction begins: Python 3.12 reports the cache behind it once it has adapted to a property."""
    while offset and code.co_code[offset] == CACHE:
        offset -= 2
    return offset


def moved_by(inputs: Iterable[Value], roots: Iterable[Value]) -> dict[Value, None]:
    """The inputs and what was computed from them among `roots` and their ancestors, in the order of creation."""
    moved = dict.fromkeys(inputs)
    for value in ancestors(roots):
        if any(operand in moved for operand in value._prev):
            moved[value] = None
    return moved


def escaped(read: Read, spans: Spans, noun: str) -> str:
    """The sentence about a read through which a number did escape."""
    return f"{_use(read, spans)} ({spans.words(read.site)}), so every move runs the {noun} again.{_lost(read)}"


def by_hand(values: Sequence[Value]) -> Value | None:
    """The first op written by hand."""
    return next((value for value in values if value._code == WRITTEN), None)


def _forced(facts: Facts, suspicion: Suspicion, spans: Spans, noun: str) -> str:
    if facts.written is not None:
        place = f" ({spans.words(facts.written._site)})" if hasattr(facts.written, "_site") else ""
        return f"{op_name(facts.written)} is written by hand{place}, so every move runs the {noun} again."
    if facts.nested is not None:
        return f"This {noun} runs other cells that depend on data, so every move runs it again."
    return suspicion.guilty and f"{suspicion.guilty}{_also_lost(facts.suspects, suspicion.guilty, spans)}"


def _suspected(suspects: Sequence[Suspect], spans: Spans, noun: str) -> str:
    worst = next((each for each in suspects if not each.kept), suspects[0])
    often = "the first move" if worst.kept else "every move"
    lost = "" if worst.kept else _lost(worst.read)
    use = f"{_use(worst.read, spans)} ({spans.words(worst.read.site)})"
    said = f"{use}, so {often} runs the {noun} again and compares.{lost}"
    return f"{said}{_also_lost(suspects, said, spans)}"


def _also_lost(suspects: Sequence[Suspect], said: str, spans: Spans) -> str:
    """The other places where numbers leave the gradient, those that a sentence does not name."""
    reads = [each.read for each in suspects if not each.kept and each.read.attribute != "write"]
    places = [place for place in dict.fromkeys(spans.words(read.site) for read in reads) if f"({place})" not in said]
    if not places:
        return ""
    return (
        f" Nor is what passes through {listed(places)}."
        if LOST in said
        else f" What passes through {listed(places)}{LOST}"
    )


def _lost(read: Read) -> str:
    return "" if read.attribute == "write" else f" What passes through it{LOST}"


def op_name(value: Value) -> str:
    """What the user calls the op of `value`."""
    return value._op or "An operation"


def _use(read: Read, spans: Spans) -> str:
    span = spans(read.site)
    text = span.text if span and len(span.text) <= LONGEST else ""
    attribute = "grad" if read.attribute == "grad" else "data"
    label = read.value.label if read.value is not None else ""
    if read.attribute == "text":
        return f"{text} turns a number into text" if text else f"{label or 'A Value'} is turned into text"
    name = text or (f"{label}.{attribute}" if label else f"The {attribute} of a Value")
    return f"{name} is {'changed' if read.attribute == 'write' else 'read as a plain number'}"
