"""The page's tape, in node, whose engine is Chromium's: every value, contribution and gradient of a large graph."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, spread
from microgradext.engine.ops import TABLE

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 20_000, 100_000)


def report() -> Iterator[Measurement]:
    yield Measurement("the page's tape", _moved)


def _moved() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp())
    bundle = folder / "tape.mjs"
    esbuild = str(ROOT / "node_modules/.bin/esbuild")
    subprocess.run(
        [
            esbuild,
            "--bundle",
            "--format=esm",
            "--log-level=error",
            f"--outfile={bundle}",
            str(ROOT / "js/tape/tape.ts"),
        ],
        check=True,
    )
    codes = ",".join(str(TABLE[name].code) for name in ("add", "mul", "tanh"))
    command = ["node", str(Path(__file__).with_suffix(".mjs")), bundle.as_uri(), codes, *map(str, SIZES)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    shutil.rmtree(folder)
    for size, line in zip(SIZES, done.stdout.splitlines(), strict=True):
        work = f"the page's tape, {size:,} operations, a move when warm"
        yield Figure(work, "ms", *spread(json.loads(line)), aim=5.0 if size == SIZES[-1] else None)
