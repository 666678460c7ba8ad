"""Inputs: which numbers get a slider. Decided before the cell runs where its text tells, the rest afterwards."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...engine.archive import grown
from ...engine.graph import Graph
from ...engine.node import LEAF
from ...engine.order import reachable, sort
from ...engine.value import Value
from ..problem import CellProblem, nearest
from ..text.figures import Figures, figure
from ..text.reading import Literal, Place, Reading
from .containers import Held, members
from .names import SEVERAL, Lifted, Names, Recall, is_number, lifted
from .plain import Elsewhere, Plain, counted, displayed, makes_values, nested_numbers, other_numbers, plain_numbers
from .ranges import Range, range_of


@grown
@dataclass(frozen=True, slots=True)
class Input:
    """A leaf with a slider; where the range is None, the number suggests it."""

    name: str
    node: int
    value: float  # when the cell ran
    whole: bool  # the cell wrote it as an int
    min: float | None = None
    max: float | None = None
    step: float | None = None
    text: str = ""  # the number as the cell has it, if it does


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known about the inputs before the cell runs."""

    literals: Mapping[Place, tuple[Literal, ...]]  # numbers of the cell that become inputs
    displays: frozenset[Place]  # lists, tuples and dicts of the cell whose numbers become inputs
    wanted: frozenset[str]  # names asked for that the cell binds
    given: tuple[str, ...]  # names of the namespace that become inputs
    became: tuple[str, ...]  # those that were plain numbers
    plain: tuple[Plain, ...]  # numbers of the cell that do not become inputs
    bystanders: tuple[str, ...]  # names of the namespace that could be inputs but are not
    plainly: bool  # the cell is written with numbers, so its Values answer as numbers


def plan_inputs(
    reading: Reading,
    free: Sequence[str],
    namespace: Mapping[str, Any],
    wrt: Sequence[str] = (),
    elsewhere: Elsewhere = frozenset,
    reaches_values: Callable[[], bool] = lambda: False,
) -> Plan:
    """Choose the inputs; raises CellProblem for a name in `wrt` that cannot be one.

    `reaches_values` says whether the cell can get hold of Values of earlier cells. Where there is nothing else to vary,
    the numbers of its lists are inputs; where there is none of these either, even what it only adds to.
    """
    for name in wrt:
        _check(name, reading, namespace)
    plain = plain_numbers(reading, namespace, elsewhere)
    wanted = frozenset(wrt) & frozenset(reading.bound)
    literals = {place: found for place, found in reading.literals.items() if place not in plain or place[1] in wanted}
    could = [name for name in free if name not in wrt and _can_vary(name, reading, namespace)]
    makes = makes_values(reading)
    alone = not (literals or wrt or makes)
    asked = [name for name in wrt if name in namespace and name not in _first_bound(reading)]
    given = could if alone else asked
    data = displayed(reading, namespace, elsewhere)
    bare = alone and not given and not reaches_values()
    shown = frozenset(data if bare else ())
    if bare and not shown:
        literals = {place: reading.literals[place] for place in reading.accumulators if place in plain}
    told = [*_told(reading, namespace, plain, literals, wanted, alone and not given), *_data(data, shown, wanted)]
    return Plan(
        literals=literals,
        displays=shown,
        wanted=wanted,
        given=tuple(given),
        became=tuple(name for name in given if is_number(namespace[name])),
        plain=tuple(told),
        bystanders=() if alone else tuple(could),
        plainly=not makes,
    )


def _told(
    reading: Reading,
    namespace: Mapping[str, Any],
    plain: Mapping[Place, Plain],
    literals: Mapping[Place, object],
    wanted: frozenset[str],
    alone: bool,
) -> Iterator[Plain]:
    """The numbers that are worth a note; of counters and counts under a name that functions rebind, if no input is."""
    for place, found in plain.items():
        number = reading.literals[place][0].value
        usual = found.usual or (found.why == "global" and not isinstance(number, float))
        if place not in literals and (alone or not usual):
            yield found
    if alone:
        yield from (Plain(name, line, "array", callee) for (line, name), callee in reading.arrays.items())
    yield from nested_numbers(reading)
    yield from (one for one in other_numbers(reading, namespace, alone) if one.name not in wanted)


def _data(data: Mapping[Place, Plain], shown: Container[Place], wanted: Container[str]) -> list[Plain]:
    return [found for place, found in data.items() if place not in shown and found.name not in wanted]


def lift_given(plan: Plan, namespace: dict[str, Any]) -> list[Lifted]:
    """Replace the numbers under the given names by Values for good, so that code that reads them sees the inputs."""
    found: list[Lifted] = []
    for name in plan.given:
        namespace[name] = lifted(name, namespace[name], found)
    made = {one.value for one in found}
    for name in plan.given:
        held = [(name, namespace[name]), *members(name, namespace[name])]
        for path, value in held:
            if is_leaf(value):
                value.label = value.label or path
        found += [Lifted(value, path, False) for path, value in held if is_leaf(value) and value not in made]
    return found


def label_earlier(free: Iterable[str], namespace: Mapping[str, Any]) -> None:
    """Label the unlabelled Values of earlier cells with the names under which this cell reads them."""
    for name in free:
        value = namespace.get(name)
        held = members(name, value)
        for path, one in [(name, value), *(held if len(held) <= SEVERAL else ())]:
            if isinstance(one, Value) and path and not one.label:
                one.label = path


def settle_inputs(plan: Plan, given: Sequence[Lifted], names: Names, held: Held) -> list[Lifted]:
    """The inputs of the run in the order in which they were made."""
    found = {one.value: one for one in (*given, *names.lifted)}
    for name, values in names.leaves.items():
        if len(values) <= SEVERAL or name in plan.wanted:
            for value in values:
                found.setdefault(value, Lifted(value, name, False))
    for name, inside in held.items():
        leaves = [value for _, value in inside if is_leaf(value) and (names.own_leaf(value) or name in plan.wanted)]
        if len(leaves) <= SEVERAL or name in plan.wanted:
            for value in leaves:
                found.setdefault(value, Lifted(value, name, False))
    return sorted(found.values(), key=lambda one: one.value._serial)


def as_written(lifted: Iterable[Lifted], texts: Figures) -> list[Lifted]:
    """The inputs with their numbers as the cell has them."""
    return [replace(one, text=figure(texts.get(_path(one), ()), one.value._data, whole=one.whole)) for one in lifted]


def _path(one: Lifted) -> str:
    """The name or the place in a container, without the mark of a name that was bound again."""
    return (one.value.label or one.name).partition("⁽")[0]


def kept_slots(lifted: Sequence[Lifted], recall: Recall, trained: Container[object]) -> tuple[list[Lifted], list[str]]:
    """The inputs of a rerun: those of the first run, in their order; and the names of what else it made of literals.

    An input whose literal was not reached stays what it was. One of the same name takes its place. What the code itself
    has `trained` follows, as in the first run.
    """
    made = {one.value: one for one in lifted}
    before = {slot.value for _, slot in recall.slots}
    fresh = {name: one for name, one in zip(_names(lifted), lifted, strict=True) if one.value not in before}
    kept = [
        replace(made.get(slot.value) or fresh.pop(name, None) or slot, text=slot.text) for name, slot in recall.slots
    ]
    changed = {name: one for name, one in fresh.items() if one.value in trained}
    return [*kept, *changed.values()], [name for name in fresh if name not in changed]


def check_wanted(plan: Plan, inputs: Sequence[Lifted], names: Names, held: Held, lines: Mapping[str, int]) -> None:
    """Raise CellProblem for a name that was asked for and turned out to be computed."""
    found = {one.value for one in inputs}
    lifted = {one.name.partition("[")[0] for one in inputs}
    for name in plan.wanted - lifted:
        values = [
            *([names.current[name]] if name in names.current else ()),
            *(value for _, value in held.get(name, ())),
        ]
        if not any(value in found for value in values):
            raise CellProblem(f"{name} is computed in this cell (line {lines[name]}), so it cannot be an input.")


def leaves_of(output: Value, most: int | None = None) -> list[Lifted]:
    """The labelled leaves that `output` was computed from; if there are none, all leaves, up to `most` of them."""
    leaves = [value for value in reachable([output]) if is_leaf(value)]
    sort(leaves)
    labelled = [value for value in leaves if value.label]
    chosen = labelled or (leaves if most is None or len(leaves) <= most else [])
    return [Lifted(value, value.label, False) for value in chosen]


def inputs_in(
    graph: Graph, lifted: Sequence[Lifted], ranges: Mapping[str, str], *, strict: bool = True
) -> tuple[Input, ...]:
    """The inputs as the graph has them; if `strict`, CellProblem for a range of something that is not an input."""
    called = list(_names(lifted))
    limits = _limits(called, [one.name for one in lifted], ranges, strict)
    return tuple(
        _input(name, node, one, limits.get(name)) for name, node, one in zip(called, graph.inputs, lifted, strict=True)
    )


def _input(name: str, node: int, one: Lifted, given: Range | None) -> Input:
    low, high, step = (given.min, given.max, given.step) if given else (None, None, None)
    return Input(name, node, one.value._data, one.whole, low, high, step, one.text)


def _names(lifted: Iterable[Lifted]) -> Iterator[str]:
    """A unique name for each input."""
    taken: set[str] = set()
    for count, one in enumerate(lifted, 1):
        name = one.value.label or one.name or f"input {count}"
        while name in taken:
            name += "′"
        taken.add(name)
        yield name


def _limits(called: Sequence[str], short: Sequence[str], ranges: Mapping[str, str], strict: bool) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for name, text in ranges.items():
        limits = range_of(name, text)
        matching = [full for full, bare in zip(called, short, strict=True) if name == full] or [
            full for full, bare in zip(called, short, strict=True) if name == bare
        ]
        if not matching and strict:
            raise CellProblem(f"{name} is not an input, so it has no slider.{_choose(name, called)}")
        found.update(dict.fromkeys(matching, limits))
    return found


def _choose(name: str, called: Sequence[str]) -> str:
    return nearest(name, called) or f" Inputs: {', '.join(called[:SEVERAL]) or 'none'}."


# What was asked for


def _check(name: str, reading: Reading, namespace: Mapping[str, Any]) -> None:
    if name in reading.nested:
        raise CellProblem(
            f"{name} gets its number inside an expression (line {reading.nested[name]}), where it stays a plain number:"
            f" bind it in a statement of its own, {name} = …, to make it an input."
        )
    if name in _first_bound(reading):
        return
    if name not in namespace:
        known = [*reading.bound, *(each for each in namespace if not each.startswith("_"))]
        raise CellProblem(f"There is no {name} to make an input of.{nearest(name, known)}")
    _check_value(name, namespace[name])


def _check_value(name: str, value: Any) -> None:
    if isinstance(value, Value) and not is_leaf(value):
        leaves = [one.name for one in leaves_of(value) if one.name]
        instead = f": its inputs are {', '.join(leaves[:SEVERAL])}." if leaves else "."
        raise CellProblem(f"{name} is computed from other Values, so it cannot be an input{instead}")
    varies = is_number(value) or is_leaf(value) or isinstance(value, list | tuple | dict)
    if not varies or (isinstance(value, list | tuple | dict) and not _holds_numbers(name, value)):
        kind = type(value).__name__
        raise CellProblem(
            f"{name} is of type {kind}, so it cannot be an input: a number, a Value or a list or dict of them can."
        )


def _holds_numbers(name: str, container: Any) -> bool:
    items = container.values() if isinstance(container, dict) else container
    plain = any(is_number(item) for item in items)
    return plain or any(is_leaf(value) for _, value in members(name, container))


# What could be an input


def _first_bound(reading: Reading) -> frozenset[str]:
    """The names that the cell binds before it reads them."""
    return frozenset(reading.bound) - frozenset(reading.free)


def _can_vary(name: str, reading: Reading, namespace: Mapping[str, Any]) -> bool:
    value = namespace.get(name)
    if name.startswith("_"):  # IPython's results
        return False
    if isinstance(value, int) and counted(name, reading.counts.get(name, ()), reading, namespace):
        return False
    inside = members(name, value)
    few = 0 < len(inside) <= SEVERAL and all(is_leaf(one) for _, one in inside)
    return is_number(value) or is_leaf(value) or few


def is_leaf(value: object) -> bool:
    """Whether `value` is a Value that was made from a number."""
    return isinstance(value, Value) and value._code == LEAF
