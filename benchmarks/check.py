"""How long an audit takes: every operation of a graph, in a class of micrograd's shape and in ours."""

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import micrograd.engine

from benchmarks.rounds import Figure, Row, spread
from microgradext import Value, gradcheck

NODES = 10_000
ROUNDS = 7


def report() -> Iterator[Row]:
    for name, value in (("micrograd's Values", micrograd.engine.Value), ("ours", Value)):
        root = network(value)
        yield Figure(
            f"gradcheck of {NODES:,} nodes, {name}", "s", *spread([_seconds(root) for _ in range(ROUNDS)]), aim=2.0
        )


def network(value: Any) -> Any:
    """Products added up with a kink now and then, as in a layer: about NODES nodes."""
    weights = [value(0.01 * (i % 17) - 0.05) for i in range(100)]
    total = value(0.1)
    for i in range(NODES * 5 // 11):
        total = total + weights[i % 100] * weights[(7 * i + 3) % 100]
        if i % 10 == 9:
            total = total.relu() * 0.5
    return total


def _seconds(root: Any) -> float:
    start = perf_counter()
    found = gradcheck(root)
    assert found.ok, str(found)
    return perf_counter() - start
