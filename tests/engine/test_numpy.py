"""NumPy's numbers, functions and arrays among Values."""

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from microgradext.engine.recording import Recording
from microgradext.engine.value import Condition, Value


@pytest.mark.parametrize(
    "scalar", [np.float64(2), np.float32(2), np.int64(2), np.int8(2), np.float16(2), np.array(2.0)]
)
def test_numpy_scalars_are_numbers(scalar: Any) -> None:
    v = Value(3.0)
    for out, data in [
        (scalar * v, 6.0), (v * scalar, 6.0), (scalar - v, -1.0), (v - scalar, 1.0), (scalar / v, 2 / 3),
        (v / scalar, 1.5), (scalar**v, 8.0), (v**scalar, 9.0), (scalar + v, 5.0), (v % scalar, 1.0), (v // scalar, 1.0),
    ]:  # fmt: skip
        assert isinstance(out, Value)
        assert out.data == data
        assert type(out.data) is float
    assert isinstance(scalar < v, Condition)
    assert isinstance(v > scalar, Condition)
    assert type(Value(scalar).data) is float


@pytest.mark.parametrize(
    ("ufunc", "method"),
    [
        (np.exp, "exp"), (np.tanh, "tanh"), (np.log1p, "log1p"), (np.arcsin, "asin"), (np.abs, "abs"),
        (np.negative, "neg"), (np.square, "square"), (np.reciprocal, "reciprocal"), (np.floor, "floor"),
        (np.cbrt, "cbrt"), (np.sign, "sign"),
    ],
)  # fmt: skip
def test_numpys_functions_are_rows(ufunc: Any, method: str) -> None:
    v = Value(0.5)
    out = ufunc(v)
    assert isinstance(out, Value)
    assert out.data == pytest.approx(float(ufunc(0.5)))


def test_numpys_functions_of_two() -> None:
    v: Any = Value(0.5)
    assert np.arctan2(v, 2.0).data == pytest.approx(np.arctan2(0.5, 2.0))
    assert np.hypot(3.0, v * 8).data == 5.0
    assert np.maximum(v, 1.0).data == 1.0
    assert np.power(2.0, v).data == pytest.approx(2**0.5)


def test_a_function_without_a_derivative_is_refused() -> None:
    with pytest.raises(TypeError, match=r"np\.spacing has no derivative here"):
        np.spacing(Value(0.5))


@pytest.mark.parametrize("ufunc", [np.isnan, np.isinf, np.isfinite, np.rint, np.trunc])
@pytest.mark.parametrize("number", [0.5, -2.7, math.inf, math.nan])
def test_questions_and_rounding_are_plain_and_guards(ufunc: Any, number: float) -> None:
    rounds = ufunc in (np.rint, np.trunc)
    if rounds and not math.isfinite(number):
        return
    v = Value(number)
    with Recording() as recording:
        answer = ufunc(v)
    assert type(answer) is (float if rounds else bool)
    assert answer == ufunc(number)
    assert recording.guards


@pytest.mark.parametrize("ufunc", [np.exp2, np.deg2rad, np.rad2deg, np.degrees, np.radians])
def test_functions_that_are_made_of_rows(ufunc: Any) -> None:
    v = Value(0.5)
    ufunc(v).backward()
    assert ufunc(v).data == pytest.approx(ufunc(0.5))
    assert v.grad == pytest.approx((ufunc(0.5 + 1e-6) - ufunc(0.5 - 1e-6)) / 2e-6)


def test_rounding_of_numbers_lists_and_arrays() -> None:
    v = Value(2.26)
    assert np.round(v, 1) == 2.3  # type: ignore[call-overload]
    assert np.round([v, v * 2], 1).tolist() == [2.3, 4.5]
    assert np.array([v]).round().tolist() == [2.0]


def test_one_number_is_reduced_like_an_array_of_it() -> None:
    v: Any = Value(3.0)
    assert np.sum(v) is v
    assert np.prod(v) is v
    assert np.add.outer(v, [1.0, 2.0])[1].data == 5.0


def test_an_array_of_values_is_changed_in_place() -> None:
    v: Any = Value(3.0)
    array: Any = np.array([v, v * 2])
    kept = array
    array *= v
    assert array is kept
    assert [item.data for item in kept] == [9.0, 18.0]
    plain: Any = np.ones(2)
    with pytest.raises(TypeError):
        plain *= v
    with pytest.raises(TypeError):
        np.add.at(plain, 0, v)
    assert plain.tolist() == [1.0, 1.0]


def test_points_between_values() -> None:
    v: Any = Value(2.0)
    points: Any = np.linspace(0, v, 5)
    assert [item.data for item in points] == [0.0, 0.5, 1.0, 1.5, 2.0]
    points[3].backward()
    assert v.grad == 0.75


@pytest.mark.parametrize("left", [True, False])
def test_an_array_times_a_value_is_an_array_of_values(left: bool) -> None:
    v = Value(3.0)
    array: Any = np.array([1.0, 2.0])
    out = v * array if left else array * v
    assert (out.dtype, out.shape) == (np.dtype(object), (2,))
    assert [item.data for item in out] == [3.0, 6.0]
    out.sum().backward()
    assert v.grad == 3.0


def test_arrays_of_values_do_linear_algebra() -> None:
    weights = np.array([[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]])
    out = np.tanh(weights @ np.array([0.5, -0.5])).sum()
    out.backward()
    assert out.data == pytest.approx(2 * np.tanh(-0.5))
    assert weights[0, 0].grad == pytest.approx(0.5 * (1 - np.tanh(-0.5) ** 2))


def test_an_array_of_floats_cannot_take_a_value_in() -> None:
    array: Any = np.zeros(2)
    with pytest.raises(TypeError):
        array += Value(1.0)
    with pytest.raises(TypeError, match="plain number"):
        array[0] = Value(1.0)


def test_importing_the_engine_does_not_import_numpy() -> None:
    code = "import sys, microgradext.engine.value, microgradext.engine.functions; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
