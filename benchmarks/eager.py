"""The expression of micrograd's README, forward and backward, here and in PyPI's `micrograd`."""

from collections.abc import Callable, Iterator
from typing import Any

from micrograd.engine import Value as TheirValue

from benchmarks.rounds import both
from microgradext import Value as OurValue


def readme(value: Callable[[float], Any], at: tuple[float, float] = (-4.0, 2.0)) -> Any:
    """Build the expression and run backward; the root, whose data is 24.7041 where the README stands."""
    a, b = value(at[0]), value(at[1])
    c, d = a + b, a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    return g


def report() -> Iterator[str]:
    assert readme(OurValue).data == readme(TheirValue).data
    yield "micrograd's README expression, forward and backward"
    yield from both(lambda: readme(OurValue), lambda: readme(TheirValue))
