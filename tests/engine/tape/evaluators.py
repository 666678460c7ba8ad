"""One row at many points, in each evaluator: the values, and what flows back to each operand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgradext.engine.applied import apply, reduced
from microgradext.engine.generated import scalar, vector
from microgradext.engine.ops import BY_CODE, TABLE
from microgradext.engine.tape.compiled import kernel
from microgradext.engine.value import Value
from microgradext.interop import libraries
from tests.engine.cases import Sample, sample_of
from tests.engine.page import Operations, Page

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Result:
    """A row at many points."""

    values: Numbers  # (points,)
    passed: Numbers  # (points, operands): upstream gradient x local derivative


@cache
def reference(name: str) -> Result:
    """What the scalar tape gives at the row's sample: the others are compared with it."""
    return on_floats(name, sample_of(name))


def on_floats(name: str, sample: Sample) -> Result:
    """The functions of the scalar tape."""
    code = TABLE[name].code
    forward, pull = scalar.FORWARD[code], scalar.PULL[code]
    rows = list(zip(*[column.tolist() for column in sample.points], strict=True))
    values = [forward(*row) for row in rows]
    passed = [pull(g, out, *row) for g, out, row in zip(sample.upstream.tolist(), values, rows, strict=True)]
    return Result(np.array(values), np.array(passed))


def on_arrays(name: str, sample: Sample, out: Numbers) -> Result:
    """The functions of the NumPy tape; the derivatives at `out`."""
    code = TABLE[name].code
    shape = sample.upstream.shape
    with np.errstate(all="ignore"):
        values = np.broadcast_to(vector.FORWARD[code](*sample.points), shape)
        passed = vector.PULL[code](sample.upstream, out, *sample.points)
    return Result(values, np.stack([np.broadcast_to(p, shape) for p in passed], axis=1))


def in_kernel(name: str, sample: Sample) -> Result:
    """The loop that numba compiles, on one operation for each point."""
    count, operands = len(sample.upstream), len(sample.points)
    first = count * operands  # leaves, then the operations
    values = np.concatenate([np.stack(sample.points, axis=1).ravel(), np.zeros(count)])
    gradients = np.concatenate([np.zeros(first), sample.upstream])
    codes = np.full(count, TABLE[name].code, np.int32)
    nodes = np.arange(first, first + count, dtype=np.int32)
    start = np.arange(0, first + 1, operands, dtype=np.int32)
    everything = frozenset(range(len(BY_CODE)))
    kernel(everything)(codes, nodes, start, np.arange(first, dtype=np.int32), codes >= 0, values, gradients)
    return Result(values[first:], gradients[:first].reshape(count, operands))


def in_page(page: Page, name: str, sample: Sample, out: Numbers) -> Result:
    """The generated TypeScript; the derivatives at `out`."""
    count, operands = len(sample.upstream), len(sample.points)
    flat = np.stack(sample.points, axis=1).ravel()
    codes, arity = np.full(count, TABLE[name].code), np.full(count, operands)
    values, passed = page.run(Operations(codes, arity, flat, sample.upstream, out))
    return Result(values, passed.reshape(count, operands))


def on_values(name: str, sample: Sample) -> Result:
    """Values, one at a time, with the upstream gradient put in by a product."""
    values, passed = [], []
    for g, *row in zip(sample.upstream.tolist(), *[column.tolist() for column in sample.points], strict=True):
        operands = [Value(number) for number in row]
        out = applied(name, operands)
        (out * g).backward()
        values.append(out.data)
        passed.append([operand.grad for operand in operands])
    return Result(np.array(values), np.array(passed))


def in_torch(name: str, sample: Sample) -> Result:
    """PyTorch in float64."""
    import torch

    operands = [torch.tensor(column, requires_grad=True) for column in sample.points]
    out = libraries.in_torch()[name](*operands)
    gradients: Any = [None] * len(operands)
    if out.requires_grad:
        gradients = torch.autograd.grad(out, operands, torch.tensor(sample.upstream), allow_unused=True)
    passed = [np.zeros(len(sample.upstream)) if g is None else g.numpy() for g in gradients]
    return Result(out.detach().to(torch.float64).numpy(), np.stack(passed, axis=1))


def applied(name: str, operands: Sequence[Value]) -> Value:
    """The row on Values."""
    return reduced(name, operands) if TABLE[name].arity < 0 else apply(name, *operands)
