"""The same expression at another point: a tape replays it, micrograd builds it again."""

from collections.abc import Callable, Iterator
from math import isclose
from typing import Any

from micrograd.engine import Value as TheirValue

from benchmarks.eager import WORK
from benchmarks.formula import EXPECTED, POINT, on_values
from benchmarks.peers import InCasadi, in_autograd, in_jax, in_torch
from benchmarks.rounds import Figure, Row, against, collector, microseconds, spread
from microgradext import Tape, Value

NODES = 200


def long(value: Callable[[float], Any], at: tuple[float, float]) -> Any:
    """About 200 nodes of the operations that both have; the root, after backward."""
    a, b = value(at[0]), value(at[1])
    total = a * b
    for _ in range(NODES // 8):
        a, b = (a * b - a).relu() + 0.5, b - 0.25
        total = total + a
    total.backward()
    return total


def report() -> Iterator[Row]:
    yield from _built()
    tape = Tape(on_values(Value)[0])
    value = on_values(TheirValue, POINT)[0].data
    jax, casadi = in_jax(), InCasadi()
    for got in (tape(POINT).values[tape.graph.output], in_torch(POINT)[0], jax(POINT)[0], casadi(POINT)[0]):
        assert isclose(got, value, rel_tol=1e-12)
    peers = {
        "micrograd": lambda: on_values(TheirValue, POINT),
        "PyTorch scalars": lambda: in_torch(POINT),
        "jax.jit": lambda: jax(POINT),
        "CasADi": lambda: casadi(POINT),
    }
    work = "README expression at another point, all values and gradients"
    yield from against(work, lambda: tape(POINT), peers, more=10, aims={("micrograd", "on"): 60.0})
    yield from _longer()


def _built() -> Iterator[Row]:
    """The expression built anew each time: nothing is kept."""
    for numbers in (in_torch(), in_autograd()):
        assert all(isclose(got, expected, rel_tol=1e-12) for got, expected in zip(numbers, EXPECTED, strict=True))
    peers = {"PyTorch scalars": in_torch, "autograd": in_autograd}
    yield from against(WORK, lambda: on_values(Value), peers, more=3, collectors=(True,))


def _longer() -> Iterator[Row]:
    tape = Tape(long(Value, POINT))
    assert isclose(tape(POINT).values[tape.graph.output], long(TheirValue, POINT).data)
    nodes = len(tape.graph.nodes)
    tape(POINT)
    with collector(True):
        times = [microseconds(lambda: tape(POINT), 1000) for _ in range(41)]
    yield Figure(f"replay of {nodes} nodes, all values and gradients", "µs", *spread(times), aim=12.0)
