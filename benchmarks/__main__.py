"""What `make bench` prints: measurements of this machine, and ratios of things measured side by side in one run."""

import json
from pathlib import Path

from benchmarks import batch, eager, moons, replay, slider, training
from benchmarks.machine import machine

RESULTS = Path(__file__).with_name("results.json")

if __name__ == "__main__":
    lines = [machine()]
    print(lines[0], flush=True)
    for part in (eager, replay, training, moons, batch, slider):
        for line in part.report():
            print(line, flush=True)
            lines.append(line)
    RESULTS.write_text(json.dumps({"machine": lines[0], "lines": lines[1:]}, indent=1, ensure_ascii=False) + "\n")
