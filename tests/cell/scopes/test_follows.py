"""Turns are counted in arithmetic whose numbers are Values in some turns and plain in others."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.cell.run import run_cell
from microgradext.engine.recent import moment

from .test_scopes import scopes_of, untraced

NAMES = "xyuw"

numbers = st.sampled_from([*NAMES, *NAMES, "a", "2.0", "p[0]", "p[1]"])
expressions = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        inner.map(lambda each: f"-{each}"),
        inner.map(lambda each: f"double({each})"),
    ),
    max_leaves=6,
)
assignments = st.tuples(st.sampled_from(NAMES), expressions).map(lambda each: f"{each[0]} = {each[1]}")
pairs = st.tuples(expressions, expressions).map(lambda each: f"x, u = {each[0]}, {each[1]}")
plain = st.tuples(st.sampled_from(NAMES), st.sampled_from(["1.5", "i", "plain(x)", "a if i % 7 else 1.5"])).map(
    " = ".join
)
skips = st.sampled_from(["if i % 2: continue", "if i % 9 == 1: w = a", "if i == 26: break", "p = (x, y)"])
bodies = st.lists(st.one_of(assignments, assignments, pairs, plain, skips), min_size=1, max_size=6)


def told(body: list[str], *, caught: bool) -> tuple[list[int], list[int]]:
    """For each operation in a loop with a body, the turn that is recorded, and the one that the clock says."""
    ends: list[int] = []
    kept: list[Any] = []
    text = "\n".join(body)
    if caught:
        text = f"try:\n{indent(text, '  ')}\n  if i == 24: x = x + 'text'\nexcept TypeError: pass"
    source = (
        "a = 2.0\ndef double(v): return v + v\ndef f(x):\n"
        "  y, u, w = 1.5, 2.5, x\n  p = (y, x)\n  first = moment()\n  for i in range(30):\n    ends.append(moment())\n"
        f"{indent(text, '    ')}\n    kept.append((x, y, u, w))\n  ends.append(moment())\n"
        "  return sum([each for row in kept for each in row], first_of(x))\nout = f(a * 1.0) + a"
    )
    names = {"moment": moment, "ends": ends, "kept": kept, "plain": lambda value: float(value == value)}
    run = run_cell(source, {**names, "first_of": lambda value: value * 0})
    assert run.error is None
    assert run.graph is not None
    scopes = scopes_of(run.graph)
    found, expected = [], []
    for node, value in enumerate(run.values):
        if value._serial <= ends[0] or value._serial > ends[-1] or not run.graph.nodes[node].operands:
            continue
        path = [scopes[each] for each in scopes.path(node)]
        found.append(next((each.ordinal for each in path if each.kind == "turn" and each.label == "pass"), 0))
        expected.append(sum(value._serial > end for end in ends[:-1]))
    return found, expected


@untraced
@given(bodies)
@settings(deadline=None, max_examples=30)
def test_turns_are_those_of_the_clock(body: list[str]) -> None:
    found, expected = told(body, caught=False)
    assert found == expected


@untraced
@given(bodies)
@settings(deadline=None, max_examples=30)
def test_turns_are_those_of_the_clock_or_unknown_where_operations_fail(body: list[str]) -> None:
    found, expected = told(body, caught=True)
    assert [each or turn for each, turn in zip(found, expected, strict=True)] == expected
