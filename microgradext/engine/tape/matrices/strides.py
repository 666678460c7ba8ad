"""Strides: places in a vector that lie regularly, so that they are a view of it and not a copy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import prod

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .reduced import Ints, Numbers


def strides(at: Ints) -> tuple[int, ...] | None:
    """By how much the place grows along each axis; None where that differs.

    >>> strides(np.array([[3, 5], [13, 15]])), strides(np.array([1, 2, 4]))
    ((10, 2), None)
    """
    origin = at[(0,) * at.ndim]
    expected = np.asarray(origin)
    steps = []
    for axis, size in enumerate(at.shape):
        step = 0
        if size > 1:
            step = int(at[tuple(int(each == axis) for each in range(at.ndim))] - origin)
        steps.append(step)
        expected = expected[..., None] + step * np.arange(size)
    return tuple(steps) if np.array_equal(expected, at) else None


def view(vector: Numbers, at: Ints) -> Numbers | None:
    """The numbers of `vector` at the places `at` without a copy, or None."""
    steps = strides(at)
    if steps is None:
        return None
    sizes, bytes_ = at.shape, [step * vector.itemsize for step in steps]
    for axis in reversed(range(at.ndim)):
        if sizes[axis] == 1:  # BLAS looks at these too
            bytes_[axis] = sizes[axis + 1] * bytes_[axis + 1] if axis + 1 < at.ndim else vector.itemsize
    return as_strided(vector[at[(0,) * at.ndim] :], sizes, bytes_)


def for_blas(matrix: Numbers) -> bool:
    """Whether BLAS takes the last two axes of `matrix` as they are; it takes any vector."""
    if matrix.ndim == 1:
        return True
    item, (outer, inner) = matrix.itemsize, matrix.strides[-2:]
    many, wide = matrix.shape[-2:]
    return (inner == item and outer >= wide * item) or (outer == item and inner >= many * item)


def common(columns: Iterable[Ints], count: int) -> tuple[int, ...]:
    """A shape for `count` operations in which as many of their operands as possible lie regularly.

    >>> common([np.array([0, 1, 2, 3]), np.array([8, 8, 9, 9])], 4)
    (2, 2)
    """
    every = list(columns)
    shapes = {(count,), *(shape for shape in map(_shape, every) if shape)}
    shapes.add(_finest(shapes, count))
    return max(sorted(shapes, key=len), key=lambda shape: sum(strides(at.reshape(shape)) is not None for at in every))


def _finest(shapes: Iterable[tuple[int, ...]], count: int) -> tuple[int, ...]:
    """The shape whose axes begin wherever those of one of `shapes` do, as far as they fit together."""
    widths = {prod(shape[axis:]) for shape in shapes for axis in range(1, len(shape))}
    chain = [1]
    for width in sorted(widths):
        if width % chain[-1] == 0 and count % width == 0 and width > chain[-1]:
            chain.append(width)
    chain.append(count)
    return tuple([outer // inner for inner, outer in pairwise(chain)][::-1])


def _shape(at: Ints) -> tuple[int, ...] | None:
    step = np.diff(at)
    turns = np.flatnonzero(step != step[:1])
    if not len(turns):
        return (len(at),)
    width = int(turns[0]) + 1
    if len(at) % width or not (at.reshape(-1, width) == at[::width, None] + step[0] * np.arange(width)).all():
        return None
    outer = _shape(at[::width])
    return outer and (*outer, width)


def shared_axes(at: Ints) -> tuple[int, ...]:
    """The axes along which the place stays the same: one number serves them all."""
    return tuple([axis for axis, size in enumerate(at.shape) if size > 1 and bool((at == at.take([0], axis)).all())])


def without(at: Ints, axes: Iterable[int]) -> Ints:
    """`at` with one place along each of `axes`."""
    for axis in axes:
        at = at.take([0], axis)
    return at


def distinct(at: Ints) -> bool:
    """Whether no place comes twice."""
    return len(np.unique(at)) == prod(at.shape)
