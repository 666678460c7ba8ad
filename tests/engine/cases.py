"""What the tests need to know about each row besides the table: where it is smooth, at which points it is tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from microgradext.engine.ops import BY_CODE, TABLE
from tests.engine.agreement import LARGEST

Numbers = NDArray[np.float64]
Interval = tuple[float, float]


R: Interval = (-3.0, 3.0)  # anywhere
P: Interval = (0.2, 3.0)  # positive
LOW, HIGH = (-3.0, -0.6), (0.6, 3.0)  # apart from each other and from 0
UNIT = (-0.9, 0.9)

# An interval for each operand of each row: no kink, no pole, no cancellation.
SMOOTH: dict[str, tuple[Interval, ...]] = {
    "add": (R, R),
    "sub": (R, R),
    "mul": (R, R),
    "div": (R, P),
    "pow": (P, R),
    "neg": (R,),
    "square": (R,),
    "cube": (R,),
    "reciprocal": (P,),
    "mod": ((5.2, 5.6), (2.0, 2.1)),
    "floordiv": ((5.2, 5.6), (2.0, 2.1)),
    "sign": (LOW,),
    "abs": (LOW,),
    "min": (LOW, HIGH),
    "max": (LOW, HIGH),
    "clip": ((-0.5, 0.5), LOW, HIGH),
    "where": (HIGH, R, R),
    "lt": (LOW, HIGH),
    "le": (LOW, HIGH),
    "gt": (LOW, HIGH),
    "ge": (LOW, HIGH),
    "eq": (LOW, HIGH),
    "ne": (LOW, HIGH),
    "logical_and": (LOW, HIGH),
    "logical_or": (LOW, HIGH),
    "logical_not": (HIGH,),
    "floor": ((1.2, 1.8),),
    "ceil": ((-1.8, -1.2),),
    "exp": (R,),
    "expm1": (R,),
    "log": (P,),
    "log1p": ((-0.7, 3.0),),
    "log2": (P,),
    "log10": (P,),
    "sqrt": (P,),
    "cbrt": (LOW,),
    "hypot": (LOW, HIGH),
    "sin": (R,),
    "cos": (R,),
    "tan": ((-1.3, 1.3),),
    "asin": (UNIT,),
    "acos": (UNIT,),
    "atan": (R,),
    "atan2": (HIGH, R),
    "sinh": (R,),
    "cosh": (R,),
    "tanh": (R,),
    "sigmoid": (R,),
    "relu": (HIGH,),
    "leaky_relu": (LOW,),
    "softplus": (R,),
    "erf": (R,),
    "gelu": (R,),
    "sum": (R, R, R, R),
    "logsumexp": (R, R, R, R),
}

ROWS = [row.name for row in BY_CODE]

EDGES = [
    0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, -8.0, 1 / 3, 1e-8, 20.0, -20.0,
    -40.0, 709.5, 710.0, 710.4, 711.0, 746.0, 800.0, -800.0, 1000.0, 1e300, -1e300, 1e-300, -1e-300, 5e-324,
    float(LARGEST),
]  # fmt: skip
FEW_EDGES = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -2.5, 1000.0, 1e300, -1e-300]
UPSTREAM = [1.0, 0.0, -2.5, np.inf, -np.inf, np.nan]


RANDOM = 100_000  # half where the row is smooth, half over all magnitudes


@dataclass(frozen=True)
class Sample:
    """Points of a row, a column for each operand, and an upstream gradient for each point."""

    points: tuple[Numbers, ...]
    upstream: Numbers

    def some(self, count: int) -> "Sample":
        """About `count` of them, evenly."""
        return self.at(slice(None, None, max(1, len(self.upstream) // count)))

    def at(self, chosen: slice) -> "Sample":
        """Those at `chosen`."""
        return Sample(tuple([column[chosen] for column in self.points]), self.upstream[chosen])

    def __add__(self, other: "Sample") -> "Sample":
        columns = [np.concatenate(pair) for pair in zip(self.points, other.points, strict=True)]
        return Sample(tuple(columns), np.concatenate([self.upstream, other.upstream]))


@cache
def sample_of(name: str) -> Sample:
    """The random points and the edges of a row."""
    return random_sample(name) + edge_sample(name)


def few_of(name: str) -> Sample:
    """2,000 of the random points and as many edges."""
    return random_sample(name).some(2000) + edge_sample(name).some(2000)


@cache
def random_sample(name: str) -> Sample:
    """Points where the row is smooth, and points from 1e-300 to 1e300 and around 1, both signs."""
    random = np.random.default_rng(TABLE[name].code)
    half = RANDOM // 2
    smooth = [random.uniform(low, high, half) for low, high in SMOOTH[name]]
    wide = [_wide(random, half) for _ in smooth]
    return Sample(tuple(smooth), random.normal(size=half)) + Sample(tuple(wide), random.normal(size=half))


def smooth_sample(name: str, count: int) -> Sample:
    """The first points of `random_sample`."""
    return random_sample(name).at(slice(count))


def edge_sample(name: str) -> Sample:
    """Every combination of edges and of upstream gradients."""
    operands = len(SMOOTH[name])
    *columns, upstream = combinations([EDGES if operands <= 2 else FEW_EDGES] * operands + [UPSTREAM])
    return Sample(tuple(columns), upstream)


def combinations(choices: Sequence[Sequence[float]]) -> list[Numbers]:
    """Every choice of one number from each list, as columns."""
    return [column.ravel() for column in np.meshgrid(*[np.array(c, dtype=float) for c in choices])]


def _wide(random: np.random.Generator, count: int) -> Numbers:
    exponents = np.where(random.random(count) < 0.2, random.uniform(-300, 300, count), random.normal(0, 1, count))
    return np.asarray(random.choice([-1.0, 1.0], count) * 10**exponents)
