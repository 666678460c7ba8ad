"""The README's expression in every peer, with its value and gradient."""

from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import casadi
import jax
import numpy as np
import torch

from benchmarks.formula import START, formula


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
