"""The page's tape, in node, whose engine is Chromium's: every value and gradient of a large graph, and a new one."""

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import microgradext.engine
import microgradext.nn
from benchmarks.moons import Demo
from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, spread
from microgradext import grad
from microgradext.engine.ops import TABLE
from microgradext.notebook.wire.saved import saved

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 20_000, 100_000)
STARTS = 9  # processes, since only the first tape of one is slow
ENTRY = """export { decodeGraph } from "./js/wire/protocol"; export { Replay } from "./js/tape/replay";
export { runPoint } from "./js/wire/point"; export { SavedModel } from "./js/wire/saved";
export { Tape } from "./js/tape/tape";"""


def report() -> Iterator[Measurement]:
    yield Measurement("the page's tape", lambda: _bundled(_networks))
    yield Measurement("the page, a step of micrograd's moons demo", lambda: _bundled(_moons))


def _bundled(measured: Callable[[Path], Iterator[Row]]) -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "page.mjs"
        build = ["node_modules/.bin/esbuild", "--bundle", "--format=esm", "--log-level=error", f"--outfile={bundle}"]
        subprocess.run(build, cwd=ROOT, input=ENTRY.encode(), check=True)
        yield from measured(bundle)


def _networks(bundle: Path) -> Iterator[Row]:
    codes = ",".join(str(TABLE[name].code) for name in ("add", "mul", "tanh"))
    lines = _node("page.mjs", bundle, codes, *map(str, SIZES))
    for size, times in zip(SIZES, lines, strict=True):
        work = f"the page's tape, {size:,} operations, a move when warm"
        yield Figure(work, "ms", *spread(times), aim=5.0 if size == SIZES[-1] else None)


def _moons(bundle: Path) -> Iterator[Row]:
    """A step of the demo's loss where all parameters move, as the graph arrives in a page."""
    demo = Demo(microgradext.engine, microgradext.nn)
    for i, parameter in enumerate(demo.model.parameters()):
        parameter.label = f"p{i}"
    file = bundle.with_name("moons.json")
    file.write_text(saved(grad(demo.loss()).message(1))["graph"], "utf-8")
    runs = [_node("moons.mjs", bundle, str(file)) for _ in range(STARTS)]
    read, first, warm = ([*chain.from_iterable(times)] for times in zip(*runs, strict=True))
    work = "the page, a step of micrograd's moons demo"
    yield Figure(f"{work}: reading its graph", "ms", *spread(read))
    yield Figure(f"{work}: the first, with its tape", "ms", *spread(first), aim=15.0)
    yield Figure(f"{work}: when warm", "ms", *spread(warm), aim=0.4)


def _node(script: str, bundle: Path, *arguments: str) -> list[list[float]]:
    """What a script prints, a list of ms in each line."""
    command = ["node", str(Path(__file__).with_name(script)), bundle.as_uri(), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
