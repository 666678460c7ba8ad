"""One operation at a time: the README's expression, and chains and wide graphs of 100,000 nodes."""

import gc
import sys
import threading
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from math import isclose
from typing import Any

from micrograd.engine import Value as TheirValue

from benchmarks.formula import EXPECTED, on_values
from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, against, collector, microseconds, spread
from microgradext import Value

WORK = "README expression, built and run backward"
NODES = 100_000
LONG = 1_000_000


def report() -> Iterator[Measurement]:
    yield Measurement(WORK, _expression)
    for name, build in (("chain", chain), ("wide graph", wide)):
        work = f"{name} of {NODES:,} nodes, built and run backward"
        yield Measurement(work, partial(_large, work, build))
    yield Measurement(f"chain of {LONG:,} operations", _long)


def _expression() -> Iterator[Row]:
    for value in (Value, TheirValue):
        g, a, b = on_values(value)
        numbers = (g.data, a.grad, b.grad)
        assert all(isclose(got, expected, rel_tol=1e-12) for got, expected in zip(numbers, EXPECTED, strict=True))
    micrograd = {"micrograd": lambda: on_values(TheirValue)}
    yield from against(WORK, lambda: on_values(Value), micrograd, more=3, aims={("micrograd", "on"): 5.0})


def _large(work: str, build: Callable[[Any], object]) -> Iterator[Row]:
    aims = {("micrograd", "on"): 10.0, ("micrograd", "off"): 4.0}
    theirs = {"micrograd": partial(deep, partial(build, TheirValue))}
    yield from against(work, partial(deep, partial(build, Value)), theirs, rounds=9, repeats=1, aims=aims)


def chain(value: Callable[[float], Any], operations: int = NODES) -> Any:
    x = value(1.0)
    y = x
    for _ in range(operations // 2):
        y = y * 1.0000001 + x
    y.backward()
    return y


def wide(value: Callable[[float], Any], operations: int = NODES) -> Any:
    xs = [value(0.001 * i) for i in range(100)]
    products = [(xs[i % 100] * xs[i * 7 % 100]).relu() for i in range(operations // 3)]
    total = products[0]
    for product in products[1:]:
        total = total + product
    total.backward()
    return total


def deep(action: Callable[[], object]) -> None:
    """Run `action` where recursion may go as deep as micrograd's does."""
    sys.setrecursionlimit(10 * NODES)
    threading.stack_size(1 << 29)
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()


def _long() -> Iterator[Row]:
    """A million operations: time and memory per node, and that all of it is freed when nobody holds it."""
    work = f"chain of {LONG:,} operations, built and run backward"
    for collecting in (True, False):
        with collector(collecting):
            times = [1000 * microseconds(lambda: chain(Value, LONG), 1) / LONG for _ in range(5)]
        state = "on" if collecting else "off"
        yield Figure(f"{work}, GC {state}", "ns a node", *spread(times), aim=1000.0)
    yield Figure("memory of such a chain, after backward", "bytes a node", *spread([_bytes()]), aim=150.0)
    gc.disable()
    out = chain(Value, LONG)
    gone = weakref.ref(out)
    del out
    assert gone() is None, "freed by counting references"
    gc.enable()


def _bytes() -> float:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    out = chain(Value, LONG // 5)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert out.data > 0
    return (after - before) / (LONG // 5)
