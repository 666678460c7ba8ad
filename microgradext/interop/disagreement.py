"""Disagreement: operations of another engine that pass on other gradients than their numbers call for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..engine.frame import unselected
from ..engine.generated import scalar
from ..engine.value import Value
from .lookalike import passes_on
from .shape import named_op, operands_of

CLOSE = 1e-3
"""How far apart two derivatives may be; an engine may compute in single precision."""
SHOWN = 3
"""How many operations a sentence lists."""
NEAR = 1e-6
"""How far beside a point a derivative is looked at, to leave out jumps."""


def disagreement(pairs: Sequence[tuple[Any, Value]], title: str) -> str:
    """The sentence about operations whose own step passes on something else; empty where none is known to.

    `pairs` are values with their twins, as `twins` gives them. Points where the derivative jumps are left out.
    """
    names = list(dict.fromkeys(_wrong(pairs)))
    if not names:
        return ""
    steps = "step for {} passes" if len(names) == 1 else "steps for {} pass"
    them = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    return (
        f"The class's own {steps.format(them)} back other gradients than these, which are the true ones:"
        f" %gradcheck {title} says in which line."
    )


def _wrong(pairs: Sequence[tuple[Any, Value]]) -> Iterator[str]:
    ours_of = {id(theirs): ours for theirs, ours in pairs}
    for node, made in pairs:
        if made._code < 0 or not made._prev:
            continue
        operands = operands_of(node)
        expected = _locals(made, [operand._data for operand in made._prev])
        if not _follows(made) or any(_jumps(made, expected, side) for side in (-NEAR, NEAR)):
            continue
        passed = passes_on(node, operands, [ours_of[id(operand)] for operand in operands])
        if passed is not None and not _agree(made, expected, passed):
            yield named_op(node) or "a Value"


def _follows(made: Value) -> bool:
    """Whether its number is that of its operands now."""
    return math.isclose(scalar.FORWARD[made._code](*[each._data for each in made._prev]), made._data, rel_tol=1e-9)


def _locals(made: Value, at: Sequence[float]) -> Sequence[float]:
    code = made._code
    return [float(d) for d in unselected(code, scalar.PULL[code](1.0, scalar.FORWARD[code](*at), *at))]


def _jumps(made: Value, expected: Sequence[float], side: float) -> bool:
    beside = _locals(made, [each._data + side * max(1.0, abs(each._data)) for each in made._prev])
    return not all(_is_close(one, other) for one, other in zip(expected, beside, strict=True))


def _agree(made: Value, expected: Sequence[float], passed: dict[Value, float]) -> bool:
    own = dict.fromkeys(passed, 0.0)
    for operand, local in zip(made._prev, expected, strict=True):
        own[operand] = own.get(operand, 0.0) + local
    return all(_is_close(own[operand], passed[operand]) for operand in passed)


def _is_close(one: float, other: float) -> bool:
    return not (math.isfinite(one) and math.isfinite(other)) or math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-6)
