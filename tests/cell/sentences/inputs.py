"""The sentences about what becomes an input, and what does not."""

from __future__ import annotations

from .row import Row

INPUTS = [
    Row(
        "x is bound more than once: x⁽¹⁾ is an earlier value, and x the last.",
        "x = 2.0\nx = x * 3\nx = x + 1",
        place=False,
    ),
    Row(
        "x and y are bound more than once: ⁽¹⁾ marks an earlier value, and the last has no mark.",
        "x = 2.0\ny = x * 3\nx = x + y\ny = x * y",
        place=False,
    ),
    Row(
        "Nothing to vary: no inputs.",
        "z = sum(ws)",
        [
            "ws = [Value(float(i)) for i in range(20)]",
        ],
        place=False,
    ),
    Row(
        "a was a plain number and is a Value from now on.",
        "z = a * 2",
        [
            "a = 2.0",
        ],
        place=False,
    ),
    Row(
        "a and b were plain numbers and are Values from now on.",
        "z = a * b",
        [
            "a = 2.0; b = 1.0",
        ],
        place=False,
    ),
    Row(
        "total only accumulates (line 4), so it has no slider; -w total makes it an input.",
        "a = 1.0\ntotal = 0\nfor x in [1.0, 2.0]:\n    total += x\nz = a + total",
    ),
    Row(
        "k and m only accumulate (lines 5 and 6), so they have no sliders; -w k,m makes them inputs.",
        "a = 2.0\nk = 0\nm = 0\nfor i in range(2):\n    k += i\n    m += i\nz = a * k * m",
    ),
    Row(
        "n only counts (line 5), so it has no slider; -w n makes it an input.",
        "a = 2.0\nn = 9\nwhile n > 5:\n    a = a * 2\n    n -= 1\nz = a",
    ),
    Row(
        "xs counts as data (line 2), so its numbers have no sliders; -w xs makes them inputs.",
        "a = 2.0\nxs = [1.0, 2.0]\nz = a * sum(xs)",
    ),
    Row(
        "xs and ys count as data (lines 2 and 3), so their numbers have no sliders; -w xs,ys makes them inputs.",
        "a = 2.0\nxs = [1.0, 2.0]\nys = [1.0, 2.0]\nz = a * sum(xs) * sum(ys)",
    ),
    Row(
        "v is an array of numbers (line 2), so they are data; to make them inputs, bind its list to a name of its own",
        "import numpy as np\nv = np.array([1.0, 2.0])\nz = v.sum()",
    ),
    Row(
        "b is bound inside an expression (line 2), so it is a plain number; a statement of its own",
        "a = 2.0\nz = a * (b := 3.0)",
    ),
    Row(
        "b is passed to Value (line 2)",
        "b = 3.0\na = Value(b)\nz = a * 2",
    ),
    Row(
        "b is the result of a call (line 1)",
        "b = float('3')\nz = a * b",
        [
            "a = Value(2.0)",
        ],
    ),
    Row(
        "b and c are the results of calls",
        "b = float('3')\nc = float('4')\nz = a * b * c",
        [
            "a = Value(2.0)",
        ],
    ),
    Row(
        "b is bound in a loop (line 2)",
        "for i in [1]:\n    b = 3.0\nz = a * b",
        [
            "a = Value(2.0)",
        ],
    ),
    Row(
        "x runs through numbers in a loop (line 1)",
        "for x in [1.0, 2.0]:\n    z = x * 2",
    ),
    Row(
        "n is declared global in f (line 4), so it is a plain number; let f return the new number instead.",
        "a = 2.0\nn = 3.0\ndef f():\n    global n\n    n = n + 1\nf()\nz = a * n",
    ),
    Row(
        "n is a whole number that a float cannot hold exactly (line 1), so it is a plain number; write it",
        "n = 9007199254740993\na = 2.0\nz = a * n",
    ),
    Row(
        "write them with a decimal point to make them inputs",
        "n = 9007199254740993\nm = 9007199254740995\na = 2.0\nz = a * n * m",
    ),
    Row(
        "n is used as an index (line 3), so it stays a plain number.",
        "n = 1\na = 2.0\nz = a * [1.0, 2.0][n]",
    ),
    Row(
        "n and m are used as an index (lines 4 and 5), so they stay plain numbers.",
        "n = 1\nm = 0\na = 2.0\nz = a * [1.0, 2.0][n]\nz = z * [1.0, 2.0][m]",
    ),
    Row(
        "n is used to repeat a sequence (line 3)",
        "n = 2\na = 2.0\nz = a * sum([1.0] * n)",
    ),
    Row(
        "lr is used to change data",
        "lr = 0.1\na = 2.0\nz = a * a\nw.data -= lr * 2.0",
        [
            "w = Value(1.0)",
        ],
    ),
    Row(
        "dt is used only in time.sleep (line 3), so it is a plain number",
        "import time\ndt = 0.0\ntime.sleep(dt)\na = 2.0\nz = a * a",
    ),
    Row(
        "ws holds 20 Values, more than 12, so they have no sliders; -w ws gives them some.",
        "a = 2.0\nws = [Value(float(i)) for i in range(20)]\nz = a * sum(ws)",
        place=False,
    ),
    Row(
        "b comes from an earlier cell and stays as it is; -w b makes it an input.",
        "a = 2.0\nz = a * b",
        [
            "b = Value(3.0)",
        ],
        place=False,
    ),
    Row(
        "b and c come from earlier cells and stay as they are; -w b,c makes them inputs.",
        "a = 2.0\nz = a * b * c",
        [
            "b = Value(3.0); c = Value(1.0)",
        ],
        place=False,
    ),
    Row(
        "v has no slider: only this branch sets it.",
        "a = 2.0\nif a > 0:\n    z = a * 2\nelse:\n    v = 3.0\n    z = a * v",
        moves=[(-1.0,)],
        place=False,
    ),
]
