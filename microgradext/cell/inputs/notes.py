"""Notes: what became an input, what did not, and why, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from .inputs import Plan
from .names import MARKS, SEVERAL, Lifted, is_number
from .plain import Plain

COUNTED = ("as ", "in ")
"""How the reasons begin why an int is a count, an index or an argument."""

NOTHING = "Nothing to vary: no inputs."

MARK = MARKS[0]
"""How the mark begins that tells the older Values of a name from its last."""


def notes_of(
    plan: Plan, inputs: Sequence[Lifted], crowds: Mapping[str, int], bound: Mapping[str, Any]
) -> tuple[str, ...]:
    """The sentences about a cell.

    `crowds` counts the leaves under each name that holds too many for a slider each; `bound` is what the names hold
    after the run.
    """
    return (*inputs_note(inputs), *_sentences(plan, crowds, bound))


def inputs_note(inputs: Sequence[Lifted]) -> tuple[str, ...]:
    """That there is no input; which inputs there are is plain to see."""
    return () if inputs else (NOTHING,)


def marks_note(labels: Iterable[str]) -> tuple[str, ...]:
    """What the marks of names that are bound more than once mean, if the picture has any.

    >>> marks_note(["x⁽¹⁾", "x⁽²⁾", "x", "y"])
    ('x is bound more than once: x⁽¹⁾ is an earlier value, and x the last.',)
    """
    names = list(dict.fromkeys(label.partition(MARK)[0] for label in labels if MARK in label))
    if not names:
        return ()
    if len(names) == 1:
        return (f"{names[0]} is bound more than once: {names[0]}⁽¹⁾ is an earlier value, and {names[0]} the last.",)
    return (f"{listed(names)} are bound more than once: ⁽¹⁾ marks an earlier value, and the last has no mark.",)


def extra_note(names: Sequence[str]) -> tuple[str, ...]:
    """Which numbers appeared in a branch that the first run did not take."""
    if not names:
        return ()
    has = "has" if len(names) == 1 else "have"
    return (f"{listed(names)} {has} no slider: only this branch sets {'it' if len(names) == 1 else 'them'}.",)


def listed(items: Sequence[str]) -> str:
    """The items as a sentence lists them; only the first ones if there are many.

    >>> listed(['a', 'b', 'c'])
    'a, b and c'
    """
    if len(items) > SEVERAL:
        return f"{', '.join(items[: SEVERAL - 1])} and {len(items) - SEVERAL + 1} more"
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def in_lines(numbers: Iterable[int]) -> str:
    """The lines as a sentence names them.

    >>> in_lines([3, 1, 3])
    'lines 1 and 3'
    """
    lines = sorted(set(numbers))
    return f"{'line' if len(lines) == 1 else 'lines'} {listed([str(line) for line in lines])}"


def _sentences(plan: Plan, crowds: Mapping[str, int], bound: Mapping[str, Any]) -> Iterator[str]:
    if plan.became:
        was = "was a plain number and is a Value" if len(plan.became) == 1 else "were plain numbers and are Values"
        yield f"{listed(plan.became)} {was} from now on."
    yield from plain_notes(plan, bound)
    for name, count in crowds.items():
        if name in plan.wanted or name in plan.given:
            continue
        yield f"{name} holds {count} Values, more than {SEVERAL}, so they have no sliders; -w {name} gives them some."
    if plan.bystanders:
        stay = "stays as it is" if len(plan.bystanders) == 1 else "stay as they are"
        yield f"{listed(plan.bystanders)} {_come(plan.bystanders)} and {stay}; {_option(plan.bystanders)}."


def plain_notes(plan: Plan, bound: Mapping[str, Any], *, alone: bool = False) -> Iterator[str]:
    """Why some numbers of the cell are not inputs; `bound` is what the names hold after the run.

    `alone` tells of a count too how it becomes an input all the same: for where the cell has nothing else to vary.
    """
    plain = [one for one in _once(plan.plain) if one.why != "result" or is_number(bound.get(one.name))]
    for why, group in groupby(sorted(plain, key=lambda one: one.why), key=lambda one: one.why):
        found = list(group)
        yield from _reasons(why, found)
        if alone and why.startswith(COUNTED):
            names = [one.name for one in found]
            written = listed([f"int({name})" for name in names])
            yield f"{_option(names)}, with {written} in {_lines(found)}."


def _reasons(why: str, group: Sequence[Plain]) -> Iterator[str]:
    names = [one.name for one in group]
    subject, lines, several = listed(names), _lines(group), len(names) > 1
    are = "are" if several else "is"
    so = "so they are plain numbers" if several else "so it is a plain number"
    match why:
        case "accumulates" | "counts":
            only, has = ("", "they have no sliders") if several else ("s", "it has no slider")
            yield f"{subject} only {why.removesuffix('s')}{only} ({lines}), so {has}; {_option(names)}."
        case "data":
            of = "their numbers have" if several else "its numbers have"
            count = "count" if several else "counts"
            yield f"{subject} {count} as data ({lines}), so {of} no sliders; -w {','.join(names)} makes them inputs."
        case "nested":
            yield f"{subject} {are} bound inside an expression ({lines}), {so}; a statement of its own makes an input."
        case "wrapped":
            yield f"{subject} {are} passed to Value ({lines}), {so}."
        case "result":
            results = "the results of calls" if several else "the result of a call"
            yield f"{subject} {are} {results} ({lines}), {so}; {_option(names)}."
        case "loop":
            yield f"{subject} {are} bound in a loop ({lines}), {so}; {_option(names)}."
        case "through":
            runs = "run" if several else "runs"
            yield f"{subject} {runs} through numbers in a loop ({lines}), {so}; {_option(names)}."
        case "array":
            yield from (_array(one) for one in group)
        case "global":
            yield from (_global(one) for one in group)
        case "inexact":
            too = "whole numbers" if several else "a whole number"
            point = f"write {'them' if several else 'it'} with a decimal point to make {_inputs(names)}"
            yield f"{subject} {are} {too} that a float cannot hold exactly ({lines}), {so}; {point}."
        case _ if why.startswith("only in "):
            yield f"{subject} {are} used {why} ({lines}), {so}; {_option(names)}."
        case _:
            stay = "so they stay plain numbers" if several else "so it stays a plain number"
            yield f"{subject} {are} used {why} ({lines}), {stay}."


def _array(one: Plain) -> str:
    instead = f"bind its list to a name of its own and write {one.name} = {one.function}(that name)"
    return f"{one.name} is an array of numbers (line {one.line}), so they are data; to make them inputs, {instead}."


def _global(one: Plain) -> str:
    instead = f"let {one.function} return the new number instead"
    return f"{one.name} is declared global in {one.function} (line {one.line}), so it is a plain number; {instead}."


def _once(plain: Iterable[Plain]) -> list[Plain]:
    return list({(one.name, one.why): one for one in plain}.values())


def _come(names: Sequence[str]) -> str:
    return "comes from an earlier cell" if len(names) == 1 else "come from earlier cells"


def _option(names: Sequence[str]) -> str:
    return f"-w {','.join(names)} makes {_inputs(names)}"


def _inputs(names: Sequence[str]) -> str:
    return "it an input" if len(names) == 1 else "them inputs"


def _lines(group: Sequence[Plain]) -> str:
    return in_lines(one.line for one in group)
