"""The same expression at another point: a tape replays it, micrograd builds it again."""

from collections.abc import Iterator
from math import isclose

from micrograd.engine import Value as TheirValue

from benchmarks.eager import readme
from benchmarks.rounds import both
from microgradext import Tape
from microgradext import Value as OurValue

POINT = (-3.5, 1.5)


def report() -> Iterator[str]:
    tape = Tape(readme(OurValue))
    assert isclose(tape(POINT).values[tape.graph.output], readme(TheirValue, POINT).data)
    yield "the same expression at another point, every value and gradient: replayed, and built again"
    yield from both(lambda: tape(POINT), lambda: readme(TheirValue, POINT))
