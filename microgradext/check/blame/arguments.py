"""Arguments: whether a function that returned a wrong number was given wrong ones.

It is called once more with what an operation knows (its operands, its result, the upstream gradient) in place of one
or two arguments. If it then returns the right number, the function is innocent, and the line that calls it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from .observed import Called, is_number

Answer = Literal["rightly called", "misled", "not known"]
MOST = 6
"""The most numbers among a function's arguments for which this is tried."""


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of an operation at a point."""

    operands: tuple[float, ...]
    out: float
    upstream: float
    others: tuple[float, ...]  # arguments that are not nodes
    slopes: tuple[float, ...]  # the right local derivatives
    repeated: bool  # the same node in every place


def answer(call: Called, known: Known) -> Answer:
    """Whether `call` was given what it should have been, as far as the numbers tell."""
    given = [i for i, x in enumerate(call.arguments) if is_number(x)]
    if _in_order([float(call.arguments[i]) for i in given], known):  # type: ignore[arg-type]  # numbers, just checked
        return "rightly called"
    if known.repeated or len(given) > MOST:
        return "not known"
    return "misled" if any(_is_right(call, other, known) for other in _others(call, given, known)) else "not known"


def _in_order(given: Sequence[float], known: Known) -> bool:
    """Whether each number is known, and operands are in order and none is there twice."""
    last, seen = -1, set[str]()
    for x in given:
        operand = next((i for i, y in enumerate(known.operands) if near(x, y)), -1)
        alike = sum(near(x, y) for y in (*known.operands, known.out, known.upstream)) > 1
        if alike:
            continue
        if operand >= 0:
            if operand <= last:
                return known.repeated
            last = operand
            continue
        what = "out" if near(x, known.out) else "upstream" if near(x, known.upstream) else ""
        if what in seen or not (what or any(near(x, y) for y in known.others)):
            return False
        seen.update({what} - {""})
    return True


def _others(call: Called, given: Sequence[int], known: Known) -> Iterator[tuple[object, ...]]:
    pool = dict.fromkeys([*known.operands, known.out, known.upstream, *known.others])
    for many in (1, 2):
        for places in combinations(given, many):
            for numbers in product(pool, repeat=many):
                arguments = list(call.arguments)
                for place, x in zip(places, numbers, strict=True):
                    arguments[place] = x
                yield tuple(arguments)


def _is_right(call: Called, arguments: tuple[object, ...], known: Known) -> bool:
    """Whether a function returns the right local derivatives, or contributions where it gets the upstream gradient."""
    try:
        made = call.again(*arguments)
    except Exception:
        return False
    factor = known.upstream if any(is_number(x) and near(float(x), known.upstream) for x in arguments) else 1.0  # type: ignore[arg-type]
    wanted = [factor * x for x in known.slopes]
    if isinstance(made, (tuple, list)):
        numbers = [float(x) for x in made if is_number(x)]
        return len(numbers) == len(wanted) and all(map(near, numbers, wanted))
    return is_number(made) and any(near(float(made), x) for x in wanted)  # type: ignore[arg-type]


def near(a: float, b: float) -> bool:
    """Whether two numbers are the same up to the error of differences."""
    return abs(a - b) <= 1e-7 * max(abs(a), abs(b), 1e-9)
