"""Graphs of a million nodes and a million deep: built, run backward, copied and freed without recursion."""

import copy
import gc
import pickle
import weakref
from collections.abc import Callable, Iterator

import pytest

from microgradext.engine import functions
from microgradext.engine.order import ancestors
from microgradext.engine.value import Value

LONG = 1_000_000  # operations, and as many constants


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
@pytest.mark.thorough
def test_a_million_operations_are_freed_by_counting_references() -> None:
    leaf = Value(1.0)
    gone = weakref.ref(leaf)
    out = chain(leaf, LONG)
    first_operation = weakref.ref(ancestors([out])[2])
    out.backward()
    assert (out.data, leaf.grad) == (1.0 + LONG, 1.0)
    del leaf, out
    assert gone() is None
    assert first_operation() is None


@pytest.mark.usefixtures("no_collector")
def test_a_sum_that_shares_a_leaf_is_freed_too() -> None:
    x = Value(0.001)
    gone = weakref.ref(x)
    out = functions.sum([x * x for _ in range(10_000)])
    out.backward()
    assert x.grad == pytest.approx(20.0)
    del x, out
    assert gone() is None


def test_a_wide_and_deep_graph_visits_each_node_once() -> None:
    x = Value(1.0)
    out = x
    for _ in range(60):  # 2 ** 60 paths
        out = (out + out) * 0.5
    out.backward()
    assert x.grad == 1.0


@pytest.mark.thorough
@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_a_chain_of_100_000_is_copied_and_pickled(duplicate: Callable[[Value], Value]) -> None:
    leaf = Value(1.0, label="leaf")
    out = chain(leaf, 50_000)  # and as many constants
    made = duplicate(out)
    made.backward()
    twin = ancestors([made])[0]
    assert (made.data, twin.label, twin.grad, leaf.grad) == (50_001.0, "leaf", 1.0, 0.0)


def chain(leaf: Value, length: int) -> Value:
    out = leaf
    for _ in range(length):
        out = out + 1.0
    return out
