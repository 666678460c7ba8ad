"""Scopes at their limits: wide, deep, interleaved, traced by somebody else."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from microgradext import Value, grad
from microgradext.cell.function import run_function
from microgradext.cell.moving import MovingRun
from microgradext.engine.graph import Graph

from ..cells import cell
from .test_scopes import graph_of, paths, scopes_of, untraced

LOOP = """
    def f(x):
        for i in range(3):
            x = x * 2
        return x
    """
"""A function that loops."""


@contextmanager
def settings(set_it: Callable[[Any], None], value: Any, before: Any) -> Iterator[None]:
    set_it(value)
    try:
        yield
    finally:
        set_it(before)


def test_a_graph_without_scopes_reads_as_a_list() -> None:
    graph = replace(graph_of("a = 1.0\nfor i in range(2): a = a * 2"), scopes=None)
    assert str(graph).splitlines()[-1].startswith("a = ")
    assert grad(Value(2.0, label="a") * 2).graph.scopes is None


def test_a_pickle_without_scopes_is_read() -> None:
    graph = replace(graph_of("a = 1.0\nb = a * 2"), scopes=None)
    assert pickle.loads(pickle.dumps(graph)).scopes is None


@untraced
def test_a_loop_may_have_50_000_turns() -> None:
    graph = graph_of("""
        def f(x):
            for i in range(50_000):
                y = x * i
            return x * 3
        a = 1.0
        kept = [a * i for i in range(50_000)]
        out = f(a)
        total = sum(kept)
        """)
    scopes = scopes_of(graph)
    ordinals = [scopes.ordinals[scope] for scope in range(len(scopes)) if scopes[scope].kind == "turn"]
    assert ordinals == list(range(1, 50_001))
    assert str(graph).count("\n") > 50_000


def test_a_call_may_be_10_000_deep() -> None:
    source = """
        def f(n, x):
            for k in range(1):
                if n:
                    return f(n - 1, x * 1)
            return x * 2
        a = 1.0
        y = f(10_000, a)
        """
    with settings(sys.setrecursionlimit, 40_000, sys.getrecursionlimit()):
        graph = graph_of(source)
    scopes = scopes_of(graph)
    assert sum(scopes[each].kind == "call" for each in scopes.path(graph.output)) == 10_001


@untraced
def test_a_generator_that_two_loops_take_turns_with_goes_on() -> None:
    assert paths("""
        def steps(x):
            for k in range(9):
                yield x * k
        def out(x):
            g, s = steps(x), x * 0
            for i in range(2):
                s = s + next(g)
                for j in range(2):
                    s = s + next(g)
            return s
        a = 2.0
        s = out(a)
        """) == [
        "out", *(step for i in (1, 2) for step in (
            f"out > pass 1 > steps > pass {3 * i - 2}", f"out > pass {i}", f"out > pass 1 > steps > pass {3 * i - 1}",
            f"out > pass {i} > pass 1", f"out > pass 1 > steps > pass {3 * i}", f"out > pass {i} > pass 2",
        )),
    ]  # fmt: skip


def test_async_for_has_no_ordinals() -> None:
    found = paths("""
        import asyncio
        async def steps(x):
            for k in range(2):
                yield x * 2
        async def out(x):
            s = x * 1
            async for y in steps(x):
                s = s + y
            return s + sum([z async for z in steps(x)])
        a = 2.0
        s = apart(lambda: asyncio.run(out(a)))
        """, {"apart": apart})  # fmt: skip
    assert {each for each in found if each.endswith("out")}
    assert not any(part.startswith(("y ", "z ")) for each in found for part in each.split(" > "))


def apart(function: Callable[[], Any]) -> Any:
    got: list[Any] = []
    thread = threading.Thread(target=lambda: got.append(function()))
    thread.start()
    thread.join()
    return got[0]


@untraced
def test_turns_in_threads_are_right_or_unknown() -> None:
    found = paths(
        LOOP
        + "a = 1.0\n    one = f(a)\n    other = apart(lambda: f(a))\n    last = f(a)\n    out = one + other + last",
        {"apart": apart},
    )
    assert [each for each in found if each.startswith("f")] == ["f > pass 1", "f > pass 2", "f > pass 3"] * 2
    assert [each for each in found if "> f" in each] in (
        ["<lambda> > <lambda> > f > pass 1", "<lambda> > <lambda> > f > pass 2", "<lambda> > <lambda> > f > pass 3"],
        ["<lambda> > <lambda> > f"] * 3,
    )


def test_a_tracer_that_is_set_gets_every_event() -> None:
    def events_of(run: Callable[[], object]) -> list[tuple[str, int]]:
        events: list[tuple[str, int]] = []

        def tracer(frame: Any, event: str, _: object) -> Any:
            if frame.f_code.co_name == "f" and frame.f_code.co_filename.startswith("<cell"):
                events.append((event, frame.f_lineno))
            return tracer

        with settings(sys.settrace, tracer, sys.gettrace()):
            run()
        return events

    names: dict[str, Any] = {}
    cell(f"{LOOP}\n    a = 1.0", names)
    found: list[list[str]] = []
    recorded = events_of(lambda: found.append(paths("a = 1.0\nb = f(a)", names)))
    assert recorded == events_of(lambda: names["f"](Value(1.0)))
    assert found in ([["f"] * 3], [["f > pass 1", "f > pass 2", "f > pass 3"]])


@untraced
@pytest.mark.parametrize("kind", ["line", "opcode"])
def test_a_tracer_that_is_set_within_a_call_gets_every_event_and_ends_its_ordinals(kind: str) -> None:
    body = "while n < 3: n += 1; x = x * 2; look(n)" if kind == "opcode" else LINES
    events: list[str] = []

    def look(n: int) -> None:
        if n == 2:
            frame = sys._getframe(1)
            frame.f_trace = tracer
            sys.settrace(tracer)

    def tracer(frame: Any, event: str, _: object) -> Any:
        events.append(f"{frame.f_code.co_name} {event} {frame.f_lineno}")
        return tracer

    source = f"def f(x):\n  n = 0\n  {body}\n  return x\na = 1.0\ny = f(a)\nsettrace(None)"
    names: dict[str, Any] = {"look": look, "settrace": sys.settrace}
    found = paths(source, names)
    assert "opcode" not in " ".join(events)
    recorded = [each for each in events if each.startswith("f ")]
    events.clear()
    with settings(sys.settrace, None, sys.gettrace()):
        names["f"](Value(1.0))
    assert recorded == [each for each in events if each.startswith("f ")]
    assert found[:2] == ["f > pass 1", "f > pass 2"]
    assert found[2] == "f", "no ordinal once somebody has traced"


LINES = """while n < 3:
    n += 1
    x = x * 2
    look(n)"""


def test_a_debugger_that_was_continued_leaves_no_wrong_ordinals() -> None:
    def debug() -> None:
        """What a debugger does when it stops, and when it goes on."""
        sys.settrace(tracer)
        frame: Any = sys._getframe(1)
        while frame is not None:
            frame.f_trace = tracer
            frame = frame.f_back
        sys.settrace(None)
        frame = sys._getframe(1)
        while frame is not None:
            del frame.f_trace
            frame = frame.f_back

    def tracer(*_: object) -> Any:
        return tracer

    before = sys.gettrace()
    if before is not None:
        pytest.skip("the debugger takes the place of whoever traces")
    found = paths("""
        def f(x):
            for i in range(4):
                x = x * 2
                if i == 1:
                    debug()
            return x
        a = 1.0
        s = a * 1
        for day in range(2):
            s = s + f(a)
        """, {"debug": debug})  # fmt: skip
    right = [*(["day 1"] * 5), *(["day 2"] * 5)]
    for each, day in zip(found[1:], right, strict=True):
        assert each.startswith((day, "f")) or each == ""
    inside = [each.rpartition("> ")[2] for each in found if "f" in each]
    assert inside in (["pass 1", "pass 2", "f", "f", *inside[4:]],)
    assert inside[4:] in (["pass 1", "pass 2", "f", "f"], ["f"] * 4)


@untraced
def test_a_profiler_hears_of_what_it_would_hear() -> None:
    calls: list[str] = []

    def profiler(frame: Any, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith("<cell"):
            calls.append(frame.f_code.co_name)

    with settings(sys.setprofile, profiler, sys.getprofile()):
        found = paths(LOOP + "a = 1.0\n    b = f(a)")
    assert calls.count("f") == 1
    assert found == ["f > pass 1", "f > pass 2", "f > pass 3"]


@untraced
def test_an_operation_that_fails_ends_the_ordinals_or_leaves_them_right() -> None:
    found = paths("""
        def f(x):
            for i in range(4):
                if i == 1:
                    try:
                        x + "text"
                    except TypeError:
                        pass
                elif i == 2:
                    try:
                        x + 10 ** 400
                    except OverflowError:
                        pass
                else:
                    x = x * 2
            return x
        a = 1.0
        y = f(a)
        """)  # fmt: skip
    assert found[0] == "f > pass 1"
    assert found[1] in ("f > pass 4", "f")


def test_a_retraced_graph_has_scopes_of_its_own() -> None:
    graphs: list[Graph] = []
    source = """
        a = 1.0
        y = a
        if a > 2:
            for i in range(3): y = y * a
        else:
            y = y + 1
        """
    run = cell(source).run
    assert run.graph is not None
    graphs.append(run.graph)
    moving = MovingRun(run)
    moving.move([3.0])
    moving.catch_up()
    scopes = scopes_of(moving.graph)
    assert any(scopes[each].kind == "loop" for each in range(len(scopes)))
    before = scopes_of(graphs[0])
    assert not any(before[each].kind == "loop" for each in range(len(before)))


@untraced
def test_loops_of_a_function_that_is_called_for_its_gradient_are_counted() -> None:
    def f(x: Value) -> Value:
        for _ in range(2):
            x = x * 2
        return x

    graph = run_function(f, x=1.0).graph
    assert graph is not None
    scopes = scopes_of(graph)
    assert [scopes[each].ordinal for each in range(len(scopes)) if scopes[each].kind == "turn"] == [1, 2]


def test_cells_that_run_at_once_in_two_threads_have_no_scopes_rather_than_wrong_ones() -> None:
    inside, done = threading.Event(), threading.Event()
    names = {"inside": inside, "done": done}
    code = "a = 2.0\nout = a\ninside.set()\nassert done.wait(30)\nfor day in range(3): out = out*a\n"
    found: list[Graph] = []
    thread = threading.Thread(target=lambda: found.append(graph_of(code, names)))
    thread.start()
    assert inside.wait(30)
    other = graph_of("a = 2.0\nout = a\nfor day in range(3): out = out*a\n", {})
    done.set()
    thread.join()
    for made in (other, *found):
        assert made.scopes is not None
        assert set(made.scopes.nodes) == {0}


def test_the_outline_of_deep_recursion_grows_with_its_lines() -> None:
    made = graph_of("a = 2.0\ndef f(n): return a if n == 0 else f(n - 1)*0.999\nout = f(700)\n", {})
    assert len(str(made)) < 150 * len(made.nodes)
