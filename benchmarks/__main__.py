"""What `make bench` prints: measurements of this machine, ratios of things measured side by side in one run.

`python -m benchmarks eager moons` measures only these parts. What fails is a row too; the status then is 1.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.parts import described, measured, run
from benchmarks.rounds import Failure, Row
from benchmarks.table import line, table

PARTS = (
    "imports", "eager", "replay", "moons", "scalars", "batch", "cells", "check", "page", "exported", "slider",
)  # fmt: skip
RESULTS = Path(__file__).with_name("results.json")
LIMIT = 600.0


def main(parts: list[str], limit: float, results: Path) -> int:
    """Measure, print each row as soon as it is there and keep it as JSON; then print all of them as a table."""
    about = machine()
    print(about, flush=True)
    rows: list[Row] = []
    for part in parts:
        for row in measured(part, limit):
            print(line(row), flush=True)
            rows.append(row)
            kept = {"machine": about, "rows": [described(row) for row in rows]}
            results.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{table(rows)}")
    return int(any(isinstance(row, Failure) for row in rows))


def arguments() -> Namespace:
    asked = ArgumentParser("python -m benchmarks", description="Measure, and print ratios.")
    asked.add_argument("parts", nargs="*", default=[], metavar="PART", help=f"{', '.join(PARTS)}; all if none is named")
    asked.add_argument("--limit", type=float, default=LIMIT, help="how many seconds a measurement may take")
    asked.add_argument("--results", type=Path, default=RESULTS, help="the file of JSON that is written")
    asked.add_argument("--part", help="measure this part here, and write lines of JSON")
    asked.add_argument("--skip", type=int, default=0, help="leave out the first measurements of that part")
    return asked.parse_args()


if __name__ == "__main__":
    asked = arguments()
    if asked.part:
        run(asked.part, asked.skip, asked.limit)
    else:
        sys.exit(main(asked.parts or list(PARTS), asked.limit, asked.results))
