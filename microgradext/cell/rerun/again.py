"""Again: a piece of code that has run and can run again at other points of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import CodeType

from ...engine.frame import counted
from ...engine.node import written
from ...engine.recording import Place, Recording
from ...engine.value import Value
from ..inputs.names import Lifted, Recall
from ..outcome.mode import Facts, Suspicion, moved_by, on_demand
from ..outcome.outcome import Made, Run, judged, outcome, stopped
from ..problem import CellProblem
from ..text.constants import same
from ..text.effects import said
from ..text.spans import Spans
from .confirm import compare
from .lasting import Effect, Watch, watching
from .prints import Heard, Quiet, overheard, silenced
from .randomness import Randomness
from .transaction import Transaction, carry

Perform = Callable[[Recording, Recall | None], Made]
"""Runs the code once; the second argument is None in the first run. An error of the code is part of the result."""


class OnDemand(CellProblem):
    """A rerun was stopped before it did what cannot be undone; the next one is allowed to."""


class Again:
    """Runs code with `first()` the first time, and again whenever `Run.again` is called."""

    def __init__(self, perform: Perform, transaction: Transaction, spans: Spans, quiet: Quiet | None = None) -> None:
        self._perform = perform
        self._transaction = transaction
        self._spans = spans
        self._quiet = quiet
        self._randomness = Randomness(transaction.reach.generators)
        self._suspicion = Suspicion()
        self._places: dict[Place, Value] = {}  # the inputs that the code has made in any run
        self._codes: dict[int, CodeType] = {}  # kept alive, since places refer to them by identity
        self._numbers: dict[Value, float] = {}  # where each input was last
        self._written: dict[Value, float] = {}  # the number that the code gave each
        self._run = Run(None, (), (), "")
        self._names: list[str] = []  # of the inputs, as the first run called them
        self._output: str | None = None  # the name of the output
        self._facts = Facts()
        self._noun = "cell"
        self._effect: Effect | None = None  # what the code did in some run that cannot be undone

    def first(self) -> Run:
        """The run that the user asked for; what it prints is shown."""
        recording = Recording()
        watch = Watch(stops=False)
        with overheard() as heard, watching(watch):
            made = self._performed(recording, None, watch)
            found = outcome(made, self._suspicion)
        run = replace(found.run, printed=heard.text)
        self._names = [each.name for each in run.inputs]
        self._output = made.output.name if made.output is not None else None
        return run if run.error is not None else self._settled(run, found.facts, recording)

    def _again(self, inputs: Sequence[Value], names: Sequence[str], point: Sequence[float]) -> Run:
        """One whole rerun."""
        numbers = dict(zip(inputs, _checked(point, len(inputs)), strict=True))
        self._transaction.check(inputs)
        recording = Recording(earlier=self._places, numbers={**self._numbers, **numbers})
        before, heard, facts = self._older(inputs), Heard(), Facts()
        watch = Watch(stops=self._run.mode != "click")
        try:
            with self._randomness.restored(), silenced(heard, self._quiet), watching(watch):
                self._transaction.put_back([*before, *self._places.values()])
                recall = self._recall(numbers, names)
                run, facts = self._rerun(recording, numbers, recall, before, watch)
        except CellProblem as problem:
            self._transaction.undo(recording)
            raise (self._asks(watch) if watch.stopped else problem) from None
        except BaseException as error:  # an interrupt, say, while our own code is at work
            run = Run(None, (), (), self._run.title, error=error, stopped=stopped(error, self._spans))
        if watch.stopped:
            self._transaction.undo(recording)
            raise self._asks(watch)
        run = replace(run, printed=heard.text)
        if run.error is None:
            return self._settled(run, facts, recording)
        self._transaction.undo(recording)
        return run

    def _rerun(
        self, recording: Recording, numbers: Mapping[Value, float], recall: Recall, before: Iterable[Value],
        watch: Watch,
    ) -> tuple[Run, Facts]:  # fmt: skip
        for value, number in numbers.items():
            value._data = number
        written(numbers)
        carry(value for value in before if value not in numbers)
        made = self._performed(recording, recall, watch)
        if made.error is not None:
            return Run(None, (), (), "", error=made.error, stopped=stopped(made.error, made.spans)), Facts()
        found = outcome(made, self._suspicion)
        run = found.run
        if run.frozen:
            raise CellProblem(run.frozen)
        if run.error is None and run.graph is not None and self._run.graph is not None:
            compare(
                self._run.graph, list(numbers.values()), run.graph, run.values, self._facts, self._suspicion,
                made.spans, made.noun,
            )  # fmt: skip
            run = judged(run, found.facts, self._suspicion, made)
        return run, found.facts

    def _performed(self, recording: Recording, recall: Recall | None, watch: Watch) -> Made:
        """Run the code once; what it was seen to do counts beside what its text says."""
        made = self._perform(recording, recall)
        self._noun, self._effect = made.noun, self._effect or watch.effect
        return replace(made, effect=lambda: self._words(self._effect or watch.effect) or made.effect())

    def _words(self, effect: Effect | None) -> str:
        """An effect in words, as in 'open (line 3 of log_it)'."""
        if effect is None:
            return ""
        span = self._spans(effect.site)
        return f"{said(span.text if span else '') or effect.event} ({self._spans.words(effect.site)})"

    def _asks(self, watch: Watch) -> OnDemand:
        """From now on the code runs again only on demand, since it was about to do what cannot be undone."""
        why = on_demand(self._words(watch.effect), self._noun)
        self._effect = self._effect or watch.effect
        self._run = replace(self._run, mode="click", why=why)
        return OnDemand(why)

    def _recall(self, numbers: Mapping[Value, float], names: Sequence[str]) -> Recall:
        moved = {
            name: number
            for name, (value, number) in zip(names, numbers.items(), strict=True)
            if not same(number, self._written[value])
        }
        slots = [
            Lifted(value, name, each.whole, each.text)
            for name, value, each in zip(self._names, numbers, self._run.inputs, strict=True)
        ]
        return Recall(moved, frozenset(numbers), tuple(zip(self._names, slots, strict=True)), self._output)

    def _older(self, inputs: Sequence[Value]) -> list[Value]:
        """The inputs that existed before the first run, and what was computed from them by then."""
        older = self._transaction.is_older
        given = [value for value in inputs if older(value)]
        if not given:
            return []
        roots = [value for value in (*self._run.values, *self._transaction.reach.values) if older(value)]
        return list(moved_by(given, roots))

    def _settled(self, run: Run, facts: Facts, recording: Recording) -> Run:
        """Remember a run that has succeeded, and let it run again."""
        self._transaction.settle(recording)
        inputs = [run.values[each.node] for each in run.inputs]
        self._keep(inputs, recording)
        self._run, self._facts = run, facts
        return replace(run, again=partial(self._again, inputs, [each.name for each in run.inputs]))

    def _keep(self, inputs: Sequence[Value], recording: Recording) -> None:
        for value in inputs:
            if value in recording.made:
                (code, offset), count = recording.made[value]
                self._places[id(code), offset, count] = value
                self._codes[id(code)] = code
        known = dict.fromkeys([*self._places.values(), *inputs])
        here = {**recording.numbers, **{value: value._data for value in inputs}}
        self._numbers = {value: here.get(value, value._data) for value in known}
        self._written = {value: self._written.get(value, value._data) for value in known}


def _checked(point: Sequence[float], expected: int) -> list[float]:
    if len(point) != expected:
        raise ValueError(
            f"this run has {counted(expected, 'input')}, but the point has {counted(len(point), 'number')}"
        )
    return [float(number) for number in point]
