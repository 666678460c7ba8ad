"""Hashing: rows of numbers as single numbers of 64 bits, so that equal rows are found by sorting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .reduced import Ints

Hashes = NDArray[np.uint64]


def scattered(numbers: Ints) -> Hashes:
    """Each number as a random-looking one: the last steps of splitmix64."""
    z = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed_: Hashes = z ^ (z >> np.uint64(31))
    return mixed_


def mixed(rows: Ints) -> Hashes:
    """A number for each row; equal rows have equal ones."""
    odd = scattered(np.arange(rows.shape[1])) | np.uint64(1)
    found: Hashes = rows.astype(np.uint64) @ odd
    return found
