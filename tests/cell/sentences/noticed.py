"""The sentences about code that would notice that a number is a Value."""

from __future__ import annotations

from .row import Row

NOTICED = [
    Row(
        "type(b) is float (line 3) is false, for b is a Value while the cell runs: write isinstance(b, float).",
        "a = 0.5\nb = a + 0.0\nq = type(b) is float\nz = b * 2",
    ),
    Row(
        "type(a) (line 3) is Value while the cell runs, not the class of its number: write type(a.data).",
        "a = 0.5\nb = a + 0.0\nq = type(a).__name__\nz = b * 2",
    ),
    Row(
        "hash(a) (line 3) is the hash of an object, another one for each Value",
        "a = 0.5\nb = a + 0.0\nq = hash(a)\nz = b * 2",
    ),
    Row(
        "(a > 0) is True (line 3) is always false, for a > 0 is a Value too: write a > 0.",
        "a = 0.5\nb = a + 0.0\nq = (a > 0) is True\nz = b * 2",
    ),
    Row(
        "case True (line 4) is never taken, for a > 0 is a Value too: write if a > 0.",
        "a = 0.5\nb = a + 0.0\nmatch a > 0:\n    case True: q = 1\nz = b * 2",
    ),
    Row(
        "a is looked up by identity in line 3, not by its number: write a.data.",
        "a = 0.5\nb = a + 0.0\nq = a in {0.5, 1.0}\nz = b * 2",
    ),
    Row(
        "{a, b} in line 3 tells inputs apart by identity, not by their numbers: write",
        "a = 0.5\nb = a + 0.0\nq = len({a, b})\nz = b * 2",
    ),
    Row(
        "set(xs) in line 3 tells Values apart by identity, not by their numbers: write set(x.data for x in xs).",
        "a = 0.5\nb = a + 0.0\nxs = [a, b]; q = len(set(xs))\nz = b * 2",
    ),
    Row(
        "seen (line 5) knows a Value by identity, not by its number: look up x.data.",
        "a = 0.5\nb = a + 0.0\ndef of(xs):\n    seen = set()\n    return [x in seen for x in xs]\n"
        "q = of([a, b])\nz = b * 2",
    ),
    Row(
        "memo (line 3) has numbers and Values as keys, and knows a Value by identity, not by its number: use .data.",
        "a = 0.5\nb = a + 0.0\nmemo = {0.5: 1.0}; memo[a] = 2.0\nz = b * 2",
    ),
    Row(
        "(line 2 of the cell that defines g) is false",
        "a = 2.0\nz = g(a)",
        [
            "def g(x):\n    return x * 2 if type(x) is float else x * 3",
        ],
    ),
    Row(
        "except ZeroDivisionError (line 4) is not taken for 1 / a, which gives inf or nan here: test with if.",
        "a = 2.0\ntry:\n    z = 1 / a\nexcept ZeroDivisionError:\n    z = a",
    ),
]
