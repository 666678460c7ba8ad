"""Scopes of code that computes with plain numbers: next to nothing is recorded, and soon nothing is heard."""

from __future__ import annotations

from typing import Any

import pytest

from microgradext.engine.recording import current
from microgradext.engine.scopes.entry import MOST_PLAIN, Entry
from microgradext.engine.scopes.tree import Tree

from ..cells import cell
from .test_scopes import paths, untraced

FIB = "def f(n):\n  if n < 2: return n\n  {}\na = 2.0\nout = a * f(19)"

RECURSIONS = {
    "loop": FIB.format("t = 0\n  for i in (1, 2): t += f(n - i)\n  return t"),
    "while": FIB.format("t = i = 0\n  while i < 2:\n    i += 1\n    t += f(n - i)\n  return t"),
    "list": FIB.format("return sum([f(n - i) for i in (1, 2)])"),
    "generator": FIB.format("return sum(f(n - i) for i in (1, 2))"),
    "change": """
        def change(coins, total):
            if total == 0: return 1
            return sum(change(coins[i:], total - c) for i, c in enumerate(coins) if c <= total)
        a = 2.0
        out = a * change((50, 20, 10, 5, 2, 1), 60)
        """,
    "objects": """
        class Part:
            def __init__(self, depth):
                self.parts = [Part(depth - 1), Part(depth - 1)] if depth else []
            def total(self):
                t = 1
                for each in self.parts: t += each.total()
                return t
        a = 2.0
        out = a * Part(13).total()
        """,
    "walk": """
        def walk(depth):
            yield depth
            for i in range(2 if depth else 0): yield from walk(depth - 1)
        a = 2.0
        out = a * sum(walk(13))
        """,
}


@untraced
@pytest.mark.parametrize("name", RECURSIONS)
def test_recursion_over_plain_numbers_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = {"enter": 0, "turn": 0}

    def counted(kind: type, method: str) -> None:
        original = getattr(kind, method)

        def counting(*arguments: Any, **named: Any) -> Any:
            heard[method] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(kind, method, counting)

    counted(Tree, "enter")
    counted(Entry, "turn")
    rows: list[int] = []

    def look() -> None:
        scopes = getattr(current(), "scopes", None)
        assert isinstance(scopes, Tree)
        rows.append(len(scopes.scopes))

    run = cell(f"{RECURSIONS[name]}\n{'        ' if name in LONG else ''}look()", {"look": look}).run
    assert run.error is None
    assert rows[0] <= 3, "the cell, and its code"
    assert 0 < heard["enter"] + heard["turn"] <= 6 * MOST_PLAIN


LONG = ("change", "objects", "walk")


@untraced
def test_a_generator_belongs_to_the_turn_in_which_it_began_without_an_operation() -> None:
    assert paths("""
        def steps(x):
            yield x
            while True:
                x = x * 2
                yield x
        def out(x):
            g = steps(x)
            for i in range(3):
                s = next(g)
            return s
        a = 2.0
        s = out(a)
        """) == ["out > pass 1 > steps > pass 1", "out > pass 1 > steps > pass 2"]


@untraced
def test_a_generator_of_a_call_that_is_over_has_no_wrong_ordinal_around_it() -> None:
    found = paths("""
        def steps(x):
            for k in range(2): yield x * 2 if k else x
        def begun(x):
            g = steps(x)
            next(g)
            return g
        def out(x):
            for i in range(2):
                if i == 0:
                    g = begun(x)
                else:
                    s = next(g) + 1
            return s
        a = 2.0
        s = out(a)
        """)
    assert found[0] in ("out > begun > steps", "out > begun > steps > pass 2")
    assert found[1] == "out > pass 2"


MAKE = """
    def make(n):
        xs = []
        for i in range(n): xs.append(i / n)
        return xs
    def loss(w):
        t = w
        for x in xs[:4]: t = t + (w * x - 1) ** 2 * w
        return t
    """


@untraced
@pytest.mark.parametrize("turns", [MOST_PLAIN + 5, 5 * MOST_PLAIN, 20 * MOST_PLAIN])
def test_turns_are_counted_in_calls_after_one_over_plain_numbers(turns: int) -> None:
    found = paths(f"{MAKE}\n    xs = make({turns})\n    w = 0.5\n    L = loss(w)")
    assert found[-1] == "loss > sample 4"
    again = f"xs = make({turns})\n    L = loss(M)"
    found = paths(f"{MAKE}\n    xs = make({turns})\n    w = 0.5\n    M = loss(w)\n    {again}")
    assert found[-1] == "loss > sample 4"


@untraced
def test_turns_are_counted_after_many_short_loops_over_plain_numbers() -> None:
    found = paths("""
        def loss(w):
            n = 0
            for k in range(10): n += k
            for x in (1.0, 2.0): w = w + n * x
            return w
        a = 0.5
        for step in range(450): a = loss(a)
        """)
    assert found[-1] == "step 450 > loss > pass 2"
