"""The same expression at another point: a tape replays it, micrograd builds it again."""

from collections.abc import Callable, Iterator
from math import isclose
from typing import Any

from micrograd.engine import Value as TheirValue

from benchmarks.eager import WORK
from benchmarks.formula import EXPECTED, POINT, on_values
from benchmarks.parts import Measurement
from benchmarks.peers import InCasadi, in_autograd, in_jax, in_torch
from benchmarks.rounds import Figure, Row, against, collector, microseconds, spread
from microgradext import Tape, Value

NODES = 200
AGAIN = "README expression at another point, all values and gradients"
GRADIENT = "README expression at another point, its value and the gradient of its inputs"


def long(value: Callable[[float], Any], at: tuple[float, float]) -> Any:
    """About 200 nodes of the operations that both have; the root, after backward."""
    a, b = value(at[0]), value(at[1])
    total = a * b
    for _ in range(NODES // 8):
        a, b = (a * b - a).relu() + 0.5, b - 0.25
        total = total + a
    total.backward()
    return total


def report() -> Iterator[Measurement]:
    yield Measurement(f"{WORK}, against PyTorch and autograd", _built)
    yield Measurement(AGAIN, _again)
    yield Measurement(GRADIENT, _gradient)
    yield Measurement(f"replay of about {NODES} nodes", _longer)


def _again() -> Iterator[Row]:
    tape = Tape(on_values(Value)[0])
    value = on_values(TheirValue, POINT)[0].data
    jax = in_jax()
    for got in (tape(POINT).values[tape.graph.output], in_torch(POINT)[0], jax(POINT)[0]):
        assert isclose(got, value, rel_tol=1e-12)
    peers = {
        "micrograd": lambda: on_values(TheirValue, POINT),
        "PyTorch scalars": lambda: in_torch(POINT),
        "jax.jit": lambda: jax(POINT),
    }
    yield from against(AGAIN, lambda: tape(POINT), peers, more=10, aims={("micrograd", "on"): 60.0})


def _gradient() -> Iterator[Row]:
    """What CasADi gives too: three numbers."""
    tape, casadi = Tape(on_values(Value)[0]), InCasadi()
    g, a, b = on_values(TheirValue, POINT)
    for out, gradient in (tape.gradient(POINT), tape.gradient(POINT), (casadi(POINT)[0], casadi(POINT)[1:])):
        for got, expected in zip((out, *gradient), (g.data, a.grad, b.grad), strict=True):
            assert isclose(got, expected, rel_tol=1e-12)
    peers, aims = {"CasADi": lambda: casadi(POINT)}, {("CasADi", "on"): 0.85}
    yield from against(GRADIENT, lambda: tape.gradient(POINT), peers, repeats=1000, aims=aims)


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
