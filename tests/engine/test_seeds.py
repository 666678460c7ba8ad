"""What people bring along: micrograd's own examples, and the exercises of those who learned from it, number by number.

The Values are imported from where micrograd has its own, so that such code runs with only the import changed.
"""

import math
from collections.abc import Callable
from typing import Any

import pytest

from microgradext.engine import Value
from microgradext.engine.functions import exp, softmax


def test_a_value_added_to_itself() -> None:
    a = Value(3.0, label="a")
    b = a + a
    b.label = "b"
    assert (a.grad, b.grad) == (0.0, 0.0)
    b.backward()
    assert (b.data, a.grad, b.grad) == (6.0, 2.0, 1.0)
    assert (b._op, b._prev) == ("+", (a, a))


def test_a_product_of_a_product_and_a_sum() -> None:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d = a * b
    e = a + b
    f = d * e
    d.label, e.label, f.label = "d", "e", "f"
    f.backward()
    assert f.data == -6.0
    assert [v.grad for v in (a, b, d, e, f)] == [-3.0, -8.0, 1.0, -6.0, 1.0]


def test_micrograds_readme() -> None:
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    assert f"{g.data:.4f}" == "24.7041"
    assert (g.data, a.grad, b.grad) == (24.70408163265306, 138.83381924198252, 645.5772594752186)


def test_a_neuron() -> None:
    x1, x2 = Value(2.0, label="x1"), Value(0.0, label="x2")
    w1, w2 = Value(-3.0, label="w1"), Value(1.0, label="w2")
    b = Value(6.8813735870195432, label="b")
    n = x1 * w1 + x2 * w2 + b
    o = n.tanh()
    o.backward()
    assert o.data == pytest.approx(math.sqrt(0.5), rel=1e-14)
    assert [v.grad for v in (x1, w1, x2, w2)] == pytest.approx([-1.5, 1.0, 0.5, 0.0], rel=1e-13)


def test_tanh_spelled_out_is_tanh() -> None:
    n = Value(0.8813735870195432)
    e = (2 * n).exp()
    o = (e - 1) / (e + 1)
    o.backward()
    assert o.data == pytest.approx(math.tanh(n.data), rel=1e-15)
    assert n.grad == pytest.approx(0.5, rel=1e-14)


def formula(a: Value, b: Value, c: Value) -> Value:
    return -(a**3) + (3 * b).sin() - 1 / c + b**2.5 - a**0.5


def test_an_exercise_with_a_formula_of_three() -> None:
    a, b, c = Value(2.0), Value(3.0), Value(4.0)
    out = formula(a, b, c)
    out.backward()
    assert out.data == pytest.approx(6.336362190988558, rel=1e-15)
    assert [v.grad for v in (a, b, c)] == pytest.approx([-12.353553390593273, 10.25699027111255, 0.0625], rel=1e-15)


def test_the_symmetric_difference_sees_it_and_the_forward_difference_does_not_quite() -> None:
    point, right, h = [2.0, 3.0, 4.0], [-12.353553390593273, 10.25699027111255, 0.0625], 1e-5

    def at(operand: int, step: float) -> float:
        moved = [x + step * (i == operand) for i, x in enumerate(point)]
        return formula(*[Value(x) for x in moved]).data

    forward = [(at(i, h) - at(i, 0)) / h for i in range(3)]
    symmetric = [(at(i, h) - at(i, -h)) / (2 * h) for i in range(3)]
    assert [abs(f - r) < 1e-5 for f, r in zip(forward, right, strict=True)] == [False, False, True]
    assert all(abs(s - r) < 1e-5 for s, r in zip(symmetric, right, strict=True))


def test_the_slope_of_a_polynomial() -> None:
    x = Value(10.0)
    (x**3 + 3 * x**2 / 10).backward()
    assert x.grad == pytest.approx(306.0, rel=1e-15)


def test_softmax_of_two_logits() -> None:
    logits = [Value(10.0), Value(3.0)]
    softmax(logits)[1].backward()
    assert [v.grad for v in logits] == pytest.approx([-0.0009102211801218265, 0.0009102211801218265], rel=1e-12)


def spelled_out(logits: list[Value]) -> list[Value]:
    counts = [exp(logit) for logit in logits]
    total = sum(counts[1:], counts[0])
    return [count / total for count in counts]


@pytest.mark.parametrize("probabilities", [softmax, spelled_out])
def test_softmax_by_hand_and_ours_have_torchs_loss_and_gradient(
    torch: Any,
    probabilities: Callable[[list[Value]], list[Value]],
) -> None:
    logits = [Value(x) for x in (0.0, 3.0, -2.0, 1.0)]
    loss = -(probabilities(logits)[3].log())
    loss.backward()
    t = torch.tensor([0.0, 3.0, -2.0, 1.0], dtype=torch.float64, requires_grad=True)
    expected = -torch.log(torch.softmax(t, 0)[3])
    (gradient,) = torch.autograd.grad(expected, t)
    assert loss.data == pytest.approx(expected.item(), rel=1e-14)
    assert [v.grad for v in logits] == pytest.approx(gradient.tolist(), rel=1e-13)


def test_the_slope_of_minus_log() -> None:
    a = Value(2.0)
    (-a.log()).backward()
    assert a.grad == -0.5


def test_a_copied_log_that_forgot_its_own_slope_shows() -> None:
    def log(self: Value) -> Value:
        out = Value(math.log(self.data), (self,), "log")

        def _backward() -> None:
            self.grad += 1.0 * out.grad

        out._backward = _backward
        return out

    wrong, right = Value(2.0), Value(2.0)
    (-log(wrong)).backward()
    (-right.log()).backward()
    assert (wrong.grad, right.grad) == (-1.0, -0.5)


def test_a_step_downhill() -> None:
    a, b = Value(-2.0), Value(3.0)
    loss = (a * b - 1) ** 2
    before = loss.data
    loss.backward()
    for parameter in (a, b):
        parameter.data += -0.01 * parameter.grad
        parameter.grad = 0.0
    assert ((a * b - 1) ** 2).data < before


def test_learners_bugs_are_not_ours() -> None:
    assert Value(400.0).tanh().data == 1.0
    total = Value(0.0)
    for _ in range(1200):
        total = total + 1
    total.backward()
    assert total.data == 1200.0
