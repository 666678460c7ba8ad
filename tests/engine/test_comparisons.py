"""Values compare as their numbers do, and conditions choose."""

import math
from typing import Any

from microgradext.engine.value import Condition, Value, where

nan = math.nan


def test_comparisons_compare_numbers() -> None:
    a, b = Value(2.0), Value(3.0)
    assert a < b <= 3 < 4 > a >= 2
    assert a == 2.0
    assert a == Value(2.0)
    assert a != b
    assert 1 < a  # noqa: SIM300
    assert isinstance(a < b, Condition)
    assert (a < b).data == 1.0


def test_equality_with_anything_else_is_false_and_never_an_error() -> None:
    a: Any = Value(2.0)
    assert (a == "2") is False
    assert (a == None) is False  # noqa: E711
    assert (a != []) is True
    assert a not in ["2", None]


def test_a_value_is_found_by_identity_in_sets_and_dicts() -> None:
    a, b = Value(2.0), Value(2.0)
    assert hash(a) != hash(b)
    assert len({a, b}) == 2
    assert {a: 1, b: 2}[b] == 2


def test_nan_is_equal_to_nothing() -> None:
    v = Value(nan)
    assert not v == v  # noqa: SIM201
    assert v != v
    assert not v < 1
    assert bool(v)  # as in Python and NumPy


def test_truth() -> None:
    assert Value(0.1)
    assert not Value(0.0)
    assert not Value(-0.0)


def test_conditions_combine() -> None:
    a = Value(2.0)
    assert ((a > 1) & (a < 3)).data == 1.0
    assert ((a > 3) | (a < 1)).data == 0.0
    assert (~(a > 3)).data == 1.0
    assert (True & (a > 1)).data == 1.0


def test_where_takes_a_condition_and_passes_the_gradient_to_the_chosen_one() -> None:
    x, y = Value(-2.0), Value(5.0)
    out = where(x > 0, x, y * 3)
    out.backward()
    assert (out.data, x.grad, y.grad) == (15.0, 0.0, 3.0)
    assert (x < 0).where(1.0, 2.0).data == 1.0


def test_what_is_not_chosen_gets_nothing_and_passes_it_on_as_in_torch(torch: Any) -> None:
    x, t = Value(0.0), torch.tensor(0.0, requires_grad=True)
    where(x > 0, 1 / x, x).backward()
    torch.where(t > 0, 1 / t, t).backward()
    assert math.isnan(x.grad)  # 0 times the infinite slope of 1 / x
    assert t.grad is not None
    assert math.isnan(t.grad.item())


def test_sorting_and_pythons_own_max() -> None:
    a, b, c = Value(3.0), Value(1.0), Value(2.0)
    assert sorted([a, b, c]) == [b, c, a]
    assert max(a, b, c) is a
