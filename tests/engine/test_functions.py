"""The functions of mathematics, for Values, plain numbers and sequences of either."""

import builtins
import math
import random
from typing import Any

import numpy as np
import pytest

from microgradext.engine import functions as f
from microgradext.engine.generated import scalar
from microgradext.engine.ops import TABLE
from microgradext.engine.value import Value
from tests.engine.cases import SMOOTH

UNARY = [name for name in f.NAMES if name in TABLE and TABLE[name].arity == 1]
WRONG: list[tuple[Any, ...]] = [(), ([],), (1, "a")]
LOGITS = [0.0, 3.0, -2.0, 1.0]


@pytest.mark.parametrize("name", UNARY)
def test_a_function_of_one_takes_values_numbers_and_sequences(name: str) -> None:
    function: Any = getattr(f, name)
    x = SMOOTH[name][0][1] - 0.1
    expected = scalar.FORWARD[TABLE[name].code](x)
    made = function(Value(x))
    assert isinstance(made, Value)
    assert made.data == expected
    assert function(x) == expected
    assert type(function(1)) is float
    assert function([x, x]) == [expected, expected]
    mixed = function((x, Value(x), [x]))
    assert (mixed[0], mixed[1].data, mixed[2]) == (expected, expected, [expected])
    assert function(np.array([x])) == [expected]
    assert function(np.float32(1)) == function(1.0)


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("wrong", ["text", None, 1j, object()])
def test_a_function_of_one_refuses_what_is_no_number(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"{name} takes a Value, a real number or a sequence of them, not"):
        getattr(f, name)(wrong)


def test_plain_numbers_follow_ieee_too() -> None:
    assert f.log(0) == -math.inf
    assert math.isnan(f.sqrt(-1))
    assert f.exp(1000) == math.inf


def test_a_function_knows_its_name_and_its_derivative() -> None:
    assert f.tanh.__name__ == "tanh"  # type: ignore[attr-defined]  # the protocol says only how it is called
    assert "1 - out * out" in (f.tanh.__doc__ or "")


def test_functions_of_several() -> None:
    assert f.atan2(1.0, -1.0) == math.atan2(1, -1)
    assert f.hypot(Value(3.0), 4).data == 5.0
    assert f.clip(5, 0, 1) == 1.0
    assert f.clip(Value(0.5), 0, 1).data == 0.5
    assert f.where(Value(1.0) > 0, 2, 3).data == 2.0
    assert f.where(0, 2, 3) == 3.0
    with pytest.raises(TypeError, match="hypot takes 2 operands, not 1"):
        f.hypot(3.0)
    with pytest.raises(TypeError, match="clip takes Values and real numbers, not str"):
        f.clip("1", 0, 1)
    with pytest.raises(TypeError, match="atan2 takes Values and real numbers, not list"):
        f.atan2(Value(1.0), [1.0])


def test_sum_is_one_node_added_from_left_to_right() -> None:
    numbers = [random.uniform(-1, 1) * 10 ** random.randint(-8, 8) for _ in range(100)]
    values = [Value(x) for x in numbers]
    total = f.sum(values)
    left = 0.0
    for x in numbers:
        left += x
    assert (total.data, total._op) == (left, "sum")
    assert total._prev == tuple(values)
    total.backward()
    assert all(value.grad == 1.0 for value in values)


def test_sum_as_pythons_own() -> None:
    v = Value(2.0)
    assert f.sum([1, 2, 3]) == 6
    assert f.sum([[1], [2]], []) == [1, 2]
    assert f.sum([]) == 0
    assert f.sum([1, v, 2.5]).data == 5.5
    assert f.sum([1.0, 2.0], v).data == 5.0
    assert f.sum([v], 10).data == 12.0
    assert f.sum(x * v for x in (1, 2)).data == 6.0
    with pytest.raises(TypeError):
        f.sum([v, "text"])


def test_mean() -> None:
    a, b = Value(2.0), Value(4.0)
    average = f.mean([a, b])
    average.backward()
    assert (average.data, a.grad) == (3.0, 0.5)
    assert f.mean([1, 2]) == 1.5
    with pytest.raises(ValueError, match="at least one"):
        f.mean([])


def test_dot() -> None:
    weights = [Value(1.0), Value(2.0)]
    out = f.dot(weights, (3, 4))
    out.backward()
    assert (out.data, [w.grad for w in weights]) == (11.0, [3.0, 4.0])
    assert f.dot([1, 2], [3, 4]) == 11
    with pytest.raises(ValueError, match="the same length, not 1 and 2"):
        f.dot([1], [1, 2])


def test_max_and_min_of_values_share_a_tie() -> None:
    a, b = Value(2.0), Value(2.0)
    f.max(a, b, 1).backward()
    assert (a.grad, b.grad) == (0.5, 0.5)
    assert f.min([Value(3.0), 1.0, Value(2.0)]).data == 1.0
    assert math.isnan(f.max(Value(math.nan), 1.0).data)


def test_max_and_min_as_pythons_own() -> None:
    assert f.max(1, 2) == 2
    assert f.min([3, 1, 2]) == 1
    assert f.max("ab", key=str) == "b"
    assert f.max([], default=0) == 0
    assert f.max(Value(1.0), Value(3.0), key=lambda v: -v.data).data == 1.0
    plain: Any
    for function, plain in ((f.max, builtins.max), (f.min, builtins.min)):
        for wrong in WRONG:
            with pytest.raises((TypeError, ValueError)) as ours:
                function(*wrong)
            with pytest.raises(type(ours.value)):
                plain(*wrong)


def test_softmax_and_negative_log_likelihood() -> None:
    logits = [Value(x) for x in LOGITS]
    loss = -f.log(f.softmax(logits)[3])
    loss.backward()
    assert loss.data == pytest.approx(2.1755153626167147, rel=1e-14)
    expected = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986]
    assert [v.grad for v in logits] == pytest.approx(expected, rel=1e-13)


def test_softmax_of_large_numbers(torch: Any) -> None:
    big = [Value(1000.0), Value(1001.0), Value(-1000.0)]
    p = f.softmax(big)
    assert sum(v.data for v in p) == pytest.approx(1.0)
    p[0].backward()
    t = torch.tensor([1000.0, 1001.0, -1000.0], dtype=torch.float64, requires_grad=True)
    (expected,) = torch.autograd.grad(torch.softmax(t, 0)[0], t)
    assert [v.grad for v in big] == pytest.approx(expected.tolist(), rel=1e-12, abs=1e-300)
    assert f.softmax(LOGITS) == pytest.approx(torch.softmax(torch.tensor(LOGITS, dtype=torch.float64), 0).tolist())


@pytest.mark.parametrize(
    "numbers", [[1000.0, 1000.0], [-math.inf, 0.0], [-math.inf, -math.inf], [math.inf, 0.0], [math.nan, 1.0], [5.0]]
)
def test_logsumexp_at_the_edges(torch: Any, numbers: list[float]) -> None:
    values = [Value(x) for x in numbers]
    out = f.logsumexp(values)
    expected = torch.logsumexp(torch.tensor(numbers, dtype=torch.float64), 0).item()
    assert out.data == pytest.approx(expected, rel=1e-15, nan_ok=True)
    assert f.logsumexp(numbers) == pytest.approx(expected, rel=1e-15, nan_ok=True)


def test_logsumexp_of_nothing() -> None:
    for function in (f.logsumexp, f.softmax):
        with pytest.raises(ValueError, match="at least one"):
            function([])
    with pytest.raises(TypeError, match="logsumexp takes Values and real numbers, not str"):
        f.logsumexp(["1"])


def test_the_names_of_a_cell_are_functions_and_constants() -> None:
    assert f.MATHEMATICS["pi"] == math.pi
    assert f.MATHEMATICS["max"] is f.max
    assert set(f.NAMES) <= set(f.MATHEMATICS)
