"""What a rerun puts back first, what it commits, and when it must refuse."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from microgradext import Value
from microgradext.cell.moving import MovingRun
from microgradext.cell.problem import CellProblem
from microgradext.cell.rerun.reach import MOST, reach

from ..cells import again, cell, output

GUARDED = "\nout = x * 2 if x > 1 else x * 3"


def rerun(source: str, names: dict[str, Any], times: int = 3) -> dict[str, Any]:
    """The namespace after a cell has run and been run again."""
    run = cell("x = 2.0\n" + source + GUARDED, names, output="out").run
    for turn in range(times):
        run = again(run, 0.5 + turn)
    return names


# What is put back

CONTAINERS: dict[str, tuple[Any, str, Any]] = {
    "list": ([1], "c.append(2)", [1, 2]),
    "sorted list": ([3, 1], "c.sort(); c.extend(c)", [1, 3, 1, 3]),
    "list updated in place": ([1], "c += [2]", [1, 2]),
    "dict": ({"n": 1}, "c['n'] += 1; c['new'] = 1", {"n": 2, "new": 1}),
    "defaultdict": (defaultdict(list, a=[1]), "c['a'].append(2); c['b'].append(3)", {"a": [1, 2], "b": [3]}),
    "OrderedDict": (OrderedDict(a=1, b=2), "c.move_to_end('a')", OrderedDict(b=2, a=1)),
    "Counter": (Counter("aab"), "c.update('b')", Counter("aabb")),
    "set": ({1, 2}, "c.discard(1); c.add(3)", {2, 3}),
    "bytearray": (bytearray(b"ab"), "c[0] += 1; c.append(99)", bytearray(b"bbc")),
    "deque": (deque([1, 2], maxlen=2), "c.append(3)", deque([2, 3])),
    "nested": ([[1], {"k": [2]}], "c[0].append(2); c[1]['k'][0] += 1", [[1, 2], {"k": [3]}]),
    "in a tuple": (([1],), "c[0].append(2)", ([1, 2],)),
    "that holds itself": (None, "c = [1]; c.append(c); c.pop()", [1]),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_contents_are_put_back(kind: str) -> None:
    container, change, expected = CONTAINERS[kind]
    names = rerun(change, {"c": container})
    assert names["c"] == expected
    assert container is None or names["c"] is container


def test_arrays_are_put_back() -> None:
    array, boxes = np.arange(4.0), np.array([[1], None], dtype=object)
    names: dict[str, Any] = {"a": array, "boxes": boxes, "part": array[2:]}
    rerun("a[0] += 1; a *= 2; part[1] = 7; boxes[0].append(2); boxes[1] = 5", names)
    assert array.tolist() == [2.0, 2.0, 4.0, 7.0]
    assert boxes.tolist() == [[1, 2], 5]


def test_names_are_put_back() -> None:
    names: dict[str, Any] = {"step": 8.0, "gone": 1, "n": 0}
    rerun("step = step * 0.5\ndel gone\nn += 1\nfresh = n\nexec('made = n')", names)
    assert (names["step"], names["n"], names["fresh"], names["made"]) == (4.0, 1, 1, 1)
    assert "gone" not in names


def test_names_that_functions_bind_are_put_back() -> None:
    names: dict[str, Any] = {}
    exec(
        "count = 0\nlog = []\ndef tick():\n    global count\n    count += 1\n    log.append(count)\n"
        "def maker():\n    inside = [0]\n    def add():\n        inside[0] += 1\n        return inside[0]\n"
        "    return add\n"
        "add = maker()\ndef remember(item, kept=[]):\n    kept.append(item)\n    return len(kept)\n",
        names,
    )
    rerun("tick(); tick()\nat = add()\nheld = remember(1)\nf = lambda: tick()\nf()", names)
    assert (names["count"], names["log"], names["at"], names["held"]) == (3, [1, 2, 3], 1, 1)


def test_functions_are_reached_however_they_are_held() -> None:
    names: dict[str, Any] = {"__name__": "notebook", "partial": partial}
    exec(
        "log = []\ndef note(k): log.append(k)\nnotes = {'a': partial(note, 1)}\nclass Box:\n    made = []\n"
        "    def __init__(self): self.items = []; self.n = 0\n"
        "    def add(self): self.items.append(1); self.n += 1; note(2); Box.made.append(3)\n"
        "    @staticmethod\n    def plain(): note(4)\n    @property\n    def size(self): note(5); return 1\n"
        "box = Box()\n",
        names,
    )
    rerun("notes['a'](); box.add(); box.plain(); box.size", names)
    assert names["log"] == [1, 2, 4, 5]
    assert (names["box"].items, names["box"].n, names["Box"].made) == ([1], 1, [3])


def test_values_that_the_cell_changes_start_where_they_did() -> None:
    k = Value(1.0, label="k")
    names: dict[str, Any] = {"k": k, "box": SimpleNamespace(weights=[Value(3.0)])}
    source = """
        x = 2.0
        y = x * k
        y.backward()
        k.data = k.data - 0.5 * k.grad
        for p in box.weights: p.data += 1; p.grad = 5.0
        out = y if x > 1 else x * 1
    """
    run = cell(source, names, output="out").run
    for number in (3.0, 4.0, 3.0):
        run = again(run, number)
        assert (k.data, names["box"].weights[0].data) == (1.0 - 0.5 * number, 4.0)


def test_a_function_of_an_earlier_cell_reads_the_real_names() -> None:
    names: dict[str, Any] = {}
    exec("a = 1.0\ndef f(t): return t * a * 10", names)
    run = cell("x = 2.0\na = 3.0\ny = f(x) if x > 1 else x * 1", names).run
    assert output(again(run, 4.0, 5.0)) == 200.0


# What is committed


def test_what_the_user_has_bound_since_is_left_alone() -> None:
    names: dict[str, Any] = {}
    run = cell("x = 2.0\ny = x * x\nif x < 1: extra = 5.0\nz = y * 2", names).run
    mine = names["y"] = object()
    names["extra"] = extra = "mine"
    del names["z"]
    run = again(run, 3.0)
    assert names["y"] is mine
    assert "z" not in names
    assert output(run) == 18.0
    run = again(run, 3.0)
    assert names["y"] is mine
    assert (names["x"].data, names["extra"]) == (3.0, extra)


def test_a_replay_goes_on_with_what_the_cell_has_read_and_a_rerun_is_refused() -> None:
    names: dict[str, Any] = {"data": [1.0, 2.0]}
    moving = MovingRun(cell("x = 2.0\ny = x * sum(data) if x > 0 else x", names).run)
    names["data"][0] = 100.0
    assert (moving.move([3.0]), moving.value.data) == (False, 9.0)
    with pytest.raises(CellProblem, match=r"^data has changed since this cell ran: run the cell again\.$"):
        moving.move([-1.0])
    assert (moving.value.data, names["data"]) == (9.0, [100.0, 2.0])
    names["data"][0] = 0.5 + 0.5  # an equal number is no change
    moving.move([-1.0])
    assert moving.value.data == -1.0


def test_cells_that_append_to_the_same_list_do_not_disturb_each_other_while_they_replay() -> None:
    names: dict[str, Any] = {"hist": []}
    one = MovingRun(cell("x = 2.0\ny = x * x\nhist.append(y)", names).run)
    other = MovingRun(cell("u = 3.0\nv = u * u\nhist.append(v)", names).run)
    for number in (1.0, 4.0):
        assert not one.move([number])
        assert not other.move([number])
    assert names["hist"] == [names["y"], names["v"]]


def test_a_number_bound_anew_to_the_same_is_no_change() -> None:
    names: dict[str, Any] = {"k": 1000.5}
    run = cell("x = 2.0\ny = x * k if x > 0 else x", names).run
    names["k"] = 2001 / 2
    assert output(again(run, 1.0)) == 1000.5


# What is refused


REFUSED: dict[str, tuple[str, str]] = {
    "another number": ("k = 3.0", "k has changed since this cell ran: run the cell again."),
    "another function": ("def f(t): return t", "f has changed since this cell ran: run the cell again."),
    "what a function reads": ("scale = 7.0", "scale has changed since this cell ran: run the cell again."),
    "no longer there": ("del k", "k has changed since this cell ran: run the cell again."),
    "a list that the cell changes": ("hist.append(9)", "hist has changed since this cell ran: run the cell again."),
    "a Value that the cell changes": ("w.data = 5", "w has changed since this cell ran: run the cell again."),
    "a name that means something now": ("sin = abs", "sin has changed since this cell ran: run the cell again."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_cell_starts_from_must_be_what_it_was(what: str) -> None:
    change, said = REFUSED[what]
    names: dict[str, Any] = {"k": 2.0, "hist": [], "w": Value(1.0, label="w")}
    exec("scale = 2.0\ndef f(t): return t * scale", names)
    run = cell("x = 2.0\nhist.append(1)\nw.data += 1\ny = f(x) * k + sin(x) * w if x > 0 else x * 1", names).run
    run = again(run, 1.0)
    exec(change, names)
    held = names["y"], list(names["hist"])
    with pytest.raises(CellProblem) as caught:
        again(run, 3.0)
    assert str(caught.value) == said
    assert (names["y"], list(names["hist"])) == held
    assert names["x"].data == 1.0


def test_what_is_too_large_to_copy_is_refused() -> None:
    names: dict[str, Any] = {"data": [[0.0] * 1000] * 2 + [[0.0] * 1000 for _ in range(101)]}
    run = cell("x = 2.0\ny = x * data[0][0] if x > 0 else x", names).run
    assert run.mode == "replay"
    with pytest.raises(CellProblem, match="data is too large to put back before the cell runs again"):
        again(run, 3.0)
    assert output(again(cell("x = 2.0\ny = x if x > 0 else -x", names).run, -3.0)) == 3.0


def test_an_array_of_a_million_numbers_is_not_too_large_if_it_cannot_change() -> None:
    array = np.zeros(1_000_000)
    assert reach({"a": array}, ["a"]).too_large == "a"
    array.flags.writeable = False
    assert reach({"a": array}, ["a"]).too_large == ""
    assert reach({"a": np.zeros(MOST * 8)}, ["a"]).too_large == ""


def test_nothing_of_libraries_is_reached() -> None:
    found = reach({"np": np, "f": np.linalg.norm, "p": pytest, "open": open}, ["np", "f", "p", "open"])
    assert (found.found, found.indirect) == ([], set())
