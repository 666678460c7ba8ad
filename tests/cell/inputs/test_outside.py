"""Numbers that stay plain because no mathematics uses them, or because a float cannot hold them."""

from __future__ import annotations

from typing import Any

import pytest

from ..cells import cell


@pytest.mark.parametrize(
    ("use", "callee"),
    [
        ("import time\ntime.sleep(a * 0)", "time.sleep"),
        ("from datetime import timedelta\ntimedelta(days=a)", "timedelta"),
        ("import json\njson.dumps({'a': [a]})", "json.dumps"),
        ("import struct as s\ns.pack('d', a)", "s.pack"),
        ("if x < 0:\n    import matplotlib.pyplot as plt\n    plt.figure(figsize=(a, 2))", "plt.figure"),
        ("from decimal import Decimal\nDecimal(a)\nprint(a, f'{a:.1f}')", "Decimal"),
        ("import time\ndef f(): time.sleep(a * 0)\nf()", "time.sleep"),
    ],
)
def test_a_number_used_only_outside_the_mathematics_stays_plain_and_it_is_said(use: str, callee: str) -> None:
    ran = cell(f"a = 2.5\nx = 1.5\n{use}\ny = x * x")
    assert ran.inputs == {"x": 1.5}
    assert type(ran.names["a"]) is float
    assert f"a is used only in {callee} (line " in ran.notes
    assert "so it is a plain number; -w a makes it an input." in ran.notes


def test_a_function_that_an_earlier_cell_imported_is_known_too() -> None:
    names: dict[str, Any] = {}
    exec("import time\nfrom decimal import Decimal as D", names)
    assert cell("a = 2.5\nb = 0.0\nx = 1.5\nD(a); time.sleep(b)\ny = x * x", names).inputs == {"x": 1.5}


@pytest.mark.parametrize(
    "use",
    [
        "import time\ntime.sleep(a * 0)\nz = a * 2",
        "import time\ntime.sleep(a * 0)\nz = mine(1.0)",  # reads a
        "z = helper(a)",
        "import random\nz = random.uniform(a, 3.0)",
        "from functools import partial\nz = partial(max, a)(0.5)",
        "import collections\nz = collections.deque([a])",
        "time = lambda t: t * t\nz = time(a)",
        "class json:\n    dumps = staticmethod(lambda t: t * 2)\nz = json.dumps(a)",
        "import math\nz = math.sin(a)",
        "z = [a]",
        "print(a)",
    ],
)
def test_other_numbers_are_inputs_as_before(use: str) -> None:
    names: dict[str, Any] = {}
    exec("def helper(t): return t * t\ndef mine(t): return t * a", names)
    assert cell(f"a = 2.5\nx = 1.5\n{use}\ny = x * x", names).inputs == {"a": 2.5, "x": 1.5}


@pytest.mark.parametrize(
    ("imports", "use"),
    [
        ("from functools import reduce", "reduce(lambda p, q: p * q, [a, b])"),
        ("from functools import partial", "partial(max, a)(b)"),
        ("from itertools import accumulate", "list(accumulate([a, b]))[-1]"),
        ("from itertools import starmap", "sum(starmap(lambda p, q: p * q, [(a, b)]))"),
        ("from itertools import chain", "sum(chain([a], [b]))"),
        ("from operator import mul", "mul(a, b)"),
        ("from operator import attrgetter, itemgetter", "itemgetter(1)([a, b]) + itemgetter(0)([a, b])"),
        ("from math import hypot, sin", "hypot(a, b)"),
        ("from statistics import median", "median([a, b])"),
        ("from heapq import nsmallest", "sum(nsmallest(2, [a, b]))"),
        ("from bisect import insort", "insort([1.0], a) or insort([1.0], b) or 1.0"),
        ("from collections import deque", "sum(deque([a, b]))"),
        ("from copy import copy", "copy(a) * copy(b)"),
        ("from random import choice", "choice([a, a]) * choice([b, b])"),
    ],
)
def test_what_computes_with_its_arguments_is_known_in_an_earlier_cell_as_in_this_one(imports: str, use: str) -> None:
    names: dict[str, Any] = {}
    exec(imports, names)
    here = cell(f"{imports}\na = 2.0\nb = 3.0\nx = 1.5\nz = {use}\ny = x * x")
    there = cell(f"a = 2.0\nb = 3.0\nx = 1.5\nz = {use}\ny = x * x", names)
    assert there.inputs == here.inputs == {"a": 2.0, "b": 3.0, "x": 1.5}


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**30 + 1])
def test_a_whole_number_that_a_float_cannot_hold_stays_an_int(number: int) -> None:
    ran = cell(f"a = {number}\nx = 1.5\nb = a % 10\ny = x * x")
    assert ran.inputs == {"x": 1.5}
    assert (ran.names["a"], ran.names["b"]) == (number, number % 10)
    said = "a is a whole number that a float cannot hold exactly (line 1), so it is a plain number; write it with a"
    assert f"{said} decimal point to make it an input." in ran.notes


def test_one_that_it_can_hold_is_an_input() -> None:
    assert cell(f"a = {2**60}\ny = a * 2").inputs == {"a": 2.0**60}
