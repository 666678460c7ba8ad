"""Modules are called what the user calls them."""

from __future__ import annotations

from typing import Any

import pytest

from .test_scopes import paths, untraced

CALLS = {
    "score = model([x, x])": "model",
    "score = holder.net([x, x])": "net",
    "score = list(map(model, [[x, x]]))[0]": "model",
    "score = many[0]([x, x])": "MLP",
    "score = [model(x=each) for each in [[x, x]]][0]": "each 1 > model",
    "score = model((each for each in [x, x]))": "model",
    "score = through(model)": "through > given",
}
"""What the scope of a model is called where it is called so."""


@untraced
@pytest.mark.parametrize(("call", "name"), CALLS.items())
def test_a_model_is_called_by_its_name(call: str, name: str) -> None:
    source = f"""
        from microgradext import nn
        class Holder: pass
        def through(given): return given([x, x])
        x = 1.5
        model = nn.MLP(2, [2, 1])
        holder, many = Holder(), [nn.MLP(2, [1])]
        holder.net = nn.MLP(2, [1])
        {call}
        """
    found = paths(source)
    assert found[0].startswith(f"{name} > layer 1 > [0]")


def test_a_module_of_the_users_has_parts_named_by_attribute() -> None:
    found = paths("""
        from microgradext import nn
        class Net(nn.Module):
            def __init__(self):
                self.layers = [nn.Layer(1, 1), nn.Layer(1, 1)]
                self.last = {"out": nn.Neuron(1)}
            def __call__(self, x):
                return self.last["out"]([self.layers[1]([self.layers[0]([x])]) * 2])
        net = Net()
        x = 1.5
        score = net(x)
        """)
    assert list(dict.fromkeys(found)) == [
        "net > layers[0] > [0]", "net > layers[1] > [0]", "net", "net > last['out']",
    ]  # fmt: skip


@untraced
def test_turns_in_a_module_of_the_users_are_counted() -> None:
    found = paths("""
        from microgradext import nn
        class Twice(nn.Module):
            def __call__(self, x):
                for k in range(2):
                    x = x * 2
                return x
        twice = Twice()
        x = 1.5
        score = twice(x)
        """)
    assert found == ["twice > pass 1", "twice > pass 2"]


@untraced
def test_a_name_in_a_loop_stands_for_each_model() -> None:
    names: dict[str, Any] = {}
    found = paths("""
        from microgradext import nn
        x = 1.5
        total = x * 0
        for model in [nn.Neuron(1), nn.Neuron(1)]:
            total = total + model([x])
        """, names)  # fmt: skip
    assert {each for each in found if "model 1 >" in each} == {"model 1 > model"}
