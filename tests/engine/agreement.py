"""How far two results are apart, in units in the last place."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LARGEST = np.finfo(np.float64).max


def ulps(got: Numbers, expected: Numbers, scale: Numbers | float = 0.0) -> Numbers:
    """How many ulps of the larger of `expected` and `scale` lie between; 0 for two nans or equal infinities."""
    with np.errstate(all="ignore"):
        distance = np.abs(got - expected) / np.spacing(np.maximum(np.abs(expected), scale))
    distance = np.where(_same(got, expected), 0.0, np.where(np.isfinite(distance), distance, np.inf))
    # Beside the largest number one ulp more is infinity.
    brink = np.isinf(got) & (np.abs(expected) > LARGEST * (1 - 1e-15)) & (np.sign(got) == np.sign(expected))
    return np.where(brink & np.isfinite(expected), 1.0, distance)


def close(got: Numbers, expected: Numbers, relative: float, absolute: Numbers | float = 0.0) -> NDArray[np.bool_]:
    """Where `got` is `expected`: equal, both nan, or within the tolerances."""
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= relative * np.abs(expected) + absolute
    return np.asarray(_same(got, expected) | (np.isfinite(got) & np.isfinite(expected) & near))


def zeros_agree(got: Numbers, expected: Numbers) -> bool:
    """Whether zeros have the same sign: 1/0 tells them apart."""
    zero = (got == 0) & (expected == 0)
    return bool((np.signbit(got) == np.signbit(expected))[zero].all())


def _same(got: Numbers, expected: Numbers) -> NDArray[np.bool_]:
    return np.asarray((got == expected) | (np.isnan(got) & np.isnan(expected)))
