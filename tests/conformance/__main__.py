"""`python -m tests.conformance 2000`: run so many random cells and print what does not conform, by kind."""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from tests.notebook.page import Page

from .cells import random_cell
from .kinds.registry import KINDS
from .not_yet import NOT_YET
from .report import Report
from .shrinking import shrunk
from .trial import tried

parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
parser.add_argument("cells", type=int, nargs="?", default=200)
parser.add_argument("--first", type=int, default=0, help="the seed of the first cell")
parser.add_argument("--kind", default="", help="only kinds whose names contain this, each alone in its cell")
parser.add_argument("--conforming", action="store_true", help="without the kinds that do not conform yet")
parser.add_argument("--each", action="store_true", help="as many cells of every kind, each alone in its cell")
parser.add_argument("--no-page", action="store_true", help="without the page's tape, where there is no node")
parser.add_argument("--no-shrinking", action="store_true", help="print the cells as they are")
parser.add_argument("--show", action="store_true", help="print the text of the first cell and stop")
asked = parser.parse_args()

chosen = [name for name in KINDS if asked.kind in name and not (asked.conforming and name in NOT_YET)]
alone = bool(asked.kind or asked.each)
seeds = range(asked.first, asked.first + asked.cells)
cells = [random_cell(seed, [name], only=True) for name in chosen for seed in seeds] if alone else []
cells = cells or [random_cell(seed, chosen) for seed in seeds]
if asked.show:
    print(cells[0].source())
    raise SystemExit

report, began = Report(), time.perf_counter()
with tempfile.TemporaryDirectory() as folder, nullcontext() if asked.no_page else Page(Path(folder)) as page:
    attempt = partial(tried, page=page)
    for cell in cells:
        found = attempt(cell)
        least = found if found.conforms or asked.no_shrinking else shrunk(found, attempt)
        report.add(found, least)
print(report.text())
print(f"\n{time.perf_counter() - began:.1f} s")
raise SystemExit(bool(report.failed))
