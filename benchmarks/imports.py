"""How long it takes to import the package, each time in a new interpreter."""

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Ratio, Row, spread

TIMED = "import time; start = time.perf_counter(); {code}; print(1e6 * (time.perf_counter() - start))"
SHELL = "import IPython; shell = IPython.InteractiveShell.instance(); "
ROUNDS = 15


def report() -> Iterator[Measurement]:
    yield Measurement("import microgradext, %load_ext microgradext", _imported)


def _imported() -> Iterator[Row]:
    load, widgets, package = [], [], []
    for _ in range(ROUNDS):
        package.append(_microseconds("", "import microgradext") / 1000)
        load.append(_microseconds(SHELL, "shell.run_line_magic('load_ext', 'microgradext')"))
        widgets.append(_microseconds(SHELL, "import ipywidgets, anywidget"))
    yield Figure("import microgradext", "ms", *spread(package), aim=60.0)
    ratios = spread([them / us for us, them in zip(load, widgets, strict=True)])
    peer = "import ipywidgets, anywidget"
    yield Ratio("%load_ext microgradext", peer, "on", median(load), median(widgets), *ratios, aim=1 / 1.3)


def _microseconds(before: str, code: str) -> float:
    command = [sys.executable, "-c", before + TIMED.format(code=code)]
    cached = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return float(subprocess.run(command, env=cached, stdout=subprocess.PIPE, text=True, check=True).stdout)
