"""The same expression at another point: a tape replays it, micrograd builds it again."""

from collections.abc import Callable, Iterator
from math import isclose
from typing import Any

from micrograd.engine import Value as TheirValue

from benchmarks.eager import readme
from benchmarks.rounds import both
from microgradext import Tape
from microgradext import Value as OurValue

POINT = (-3.5, 1.5)


NODES = 200


def long(value: Callable[[float], Any], at: tuple[float, float]) -> Any:
    """Some 200 nodes of the operations that both have; the root, after backward."""
    a, b = value(at[0]), value(at[1])
    total = a * b
    for _ in range(NODES // 6):
        a, b = (a * b - a).relu() + 0.5, b - 0.25
        total = total + a
    total.backward()
    return total


def report() -> Iterator[str]:
    tape = Tape(readme(OurValue))
    assert isclose(tape(POINT).values[tape.graph.output], readme(TheirValue, POINT).data)
    yield "the same expression at another point, every value and gradient: replayed, and built again"
    yield from both(lambda: tape(POINT), lambda: readme(TheirValue, POINT))
    larger = Tape(long(OurValue, POINT))
    assert isclose(larger(POINT).values[larger.graph.output], long(TheirValue, POINT).data)
    yield f"the same with {len(larger.graph.nodes)} nodes"
    yield from both(lambda: larger(POINT), lambda: long(TheirValue, POINT))
