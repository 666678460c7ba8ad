"""The expression of micrograd's README, here and in every peer: what each needs to give its value and gradient."""

from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import casadi
import jax
import numpy as np
import torch

Action = Callable[[], object]
START = (-4.0, 2.0)
POINT = (-3.5, 1.5)
EXPECTED = (24.70408163265306, 138.83381924198252, 645.5772594752186)  # value and gradient at START


def formula(a: Any, b: Any, relu: Callable[[Any], Any] = lambda x: x.relu()) -> Any:
    """The expression, whatever the numbers are."""
    c, d = a + b, a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + relu(b + a))
    d = d + (3 * d + relu(b - a))
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def on_values(value: Callable[[float], Any], at: tuple[float, float] = START) -> tuple[Any, Any, Any]:
    """Built and run backward: the root and the two leaves."""
    a, b = value(at[0]), value(at[1])
    g = formula(a, b)
    g.backward()
    return g, a, b


def in_torch(at: tuple[float, float] = START) -> tuple[float, float, float]:
    """With scalar tensors of float64."""
    a, b = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in at)
    g = formula(a, b)
    g.backward()
    return g.item(), a.grad.item(), b.grad.item()  # type: ignore[union-attr]  # leaves have a gradient


_autograd = autograd.value_and_grad(lambda p: formula(p[0], p[1], lambda x: anp.maximum(x, 0.0)))


def in_autograd(at: tuple[float, float] = START) -> tuple[float, float, float]:
    """HIPS autograd, which traces at every call."""
    value, (a, b) = _autograd(np.array(at))
    return float(value), float(a), float(b)


def in_jax() -> Callable[[tuple[float, float]], tuple[Any, Any, Any]]:
    """jax, compiled once."""
    jax.config.update("jax_enable_x64", True)
    run = jax.jit(jax.value_and_grad(lambda a, b: formula(a, b, jax.nn.relu), argnums=(0, 1)))

    def at(point: tuple[float, float]) -> tuple[Any, Any, Any]:
        value, (a, b) = run(*point)
        return value.block_until_ready(), a, b

    return at


class InCasadi:
    """CasADi's virtual machine, called through its buffers, which live as long as this."""

    def __init__(self) -> None:
        a, b = casadi.SX.sym("a"), casadi.SX.sym("b")
        g = formula(a, b, lambda x: casadi.fmax(x, 0))
        self._function = casadi.Function("g", [a, b], [g, casadi.gradient(g, a), casadi.gradient(g, b)])
        self._buffers: Any
        self._buffers, self._run = self._function.buffer()
        self._inputs: list[Any] = [np.zeros(1) for _ in range(2)]
        self._outputs: list[Any] = [np.zeros(1) for _ in range(3)]
        for position, array in enumerate(self._inputs):
            self._buffers.set_arg(position, memoryview(array))
        for position, array in enumerate(self._outputs):
            self._buffers.set_res(position, memoryview(array))

    def __call__(self, point: tuple[float, float]) -> tuple[float, float, float]:
        self._inputs[0][0], self._inputs[1][0] = point
        self._run()
        value, a, b = self._outputs
        return value[0], a[0], b[0]
