"""The language of the op table: what it holds, and what it refuses in a sentence."""

import re

import pytest

from microgradext.engine.language.emit import IEEE, NUMPY, PYTHON, TYPESCRIPT, emit
from microgradext.engine.language.expression import Call, Name, Number, parse, pull
from microgradext.engine.ops import PRIMITIVES, TABLE

ARITY = {**{row.name: row.arity for row in TABLE.values()}, **PRIMITIVES}


def read(source: str) -> Number | Name | Call:
    return parse(source, ["x", "y", "out"], ARITY)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x + z", "'z' in 'x + z' is not one of x, y, out"),
        ("coss(x)", "no operation is called 'coss'"),
        ("sin(x, y)", "sin takes 1 operands, unlike 'sin(x, y)'"),
        ("where(x, y)", "where takes 3 operands"),
        ("x.real", "'x.real'"),
        ("x[0]", "'x[0]'"),
        ("lambda x: x", "'lambda x: x'"),
        ("x < y < 1", "'x < y < 1'"),
        ("x if x > 0 else y", "not in the language"),
        ("sin(x=y)", "sin takes 1 operands"),
        ("x @ y", "'x @ y'"),
        ("not x", "'not x'"),
        ("'x'", "not in the language"),
        ("True", "'True'"),
        ("x and y and out", "'x and y and out'"),
        ("[x]", "'[x]'"),
        ("(y := x)", "not in the language"),
        ("__import__('os')", "no operation is called '__import__'"),
        ("x ** 2 +", "invalid syntax"),
        ("sin(*x)", "sin"),
        ("1j * x", "'1j'"),
    ],
)
def test_what_is_not_in_the_language_is_refused_by_name(source: str, said: str) -> None:
    with pytest.raises(SyntaxError, match=re.escape(said)):
        read(source)


def test_every_primitive_is_a_row_too_so_that_derivatives_can_be_taken_of_values() -> None:
    assert set(PRIMITIVES) - {"and", "or"} <= set(TABLE)


@pytest.mark.parametrize(
    ("source", "python", "numpy", "typescript"),
    [
        ("x - (y - out)", "x - (y - out)", "x - (y - out)", "x - (y - out)"),
        ("(x + y) * -x", "(x + y) * -x", "(x + y) * -x", "(x + y) * -x"),
        ("(-x) ** 2", "pow(-x, 2.0)", "np.power(-x, 2.0)", "pow(-x, 2)"),
        ("x * log(10)", "x * 2.302585092994046", "x * 2.302585092994046", "x * 2.302585092994046"),
        ("where(x, 1, 0)", "1.0 if x != 0.0 else 0.0", "np.where(x != 0.0, 1.0, 0.0)", "x !== 0 ? 1 : 0"),
        ("relu(y)", "0.0 if y <= 0.0 else y", "np.where(y <= 0.0, 0.0, y)", "y <= 0 ? 0 : y"),
    ],
)
def test_expressions_in_each_language(source: str, python: str, numpy: str, typescript: str) -> None:
    assert emit(read(source), PYTHON) == python
    assert emit(read(source), NUMPY) == numpy
    assert emit(read(source), TYPESCRIPT) == typescript


def test_division_never_raises_in_the_ieee_form() -> None:
    assert emit(read("x / y / out"), IEEE) == "ieee.div(ieee.div(x, y), out)"


def test_backward_selects_instead_of_multiplying_by_zero() -> None:
    assert emit(pull(read("where(x <= 0, 0, 1)"), Name("g")), PYTHON) == "0.0 if x <= 0.0 else g"
    assert emit(pull(read("-where(x > 0, y, 0)"), Name("g")), PYTHON) == "-(g * y if x > 0.0 else 0.0)"


def test_a_where_stands_at_the_top_of_a_derivative_so_that_pull_can_select() -> None:
    for row in TABLE.values():
        for derivative in row.derivatives:
            assert not hidden_where(derivative), row.name


def hidden_where(expression: Number | Name | Call, top: bool = True) -> bool:
    if not isinstance(expression, Call):
        return False
    selecting = expression.function == "where"
    keeps = top and (selecting or expression.function == "neg")
    return (selecting and not top) or any(hidden_where(argument, keeps) for argument in expression.arguments)
