"""Formula: a number known at several points, recognised as an expression of the operands and the result."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

Values = Mapping[str, float]
"""What is known at one point, by the text that stands for it in the code."""

FEWEST = 4
"""How many points must agree."""

OF_ONE: Mapping[str, Callable[[float], float]] = {
    "{0}": lambda t: t,
    "-{0}": lambda t: -t,
    "1 / {0}": lambda t: 1 / t,
    "2 * {0}": lambda t: 2 * t,
    "{0}**2": lambda t: t * t,
    "3 * {0}**2": lambda t: 3 * t * t,
    "-1 / {0}": lambda t: -1 / t,
    "-1 / {0}**2": lambda t: -1 / (t * t),
    "1 / {0}**2": lambda t: 1 / (t * t),
    "1 / (2 * {0})": lambda t: 0.5 / t,
    "1 - {0}**2": lambda t: 1 - t * t,
    "1 + {0}**2": lambda t: 1 + t * t,
    "1 / (1 + {0}**2)": lambda t: 1 / (1 + t * t),
    "{0} * (1 - {0})": lambda t: t * (1 - t),
    "({0} > 0)": lambda t: float(t > 0),
    "({0} < 0)": lambda t: float(t < 0),
    "sign({0})": lambda t: math.copysign(1, t),
    "exp({0})": math.exp,
    "log({0})": math.log,
    "cos({0})": math.cos,
    "-cos({0})": lambda t: -math.cos(t),
    "sin({0})": math.sin,
    "-sin({0})": lambda t: -math.sin(t),
    "cosh({0})": math.cosh,
    "sinh({0})": math.sinh,
    "tanh({0})": math.tanh,
    "sigmoid({0})": lambda t: 1 / (1 + math.exp(-t)),
    "1 - tanh({0})**2": lambda t: 1 - math.tanh(t) ** 2,
    "1 / sqrt(1 - {0}**2)": lambda t: 1 / math.sqrt(1 - t * t),
    "-1 / sqrt(1 - {0}**2)": lambda t: -1 / math.sqrt(1 - t * t),
}

OF_TWO: Mapping[str, Callable[[float, float], float]] = {
    "{0} * {1}": lambda t, u: t * u,
    "{0} / {1}": lambda t, u: t / u,
    "-{0} / {1}": lambda t, u: -t / u,
    "{0} / {1}**2": lambda t, u: t / (u * u),
    "-{0} / {1}**2": lambda t, u: -t / (u * u),
    "{1} * {0}**({1} - 1)": lambda t, u: u * t ** (u - 1),
    "{0}**({1} - 1)": lambda t, u: t ** (u - 1),
    "{1} * {0}**{1}": lambda t, u: u * t**u,
    "{0} * log({1})": lambda t, u: t * math.log(u),
    "({0} > {1})": lambda t, u: float(t > u),
    "({0} < {1})": lambda t, u: float(t < u),
    "{0} + {1}": lambda t, u: t + u,
    "{0} - {1}": lambda t, u: t - u,
}


def form_of(numbers: Sequence[float], known: Sequence[Values]) -> str:
    """The expression that gives `numbers` at the points of `known`; empty when no known expression does.

    >>> form_of([0.5, 0.25, 2.0, -1.0], [{"x": 2.0}, {"x": 4.0}, {"x": 0.5}, {"x": -1.0}])
    '1 / x'
    """
    if len(numbers) < FEWEST:
        return ""
    return next((text for text, f in _candidates(known[0]) if _fits(f, numbers, known)), "")


def constant_of(numbers: Sequence[float]) -> float | None:
    """The number that all of `numbers` equal; None when they differ."""
    if len(numbers) < 2 or not all(_near(x, numbers[0]) for x in numbers):
        return None
    return numbers[0]


def readable(x: float) -> str:
    """A number as a person would write it, as a fraction where it is a simple one: 1/2, -1, 0.693147."""
    for below in (1, 2, 3, 4):
        if _near(x * below, round(x * below)) and x:
            return f"{round(x * below)}" if below == 1 else f"{round(x * below)}/{below}"
    return f"{x:.6g}"


def swapped(text: str, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """`text` with one name replaced by another, as (the old name, the new name, the text)."""
    for old, new in permutations(names, 2):
        if old in text:
            yield old, new, text.replace(old, new)


def _candidates(values: Values) -> Iterator[tuple[str, Callable[[Values], float]]]:
    for number in (0.0, 1.0, -1.0, 2.0, 0.5):
        yield readable(number) if number else "0", lambda known, number=number: number  # type: ignore[misc]
    for template, f in OF_ONE.items():
        for name in values:
            yield template.format(name), lambda known, f=f, name=name: f(known[name])  # type: ignore[misc]
    for template, g in OF_TWO.items():
        for one, other in permutations(values, 2):
            yield (
                template.format(one, other),
                lambda known, g=g, one=one, other=other: g(known[one], known[other]),  # type: ignore[misc]
            )


def _fits(f: Callable[[Values], float], numbers: Sequence[float], known: Sequence[Values]) -> bool:
    try:
        return all(_near(f(values), x) for values, x in zip(known, numbers, strict=True))
    except (ValueError, ZeroDivisionError, OverflowError, TypeError, KeyError):
        return False


def _near(a: float, b: float) -> bool:
    return not isinstance(a, complex) and abs(a - b) <= 1e-6 * max(abs(a), abs(b)) + 1e-12
