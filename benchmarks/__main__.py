"""What `make bench` prints: measurements of this machine, ratios of things measured side by side in one run.

`python -m benchmarks eager moons` measures only these parts. Each part has its own interpreter, since whatever the
peers of one import means more work for Python's collector in all of them.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.rounds import Figure, Ratio, Row
from benchmarks.table import line, table

PARTS = ("imports", "eager", "replay", "moons", "batch", "check", "page", "exported", "slider")
RESULTS = Path(__file__).with_name("results.json")
KINDS = {"ratio": Ratio, "figure": Figure}


def main(parts: list[str]) -> None:
    """Measure, print each row as soon as it is there, then all of them as a table; keep them as JSON."""
    about = machine()
    print(about, flush=True)
    rows: list[Row] = []
    for part in parts:
        for row in measured(part):
            print(line(row), flush=True)
            rows.append(row)
    print(f"\n{table(rows)}")
    results = {"machine": about, "rows": [described(row) for row in rows]}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")


def measured(part: str) -> Iterator[Row]:
    """The rows of a part, measured in another interpreter."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks", "--part", part]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        for text in other.stdout or ():
            record = json.loads(text)
            yield KINDS[record.pop("kind")](**record)
    if other.returncode:
        sys.exit(other.returncode)


def described(row: Row) -> dict[str, object]:
    """A row in JSON."""
    return {"kind": type(row).__name__.lower(), **asdict(row)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        for row in import_module(f"benchmarks.{sys.argv[2]}").report():
            print(json.dumps(described(row)), flush=True)
    else:
        main(sys.argv[1:] or list(PARTS))
