"""How long an audit takes: every operation of a graph, in a class of micrograd's shape and in ours."""

from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import Any

import micrograd.engine

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, spread
from microgradext import Value, gradcheck

NODES = 10_000
MORE = 100_000
ROUNDS = 7


def report() -> Iterator[Measurement]:
    for name, value in (("micrograd's Values", micrograd.engine.Value), ("ours", Value)):
        yield Measurement(f"gradcheck of {NODES:,} nodes, {name}", partial(_audited, name, value, NODES, ROUNDS, 2.0))
    yield Measurement(f"gradcheck of {MORE:,} nodes", partial(_audited, "ours", Value, MORE, 3, 4.0))


def _audited(name: str, value: Any, nodes: int, rounds: int, aim: float) -> Iterator[Row]:
    root = network(value, nodes)
    times = [_seconds(root) for _ in range(rounds)]
    yield Figure(f"gradcheck of {nodes:,} nodes, {name}", "s", *spread(times), aim=aim)


def network(value: Any, nodes: int = NODES) -> Any:
    """Products added up with a kink now and then, as in a layer: about as many nodes."""
    weights = [value(0.01 * (i % 17) - 0.05) for i in range(100)]
    total = value(0.1)
    for i in range(nodes * 5 // 11):
        total = total + weights[i % 100] * weights[(7 * i + 3) % 100]
        if i % 10 == 9:
            total = total.relu() * 0.5
    return total


def _seconds(root: Any) -> float:
    start = perf_counter()
    found = gradcheck(root)
    assert found.ok, str(found)
    return perf_counter() - start
