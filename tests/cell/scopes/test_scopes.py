"""Scopes: what an operation belongs to, as a graph shows it."""

from __future__ import annotations

import asyncio
import gc
import pickle
import sys
import threading
import weakref
from textwrap import dedent
from typing import Any

import pytest

from microgradext import Value, grad
from microgradext.cell.function import run_function
from microgradext.cell.run import run_cell
from microgradext.cell.scopes.monitoring import TOOLS
from microgradext.engine.graph import Graph
from microgradext.engine.recording import current
from microgradext.engine.scopes.columns import Scopes
from microgradext.engine.scopes.tree import MOST_PLAIN, Tree

from ..cells import cell

MONITORS = hasattr(sys, "monitoring")
"""Whether this Python tells turns by itself."""

needs_monitoring = pytest.mark.skipif(not MONITORS, reason="only Python 3.12 and later have sys.monitoring")
untraced = pytest.mark.skipif(sys.gettrace() is not None, reason="turns cannot be told while somebody else traces")


def graph_of(source: str, names: dict[str, Any] | None = None, **options: Any) -> Graph:
    graph = cell(source, names, **options).run.graph
    assert graph is not None
    return graph


def scopes_of(graph: Graph) -> Scopes:
    assert graph.scopes is not None
    return graph.scopes


def paths(source: str, names: dict[str, Any] | None = None) -> list[str]:
    """For each operation, its scopes without statements."""
    graph = graph_of(source, names)
    scopes = scopes_of(graph)
    found = []
    for index, node in enumerate(graph.nodes):
        path = [scopes[each] for each in scopes.path(index)]
        words = [f"{each.label} {each.ordinal}" if each.kind == "turn" else each.label for each in path
                 if each.kind in ("turn", "call", "module")]  # fmt: skip
        if node.operands:
            found.append(" > ".join(word.strip() for word in words))
    return found


def test_an_operation_belongs_to_the_statement_that_it_stands_in() -> None:
    graph = graph_of("""
        a = 2.0
        b = a * a + 1
        c, d = b * 2, b * 3
        c += d
        """)
    scopes = scopes_of(graph)
    labels = [[scopes[each].label for each in scopes.path(index)] for index in range(len(graph.nodes))]
    assert [label for label, node in zip(labels, graph.nodes, strict=True) if node.operands] == [
        ["b"], ["b"], ["c, d"], ["c, d"], ["c"],
    ]  # fmt: skip
    inner = scopes[scopes.path(graph.output)[0]]
    assert (inner.kind, inner.span.text) == ("statement", "c += d")


@untraced
def test_turns_at_the_top_level_are_counted_as_the_loop_counts_them() -> None:
    assert paths("""
        a = 1.0
        s = a * 1
        for day in range(1, 7):
            if day % 2:
                continue
            s = s + a
        k = 0
        while k < 3:
            k += 1
            if k != 2:
                s = s * a
        """) == ["", "day 2", "day 4", "day 6", "pass 1", "pass 3"]


@untraced
def test_the_test_of_a_while_belongs_to_the_turn_that_it_opens() -> None:
    assert paths("""
        a = 1.0
        s = a * 1
        while s + a < 3:
            s = s * 2
        """) == ["", "pass 1", "pass 1", "pass 1", "", ""], "the last one opens none"


@untraced
def test_two_branches_of_one_turn_are_one_turn() -> None:
    graph = graph_of("""
        a = 1.0
        s = a * 1
        for i in range(3):
            if i == 1:
                s = s + a
            else:
                s = s * a
            s = s - a
        """)
    scopes = scopes_of(graph)
    turns = [scopes[each] for each in range(len(scopes)) if scopes[each].kind == "turn"]
    assert [each.ordinal for each in turns] == [1, 2, 3]


def test_calls_are_told_apart_and_nest() -> None:
    assert paths("""
        def g(x): return x * x
        def f(x): return g(x) + g(x + 1)
        a = 2.0
        y = f(a)
        """) == ["f > g", "f", "f > g", "f"]


@untraced
def test_turns_in_functions_generators_and_comprehensions_are_counted() -> None:
    assert paths("""
        def powers(x):
            y = x
            while True:
                y = y * x
                yield y
        a = 2.0
        parts = powers(a)
        q = [next(parts) + k for k in range(2)]
        out = q[0] + q[1]
        """) == ["pass 1 > powers > pass 1", "pass 1", "pass 1 > powers > pass 2", "pass 2", ""]


def test_a_module_is_a_scope_and_its_parts_have_their_places() -> None:
    found = paths("""
        from microgradext import nn
        model = nn.MLP(2, [2, 1])
        x = 1.5
        score = model([x, x])
        """)
    assert found[:4] == ["model > layer 1 > [0]"] * 4
    assert found[-1] == "model > layer 2 > [0]"


def test_recursion_may_be_deep() -> None:
    source = """
        def f(n, x):
            if n == 0:
                return x * 2
            return f(n - 1, x)
        a = 1.0
        y = f(9_000, a)
        """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        graph = graph_of(source)
    finally:
        sys.setrecursionlimit(before)
    scopes = scopes_of(graph)
    assert sum(scopes[each].kind == "call" for each in scopes.path(graph.output)) == 9_001


def test_no_local_of_a_finished_call_stays() -> None:
    class Thing:
        pass

    seen: list[weakref.ref[Thing]] = []

    def use(x: Value) -> Value:
        thing = Thing()
        seen.append(weakref.ref(thing))
        return x * 2

    ran = cell("a = 1.0\ny = use(a)\nfor i in range(2): y = y + use(a)", {"use": use})
    gc.collect()
    assert ran.run.graph is not None
    assert [each() for each in seen] == [None] * 3


@untraced
def test_a_loop_over_plain_numbers_is_given_up() -> None:
    graph = graph_of(f"""
        def f(x):
            n = 0
            for i in range({MOST_PLAIN} + 5):
                n += 1
                if i == {MOST_PLAIN} + 3:
                    x = x * n
            return x
        a = 1.0
        y = f(a)
        """)
    scopes = scopes_of(graph)
    assert [scopes[each].kind for each in scopes.path(graph.output)][-2:] == ["loop", "statement"], "without a turn"


@untraced
def test_while_is_not_counted_once_a_tracer_has_been_set() -> None:
    source = """
        import sys
        def f(x):
            n = 0
            while n < 4:
                n += 1
                if n == 2:
                    sys.settrace(lambda *_: None)
                    sys.settrace(None)
                x = x * 2
            return x
        a = 1.0
        y = f(a)
        """
    assert paths(source) == ["f > pass 1", "f", "f", "f"]


@untraced
def test_turns_of_a_generator_that_began_before_the_cell_are_not_counted() -> None:
    names: dict[str, Any] = {}
    cell("""
        def g(x):
            for k in range(9):
                yield x * k
        a = 2.0
        old = g(a)
        first = next(old)
        """, names)  # fmt: skip
    assert paths("""
        b = next(old) * next(g(a))
        """, names) == ["g", "g > pass 1", ""]  # fmt: skip


@needs_monitoring
@untraced
def test_turns_are_not_counted_where_other_tools_take_all_numbers() -> None:
    taken = [tool for tool in TOOLS if sys.monitoring.get_tool(tool) is None]  # type: ignore[attr-defined]
    for tool in taken:
        sys.monitoring.use_tool_id(tool, "another")  # type: ignore[attr-defined]
    try:
        assert paths("a = 1.0\ns = a * 1\nfor day in range(2): s = s + a") == [""] * 3
    finally:
        for tool in taken:
            sys.monitoring.free_tool_id(tool)  # type: ignore[attr-defined]


@needs_monitoring
@untraced
def test_nothing_is_monitored_after_a_cell() -> None:
    cell("a = 1.0\ns = a * 1\nfor day in range(2): s = s + a")
    assert all(sys.monitoring.get_tool(tool) is None for tool in TOOLS)  # type: ignore[attr-defined]


def test_a_tracer_of_the_users_sees_what_it_would_see() -> None:
    events: list[str] = []

    def tracer(frame: Any, event: str, _: object) -> Any:
        if frame.f_code.co_name == "f":
            events.append(event)
        return tracer

    before = sys.gettrace()
    namespace: dict[str, Any] = {"sys": sys, "tracer": tracer, "before": before}
    graph = graph_of("""
        def f(x):
            for i in range(2):
                x = x * 2
            return x
        a = 1.0
        sys.settrace(tracer)
        y = f(a)
        sys.settrace(before)
        """, namespace)  # fmt: skip
    assert events == ["call", *["line"] * 6, "return"]
    scopes = scopes_of(graph)
    assert "f" in [scopes[each].label for each in scopes.path(graph.output)]


def test_threads_and_tasks_have_calls_of_their_own() -> None:
    def apart(function: Any, *arguments: Any) -> Any:
        got: list[Any] = []
        thread = threading.Thread(target=lambda: got.append(function(*arguments)))
        thread.start()
        thread.join()
        return got[0]

    async def both(one: Any, other: Any) -> list[Any]:
        return list(await asyncio.gather(one, other))

    assert paths("""
        import asyncio
        def f(x): return x * x
        async def g(x):
            y = x * 2
            await asyncio.sleep(0)
            return y + x
        a = 2.0
        s = apart(f, a)
        t, u = asyncio.run(both(g(a), g(s)))
        out = t + u
        """, {"apart": apart, "both": both})[-1] == ""  # fmt: skip


def test_a_run_inside_a_run_has_scopes_of_its_own() -> None:
    names: dict[str, Any] = {"grad": grad}
    ran = cell("""
        def f(x):
            inner = grad("b = 3.0\\nc = b * b")
            return x * 2
        a = 1.0
        y = f(a) + f(a)
        """, names)  # fmt: skip
    graph = ran.run.graph
    assert graph is not None
    scopes = scopes_of(graph)
    calls = {each for node in range(len(graph.nodes)) for each in scopes.path(node) if scopes[each].kind == "call"}
    assert [scopes[each].label for each in calls] == ["f", "f"]


def test_values_of_an_earlier_cell_are_in_no_scope() -> None:
    names: dict[str, Any] = {}
    cell("a = 2.0\nb = [a * k for k in (1, 2)][1]", names)
    graph = graph_of("c = b + 1.0\nd = c * b", names)
    scopes = scopes_of(graph)
    assert [scopes.path(node) for node in range(len(graph.nodes)) if graph.nodes[node].label == "a"] == [[]]


def test_a_function_has_scopes_and_a_value_has_none() -> None:
    def f(x: Value) -> Value:
        return x * 2

    graph = run_function(f, x=1.0).graph
    assert graph is not None
    scopes = scopes_of(graph)
    assert next(scopes[each].label for each in scopes.path(graph.output)) == "f"
    plain = grad(Value(1.0, label="a") * 2).graph
    assert plain.scopes is None


def test_what_was_known_while_the_cell_ran_is_let_go_of() -> None:
    trees: list[weakref.ref[Tree]] = []
    sizes: list[int] = []

    def look() -> None:
        recording = current()
        assert recording is not None
        assert recording.scopes is not None
        trees.append(weakref.ref(recording.scopes))
        sizes.append(len(recording.scopes.scopes))

    ran = cell("a = 1.0\nfor i in range(9): a = f(a)\nlook()", {"f": lambda x: x * 2, "look": look})
    assert sizes[0] > 9
    assert (tree := trees[0]()) is None or not tree.scopes
    assert ran.run.graph is not None


def test_scopes_are_kept_in_a_pickle() -> None:
    graph = graph_of("a = 1.0\ny = a\nfor i in range(3): y = y + a")
    copy = pickle.loads(pickle.dumps(graph))
    scopes, kept = scopes_of(graph), scopes_of(copy)
    assert [kept[each] for each in range(len(kept))] == [scopes[each] for each in range(len(scopes))]
    assert kept.nodes == scopes.nodes
    assert copy == graph


@untraced
def test_a_graph_reads_like_the_outline_of_its_cell() -> None:
    source = """
        def double(x): return x + x
        a = 1.0
        for day in range(2):
            a = double(a) * 3
        """
    graph = run_cell(dedent(source), {}).graph
    assert str(graph) == dedent("""\
        a⁽¹⁾ = 1.0
        for day in range(2):
          day 1:
            double():
              n1 = a⁽¹⁾ + a⁽¹⁾ = 2.0
            n2 = 3.0
            a⁽²⁾ = n1 × 3.0 = 6.0
          day 2:
            double():
              n4 = a⁽²⁾ + a⁽²⁾ = 12.0
            n5 = 3.0
            a = n4 × 3.0 = 36.0""")
