"""Every row of the table: its derivatives are right, and all evaluators give the same numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from microgradext.engine.ops import TABLE
from tests.engine.agreement import close, ulps, zeros_agree
from tests.engine.cases import ROWS, SMOOTH, Sample, few_of, sample_of, smooth_sample
from tests.engine.page import Page
from tests.engine.tape.evaluators import (
    Result,
    in_kernel,
    in_page,
    in_torch,
    on_arrays,
    on_floats,
    on_values,
    reference,
)

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

each_row = pytest.mark.parametrize("name", ROWS)


def test_there_is_a_case_for_each_row() -> None:
    assert list(SMOOTH) == list(TABLE)
    assert all(row.arity in (-1, len(SMOOTH[name])) for name, row in TABLE.items())


@each_row
def test_local_derivatives_are_the_differences_of_the_forward_expression(name: str) -> None:
    sample = smooth_sample(name, 200)
    derivatives = on_floats(name, Sample(sample.points, np.ones(200))).passed
    for operand in range(len(sample.points)):
        numeric = difference(name, sample, operand)
        assert close(derivatives[:, operand], numeric, 1e-8, 1e-9).all()


def difference(name: str, sample: Sample, operand: int, h: float = 1e-3) -> Numbers:
    """The derivative to the fourth order in h (Abramowitz & Stegun 25.3.6)."""

    def at(steps: int) -> Numbers:
        points = list(sample.points)
        points[operand] = points[operand] + steps * h
        return on_floats(name, Sample(tuple(points), sample.upstream)).values

    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)


def _finite(column: Numbers) -> Numbers:
    return np.where(np.isfinite(column), np.abs(column), 0.0)


# Two rows lose digits in a difference of larger numbers; there an ulp is one of the larger number.
SCALE: dict[str, Callable[[Sample], Numbers]] = {
    "gelu": lambda sample: _finite(sample.points[0]),
    "logsumexp": lambda sample: np.max([_finite(column) for column in sample.points], axis=0),
}
SCALE_BACK: dict[str, Callable[[Sample], Numbers]] = {"gelu": lambda sample: _finite(sample.upstream)}


def value_ulps(name: str, sample: Sample, result: Result, expected: Result) -> Numbers:
    scale = SCALE[name](sample) if name in SCALE else 0.0
    return ulps(result.values, expected.values, scale)


def passed_ulps(name: str, sample: Sample, result: Result, expected: Result) -> Numbers:
    scale = SCALE_BACK[name](sample)[:, None] if name in SCALE_BACK else 0.0
    return ulps(result.passed, expected.passed, scale)


@each_row
def test_arrays_agree_with_floats(name: str) -> None:
    sample, expected = sample_of(name), reference(name)
    result = on_arrays(name, sample, expected.values)
    assert value_ulps(name, sample, result, expected).max() <= 4
    assert passed_ulps(name, sample, result, expected).max() <= 4
    assert zeros_agree(result.values, expected.values)
    assert zeros_agree(result.passed, expected.passed)


@pytest.mark.thorough
@each_row
def test_the_compiled_loop_agrees_with_floats(name: str) -> None:
    sample, expected = sample_of(name), reference(name)
    result = in_kernel(name, sample)
    assert value_ulps(name, sample, result, expected).max() <= 4
    assert passed_ulps(name, sample, result, expected).max() <= 4
    assert zeros_agree(result.values, expected.values)


@each_row
def test_the_page_agrees_with_floats(page: Page, name: str) -> None:
    sample, expected = sample_of(name), reference(name)
    result = in_page(page, name, sample, expected.values)
    assert value_ulps(name, sample, result, expected).max() <= 4
    assert passed_ulps(name, sample, result, expected).max() <= 4
    assert zeros_agree(result.values, expected.values)
    assert zeros_agree(result.passed, expected.passed)


@each_row
def test_values_do_the_arithmetic_of_the_tape(name: str) -> None:
    sample = few_of(name)
    expected, result = on_floats(name, sample), on_values(name, sample)
    assert ulps(result.values, expected.values).max() == 0
    assert zeros_agree(result.values, expected.values)
    # (out * g).backward() multiplies by g first, so that g times a constant -1 or 0.5 keeps its last digit too.
    assert ulps(result.passed, expected.passed).max() == 0


# Where PyTorch is not followed, and why.


def _infinite(sample: Sample) -> Mask:
    return ~np.isfinite(sample.upstream)


def _huge_ratio(sample: Sample) -> Mask:
    x, y = sample.points
    with np.errstate(all="ignore"):
        return np.asarray(~np.isfinite(x / y))


ELSEWHERE: dict[str, Callable[[Sample], Mask]] = {
    # backward by selection: PyTorch multiplies an infinite upstream gradient by a derivative of 0 and has nan
    "abs": lambda s: _infinite(s) & ~(np.abs(s.points[0]) > 0),
    "pow": lambda s: _infinite(s) & (s.points[0] == 0),
    # … where it takes the reciprocal of a sum of squares that overflows
    "atan2": lambda s: s.points[0] ** 2 + s.points[1] ** 2 < 1e-307,
    # … where it multiplies the infinite gradient first, before a derivative that underflows to 0
    "hypot": lambda s: _infinite(s) & (_huge_ratio(s) | (s.points[0] / s.points[1] == 0)),
    # PyTorch's remainder of numbers whose quotient overflows is nan
    "mod": _huge_ratio,
    # PyTorch's sinh and cosh overflow at 710, float64 at 710.47
    "sinh": lambda s: np.abs(s.points[0]) > 709.7,
    "cosh": lambda s: np.abs(s.points[0]) > 709.7,
    # PyTorch has no cbrt; the one of `cases` has no derivative at 0
    "cbrt": lambda s: s.points[0] == 0,
}
EXTREME = (5e-324, 1.7976931348623157e308)  # here the order of two products decides between inf, nan and 0


@each_row
def test_torch_agrees(torch: Any, name: str) -> None:
    sample, expected = sample_of(name), reference(name)
    result = in_torch(name, sample)
    with np.errstate(all="ignore"):
        elsewhere = ELSEWHERE[name](sample) if name in ELSEWHERE else np.zeros(len(sample.upstream), dtype=bool)
    extreme = np.any([np.isin(column, EXTREME) for column in sample.points], axis=0)
    follows = ~elsewhere & ~extreme
    lost = 1e-15 * SCALE[name](sample) if name in SCALE else 0.0
    values = close(result.values, expected.values, 1e-13, lost)
    passed = close(result.passed, expected.passed, 1e-13, 1e-15 * _finite(sample.upstream)[:, None])
    assert values[follows].all()
    assert passed[follows].all()
    assert follows.mean() > 0.75  # nearly everything is compared


def test_an_unselected_operand_gets_nothing_even_from_an_infinite_gradient() -> None:
    for g in (np.inf, np.nan):
        for name, point in {"relu": (-1.0,), "abs": (0.0,), "where": (1.0, 2.0, 3.0), "max": (1.0, 2.0)}.items():
            sample = Sample(tuple([np.array([x]) for x in point]), np.array([g]))
            assert 0.0 in on_floats(name, sample).passed
            assert 0.0 in on_values(name, sample).passed


# The singular points, number by number: row, point, value, local derivatives.
inf, nan = np.inf, np.nan
SINGULAR = [
    ("relu", (0.0,), 0.0, (0.0,)),
    ("relu", (nan,), nan, (1.0,)),
    ("abs", (0.0,), 0.0, (0.0,)),
    ("max", (2.0, 2.0), 2.0, (0.5, 0.5)),
    ("min", (2.0, 2.0), 2.0, (0.5, 0.5)),
    ("sqrt", (0.0,), 0.0, (inf,)),
    ("log", (0.0,), -inf, (inf,)),
    ("log", (-1.0,), nan, (-1.0,)),
    ("div", (1.0, 0.0), inf, (inf, -inf)),
    ("pow", (0.0, 0.0), 1.0, (0.0, 0.0)),
    ("pow", (0.0, 2.0), 0.0, (0.0, 0.0)),
    ("pow", (-2.0, 2.0), 4.0, (-4.0, nan)),
    ("pow", (-8.0, 1 / 3), nan, (nan, nan)),
    ("tanh", (800.0,), 1.0, (0.0,)),
    ("tanh", (-800.0,), -1.0, (0.0,)),
    ("sigmoid", (-800.0,), 0.0, (0.0,)),
    ("softplus", (-40.0,), 4.248354255291589e-18, (4.248354255291589e-18,)),
    ("logsumexp", (1000.0, 1000.0), 1000.6931471805599, (0.5, 0.5)),
    ("exp", (710.0,), inf, (inf,)),
    ("atan2", (0.0, 0.0), 0.0, (0.0, 0.0)),
]


@pytest.mark.parametrize(("name", "point", "value", "derivatives"), SINGULAR)
def test_singular_points(name: str, point: tuple[float, ...], value: float, derivatives: tuple[float, ...]) -> None:
    sample = Sample(tuple([np.array([x]) for x in point]), np.ones(1))
    for result in (on_floats(name, sample), on_values(name, sample), on_arrays(name, sample, np.array([value]))):
        assert close(result.values, np.array([value]), 1e-15).all()
        assert close(result.passed, np.array([derivatives]), 1e-12).all()
