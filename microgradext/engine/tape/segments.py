"""Segments: a list of primitives divided into stretches of arithmetic, which are compiled, and NumPy's functions.

exp, tanh and their like stay with NumPy, whose loops are as fast as a compiler's and give the bits that they always
gave. What goes from one stretch to another passes through a column of a scratch array.
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
    """Arithmetic, and the functions of NumPy's that come after it; all are positions of primitives."""

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


def divided(program: Numbering, needed: list[bool]) -> Segments:
    """Divide the primitives of `program` that are `needed`, each as early as its operands allow.

    >>> program = Numbering()
    >>> x = program.input(0)
    >>> program.output = program.binary("mul", program.unary("exp", program.unary("neg", x)), x)
    >>> [(each.computed, each.called) for each in divided(program, [True] * 4).segments]
    [([1], [2]), ([3], [])]
    """
    place = _places(program, needed)
    made = [Segment() for _ in range(max(place.values(), default=0) + 1)]
    for index, segment in place.items():
        function = program.primitives[index].function
        if function in ARITHMETIC:
            if function != "input":
                made[segment].computed.append(index)
        else:
            made[segment].called.append(index)
    for name, position, operand in _results(program):
        called = program.primitives[operand].function not in ARITHMETIC
        segment = place[operand] + called
        if segment == len(made):
            made.append(Segment())
        made[segment].results.append((name, position, operand))
    return Segments(made, _passed(program, made, place))


def _places(program: Numbering, needed: list[bool]) -> dict[int, int]:
    """The segment of each primitive; a function of NumPy's runs after the arithmetic of its own."""
    place: dict[int, int] = {}
    filled: dict[int, int] = {}
    for index, primitive in enumerate(program.primitives):
        if not needed[index]:
            continue
        if primitive.function == "input":
            place[index] = 0
            continue
        arithmetic, first = primitive.function in ARITHMETIC, 0
        for operand in primitive.operands:
            if type(operand) is int:
                after = arithmetic and program.primitives[operand].function not in ARITHMETIC
                first = max(first, place[operand] + after)
        while arithmetic and filled.get(first, 0) >= LONGEST:
            first += 1
        if arithmetic:
            filled[first] = filled.get(first, 0) + 1
        place[index] = first
    return place


def _results(program: Numbering) -> Iterator[tuple[str, int, int]]:
    """Where numbers go that are not the same at every point: an array, which column of it, the primitive."""
    for name, operands in (("values", [program.output]), ("gradients", program.gradient), ("seen", program.guarded)):
        for position, operand in enumerate(operands):
            if type(operand) is int:
                yield name, position, operand


def _passed(program: Numbering, segments: list[Segment], place: dict[int, int]) -> dict[int, int]:
    """Note what each segment reads and stores, and number the columns for it."""
    columns: dict[int, int] = {}
    stored: set[int] = set()
    for position, segment in enumerate(segments):
        own = set(segment.computed)
        wanted = [o for index in segment.computed for o in _positions(program.primitives[index].operands)]
        wanted += [operand for _, _, operand in segment.results]
        handed = [o for index in segment.called for o in _positions(program.primitives[index].operands)]
        in_columns = [o for o in handed if program.primitives[o].function in ARITHMETIC]
        inputs = [o for o in in_columns if program.primitives[o].function == "input"]
        segment.loaded = list(dict.fromkeys(o for o in [*wanted, *inputs] if o not in own))
        columns.update({index: len(columns) + k for k, index in enumerate(segment.called)})
        for operand in [*segment.loaded, *in_columns]:
            function = program.primitives[operand].function
            if operand in stored or function not in ARITHMETIC or (function == "input" and operand not in in_columns):
                continue
            stored.add(operand)
            columns[operand] = len(columns)
            segments[position if function == "input" else place[operand]].stored.append(operand)
    return columns


def _positions(operands: tuple[Operand, ...]) -> list[int]:
    return [operand for operand in operands if type(operand) is int]
