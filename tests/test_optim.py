"""Optimisers move parameters as PyTorch's do in float64."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from microgradext import optim
from microgradext.engine import Value

START = (0.7, -1.3, 2.0)


def loss_of(x: Any, y: Any, z: Any) -> Any:
    return (x * y - z) ** 2 + 0.5 * x * x + (y + z) ** 2 * 0.3


SETTINGS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.05, "momentum": 0.5, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.1}),
    ("Adam", {"lr": 0.03, "betas": (0.8, 0.99), "eps": 1e-6, "weight_decay": 0.05}),
]


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_fifty_steps_are_those_of_torch(name: str, settings: dict[str, Any]) -> None:
    ours = [Value(x) for x in START]
    theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in START]
    optimiser = getattr(optim, name)(ours, **settings)
    reference = getattr(torch.optim, name)(theirs, **settings)
    for _ in range(50):
        optimiser.zero_grad()
        loss_of(*ours).backward()
        optimiser.step()
        reference.zero_grad()
        loss_of(*theirs).backward()
        reference.step()
        assert [value.data for value in ours] == pytest.approx([t.item() for t in theirs], rel=1e-11, abs=1e-13)


def test_schedules() -> None:
    assert [optim.linear(1.0, 0.1, 100)(k) for k in (0, 100, 200)] == pytest.approx([1.0, 0.1, 0.1])
    assert [optim.cosine(1.0, 0.2, 10)(k) for k in (0, 10, 20)] == pytest.approx([1.0, 0.2, 0.2])
    assert [optim.exponential(2.0, 0.5)(k) for k in (0, 1, 2)] == [2.0, 1.0, 0.5]
    assert optim.constant(0.3)(7) == 0.3


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: optim.SGD([], lr=0.1), "at least one parameter"),
        (lambda p: optim.SGD([p], lr=-0.1), "lr must not be negative; it is -0.1"),
        (lambda p: optim.SGD([p], lr=0.1, nesterov=True), "along the momentum, so momentum must be more than 0"),
        (lambda p: optim.SGD([p], lr=0.1, weight_decay=-1), "weight_decay"),
        (lambda p: optim.Adam([p], betas=(0.9, 1.0)), r"betas must be in \[0, 1\); 1.0 is not"),
    ],
)
def test_what_makes_no_sense_is_said(make: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make(Value(1.0))


def test_a_parameter_is_a_value() -> None:
    with pytest.raises(TypeError, match="a parameter must be a Value, not float"):
        optim.SGD([1.0], lr=0.1)  # type: ignore[list-item]
