"""nn against PyPI's micrograd: the same seeds give the same networks, numbers and training."""

import random
from types import SimpleNamespace
from typing import Any

import micrograd.engine
import micrograd.nn
import pytest

from microgradext import nn
from microgradext.engine import Value

OURS = SimpleNamespace(Value=Value, nn=nn)
MICROGRAD = SimpleNamespace(Value=micrograd.engine.Value, nn=micrograd.nn)
POINTS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
WANTED = [1.0, -1.0, -1.0, 1.0]


def numbers(parameters: list[Any]) -> list[float]:
    return [parameter.data for parameter in parameters]


def gradients(parameters: list[Any]) -> list[float]:
    return [parameter.grad for parameter in parameters]


def made(library: SimpleNamespace, seed: int = 1337) -> Any:
    random.seed(seed)
    return library.nn.MLP(3, [4, 4, 1])


def loss_of(library: SimpleNamespace, model: Any) -> Any:
    """micrograd's demo: max-margin and L2."""
    scores = [model([library.Value(x) for x in point]) for point in POINTS]
    losses = [(1 + -wanted * score).relu() for wanted, score in zip(WANTED, scores, strict=True)]
    return sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())


def test_the_same_seed_gives_the_same_weights() -> None:
    ours, theirs = made(OURS), made(MICROGRAD)
    assert numbers(ours.parameters()) == numbers(theirs.parameters())
    assert len(ours.parameters()) == 41


def test_it_draws_as_many_random_numbers_as_micrograd() -> None:
    made(OURS)
    after_ours = random.random()
    made(MICROGRAD)
    assert random.random() == after_ours


def test_it_is_shown_as_micrograd_shows_it() -> None:
    assert repr(made(OURS)) == repr(made(MICROGRAD))
    assert repr(nn.Neuron(2)) == "ReLUNeuron(2)"
    assert repr(nn.Layer(2, 1, nonlin=False)) == "Layer of [LinearNeuron(2)]"


def test_outputs_are_the_same_to_the_last_digit() -> None:
    ours, theirs = made(OURS), made(MICROGRAD)
    for point in POINTS:
        assert ours(point).data == theirs(point).data
    hidden = ours.layers[0](POINTS[0])
    assert numbers(hidden) == numbers(theirs.layers[0](POINTS[0]))


def test_three_steps_of_training_are_the_same() -> None:
    ours, theirs = made(OURS), made(MICROGRAD)
    for step in range(3):
        for library, model in ((OURS, ours), (MICROGRAD, theirs)):
            loss = loss_of(library, model)
            model.zero_grad()
            loss.backward()
            model.loss = loss.data
        # micrograd walks sets, so it adds gradients in an order of its own
        assert gradients(ours.parameters()) == pytest.approx(gradients(theirs.parameters()), rel=1e-12, abs=1e-15)
        assert ours.loss == pytest.approx(theirs.loss, rel=1e-14)
        for parameter in [*ours.parameters(), *theirs.parameters()]:
            parameter.data -= (1.0 - 0.9 * step / 100) * parameter.grad
    assert numbers(ours.parameters()) == pytest.approx(numbers(theirs.parameters()), rel=1e-12, abs=1e-14)


def test_training_fits() -> None:
    model = made(OURS)
    for step in range(40):
        loss = loss_of(OURS, model)
        model.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= (0.5 - 0.01 * step) * parameter.grad
    assert all((model(point).data > 0) == (wanted > 0) for point, wanted in zip(POINTS, WANTED, strict=True))


def test_the_parts_have_micrograds_names() -> None:
    model = made(OURS)
    layer = model.layers[0]
    neuron = layer.neurons[1]
    assert (len(model.layers), len(layer.neurons), len(neuron.w), neuron.b.data) == (3, 4, 3, 0.0)
    assert neuron.nonlin
    assert not model.layers[-1].neurons[0].nonlin
    assert neuron.parameters() == [*neuron.w, neuron.b]
    assert nn.Module().parameters() == []


def test_zero_grad() -> None:
    model = made(OURS)
    loss_of(OURS, model).backward()
    model.zero_grad()
    assert set(gradients(model.parameters())) == {0.0}


def test_a_neuron_is_few_nodes() -> None:
    out = nn.Neuron(3)([1.0, 2.0, 3.0])
    assert (out._op, out._prev[0]._op) == ("ReLU", "sum")
    assert [operand._op for operand in out._prev[0]._prev] == ["", "*", "*", "*"]


def test_weights_have_names_for_pictures() -> None:
    model = made(OURS)
    labels = [parameter.label for parameter in model.parameters()]
    assert len(set(labels)) == len(labels)
    assert labels[:4] == ["l1.w[0][0]", "l1.w[0][1]", "l1.w[0][2]", "l1.b[0]"]


def test_gradients_are_those_of_differences() -> None:
    model = made(OURS, seed=3)
    for parameter in model.parameters():
        parameter.data = random.uniform(-1, 1)  # biases too: at 0 a relu behind dead ones has two slopes
    loss = loss_of(OURS, model)
    loss.backward()
    for parameter in model.parameters()[::7]:
        there = parameter.data
        parameter.data = there + 1e-6
        above = loss_of(OURS, model).data
        parameter.data = there - 1e-6
        below = loss_of(OURS, model).data
        parameter.data = there
        assert parameter.grad == pytest.approx((above - below) / 2e-6, rel=1e-5, abs=1e-8)
