"""Neural networks of Values, as in micrograd.nn: code written for it runs with only the import changed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any

from .engine.functions import sum as total
from .engine.scopes.naming import module_class
from .engine.scopes.shape import bears_scope
from .engine.value import Value


@module_class
class Module:
    """Something with parameters."""

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to 0."""
        for parameter in self.parameters():
            parameter.grad = 0

    def parameters(self) -> list[Value]:
        """The Values that training changes."""
        return []


class Neuron(Module):
    """A weighted sum of `nin` numbers and a bias, passed through relu if `nonlin`.

    >>> Neuron(3)
    ReLUNeuron(3)
    """

    def __init__(self, nin: int, nonlin: bool = True) -> None:
        self.w = [Value(random.uniform(-1, 1), label=f"w[{i}]") for i in range(nin)]
        self.b = Value(0, label="b")
        self.nonlin = nonlin

    @bears_scope()
    def __call__(self, x: Iterable[Value | float]) -> Value:
        # One node for the whole sum, added up from the bias on, as in micrograd.
        act: Value = total((wi * xi for wi, xi in zip(self.w, x, strict=False)), self.b)
        return act.relu() if self.nonlin else act

    def parameters(self) -> list[Value]:
        """The weights, then the bias."""
        return [*self.w, self.b]

    def __repr__(self) -> str:
        return f"{'ReLU' if self.nonlin else 'Linear'}Neuron({len(self.w)})"


class Layer(Module):
    """`nout` neurons that see the same `nin` numbers; a single neuron's output comes without a list."""

    def __init__(self, nin: int, nout: int, **kwargs: Any) -> None:
        self.neurons = [Neuron(nin, **kwargs) for _ in range(nout)]
        for j, neuron in enumerate(self.neurons):
            neuron.b.label = f"b[{j}]"
            for i, weight in enumerate(neuron.w):
                weight.label = f"w[{j}][{i}]"

    @bears_scope("neurons", "[{}]")
    def __call__(self, x: Sequence[Value | float]) -> Value | list[Value]:
        out = [neuron(x) for neuron in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Value]:
        """The parameters of each neuron in turn."""
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(str(neuron) for neuron in self.neurons)}]"


class MLP(Module):
    """A multi-layer perceptron: layers of `nouts` neurons on `nin` numbers, the last one linear.

    >>> MLP(2, [2, 1])
    MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(2)]]
    """

    def __init__(self, nin: int, nouts: Sequence[int]) -> None:
        sizes = [nin, *nouts]
        last = len(nouts) - 1
        self.layers = [Layer(sizes[i], sizes[i + 1], nonlin=i != last) for i in range(len(nouts))]
        for i, layer in enumerate(self.layers):
            for parameter in layer.parameters():
                parameter.label = f"l{i + 1}.{parameter.label}"

    @bears_scope("layers", "layer {}", first=1)
    def __call__(self, x: Any) -> Any:
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self) -> list[Value]:
        """The parameters of each layer in turn."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(str(layer) for layer in self.layers)}]"
