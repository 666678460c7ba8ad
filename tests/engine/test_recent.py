"""A backward pass along what was made recently gives what a search gives, whatever happens in between."""

from __future__ import annotations

import copy
import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine import functions, recent
from microgradext.engine.generated import scalar
from microgradext.engine.graph import graph_of
from microgradext.engine.node import tick
from microgradext.engine.order import ancestors
from microgradext.engine.recording import Recording
from microgradext.engine.value import Value

OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "add number": lambda x, _: 3 + x,
    "sub number": lambda x, _: x - 2,
    "double": lambda x, _: x * 2,
    "neg": lambda x, _: -x,
    "relu": lambda x, _: x.relu(),
    "where": lambda x, y: functions.where(x > y, x, y * 2),
    "sum": lambda x, y: functions.sum([x, y, x, 1.0]),
    "max": lambda x, y: functions.max(x, y),
}


def by_hand(x: Value) -> Value:
    out = Value(-x.data, (x,), "flip")

    def _backward() -> None:
        x.grad -= out.grad

    out._backward = _backward
    return out


@dataclass
class World:
    """Values with what each gradient should be; the numbers are whole, so that no order of adding changes a bit."""

    values: list[Value] = field(default_factory=list)
    gradients: dict[Value, float] = field(default_factory=dict)

    def add(self, value: Value) -> None:
        self.values.append(value)

    def backward(self, output: Value) -> None:
        output.backward()
        # Only now is the graph looked at, which dates what was recent.
        nodes = [node for node in ancestors([output]) if node._prev]
        flowing = dict.fromkeys(nodes, 0.0)
        flowing[output] = 1.0 if nodes else self.gradients.get(output, 0.0) + 1.0
        for node in reversed(nodes):
            for operand, contribution in zip(node._prev, contributions(node, flowing[node]), strict=True):
                known = flowing if operand in flowing else self.gradients
                known[operand] = known.get(operand, 0.0) + contribution
        self.gradients.update(flowing)

    def check(self) -> None:
        for value in self.values:
            assert value.grad == self.gradients.get(value, 0.0)


def contributions(node: Value, upstream: float) -> tuple[float, ...]:
    if node._op == "flip":
        return (-upstream,)
    return scalar.PULL[node._code](upstream, node._data, *[operand._data for operand in node._prev])


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(
            st.sampled_from("leaf backward backward recorded by_hand label copy look grad sweep collect drop".split()),
            st.integers(0, 99),
            st.integers(0, 99),
        ),
    ),
    max_size=60,
)


@given(EVENTS)
def test_whatever_happens_between(events: list[tuple[str, int, int]]) -> None:
    world = World([Value(2.0), Value(-1.0)])
    for event, first, second in events:
        x, y = (world.values[place % len(world.values)] for place in (first, second))
        happen(world, event, x, y)
    world.backward(world.values[-1])
    world.check()


def happen(world: World, event: str, x: Value, y: Value) -> None:
    match event:
        case "leaf":
            world.add(Value(float(len(world.values) % 5 - 2)))
        case "backward":
            world.backward(x)
            world.check()
        case "recorded":
            with Recording():
                world.add(x - y)
        case "by_hand":
            world.add(by_hand(x))
        case "label":
            x.label = "x"
        case "copy" if x._op != "flip":  # whose closure knows the original
            world.add(copy.copy(x))
            world.gradients[world.values[-1]] = world.gradients.get(x, 0.0)
        case "look":
            graph_of(x)
        case "grad":
            x.grad = 5.0
            world.gradients[x] = 5.0
        case "sweep":
            recent.sweep()
        case "collect":
            gc.collect()
        case "drop":
            if len(world.values) > 4:
                world.values.remove(world.values[2])
        case _ if event in OPERATIONS:
            if abs(x.data) + abs(y.data) < 1e12:
                world.add(OPERATIONS[event](x, y))


def test_what_nobody_holds_is_let_go_though_no_backward_pass_comes(fewer: int) -> None:
    x = Value(1.0)
    for _ in range(20 * fewer):
        _ = x * 2
    assert len(recent.recent) < 4 * fewer


def test_the_collector_is_not_needed_for_that_where_leaves_are_made(fewer: int) -> None:
    gc.disable()
    try:
        for _ in range(20 * fewer):
            _ = Value(1.0) * 2
        assert len(recent.recent) < 4 * fewer
    finally:
        gc.enable()


def test_what_is_held_survives_sweeps_and_is_swept_less_and_less(fewer: int) -> None:
    x = out = Value(1.0)
    for _ in range(20 * fewer):
        out = out + x
    out.backward()
    assert x.grad == 20 * fewer + 1


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """As if fewer operations were many."""
    recent.settle()
    monkeypatch.setattr(recent, "FEW", 1000)
    monkeypatch.setattr(recent, "_limit", 1000)
    monkeypatch.setattr("microgradext.engine.value.FEW", 1000)
    yield 1000
    recent.settle()


def test_an_interrupt_in_a_backward_pass_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    x = Value(2.0)
    out = functions.where(x > 1, x * 3, x).relu() * x
    before = Value(1.0)
    with monkeypatch.context() as context:

        def interrupted(*_: Any) -> None:
            raise KeyboardInterrupt

        context.setattr("microgradext.engine.flow._pass", interrupted)
        with pytest.raises(KeyboardInterrupt):
            out.backward()
    x.grad = 0
    (out * before).backward()
    assert x.grad == 12.0


@pytest.mark.parametrize("where", ["tick", "taken"])
def test_an_interrupt_while_moments_are_given_out_loses_nothing(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x = Value(2.0)
    out = (x * 3 + x) * x
    with monkeypatch.context() as context:
        calls = iter([0, 1])

        def interrupted() -> int:
            if next(calls, None) is None or where == "taken":
                raise KeyboardInterrupt
            return tick()

        context.setattr(recent, where, interrupted)
        with pytest.raises(KeyboardInterrupt):
            recent.settle()
    out.backward()
    assert x.grad == 16.0


def test_an_interrupted_backward_pass_leaves_nothing_to_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    x, other = Value(2.0), Value(1.0)
    out = functions.sum([x, x, x * 3])
    with monkeypatch.context() as context:

        def interrupted(*_: Any) -> None:
            raise KeyboardInterrupt

        context.setattr("microgradext.engine.flow._pass", interrupted)
        with pytest.raises(KeyboardInterrupt):
            out.backward()
    (other * 2.0).backward()
    assert (x.grad, other.grad) == (0.0, 2.0)
    out.backward()
    assert x.grad == 5.0


def test_threads_do_not_disturb_each_other() -> None:
    found: list[float] = []

    def work() -> None:
        for _ in range(100):
            x = Value(1.0)
            out = x
            for _ in range(3000):
                out = out + x
            out.backward()
            found.append(x.grad)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3001.0] * 400


def test_nodes_come_in_creation_order_before_a_backward_pass_and_operands_first_after() -> None:
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    late = a * b
    early = a + 1
    out = early * late
    again = early * late
    assert [node.symbol for node in graph_of(out)[0].nodes if node.symbol] == ["×", "+", "×"]
    again.backward()
    place = {node: index for index, node in enumerate(ancestors([again]))}
    assert all(place[operand] < place[node] for node in place for operand in node._prev)
