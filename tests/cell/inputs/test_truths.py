"""Comparisons as keys: in a cell written with numbers they are found by their truth, as in plain Python."""

from __future__ import annotations

from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.moving import MovingRun
from microgradext.engine.order import ancestors
from microgradext.engine.recording import Recording

from ..cells import again, cell, output

BEGIN = "from collections import Counter, defaultdict\nfrom dataclasses import dataclass\nimport itertools\n"

KEYS = [
    "y = a * Counter(v > 3 for v in (a, b, 4.0))[True]",
    "g = defaultdict(list)\nfor v in (a, b, 7.0): g[v > 3].append(v)\ny = a * sum(g[False])",
    "y = a * len(dict(itertools.groupby([a, b, -a], key=lambda v: v > 0)))",
    "y = a * {False: 1.0, True: 2.0}.get(a > 1, 5.0)",
    "y = a * {True: 1.0, False: 2.0}[a > b]",
    "y = a * {(True, False): 3.0, (False, True): 2.0}.get((a > b, b > 1), 7.0)",
    "c = a > 1\nd = {True: 1.0, False: 2.0}\ny = a * d[c] * len({c, b > 2, a > 4})",
    "y = a * ((a > 1) in {True}) + b",
    "y = a * hash(a > 1) + b",
    "@dataclass(frozen=True)\nclass P:\n    up: bool\ny = a * len({P(a > 1), P(b > 1), P(True)})",
    "memo = {}\nfor v in (a, b, a * b): memo[v > 2] = memo.get(v > 2, 0) + v\ny = memo.get(True, a) * a",
]


@pytest.mark.parametrize("lines", KEYS)
def test_they_are_found_by_their_truth_at_every_point(lines: str) -> None:
    text = "{}a = {}\nb = {}\n{}"
    ran = cell(text.format(BEGIN, 2.0, 5.0, lines))
    assert "identity" not in ran.notes
    moving = MovingRun(ran.run)
    for point in ([2.0, 5.0], [4.0, 1.0], [0.5, 0.5], [-2.0, 3.0]):
        moving.move(point)
        plain: dict[str, Any] = {}
        exec(text.format(BEGIN, *point, lines), plain)
        assert moving.value.data == plain["y"]


def test_what_an_earlier_cell_has_grouped_is_found_after_a_rerun() -> None:
    names: dict[str, Any] = {}
    cell("a = 2.0\ngroups = {}\nseen = set()\ngroups[a > 1] = 1.0\nseen.add(a > 1)\ny = a * a", names)
    later = "b = 3.0\ngroups[b > 1] = groups.get(b > 1, 0.0) + 1\nseen.add(b > 1)\nz = b * groups[True] * len(seen)"
    run = cell(later, names).run
    assert output(run) == 6.0
    run = again(run, -1.0)
    run = again(run, 4.0)
    assert output(run) == 8.0


def test_a_topological_sort_of_the_users_keeps_every_comparison() -> None:
    names: dict[str, Any] = {}
    exec(
        "def order(v, seen):\n    if v not in seen:\n        seen.add(v)\n        for each in v._prev:\n"
        "            order(each, seen)\n    return seen",
        names,
    )
    text = "a = 2.0\nb = 3.0\ny = (a > 1).where(a, b) * (b > 1).where(b, a)\nsize = len(order(y, set()))\ny.backward()"
    ran = cell(text, names)
    assert ran.names["size"] == len(ancestors([ran.names["y"]])) == 9
    assert ran.grads == {"a": 3.0, "b": 2.0}


def test_elsewhere_they_are_found_as_the_objects_that_they_are() -> None:
    a = Value(2.0)
    one, other = a > 1, a > 0
    assert len({one, other}) == 2
    with Recording() as recording:
        assert len({one, other}) == 2
    assert recording.guards == []
