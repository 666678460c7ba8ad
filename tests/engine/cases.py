"""What the tests need to know of each row beside the table: where it is smooth, and what PyTorch calls it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from microgradext.engine.ops import BY_CODE, TABLE
from tests.engine.agreement import LARGEST

Numbers = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Case:
    """A row under test."""

    torch: Callable[..., Any]
    smooth: tuple[Interval, ...]  # an interval for each operand: no kink, no pole, no cancellation


def _ratio(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.div(x, y, rounding_mode="floor")


def _cbrt(x: torch.Tensor) -> torch.Tensor:
    return torch.sign(x) * torch.pow(torch.abs(x), 1 / 3)


def _total(*operands: torch.Tensor) -> torch.Tensor:
    first, *others = operands
    for operand in others:
        first = first + operand
    return first


def _softplus(x: torch.Tensor) -> torch.Tensor:
    # Above its threshold torch answers x, which is off by 2e-9 at the usual 20.
    return torch.nn.functional.softplus(x, threshold=700.0)


R: Interval = (-3.0, 3.0)  # anywhere
P: Interval = (0.2, 3.0)  # positive
LOW, HIGH = (-3.0, -0.6), (0.6, 3.0)  # apart from each other and from 0
UNIT = (-0.9, 0.9)

CASES: dict[str, Case] = {
    "add": Case(torch.add, (R, R)),
    "sub": Case(torch.sub, (R, R)),
    "mul": Case(torch.mul, (R, R)),
    "div": Case(torch.div, (R, P)),
    "pow": Case(torch.pow, (P, R)),
    "neg": Case(torch.neg, (R,)),
    "square": Case(torch.square, (R,)),
    "cube": Case(lambda x: x**3, (R,)),
    "reciprocal": Case(torch.reciprocal, (P,)),
    "mod": Case(torch.remainder, ((5.2, 5.6), (2.0, 2.1))),
    "floordiv": Case(_ratio, ((5.2, 5.6), (2.0, 2.1))),
    "sign": Case(torch.sign, (LOW,)),
    "abs": Case(torch.abs, (LOW,)),
    "min": Case(torch.minimum, (LOW, HIGH)),
    "max": Case(torch.maximum, (LOW, HIGH)),
    "clip": Case(torch.clamp, ((-0.5, 0.5), LOW, HIGH)),
    "where": Case(lambda c, x, y: torch.where(c != 0, x, y), (HIGH, R, R)),
    "lt": Case(torch.lt, (LOW, HIGH)),
    "le": Case(torch.le, (LOW, HIGH)),
    "gt": Case(torch.gt, (LOW, HIGH)),
    "ge": Case(torch.ge, (LOW, HIGH)),
    "eq": Case(torch.eq, (LOW, HIGH)),
    "ne": Case(torch.ne, (LOW, HIGH)),
    "logical_and": Case(torch.logical_and, (LOW, HIGH)),
    "logical_or": Case(torch.logical_or, (LOW, HIGH)),
    "logical_not": Case(torch.logical_not, (HIGH,)),
    "floor": Case(torch.floor, ((1.2, 1.8),)),
    "ceil": Case(torch.ceil, ((-1.8, -1.2),)),
    "exp": Case(torch.exp, (R,)),
    "expm1": Case(torch.expm1, (R,)),
    "log": Case(torch.log, (P,)),
    "log1p": Case(torch.log1p, ((-0.7, 3.0),)),
    "log2": Case(torch.log2, (P,)),
    "log10": Case(torch.log10, (P,)),
    "sqrt": Case(torch.sqrt, (P,)),
    "cbrt": Case(_cbrt, (LOW,)),
    "hypot": Case(torch.hypot, (LOW, HIGH)),
    "sin": Case(torch.sin, (R,)),
    "cos": Case(torch.cos, (R,)),
    "tan": Case(torch.tan, ((-1.3, 1.3),)),
    "asin": Case(torch.asin, (UNIT,)),
    "acos": Case(torch.acos, (UNIT,)),
    "atan": Case(torch.atan, (R,)),
    "atan2": Case(torch.atan2, (HIGH, R)),
    "sinh": Case(torch.sinh, (R,)),
    "cosh": Case(torch.cosh, (R,)),
    "tanh": Case(torch.tanh, (R,)),
    "sigmoid": Case(torch.sigmoid, (R,)),
    "relu": Case(torch.relu, (HIGH,)),
    "leaky_relu": Case(torch.nn.functional.leaky_relu, (LOW,)),
    "softplus": Case(_softplus, (R,)),
    "erf": Case(torch.erf, (R,)),
    "gelu": Case(torch.nn.functional.gelu, (R,)),
    "sum": Case(_total, (R, R, R, R)),
    "logsumexp": Case(lambda *x: torch.logsumexp(torch.stack(x), 0), (R, R, R, R)),
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
    smooth = [random.uniform(low, high, half) for low, high in CASES[name].smooth]
    wide = [_wide(random, half) for _ in smooth]
    return Sample(tuple(smooth), random.normal(size=half)) + Sample(tuple(wide), random.normal(size=half))


def smooth_sample(name: str, count: int) -> Sample:
    """The first points of `random_sample`."""
    return random_sample(name).at(slice(count))


def edge_sample(name: str) -> Sample:
    """Every combination of edges and of upstream gradients."""
    operands = len(CASES[name].smooth)
    *columns, upstream = combinations([EDGES if operands <= 2 else FEW_EDGES] * operands + [UPSTREAM])
    return Sample(tuple(columns), upstream)


def combinations(choices: Sequence[Sequence[float]]) -> list[Numbers]:
    """Every choice of one number from each list, as columns."""
    return [column.ravel() for column in np.meshgrid(*[np.array(c, dtype=float) for c in choices])]


def _wide(random: np.random.Generator, count: int) -> Numbers:
    exponents = np.where(random.random(count) < 0.2, random.uniform(-300, 300, count), random.normal(0, 1, count))
    return np.asarray(random.choice([-1.0, 1.0], count) * 10**exponents)
