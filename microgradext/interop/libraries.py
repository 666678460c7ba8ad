"""The rows of the op table in PyTorch and in JAX: what each library calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

Library = Literal["torch", "jax"]
Functions = Mapping[str, Callable[..., Any]]

MISSING = "Comparing with {title} needs it: pip install {package}"


def in_torch() -> Functions:
    """Each row on tensors; ImportError with a sentence where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        raise ImportError(MISSING.format(title="PyTorch", package="torch")) from None
    more = torch.nn.functional
    named = (
        "add sub mul div pow neg square reciprocal sign abs lt le gt ge eq ne logical_and logical_or logical_not "
        "floor ceil exp expm1 log log1p log2 log10 sqrt hypot sin cos tan asin acos atan atan2 sinh cosh tanh sigmoid "
        "relu erf"
    ).split()
    return {
        **{name: getattr(torch, name) for name in named},
        "cube": lambda x: x**3,
        "mod": torch.remainder,
        "floordiv": lambda x, y: torch.div(x, y, rounding_mode="floor"),
        "min": torch.minimum,
        "max": torch.maximum,
        "clip": torch.clamp,
        "where": lambda c, x, y: torch.where(c != 0, x, y),
        "cbrt": lambda x: torch.sign(x) * torch.pow(torch.abs(x), 1 / 3),
        "leaky_relu": more.leaky_relu,
        # Above its threshold, 20 by default, PyTorch answers x, which is off by 2e-9 there.
        "softplus": lambda x: more.softplus(x, threshold=700.0),
        "gelu": more.gelu,
        "sum": _sum,
        "logsumexp": lambda *x: torch.logsumexp(torch.stack(x), 0),
    }


def in_jax() -> Functions:
    """Each row on JAX's arrays; ImportError with a sentence where JAX is not installed."""
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        raise ImportError(MISSING.format(title="JAX", package="jax")) from None
    named = (
        "add square reciprocal sign abs floor ceil exp expm1 log log1p log2 log10 sqrt cbrt hypot sin cos tan sinh "
        "cosh tanh logical_and logical_or logical_not clip"
    ).split()
    return {
        **{name: getattr(jnp, name) for name in named},
        **{name: getattr(jnp, f"arc{name[1:]}") for name in ("asin", "acos", "atan", "atan2")},
        **{name: getattr(jax.nn, name) for name in ("sigmoid", "relu", "softplus", "leaky_relu")},
        "sub": jnp.subtract,
        "mul": jnp.multiply,
        "div": jnp.divide,
        "pow": jnp.power,
        "neg": jnp.negative,
        "cube": lambda x: x**3,
        "mod": jnp.mod,
        "floordiv": jnp.floor_divide,
        "min": jnp.minimum,
        "max": jnp.maximum,
        "where": lambda c, x, y: jnp.where(c != 0, x, y),
        "lt": jnp.less,
        "le": jnp.less_equal,
        "gt": jnp.greater,
        "ge": jnp.greater_equal,
        "eq": jnp.equal,
        "ne": jnp.not_equal,
        "erf": jax.scipy.special.erf,
        "gelu": lambda x: jax.nn.gelu(x, approximate=False),
        "sum": _sum,
        "logsumexp": lambda *x: jax.scipy.special.logsumexp(jnp.stack(x)),
    }


def _sum(first: Any, *others: Any) -> Any:
    for operand in others:
        first = first + operand
    return first
