"""Copies and pickles of Values."""

import copy
import math
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from microgradext.engine.value import Condition, Value

Duplicate = Callable[[Any], Any]
each_way = pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, *[lambda x, p=p: pickle.loads(pickle.dumps(x, p)) for p in range(2, 6)]]
)


@each_way
def test_a_copy_has_numbers_labels_and_gradients_of_its_own(duplicate: Duplicate) -> None:
    a = Value(-2.0, label="a")
    out = (a * 3).relu() + a
    out.backward()
    twin = duplicate(out)
    leaf = twin._prev[1]
    assert (twin.data, leaf.label, leaf.grad, leaf.data) == (-2.0, "a", 1.0, -2.0)
    assert (twin._op, twin._prev[0]._op) == ("+", "ReLU")
    leaf.data = 5.0
    assert a.data == -2.0
    twin.backward()
    assert (leaf.grad, a.grad) == (2.0, 1.0)


@each_way
def test_values_copied_together_stay_one_graph(duplicate: Duplicate) -> None:
    a, b = Value(2.0), Value(3.0)
    product = a * b
    total = product + a
    twin_a, twin_total, twin_product = duplicate([a, total, product])
    assert twin_total._prev[0] is twin_product
    assert twin_product._prev[0] is twin_a
    twin_total.backward()
    assert twin_a.grad == 4.0


@each_way
def test_two_copies_are_two_graphs(duplicate: Duplicate) -> None:
    a = Value(2.0)
    first, second = duplicate(a), duplicate(a)
    assert first is not second
    assert first is not a


@each_way
def test_an_operand_that_nothing_flows_to_stays_so(duplicate: Duplicate) -> None:
    x = Value(-1.0)
    out = duplicate(x.relu() * math.inf)
    out._prev[0].backward()
    out.backward()  # infinity flows to relu, which passes nothing on
    assert out._prev[0]._prev[0].grad == 0.0


@each_way
def test_a_condition_stays_a_condition(duplicate: Duplicate) -> None:
    twin = duplicate(Value(2.0) > 1)
    assert type(twin) is Condition
    assert twin.data == 1.0


@each_way
def test_a_hand_written_backward_cannot_be_copied_and_says_so_when_it_is_needed(duplicate: Duplicate) -> None:
    a = Value(2.0)
    out = Value(4.0, (a,), "sq")
    out._backward = lambda: None
    twin = duplicate(out)
    assert (twin.data, twin._op) == (4.0, "sq")
    with pytest.raises(RuntimeError, match="sq is written by hand"):
        (twin * 2).backward()


def test_a_shallow_copy_has_the_same_operands() -> None:
    a = Value(2.0, label="a")
    out = a * 3
    twin = copy.copy(out)
    assert twin is not out
    assert twin is not copy.copy(out)
    assert (twin._prev, twin._op, twin.data) == (out._prev, "*", 6.0)
    twin.backward()
    assert a.grad == 3.0
    assert out.grad == 0.0


def test_copying_keeps_nothing_alive() -> None:
    a = Value(2.0)
    twin = weakref.ref(copy.deepcopy(a))
    assert twin() is None


class Weight(Value):
    """A subclass with a constructor of its own."""

    def __init__(self) -> None:
        super().__init__(0.5)


@each_way
def test_a_subclass_is_copied_without_its_constructor(duplicate: Duplicate) -> None:
    w = Weight()
    w.data = 7.0
    twin = duplicate(w * 2)._prev[0]
    assert (type(twin), twin.data) == (Weight, 7.0)
