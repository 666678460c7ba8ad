"""The run of a cell, from its text to its outcome."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from ..engine.recording import Read, Recording
from ..engine.value import Value
from .doing import Doing
from .inputs.answers import (
    Choices,
    answer,
    as_number,
    bound_to,
    chosen_note,
    cut_before,
    leads_to_numbers,
    made_plain,
)
from .inputs.containers import Held, held_in, lead_to_values
from .inputs.floats import floats_as_counts
from .inputs.inputs import (
    Plan,
    as_written,
    check_wanted,
    kept_slots,
    label_earlier,
    leaves_of,
    lift_given,
    plan_inputs,
    settle_inputs,
)
from .inputs.names import MARKS, SEVERAL, Lifted, Names, Recall
from .inputs.notes import extra_note, notes_of, plain_notes
from .inputs.noticed import noticed
from .inputs.output import Output, found_output, last_bound, named_output, names_read, read_output, unreached
from .inputs.plain import changes_data
from .inputs.ranges import range_of
from .inputs.unchosen import quoted, unchosen
from .inputs.whole import plain_class
from .outcome.outcome import Made, Run, line_of
from .outcome.taints import Taint
from .problem import CellProblem, nearest
from .program import Attempt, Program, compiled, execute
from .rerun.again import Again
from .rerun.prints import Quiet
from .rerun.randomness import load_numpy_for
from .rerun.reach import Reach, reach
from .rerun.transaction import Transaction
from .scopes.texts import Texts
from .scopes.turns import Turns
from .text.effects import effect_in, effect_of
from .text.figures import figures
from .text.kept_reads import kept_reads
from .text.reading import Reading, read
from .text.spans import Spans, keep_text, listing

__all__ = ["Run", "run_cell"]


def run_cell(
    source: str,
    namespace: dict[str, Any],
    *,
    output: str = "",
    wrt: Sequence[str] = (),
    ranges: Mapping[str, str] | None = None,
    filename: str = "",
    first_line: int = 1,
    compile_flags: int = 0,
    quiet: Quiet | None = None,
    doing: Doing | None = None,
) -> Run:
    """Run the text of a cell in `namespace` and differentiate its output with respect to its inputs.

    `output` is an expression, evaluated when the cell has run; `wrt` names further inputs; `ranges` gives the range of
    an input's slider, as in `{"a": "-5:5:0.1"}`. Tracebacks find the text under `filename`. `quiet()` is entered
    while the cell runs again, in addition to what keeps prints and figures from showing; `doing` is told each step.
    An exception of the cell is not raised but kept in the run; what was bound before it stays. Raises SyntaxError as
    Python does, and CellProblem for an option that cannot be met or a cell that has no output.

    >>> run = run_cell('a = -2.0; b = 3.0; f = a*b + b', {})
    >>> run.title, [(each.name, run.values[each.node].grad) for each in run.inputs]
    ('f', [('a', 3.0), ('b', -1.0)])
    """
    source = "\n" * (first_line - 1) + source
    filename = filename or keep_text(source, "cell")
    reading = read(source, filename, compile_flags)
    expression = read_output(output, reading, namespace)
    free = _free(reading, expression)
    _check_ranges(ranges or {}, reading, namespace)
    before = cache(lambda: reach(namespace, reading.mentioned))
    plan = plan_inputs(
        reading,
        free,
        namespace,
        wrt,
        lambda: before().indirect,
        lambda: _reaches_values(reach(namespace, reading.mentioned - _rebound(reading)), namespace),
    )
    asked = keep_text(output.strip(), "output") if expression else ""
    program = compiled(reading, expression, filename, compile_flags, asked)
    # Up to here nothing was changed.
    load_numpy_for(source)
    label_earlier(free, namespace)
    given = lift_given(plan, namespace)
    spans = Spans({filename: source, asked: output.strip()})
    transaction = Transaction(namespace, {*free, *reading.mentioned}, {*free, *reading.needed}, reading.bound)
    scene = _Scene(
        source,
        output.strip(),
        reading,
        plan,
        given,
        program,
        namespace,
        ranges or {},
        spans,
        Taint(_begins(source)),
        transaction.reach,
        Turns(Texts(spans, {filename: reading.tree})),
        doing or Doing(),
    )
    return Again(scene.perform, transaction, spans, quiet).first()


@dataclass(frozen=True)
class _Scene:
    """A cell that is ready to run, as often as needed."""

    source: str
    asked: str  # the expression asked for
    reading: Reading
    plan: Plan
    given: Sequence[Lifted]
    program: Program
    namespace: dict[str, Any]
    ranges: Mapping[str, str]
    spans: Spans
    taint: Taint
    reach: Reach
    turns: Turns
    doing: Doing

    def perform(self, recording: Recording, recall: Recall | None) -> Made:
        """Run the cell once; the graph of a cell that raises goes as far as the cell got, unless it was interrupted."""
        names = Names(self.namespace, self.plan.literals, self.plan.wanted, recall, self.plan.displays)
        names.expect(name for name in self.reading.bound if name in self.reading.free)
        recording.plain = plain_class if self.plan.plainly else None
        recording.immutable = self.plan.plainly and not changes_data(self.reading)
        attempt = execute(self.program, names, recording, self.turns)
        if isinstance(attempt.error, KeyboardInterrupt):
            return self._interrupted(attempt.error, names, recording)
        try:
            return self._made(attempt, names, recording, recall)
        except KeyboardInterrupt as error:
            return self._interrupted(error, names, recording)

    def _interrupted(self, error: KeyboardInterrupt, names: Names, recording: Recording) -> Made:
        """What is known at once: whoever interrupts a cell waits for nothing more."""
        leaves = [value for value in self._bound().values() if isinstance(value, Value)]
        inputs = [*self.given, *(Lifted(value, "", whole=False) for value in leaves)]
        return Made(
            None,
            inputs,
            names.began,
            self.spans,
            recording,
            error=error,
            taint=self.taint,
            kept=self._keeper,
            listing=listing(self.source),
        )

    def _made(self, attempt: Attempt, names: Names, recording: Recording, recall: Recall | None) -> Made:
        held, after = held_in(self._bound()), reach(self.namespace, self.reading.bound)
        _name_what_went_by(names, held)
        output = self._output(attempt, names, recording, recall)
        lifted = settle_inputs(self.plan, self.given, names, held)
        if attempt.error is None and recall is None:
            check_wanted(self.plan, lifted, names, held, self.reading.lines)
        extra: list[str] = []
        if recall is not None:
            trained = {read.value for read in recording.reads if read.attribute == "write"}
            lifted, extra = kept_slots(lifted, recall, trained)
        elif attempt.error is None and output is not None:
            lifted = lifted or leaves_of(output.value, SEVERAL)
        if recall is None:
            lifted = as_written(lifted, figures(self.reading.tree, self.source))
        return Made(
            output,
            lifted,
            names.began,
            self.spans,
            recording,
            also=[
                *names.current.values(),
                *(value for value in (*after.values, *self.reach.values_now()) if value._serial > names.began),
            ],
            called={
                value: called.names
                for value, called in names.called.items()
                if called.names and called.names != (value.label,)
            },
            ranges=self.ranges if attempt.error is None else {},
            notes=(
                *notes_of(self.plan, lifted, _crowds(names, held), self.namespace),
                *self._notes_on(output, names, recording, attempt),
                *extra_note(extra),
                *(self._noticed if lifted else ()),
                *self._counted(recording, lifted),
                *([f"{after.too_large} is too large for all of it to follow a move."] if after.too_large else ()),
            ),
            last=None if isinstance(attempt.last, Value) else attempt.last,
            error=attempt.error,
            taint=self.taint,
            kept=self._keeper,
            effect=lambda: self._effect,
            listing=listing(self.source),
            scopes=attempt.scopes.frozen if attempt.scopes is not None else None,
            again=recall is not None,
            doing=self.doing,
        )

    def _notes_on(self, output: Output | None, names: Names, recording: Recording, attempt: Attempt) -> Iterator[str]:
        """Why the output, or the number bound last, is a plain one, and why the last line is not the output."""
        if output is not None and output.chosen:
            before = recording.guards[: names.looked.get(output.name)]
            yield chosen_note(output.title, output.value._data, before, self.spans)
        ends_with = self.reading.last.id if isinstance(self.reading.last, ast.Name) else ""
        last = ends_with or names.last
        if output is not None and last in names.numbers and last != output.name and not self.asked:
            value = bound_to(last, self.reading.tree)
            why = self._made_plain(last, recording)
            why = why or (cut_before(value, self.reading.tree, recording, self.spans) if value is not None else "")
            why = why or ("it is a plain number" if ends_with else "")
            yield from [f"{last} is not the output: {why}."] if why else []
        elif output is not None and (cut := self._cut_end(output, attempt, recording)):
            yield f"{quoted(self.reading.last)} is not the output: {cut}."
            return
        if output is not None and attempt.error is None and not self.asked:
            bound = names.last, self.namespace.get(names.last)
            said = unchosen(self.reading.last, attempt.last, bound, output, names.current)
            yield from [said] if said else []

    def _cut_end(self, output: Output, attempt: Attempt, recording: Recording) -> str:
        """What made a plain number of the last expression, if it is more than a way to show the output."""
        last = self.reading.last
        plain = as_number(attempt.last) is not None and not isinstance(attempt.last, bool | Value)
        shows = bool(output.value._prev)
        if last is None or self.asked or output.chosen or not plain or (shows and not isinstance(last, ast.BinOp)):
            return ""
        return cut_before(last, self.reading.tree, recording, self.spans, read=not shows)

    def _counted(self, recording: Recording, lifted: Sequence[Lifted]) -> list[str]:
        """What the cell uses as an int though it is written as a float."""
        inputs = [one.value for one in lifted]
        return floats_as_counts(recording.guards, inputs, self.spans) if self.plan.plainly else []

    def _bound(self) -> dict[str, Any]:
        return {name: self.namespace[name] for name in self.reading.bound if name in self.namespace}

    def _output(self, attempt: Attempt, names: Names, recording: Recording, recall: Recall | None) -> Output | None:
        if attempt.error is not None:
            line = line_of(attempt.error, self.spans, first=True)
            known = last_bound(names.current)
            return known and replace(known, title=self.asked or unreached(self.reading.tree, line))
        last = self.reading.last
        source = ast.get_source_segment(self.source, last) if last else None
        if self.asked or (recall is not None and recall.output is not None):
            name = self.asked or (recall.output if recall is not None else "") or ""
            value = attempt.output if self.asked else self.namespace.get(name) if name else attempt.last
            return self._named(name or source or "the output", value, recording, again=recall is not None)
        chosen = self._chosen(attempt, source or "", names, recording)
        if chosen is not None:
            return chosen
        why = " ".join(plain_notes(self.plan, self.namespace, alone=True))
        try:
            return found_output(attempt.last, source or "the last expression", names.current, self._bound(), why)
        except CellProblem:
            number = as_number(self.namespace.get(names.last))
            led = leads_to_numbers(recording.guards) and not self._made_plain(names.last, recording)
            if number is None or not led:
                raise
            return answer(names.last, number, names.last)

    def _chosen(self, attempt: Attempt, source: str, names: Names, recording: Recording) -> Output | None:
        """The plain number that a branch has made of what the cell ends with, if one has."""
        if isinstance(attempt.last, Value):
            return None
        choices = Choices(self.reading.tree, self.namespace, names.numbers)
        last, number = self.reading.last, as_number(attempt.last)
        if last is not None and number is not None and choices.leads_to(last, number, names.is_guarded(recording)):
            return answer(source, number, source if source.isidentifier() else "")
        number = as_number(self.namespace.get(names.last))
        if number is None or not choices.has(names.last) or self._made_plain(names.last, recording):
            return None
        return answer(names.last, number, names.last)

    def _named(self, title: str, value: Any, recording: Recording, *, again: bool) -> Output:
        """The output that was asked for, now or by the first run; a branch may have led to a plain number."""
        number = as_number(value)
        made_plain = self._made_plain(title, recording) if number is not None else ""
        if number is not None and (again or (leads_to_numbers(recording.guards) and not made_plain)):
            return answer(title, number, title if title.isidentifier() else "")
        why = f"{made_plain}." if made_plain else " ".join(plain_notes(self.plan, self.namespace))
        return replace(named_output(title, value, why), name=title if title in self.namespace else "")

    def _made_plain(self, name: str, recording: Recording) -> str:
        return made_plain(name, self.reading.tree, recording, self.spans)

    def _keeper(self, read: Read) -> str:
        position = self.spans.position(read.site)
        if position is None or not self.spans.owns(read.site[0]):
            return ""
        return self._kept.get(position[2:], "")

    @cached_property
    def _noticed(self) -> Sequence[str]:
        """What the first run is told about; the text does not change after it."""
        return noticed(self.reading.tree, self.namespace, plainly=self.plan.plainly)

    @cached_property
    def _kept(self) -> Mapping[tuple[int, int], str]:
        return kept_reads(self.reading.tree, self.reach.indirect)

    @cached_property
    def _effect(self) -> str:
        own = effect_of(self.reading.tree, self.namespace)
        return own or effect_in(self.reach.names, self.namespace, self.spans)


def _begins(source: str) -> str:
    """What a sentence to the user calls a cell."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.lstrip().startswith(("#", "%%"))]
    return f"the cell that begins with '{lines[0][:40]}'" if lines else "another cell"


def _name_what_went_by(names: Names, held: Held) -> None:
    """Name what containers hold and what was bound behind our back; then number the older Values."""
    names.catch_up()
    for value, path in names.held.items():
        if not value.label:
            names.note(path, value)
    for inside in held.values():
        for path, value in inside if len(inside) <= SEVERAL else ():
            if path and not value.label:
                names.note(path, value)
    names.tell_apart()


def _crowds(names: Names, held: Held) -> dict[str, int]:
    """How many leaves each name holds, where they are too many for a slider each."""
    found = {name: len(values) for name, values in names.leaves.items()}
    found |= {name: sum(names.own_leaf(value) for _, value in inside) for name, inside in held.items()}
    return {name: count for name, count in found.items() if count > SEVERAL}


def _rebound(reading: Reading) -> set[str]:
    """The names that the cell binds before it reads them: what they hold is of its own last run, and of no interest."""
    return set(reading.bound) - set(reading.needed)


def _reaches_values(before: Reach, namespace: Mapping[str, Any]) -> bool:
    """Whether a cell can get hold of Values of earlier cells, or calls functions that make some."""
    known = "Value" in before.indirect or bool(before.values)
    return known or lead_to_values(namespace[name] for name in before.names if name in namespace)


def _free(reading: Reading, expression: ast.Expression | None) -> list[str]:
    asked = names_read(expression) if expression else []
    return list(dict.fromkeys([*reading.free, *(name for name in asked if name not in reading.bound)]))


def _check_ranges(ranges: Mapping[str, str], reading: Reading, namespace: Iterable[str]) -> None:
    known = {*reading.bound, *namespace}
    for name, text in ranges.items():
        range_of(name, text)
        if name.partition("[")[0].rstrip(MARKS) not in known and not name.startswith("input "):
            raise CellProblem(f"There is no {name} to give a range.{nearest(name, known)}")
