"""A program of cells that are interrupted by real signals, at random moments: prints what went wrong, or "held".

Run in a process of its own: `python -m tests.notebook.magics.sigint SEED TIMES`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from microgradext import Value
from microgradext.engine.recording import active

LOOP = "%%grad -o out\na = 1.0\nb = 0.5\nf = a\nfor i in range(400):\n    f = f * b + a\n"
NEXT = "%%grad -o out\np = 2.0\nq = p * math.sin(p)\nmath = math"


def run(shell: InteractiveShell, cell: str) -> Any:
    """The result of one cell and what it showed."""
    with capture_output() as caught:
        result = shell.run_cell(cell)
    return result, caught.stdout + caught.stderr + "".join(each.data["text/plain"] for each in caught.outputs)


def main(seed: int, times: int) -> str:
    """What went wrong first; "held" if nothing did."""
    shell, draw = InteractiveShell.instance(), random.Random(seed)
    shell.run_line_magic("load_ext", "microgradext")
    run(shell, "import math")
    run(shell, LOOP)
    began = time.perf_counter()
    run(shell, LOOP)
    takes = time.perf_counter() - began
    fresh = run(shell, NEXT)[1]
    names, interrupted = shell.user_ns, 0
    after = [1.0]
    for _ in range(400):
        after.append(after[-1] * 0.5 + 1.0)
    for _ in range(times):
        for name in ("a", "b", "f", "i", "out"):
            names.pop(name, None)
        timer = threading.Timer(draw.random() * takes, os.kill, (os.getpid(), signal.SIGINT))
        try:
            timer.start()
            result, said = run(shell, LOOP)
            timer.join()
        except KeyboardInterrupt:  # it came when the cell had not begun, or was over
            continue
        error = result.error_in_exec
        interrupted += isinstance(error, KeyboardInterrupt)
        got = {name: value._data if isinstance(value, Value) else value for name, value in names.items()}
        if error is not None and not isinstance(error, KeyboardInterrupt):
            return f"{error!r} instead of an interrupt"
        if active or not callable(signal.getsignal(signal.SIGINT)):
            return "something is still under way"
        turn = int(got.get("i", -1))
        if "f" in got and got["f"] not in after[: turn + 2][-2:]:
            return f"f is {got['f']} in turn {turn}"
        if "microgradext/" in said:
            return f"frames of ours: {said}"
        if run(shell, NEXT)[1] != fresh:
            return "the next cell differs"
    return "held" if interrupted > times // 4 else f"only {interrupted} of {times} were interrupted"


if __name__ == "__main__":
    print(main(int(sys.argv[1]), int(sys.argv[2])))
