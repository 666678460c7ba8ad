"""What `make bench` prints: measurements of this machine, ratios of things measured side by side in one run.

`python -m benchmarks eager moons` measures these parts only.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.rounds import Row
from benchmarks.table import line, table

PARTS = ("imports", "eager", "replay", "moons", "batch", "page", "slider")
RESULTS = Path(__file__).with_name("results.json")


def main(parts: list[str]) -> None:
    """Measure, show each row as soon as it is there, then the whole as a table; keep it as JSON."""
    about = machine()
    print(about, flush=True)
    rows: list[Row] = []
    for part in parts:
        for row in import_module(f"benchmarks.{part}").report():
            print(line(row), flush=True)
            rows.append(row)
    print(f"\n{table(rows)}")
    results = {"machine": about, "rows": [{"kind": type(row).__name__.lower(), **asdict(row)} for row in rows]}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
