"""Where code has no scopes, what is too much is cut into runs of lines, and the first view fits on a screen."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.folds.first import WIDTH, first_view
from microgradext.explain.folds.regions import Regions, regions_of
from microgradext.explain.folds.runs import LONGEST, MANY
from microgradext.explain.layout.layout import extent
from microgradext.explain.view import View
from tests.explain.folds.cells import long_cell, ran, random_state
from tests.explain.folds.test_folded import check

LINE = "x0 = 2*a\n" + "\n".join(f"x{i} = x{i - 1}*a + {i}" for i in range(1, 61))
FUNCTION = "def f(x):\n    v0 = x*a\n" + "\n".join(f"    v{i} = v{i - 1}*a + 0.1*x" for i in range(1, 80))
MODEL = "from microgradext import nn\nmodel = nn.MLP(10, [10, 10, 10, 2])\nu, v = model([0.1*i for i in range(10)])\n"

CELLS = {
    "60 statements": f"a = 0.5\n{LINE}",
    "300 statements": "a, b = 0.5, 1.5\nx0 = 2*a\n"
    + "\n".join(f"x{i} = x{i - 1}*a + x{max(0, i - 7)}*b" for i in range(1, 301)),
    "300 statements in a fan": "a, b = 0.5, 1.5\n"
    + "\n".join(f"x{i} = a*{i} + b" for i in range(300))
    + "\ny = sum([" + ", ".join(f"x{i}" for i in range(300)) + "])",
    "40 calls in each other": "a = 0.5\ndef f(x): return tanh(a*x) + x*x*0.1\ny = " + "f(" * 40 + "a" + ")" * 40,
    "40 operations in each other": "a = 0.5\ny = " + "tanh(" * 40 + "a" + ")" * 40,
    "300 operations": "a, b, c = 0.5, 1.1, 0.7\ny = " + " + ".join(f"a*b/({i} + c)" for i in range(1, 100)),
    "300 operations in a chain": "a, b, c = 0.5, 1.1, 0.7\ny = a"
    + "".join([" + c", "*b", "/(1 + a)"][i % 3] for i in range(300)),
    "a long function in a loop": "\n".join(
        ["a = 0.5", FUNCTION, "    return v79", "y = a", "for i in range(10):", "    y = f(y*0.1)", "z = y*y"]
    ),
    "a model": f"{MODEL}loss = (u - 1)**2 + (v + 1)**2",
}  # fmt: skip


def regions(source: str) -> Regions:
    graph = ran(source).graph
    assert graph is not None
    found = regions_of(graph)
    assert found is not None
    return found


def runs(source: str, around: int = 0) -> list[str]:
    """The titles of the runs that are directly in a region."""
    found = regions(source)
    return [
        found.label(each)
        for each in range(1, len(found))
        if found.kind(each) == "lines" and found.parents[each] == around
    ]


def first(source: str) -> View:
    graph = ran(source).graph
    assert graph is not None
    return first_view(graph, None).view


@pytest.mark.parametrize("name", CELLS)
def test_the_first_view_fits(name: str) -> None:
    view = first(CELLS[name])
    assert len([box for box in view.boxes if box.kind != "frame"]) <= MANY
    assert extent(view, WIDTH)[0] <= WIDTH


@pytest.mark.parametrize("name", CELLS)
def test_whatever_is_open_flows_add_up(name: str) -> None:
    graph = ran(CELLS[name]).graph
    assert graph is not None
    found, draw = regions(CELLS[name]), Random(17)
    for _ in range(2):
        check(graph, found, random_state(found, draw))


@given(seed=st.integers(0, 10**6))
def test_whatever_is_open_in_long_code_flows_add_up(seed: int) -> None:
    graph = ran(long_cell(Random(seed))).graph
    assert graph is not None
    found = regions_of(graph)
    if found is not None:
        view = check(graph, found, replace(random_state(found, Random(seed)), rest=frozenset()))
        assert all(edge.source < edge.target or edge.frame in (edge.source, edge.target) for edge in view.edges)


@pytest.mark.parametrize("name", CELLS)
def test_no_more_than_a_few_parts_are_beside_each_other(name: str) -> None:
    found = regions(CELLS[name])
    parts = [0] * len(found)
    for region in range(1, len(found)):
        parts[found.parents[region]] += found.kind(region) not in ("inputs", "leaves", "turn")
    assert max(parts) <= MANY
    assert all(count <= LONGEST for region, count in enumerate(parts) if found.kind(region) == "lines")


def test_paragraphs_are_called_by_their_comments() -> None:
    lines = LINE.split("\n")
    text = "\n".join(
        ["a = 0.5", "# --- growth ---", *lines[:20], "", *lines[20:40], "", "# decay", "n = 3", *lines[40:]]
    )
    assert runs(text) == ["growth", "lines 24–43", "decay"]


def test_many_paragraphs_are_in_runs_again() -> None:
    lines = LINE.split("\n")
    text = "\n".join(["a = 0.5", *(f"# part {i}\n{line}\n" for i, line in enumerate(lines))])
    assert runs(text) == ["lines 3–60", "lines 63–120", "lines 123–180"]
    six = "\n".join(["a = 0.5", *(f"# part {i}\n" + "\n".join(lines[10 * i : 10 * i + 10]) for i in range(6))])
    assert runs(six) == ["part 0 to part 1", "part 2 to part 3", "part 4 to part 5"]


def test_a_run_says_its_lines_and_how_many_values_it_names() -> None:
    view = first(CELLS["60 statements"])
    told = [
        (box.fold.title, box.fold.summary, box.fold.single) for box in view.boxes if box.kind == "scope" and box.fold
    ]
    assert told == [
        ("lines 2–21", "20 values", True), ("lines 22–41", "20 values", True), ("lines 42–61", "20 values", True),
    ]  # fmt: skip


def test_what_is_on_one_line_says_what_it_does() -> None:
    assert runs(CELLS["40 calls in each other"]) == ["f() 1–13", "f() 14–26", "f() 27–40"]
    assert runs(CELLS["40 operations in each other"], 1) == ["tanh 1–13", "tanh 14–26", "tanh 27–39"]


def test_a_short_cell_has_no_runs() -> None:
    assert (
        runs("a = 0.5\n\n# twice\n" + "\n".join(f"x{i} = {'a' if i == 0 else f'x{i - 1}'}*a" for i in range(20))) == []
    )


def test_equal_calls_say_what_they_come_to() -> None:
    view = first(
        "a = 0.5\ndef f(x, y):\n    u = x*y + a\n    return u*u + x*exp(y*a)\n"
        "first = f(0.123456789*a, 0.123456789*a)\nsecond = f(a*0.123456789, 0.4 + first)\nthird = first*second + a"
    )
    assert [box.fold.title for box in view.boxes if box.kind == "scope" and box.fold] == ["first = f()", "second = f()"]


def test_parameters_of_two_models_are_told_apart() -> None:
    view = first(
        "from microgradext import nn\none, two = nn.MLP(2, [3, 1]), nn.MLP(2, [3, 1])\n"
        "u = one([.1, .2])\nv = two([.3, .4])\nloss = (u - v)**2"
    )
    titles = [box.fold.title for box in view.boxes if box.fold and box.kind == "scope"]
    assert titles[:4] == ["layer 1", "layer 2", "layer 1′", "layer 2′"]
    assert titles[4:] == ["one › layer 1", "one › layer 2", "two › layer 1", "two › layer 2"]
