"""What rows are called elsewhere, compared with the libraries that call them so."""

import math
import re
from operator import attrgetter

import numpy as np
import pytest

import microgradext
from microgradext.engine import functions
from microgradext.engine.generated import scalar
from microgradext.engine.names import METHODS, NAMES, NEEDS, SIGNS, UFUNCS, _row, called, in_jax, in_torch
from microgradext.engine.ops import TABLE
from microgradext.engine.value import Value
from microgradext.interop import libraries
from tests.engine.cases import SMOOTH


def test_a_line_for_no_row_is_refused() -> None:
    with pytest.raises(SyntaxError, match="wave is not a row of the op table"):
        _row("wave", people="ripple")


def test_numpys_names_are_ufuncs_that_compute_the_row() -> None:
    for ufunc, row in UFUNCS.items():
        operands = [0.3, 2.0][: TABLE[row].arity]
        assert getattr(np, ufunc)(*operands) == pytest.approx(scalar.FORWARD[TABLE[row].code](*operands)), ufunc


def test_methods_are_those_of_a_value() -> None:
    assert all(method in dir(Value) for method in METHODS.values())


def test_no_name_means_two_rows_that_take_as_many_operands() -> None:
    for row, names in NAMES.items():
        for name in (*names.numpy, *names.people):
            assert called(name) == (row,)


def test_every_row_has_a_path_in_pytorch_and_in_jax() -> None:
    torch = pytest.importorskip("torch")
    functions = libraries.in_torch()
    assert functions.keys() == TABLE.keys()
    for row in NAMES:
        assert row in ("cube", "floordiv", "where", "cbrt", "softplus") or attrgetter(in_torch(row))(torch)
    for row in TABLE.keys() - {"cube", "where", "gelu", "sum", "logsumexp"}:  # JAX's module is NumPy's, name by name
        path, _, name = in_jax(row).rpartition(".")
        assert path in ("nn", "scipy.special") or (path == "numpy" and hasattr(np, name)), row


NUMBERS = [float(x) for x in np.linspace(-3, 3, 241)]
SENTENCE = re.compile(
    r"a number (?:above (?P<above>\S+)|of at least (?P<least>\S+)|from (?P<low>\S+) to (?P<high>\S+))"
)


def _takes(sentence: str, x: float) -> bool:
    found = SENTENCE.fullmatch(sentence.replace("−", "-"))
    assert found, sentence
    above, least, low, high = (float(number) if number is not None else None for number in found.groups())
    if above is not None:
        return x > above
    return x >= least if least is not None else low is not None and high is not None and low <= x <= high


@pytest.mark.parametrize("row", [row.name for row in TABLE.values() if row.arity == 1 and row.name != "reciprocal"])
def test_a_row_of_one_operand_is_finite_exactly_where_it_says_so(row: str) -> None:
    for x in NUMBERS:
        made = scalar.FORWARD[TABLE[row].code](x)
        assert math.isfinite(made) == (_takes(NEEDS[row], x) if row in NEEDS else True), (row, x)


def test_signs_are_of_rows_with_two_operands() -> None:
    assert all(TABLE[row].arity == 2 for row in SIGNS)


OF_POWERS = {"cube", "reciprocal"}
"""Rows that only a literal power makes."""
OF_CONDITIONS = {"logical_and", "logical_or", "logical_not"}
"""Rows that `&`, `|` and `~` of conditions make."""


@pytest.mark.parametrize("row", sorted(TABLE.keys() - METHODS.keys() - OF_POWERS - OF_CONDITIONS))
def test_a_row_that_is_no_operator_can_be_called_by_its_name(row: str) -> None:
    assert hasattr(functions, row), f"{row} has a row but no function: list it in microgradext/engine/functions.py"
    assert hasattr(microgradext, row), f"{row} is a function of the engine: name it in microgradext/__init__.py, too"
    assert row in SMOOTH, f"{row} is never tried: give tests/engine/cases.py numbers where it is smooth"
