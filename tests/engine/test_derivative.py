"""Second and third derivatives: the table's derivatives on Values, against PyTorch's double backward."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from microgradext.engine import functions
from microgradext.engine.derivative import derivatives
from microgradext.engine.order import ancestors
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Value, where
from microgradext.interop.libraries import in_torch
from tests.engine.cases import ROWS, smooth_sample
from tests.engine.tape.evaluators import applied

POINTS = 20


def hessian(out: Value, inputs: Sequence[Value]) -> list[list[float]]:
    return [[second.data for second in derivatives(first, inputs)] for first in derivatives(out, inputs)]


def torch_hessian(torch: Any, out: Any, inputs: Sequence[Any]) -> list[list[float]]:
    firsts = torch_gradient(torch, out, inputs)
    return [[second.item() for second in torch_gradient(torch, first, inputs)] for first in firsts]


def torch_gradient(torch: Any, out: Any, inputs: Sequence[Any]) -> list[Any]:
    zeros = [torch.zeros_like(x) for x in inputs]
    if not out.requires_grad:
        return zeros
    gradients: Any = torch.autograd.grad(out, inputs, create_graph=True, allow_unused=True)
    return [zero if g is None else g for g, zero in zip(gradients, zeros, strict=True)]


@pytest.mark.parametrize("name", ROWS)
def test_gradient_and_hessian_of_each_row_are_torchs(torch: Any, name: str) -> None:
    for point in zip(*[column.tolist() for column in smooth_sample(name, POINTS).points], strict=True):
        values = [Value(x) for x in point]
        tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
        # A product with the operands makes the upstream gradient depend on them as well.
        out = applied(name, values) * values[0] + values[-1]
        expected = in_torch()[name](*tensors) * tensors[0] + tensors[-1]
        assert [d.data for d in derivatives(out, values)] == pytest.approx(
            [g.item() for g in torch_gradient(torch, expected, tensors)], rel=1e-12, abs=1e-14
        )
        for ours, theirs in zip(hessian(out, values), torch_hessian(torch, expected, tensors), strict=True):
            assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("name", ROWS)
def test_the_first_derivative_is_the_gradient_to_the_last_digit(name: str) -> None:
    for point in zip(*[column.tolist() for column in smooth_sample(name, POINTS).points], strict=True):
        values = [Value(x) for x in point]
        out = applied(name, values)
        made = [d.data for d in derivatives(out, values)]
        assert all(value.grad == 0.0 for value in values)
        out.backward()
        assert made == [value.grad for value in values]


def test_a_third_derivative() -> None:
    x = Value(0.7)
    sin, cos, scale = math.sin(1.4), math.cos(1.4), math.exp(0.7)
    out = (x * 2).sin() * x.exp()
    for expected in (sin + 2 * cos, 4 * cos - 3 * sin, -2 * cos - 11 * sin):
        (out,) = derivatives(out, [x])
        assert out.data == pytest.approx(scale * expected, rel=1e-14)


def test_a_derivative_can_be_replayed(torch: Any) -> None:
    x = Value(0.5)
    (first,) = derivatives(x.tanh() * x.relu(), [x])
    tape = Tape(first, [x])
    points = np.linspace(-2, 2, 9)
    t: Any = torch.tensor(points, requires_grad=True)
    (expected,) = torch.autograd.grad((torch.tanh(t) * torch.relu(t)).sum(), t)
    assert tape.batch(points[:, None])[0] == pytest.approx(expected.numpy(), rel=1e-13, abs=1e-15)


def test_repeated_operands_and_inputs() -> None:
    x = Value(3.0)
    first, again = derivatives(x * x + x, [x, x])
    assert (first.data, again.data) == (7.0, 7.0)
    assert derivatives(first, [x])[0].data == 2.0


def test_an_intermediate_value_as_input() -> None:
    a = Value(2.0)
    middle = a * 3
    out = middle * middle
    by_middle, by_a = derivatives(out, [middle, a])
    assert (by_middle.data, by_a.data) == (12.0, 36.0)


def test_the_output_itself_and_what_it_does_not_depend_on() -> None:
    a, b = Value(2.0), Value(3.0)
    assert [d.data for d in derivatives(a, [a, b])] == [1.0, 0.0]
    assert derivatives(a * 2, [b])[0].data == 0.0


def test_only_what_leads_to_an_input_is_derived() -> None:
    x, y = Value(2.0), Value(3.0)
    (by_x,) = derivatives(x * 2 + (y.exp() * y).sin(), [x])
    assert len(ancestors([by_x])) < 6


def test_reductions(torch: Any) -> None:
    xs = [Value(float(i)) for i in range(4)]
    tensors = [torch.tensor(float(i), dtype=torch.float64, requires_grad=True) for i in range(4)]
    out = functions.logsumexp([x * x for x in xs]) * functions.sum(xs)
    expected = torch.logsumexp(torch.stack([t * t for t in tensors]), 0) * torch.stack(tensors).sum()
    for ours, theirs in zip(hessian(out, xs), torch_hessian(torch, expected, tensors), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-14)


def test_selection() -> None:
    x = Value(-1.0)
    out = where(x > 0, x * x, x * x * x)
    (first,) = derivatives(out, [x])
    assert (first.data, derivatives(first, [x])[0].data) == (3.0, -6.0)


def test_a_chain_too_deep_to_recurse() -> None:
    x = Value(1.0)
    out = x
    for _ in range(20_000):
        out = out * 1.0001
    (first,) = derivatives(out, [x])
    assert first.data == pytest.approx(1.0001**20_000)


def test_an_op_written_by_hand_has_no_second_derivative() -> None:
    x = Value(1.0)
    by_hand = Value(math.sinh(1.0), (x,), "sinh")
    with pytest.raises(ValueError, match="sinh is written by hand"):
        derivatives(by_hand * 2, [x])
    assert derivatives(by_hand * x * 0 + x, [by_hand])[0].data == 0.0
