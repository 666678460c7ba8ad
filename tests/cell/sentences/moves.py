"""The sentences about how a cell moves."""

from __future__ import annotations

from .row import Row

MOVES = [
    Row(
        "a has moved since y was computed (2 → −1); these are the numbers of before.",
        "a = 2.0\ny = a * 3 if a > 0 else -a",
        then="a.data = -1.0",
        place=False,
    ),
    Row(
        "a.data is read as a plain number (line 2), so every move runs the cell again and compares. What passes",
        "a = 2.0\nz = a * a.data",
    ),
    Row(
        "What passes through it is not in the gradient. Nor is what passes through line 3.",
        "a = 2.0\ny = a * a.data\nz = y * y.data",
    ),
    Row(
        "so the first move runs the cell again and compares.",
        "a = 2.0\nkept = []\nz = a * 2\nkept.append(z.data)",
    ),
    Row(
        "The data of a Value is read as a plain number (line 2)",
        "a = 2.0\nz = a * ((a + 1.25) * (a + 2.25) * (a + 3.25) * (a + 4.25) * (a + 5.25)).data",
    ),
    Row(
        "kept keeps what it got when the cell last ran, wherever the sliders are.",
        "a = 2.0\nkept = []\nz = a * 2\nkept.append(z.data)",
        place=False,
    ),
    Row(
        "turns a number into text (line 2), so every move",
        "a = 2.0\nz = a * float(f'{a:.1f}')",
    ),
    Row(
        "y.data is changed (line 3), so every move runs the cell again and compares.",
        "a = 2.0\ny = a * 1\ny.data = 5.0\nz = y * a",
    ),
    Row(
        "is read as a plain number (line 2), so every move runs the cell again.",
        "a = 2.0\nz = a * a.data",
        moves=[(3.0,)],
    ),
    Row(
        "sq is written by hand (line 2), so every move runs the cell again.",
        "x = 2.0\ny = Value(x.data ** 2, (x,), 'sq')\nz = y + 1",
        [
            "from microgradext import Value",
        ],
    ),
    Row(
        "This cell runs other cells that depend on data, so every move runs it again.",
        "x = 3.0\nrun_cell('u = 2.0; k = u.data; v = u * k', globals())\ny = x * v",
        place=False,
    ),
    Row(
        "makedirs (line 3) cannot be undone, so the cell runs again only on demand.",
        "a = 2.0\nfrom os import makedirs\nmakedirs('.', exist_ok=True)\nz = a * a if a > 1 else a",
    ),
    Row(
        "print to a file (line 2) cannot be undone",
        "a = 2.0\nprint(1, file=log)\nz = a if a > 0 else a * 2",
        [
            "import os\nlog = open(os.devnull, 'w')",
        ],
        then="log.close()",
    ),
    Row(
        "a shell command or magic (line 2) cannot be undone",
        "a = 2.0\nif False: get_ipython().system('ls')\nz = a if a > 0 else a * 2",
    ),
    Row(
        "a.data is changed by the cell itself (line 3), so its sliders stay still.",
        "a = 2.0\nz = a * a\na.data = 3.0",
    ),
    Row(
        "a is changed by the cell itself (line 4), so it has no slider.",
        "a = 2.0\nb = 1.0\nz = a * b\na.data = 3.0",
    ),
    Row(
        "a and b are changed by the cell itself (line 5), so they have no sliders.",
        "a = 2.0\nb = 1.0\nc = 1.0\nz = a * b * c\na.data = 3.0\nb.data = 2.0",
    ),
    Row(
        "y comes from the cell that begins with 'x = 2.0', which depends on data beyond its graph, so "
        "its sliders stay still. Run that cell again.",
        "z = y * 2",
        [
            "%%grad\nx = 2.0\ny = x * x.data",
        ],
        wrt=["x"],
        place=False,
    ),
    Row(
        "sq is written by hand, and only the code that made it can move it, so its sliders stay still.",
        "z = y * 2",
        [
            "%%grad\nx = 2.0\ny = Value(x.data ** 2, (x,), 'sq')",
        ],
        wrt=["x"],
        place=False,
    ),
    Row(
        "A whole number beyond 2**53 (line 2) is rounded, for a Value holds a float: int(n) in place of "
        "a whole number n keeps it exact.",
        "n = 7\nz = (2 ** 60 + n) % 10",
    ),
    Row(
        "k has changed since this cell ran: run the cell again.",
        "a = 2.0\nz = a * k if a > 0 else a",
        [
            "k = 3",
        ],
        then="k = 4",
        moves=[(-1.0,)],
        place=False,
    ),
    Row(
        "hist has changed since this cell ran",
        "a = 2.0\nhist.append(1)\nz = a * 2 if a > 0 else a",
        [
            "hist = []",
        ],
        then="hist.append(9)",
        moves=[(-1.0,)],
        place=False,
    ),
    Row(
        "w has changed since this cell ran",
        "a = 2.0\nw.data = 4.0\nz = a * w if a > 0 else a",
        [
            "w = Value(1.0)",
        ],
        then="w.data = 5.0",
        moves=[(-1.0,)],
        place=False,
    ),
    Row(
        "big is too large to put back before the cell runs again: run the cell itself.",
        "a = 2.0\nbig.append(1)\nz = a if a > 0 else a * 2",
        [
            "big = list(range(200_000))",
        ],
        moves=[(-1.0,)],
        place=False,
    ),
    Row(
        "big is too large for all of it to follow a move.",
        "a = 2.0\nbig = [a] * 200_000\nz = a * 2",
        place=False,
    ),
    Row(
        "RuntimeError: input() cannot ask while a slider runs the cell again: run the cell itself.",
        "a = 2.0\nz = a if a > 0 else ask() * a",
        [
            "def ask(): return getattr(__builtins__, 'input', None)() if not isinstance(__builtins__, "
            "dict) else __builtins__['input']()",
        ],
        moves=[(-1.0,)],
        place=False,
    ),
    Row(
        "sq of an earlier cell is written by hand: run that cell again.",
        "z = x * 2 if x > 0 else x\n[y]",
        [
            "x = Value(2.0)\ny = Value(x.data ** 2, (x,), 'sq')",
        ],
        output="z",
        wrt=["x"],
        moves=[(-1.0,)],
        place=False,
    ),
]
