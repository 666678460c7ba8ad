"""Run of a cell: from its text to its outcome."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.recording import Recording
from ..engine.value import Value
from .containers import Held, held_in
from .inputs import Plan, check_wanted, label_earlier, leaves_of, lift_given, plan_inputs, settle_inputs
from .names import SEVERAL, Lifted, Names
from .notes import notes_of, plain_notes
from .outcome import Made, Run, outcome, stopped
from .output import Output, found_output, last_bound, named_output, names_read, read_output
from .problem import CellProblem, nearest
from .program import Attempt, compiled, execute
from .ranges import range_of
from .reading import Reading, read
from .spans import Spans, keep_text

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
) -> Run:
    """Run the text of a cell in `namespace` and differentiate its output with respect to its inputs.

    `output` is an expression, evaluated when the cell has run; `wrt` names further inputs; `ranges` says by input what
    its slider runs over, as in `{"a": "-5:5:0.1"}`. Tracebacks find the text under `filename`.
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
    plan = plan_inputs(reading, free, namespace, wrt)
    asked = keep_text(output.strip(), "output") if expression else ""
    program = compiled(reading, expression, filename, compile_flags, asked)
    # From here on things change.
    label_earlier(free, namespace)
    given = lift_given(plan, namespace)
    names, recording = Names(namespace, plan.literals, plan.wanted), Recording()
    names.expect(name for name in reading.bound if name in reading.free)
    attempt = execute(program, names, recording)
    spans = Spans({filename: source, asked: output.strip()})
    return _Scene(source, output.strip(), reading, plan, given, names, spans).settled(recording, attempt, ranges or {})


@dataclass(frozen=True, slots=True)
class _Scene:
    """A cell that has run."""

    source: str
    asked: str  # the expression asked for
    reading: Reading
    plan: Plan
    given: Sequence[Lifted]
    names: Names
    spans: Spans

    def settled(self, recording: Recording, attempt: Attempt, ranges: Mapping[str, str]) -> Run:
        """The run, also of a cell that raised: the graph as far as it came."""
        held = held_in(self._bound())
        _name_what_went_by(self.names, held)
        output = self._output(attempt)
        if output is None:
            return Run(None, (), (), "", stopped=stopped(attempt.error, self.spans), error=attempt.error)
        lifted = self._inputs(output, held, failed=attempt.error is not None)
        made = Made(
            output,
            lifted,
            self.names.began,
            self.spans,
            recording,
            also=[*self.names.current.values(), *(value for inside in held.values() for _, value in inside)],
            called=self.names.called,
            ranges={} if attempt.error else ranges,
            notes=notes_of(self.plan, lifted, _crowds(self.names, held)),
            last=None if isinstance(attempt.last, Value) else attempt.last,
            error=attempt.error,
        )
        return outcome(made)

    def _bound(self) -> dict[str, Any]:
        return {name: self.names.namespace[name] for name in self.reading.bound if name in self.names.namespace}

    def _output(self, attempt: Attempt) -> Output | None:
        if attempt.error is not None:
            return last_bound(self.names.current)
        why = " ".join(plain_notes(self.plan))
        if self.asked:
            return named_output(self.asked, attempt.output, why)
        last = self.reading.last
        text = ast.get_source_segment(self.source, last) if last else None
        return found_output(attempt.last, text or "the last expression", self.names.current, self._bound(), why)

    def _inputs(self, output: Output, held: Held, *, failed: bool) -> list[Lifted]:
        lifted = settle_inputs(self.plan, self.given, self.names, held)
        if failed:
            return lifted
        check_wanted(self.plan, lifted, self.names, held, self.reading.lines)
        return lifted or leaves_of(output.value, SEVERAL)


def _name_what_went_by(names: Names, held: Held) -> None:
    """Name what a container holds and what was bound behind our back; then number the older ones."""
    names.catch_up()
    for inside in held.values():
        for path, value in inside if len(inside) <= SEVERAL else ():
            if path and not value.label:
                names.note(path, value)
    names.tell_apart()


def _crowds(names: Names, held: Held) -> dict[str, int]:
    """How many leaves there are where they are too many for a slider each."""
    found = {name: len(values) for name, values in names.leaves.items()}
    found |= {name: sum(names.own_leaf(value) for _, value in inside) for name, inside in held.items()}
    return {name: count for name, count in found.items() if count > SEVERAL}


def _free(reading: Reading, expression: ast.Expression | None) -> list[str]:
    asked = names_read(expression) if expression else []
    return list(dict.fromkeys([*reading.free, *(name for name in asked if name not in reading.bound)]))


def _check_ranges(ranges: Mapping[str, str], reading: Reading, namespace: Iterable[str]) -> None:
    known = {*reading.bound, *namespace}
    for name, text in ranges.items():
        range_of(name, text)
        if name.partition("[")[0].rstrip("⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′") not in known and not name.startswith("input "):
            raise CellProblem(f"There is no {name} to give a range.{nearest(name, known)}")
