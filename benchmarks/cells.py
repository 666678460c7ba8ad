"""Large cells: recorded, kept as a graph, drawn by Graphviz's text, and run until the first message for the page."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, against, collector, spread
from microgradext import Value, draw_dot
from microgradext.engine.graph import graph_of
from microgradext.engine.recording import Recording

OPERATIONS = 65_000
NODES = 68_000
DRAWN = 100_000
SIZES = ((65_000, 3, 1.0, None), (1_000_000, 1, 12.0, 700.0))
"""Operations, how often they are measured, and the aims in seconds and MB."""

LOOP = "total = a\nfor step in range({steps}):\n    total = total * b + a * 0.125\n"
FIRST = """\
import json, resource, sys
from time import perf_counter
from microgradext import grad
text = {text!r}
start = perf_counter()
message = grad(text).message(1)
seconds = perf_counter() - start
size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert message
print(json.dumps([seconds, size / (1 << 20 if sys.platform == "darwin" else 1 << 10)]))
"""


def report() -> Iterator[Measurement]:
    yield Measurement(f"a cell of {OPERATIONS:,} operations, recorded", _recorded)
    yield Measurement(f"graph_of {NODES:,} nodes", _frozen)
    yield Measurement(f"draw_dot(…).source of {DRAWN:,} nodes", _drawn)
    for operations, rounds, seconds, megabytes in SIZES:
        work = f"a cell of {operations:,} operations to its first message"
        yield Measurement(work, partial(_first, work, operations, rounds, seconds, megabytes))


def cell(operations: int) -> str:
    """A cell with a loop of three operations in it."""
    return "a = 0.5\nb = 0.25\n" + LOOP.format(steps=operations // 3)


def _recorded() -> Iterator[Row]:
    code = compile(LOOP.format(steps=OPERATIONS // 3), "cell", "exec")

    def eager() -> None:
        exec(code, {"a": Value(0.5), "b": Value(0.25)})

    def recorded() -> None:
        with Recording():
            eager()

    work = f"a cell of {OPERATIONS:,} operations, recorded"
    yield from against(
        work, recorded, {"its eager run": eager}, rounds=15, repeats=1, aims={("its eager run", "on"): 1 / 3}
    )


def chain(nodes: int) -> Any:
    x = Value(0.5)
    y: Any = x
    for _ in range(nodes // 3):
        y = y * x + 0.125
    return y


def _frozen() -> Iterator[Row]:
    root = chain(NODES)
    graph_of(root)
    with collector(True):
        times = [_seconds(partial(graph_of, root)) for _ in range(9)]
    nodes = len(graph_of(root)[0].nodes)
    yield Figure(f"graph_of {nodes:,} nodes, GC on", "s", *spread(times), aim=0.1)
    tracemalloc.start()
    graph, values = graph_of(root)
    del values  # the Values are the user's
    size = tracemalloc.get_traced_memory()[0] / len(graph.nodes)
    tracemalloc.stop()
    yield Figure(f"memory of that graph of {nodes:,} nodes", "bytes a node", size, size, size, aim=45.0)


def _drawn() -> Iterator[Row]:
    root = chain(DRAWN)
    times = [_seconds(lambda: draw_dot(root).source) for _ in range(3)]
    yield Figure(f"draw_dot(…).source of {DRAWN:,} nodes", "s", *spread(times), aim=4.0)


def _first(work: str, operations: int, rounds: int, seconds: float, megabytes: float | None) -> Iterator[Row]:
    """Each time in a process of its own, whose largest size is the cell's."""
    command = [sys.executable, "-c", FIRST.format(text=cell(operations))]
    found = [
        json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout) for _ in range(rounds)
    ]
    times, sizes = (list(each) for each in zip(*found, strict=True))
    yield Figure(work, "s", *spread(times), aim=seconds)
    yield Figure(f"{work}: peak memory of the process", "MB", *spread(sizes), aim=megabytes)


def _seconds(action: Any) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start
