"""The rows of the op table in PyTorch and in JAX: what each library calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Literal

from ..engine import names
from ..engine.ops import TABLE

Library = Literal["torch", "jax"]
Functions = Mapping[str, Callable[..., Any]]

MISSING = "Comparing with {title} needs it: pip install {package}"


def in_torch() -> Functions:
    """Each row on tensors; raises ImportError where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        raise ImportError(MISSING.format(title="PyTorch", package="torch")) from None
    # Above its threshold, 20 by default, PyTorch's softplus returns x, which is off by 2e-9 there.
    softplus = torch.nn.functional.softplus
    written: Functions = {
        "cube": lambda x: x**3,
        "floordiv": lambda x, y: torch.div(x, y, rounding_mode="floor"),
        "where": lambda c, x, y: torch.where(c != 0, x, y),
        "cbrt": lambda x: torch.sign(x) * torch.pow(torch.abs(x), 1 / 3),
        "softplus": lambda x: softplus(x, threshold=700.0),
        "sum": _sum,
        "logsumexp": lambda *x: torch.logsumexp(torch.stack(x), 0),
    }
    return _functions(torch, names.in_torch, written)


def in_jax() -> Functions:
    """Each row on JAX's arrays; raises ImportError where JAX is not installed."""
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        raise ImportError(MISSING.format(title="JAX", package="jax")) from None
    written: Functions = {
        "cube": lambda x: x**3,
        "where": lambda c, x, y: jnp.where(c != 0, x, y),
        "gelu": lambda x: jax.nn.gelu(x, approximate=False),
        "sum": _sum,
        "logsumexp": lambda *x: jax.scipy.special.logsumexp(jnp.stack(x)),
    }
    return _functions(jax, names.in_jax, written)


def _functions(library: Any, path: Callable[[str], str], written: Functions) -> Functions:
    """The library's own function for each row that is not `written`."""
    return {row: written[row] if row in written else attrgetter(path(row))(library) for row in TABLE}


def _sum(first: Any, *others: Any) -> Any:
    for operand in others:
        first = first + operand
    return first
