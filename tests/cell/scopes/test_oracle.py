"""Scopes of random programs are those that the program itself says it is in."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgradext.cell.run import run_cell
from microgradext.engine.functions import sum as total
from microgradext.engine.value import Value

from .programs import CURRENT, Place, Program, Stepped, at, picks, stepping, sure

MOST = 3_000
"""Longer programs are left out."""


Step = tuple[str, str, int, Any]
"""Kind, label and ordinal of a scope, and what identifies it."""


class EnoughError(Exception):
    """There have been so many operations."""


def told(program: Program, seed: int) -> list[list[Step]]:
    """The path of each operation, as the program says."""
    paths: list[list[Step]] = []
    places: list[Place] = []

    def note(place: Place, value: Value) -> Value:
        if len(places) > MOST:
            raise EnoughError
        place.path()
        places.append(place)
        return value

    known = {"Place": Place, "Stepped": Stepped, "stepping": stepping, "at": at, "sure": sure, "note": note}
    w = Place(None, "")
    CURRENT[:] = [w]
    exec(compile(program.told, "<told>", "exec"), {**known, "pick": picks(seed), "w": w, "a": Value(2.0)})
    paths += [place.path() for place in places]
    return paths


def recorded(program: Program, seed: int) -> list[list[Step]]:
    """The path of each operation in the graph."""
    kept: list[Value] = []

    def keep(value: Value) -> Value:
        kept.append(value)
        return value

    run = run_cell(program.plain, {"keep": keep, "kept": kept, "pick": picks(seed), "total": total}, output="out")
    assert run.error is None, program.plain
    assert run.graph is not None
    index = {value: node for node, value in enumerate(run.values)}
    scopes = run.graph.scopes
    assert scopes is not None
    found = []
    for value in kept:
        path = list[Step]()
        for scope in scopes.path(index[value]):
            kind, label, ordinal = scopes[scope].kind, scopes[scope].label, scopes[scope].ordinal
            if kind != "statement":
                path.append((kind, label if kind == "call" else "", ordinal, scope))
        found.append(path)
    return found


def different(program: Program, seed: int) -> str:
    """The first operation whose path is another; empty if none is."""
    expected, found = told(program, seed), recorded(program, seed)
    assert len(expected) == len(found), program.plain
    there: dict[int, int] = {}
    back: dict[int, int] = {}
    for place, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        same = [each[:3] for each in ours] == [each[:3] for each in theirs]
        for one, other in zip(ours, theirs, strict=False):
            same &= there.setdefault(id(other[3]), one[3]) == one[3]
            same &= back.setdefault(one[3], id(other[3])) == id(other[3])
        if not same:
            shown = [each[:3] for each in theirs]
            return f"operation {place} is in {ours}, and should be in {shown}:\n{program.plain}"
    return ""


@pytest.mark.skipif(sys.gettrace() is not None, reason="turns cannot be told while somebody else traces")
@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_scopes_are_where_the_program_says_it_is(seed: int) -> None:
    program = Program(seed)
    try:
        assert not different(program, seed)
    except EnoughError:
        return
