"""Segments: a list of primitives divided into stretches that are compiled and, between them, NumPy's functions.

What goes from one stretch to another passes through a column of a scratch array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .numbering import Numbering, Operand

ARITHMETIC = frozenset(
    "input add sub mul div neg abs sqrt maximum isinf where lt le gt ge eq ne and or".split(),
)
"""What every compiler computes to the same bits."""

LONGEST = 1000
"""The most primitives in a segment: a compiler takes more than twice as long for twice as many."""


@dataclass(slots=True)
class Segment:
    """What is compiled, and the functions of NumPy's that come after it; all are positions of primitives."""

    computed: list[int] = field(default_factory=list)
    loaded: list[int] = field(default_factory=list)  # inputs and columns that it reads
    stored: list[int] = field(default_factory=list)  # what it puts into columns
    called: list[int] = field(default_factory=list)  # functions of NumPy's, from columns to columns
    results: list[tuple[str, int, int]] = field(default_factory=list)  # an array, which column of it, what goes there


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments in order, and the column of each primitive that has one."""

    segments: list[Segment]
    columns: dict[int, int]


def divided(program: Numbering, needed: list[bool], compiled: frozenset[str] = ARITHMETIC) -> Segments:
    """Divide the primitives of `program` that are `needed`, each as early as its operands allow.

    `compiled` names what can be compiled; the rest is NumPy's.

    >>> program = Numbering()
    >>> x = program.input(0)
    >>> program.output = program.binary("mul", program.unary("exp", program.unary("neg", x)), x)
    >>> [(each.computed, each.called) for each in divided(program, [True] * 4).segments]
    [([1], [2]), ([3], [])]
    """
    place = _places(program, needed, compiled)
    made = [Segment() for _ in range(max(place.values(), default=0) + 1)]
    for index, segment in place.items():
        function = program.primitives[index].function
        if function in compiled:
            if function != "input":
                made[segment].computed.append(index)
        else:
            made[segment].called.append(index)
    for name, position, operand in _results(program):
        called = program.primitives[operand].function not in compiled
        segment = place[operand] + called
        if segment == len(made):
            made.append(Segment())
        made[segment].results.append((name, position, operand))
    return Segments(made, _passed(program, made, place, compiled))


def _places(program: Numbering, needed: list[bool], compiled: frozenset[str]) -> dict[int, int]:
    """The segment of each primitive; a function of NumPy's runs after what is compiled of its own."""
    levels = _levels(program, needed, compiled)
    by_level: list[list[int]] = [[] for _ in range(max(levels.values(), default=0) + 1)]
    for index in sorted(levels):
        if program.primitives[index].function in compiled and program.primitives[index].function != "input":
            by_level[levels[index]].append(index)
    place = {index: 0 for index in levels if program.primitives[index].function == "input"}
    first = 0
    for members in by_level:
        place.update({index: first + count // LONGEST for count, index in enumerate(members)})
        first += max(1, -(-len(members) // LONGEST))
    for index in sorted(levels):
        if program.primitives[index].function not in compiled:
            place[index] = max(
                [place[operand] for operand in _positions(program.primitives[index].operands)], default=0
            )
    return place


def _levels(program: Numbering, needed: list[bool], compiled: frozenset[str]) -> dict[int, int]:
    """How many functions of NumPy's are, one after the other, between the inputs and a primitive."""
    levels: dict[int, int] = {}
    for index, primitive in enumerate(program.primitives):
        if needed[index]:
            own = primitive.function in compiled
            before = [] if primitive.function == "input" else _positions(primitive.operands)
            levels[index] = max(
                [levels[o] + (own and program.primitives[o].function not in compiled) for o in before],
                default=0,
            )
    return levels


def _results(program: Numbering) -> Iterator[tuple[str, int, int]]:
    """Where numbers go that are not the same at every point: an array, which column of it, the primitive."""
    for name, operands in (("values", [program.output]), ("gradients", program.gradient), ("seen", program.guarded)):
        for position, operand in enumerate(operands):
            if type(operand) is int:
                yield name, position, operand


def _passed(
    program: Numbering, segments: list[Segment], place: dict[int, int], compiled: frozenset[str]
) -> dict[int, int]:
    """Note what each segment reads and stores, and number the columns for it."""
    columns: dict[int, int] = {}
    stored: set[int] = set()
    for position, segment in enumerate(segments):
        own = set(segment.computed)
        wanted = [o for index in segment.computed for o in _positions(program.primitives[index].operands)]
        wanted += [operand for _, _, operand in segment.results]
        handed = [o for index in segment.called for o in _positions(program.primitives[index].operands)]
        in_columns = [o for o in handed if program.primitives[o].function in compiled]
        inputs = [o for o in in_columns if program.primitives[o].function == "input"]
        segment.loaded = list(dict.fromkeys(o for o in [*wanted, *inputs] if o not in own))
        columns.update({index: len(columns) + k for k, index in enumerate(segment.called)})
        for operand in [*segment.loaded, *in_columns]:
            function = program.primitives[operand].function
            if operand in stored or function not in compiled or (function == "input" and operand not in in_columns):
                continue
            stored.add(operand)
            columns[operand] = len(columns)
            segments[position if function == "input" else place[operand]].stored.append(operand)
    return columns


def _positions(operands: tuple[Operand, ...]) -> list[int]:
    return [operand for operand in operands if type(operand) is int]
