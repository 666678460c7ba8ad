"""The names of mathematics exist while a cell runs, and no trace of them is left afterwards."""

from __future__ import annotations

import builtins
import math
from typing import Any

import pytest

from microgradext import Value
from microgradext.cell.inputs.mathematics import MATH, TWINS, mathematics
from microgradext.cell.run import run_cell

from ..cells import attempt, cell


def test_functions_and_constants_need_no_import() -> None:
    assert cell("x = .5\ny = exp(sin(x)) * pi + sqrt(2) + tau - e").value == pytest.approx(
        math.exp(math.sin(0.5)) * math.pi + math.sqrt(2) + math.tau - math.e, rel=1e-15
    )


def test_they_are_there_in_functions_lambdas_generators_and_classes_of_the_cell() -> None:
    source = """
        def f(x): return exp(x)
        g = lambda x: exp(x)
        def each(xs): yield from (exp(x) for x in xs)
        class C:
            k = exp(0)
            def m(self, x): return exp(x)
        x = 1.0
        y = f(x) + g(x) + sum(each([x])) + C().m(x) + [exp(t) for t in [x]][0]
    """
    assert cell(source).value == pytest.approx(5 * math.e)


def test_functions_of_the_cell_keep_them_for_life() -> None:
    names = cell("def f(x): return exp(x)\nx = 1.0\ny = f(x)").names
    exec("z = f(2.0)", names)
    assert names["z"] == math.exp(2)
    with pytest.raises(NameError):
        exec("exp(1.0)", names)


def test_functions_of_the_cell_see_what_was_put_into_builtins_later() -> None:
    names = cell("def f(): return spam\nx = 1.0\ny = x * x").names
    builtins.spam = 5  # type: ignore[attr-defined]  # as IPython does with `display`
    try:
        cell("x = 1.0\ny = x")
        assert names["f"]() == 5
    finally:
        del builtins.spam  # type: ignore[attr-defined]
    cell("x = 1.0\ny = x")
    with pytest.raises(NameError):
        names["f"]()


def test_the_users_own_name_shadows() -> None:
    assert cell("def exp(x): return x * 10\nx = 2.0\ny = exp(x)").value == 20.0
    assert cell("x = 2.0\ny = e * x", {"e": 10.0}).value == 20.0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import math\ny = math.sin(x)", math.sin(0.5)),
        ("import math as m\ny = m.sin(x)", math.sin(0.5)),
        ("from math import exp, sin as s\ny = exp(s(x))", math.exp(math.sin(0.5))),
        ("from math import *\ny = exp(x) * pi", math.exp(0.5) * math.pi),
        ("def f(v):\n    import math\n    return math.cos(v)\ny = f(x)", math.cos(0.5)),
        ("def f(v):\n    from math import cos\n    return cos(v)\ny = f(x)", math.cos(0.5)),
        ("import math\ndef f(v, s=math.sin): return s(v)\ny = f(x)", math.sin(0.5)),
        ("import math\ny = math.log(x, 2) + math.log(x)", math.log(0.5, 2) + math.log(0.5)),
        ("import math\ny = math.pow(x, 3) + math.fabs(-x) + math.exp2(x)", 0.125 + 0.5 + math.exp2(0.5)),
        ("import math\ny = math.hypot(x, 3) + math.hypot(x, 3, 4)", math.hypot(0.5, 3) + math.hypot(0.5, 3, 4)),
        ("import math\ny = math.dist([x, 1], [2, x])", math.dist([0.5, 1], [2, 0.5])),
        ("import math\ny = math.fsum([x, 1, x]) + math.prod([x, 3])", 3.5),
        ("import math\ny = math.degrees(x) + math.radians(x)", math.degrees(0.5) + math.radians(0.5)),
        ("import math\ny = math.asinh(x) + math.asinh(-x*9)", math.asinh(0.5) + math.asinh(-4.5)),
        ("import math\ny = math.acosh(x + 1) + math.atanh(x)", math.acosh(1.5) + math.atanh(0.5)),
        ("import math\ny = x * math.gamma(5) * math.floor(2.5)", 0.5 * 24 * 2),
    ],
)
def test_the_math_module_takes_values_and_is_itself_again_afterwards(source: str, expected: float) -> None:
    ran = cell("x = .5\n" + source)
    assert ran.value == pytest.approx(expected, rel=1e-12)
    assert not [name for name, each in ran.names.items() if each is MATH or each in TWINS.values()]
    assert all(ran.names.get(name, math) is math for name in ("math", "m"))
    assert ran.names.get("exp", math.exp) is math.exp


@pytest.mark.parametrize(
    "source",
    [
        "import math\ndef f(x): return math.sin(x)",
        "from math import sin\ndef f(x): return sin(x)",
        "import math as m\nf = m.sin",
    ],
)
def test_functions_of_earlier_cells_take_values_while_a_cell_runs(source: str) -> None:
    names: dict[str, Any] = {}
    exec(source, names)
    before = dict(names)
    assert cell("x = .5\ny = f(x)", names).value == math.sin(0.5)
    assert all(names[name] is value for name, value in before.items())


def test_numbers_go_through_the_math_module_untouched() -> None:
    names = cell("import math\nx = 1.0\ny = x\na = math.factorial(4), math.log(8, 2), math.isclose(1, 1)").names
    assert names["a"] == (24, 3.0, True)
    assert isinstance(attempt("import math\nmath.log(-1)").run.error, ValueError)


@pytest.mark.parametrize(
    "source",
    [
        "math.gamma(x)",
        "(lambda v: __import__('sys').modules['math'].sin(v))(x)",
    ],
)
def test_what_is_out_of_reach_is_a_type_error_and_never_a_silent_number(source: str) -> None:
    assert isinstance(attempt(f"import math\nx = .5\ny = {source}").run.error, TypeError)


def test_after_the_cell_math_refuses_values() -> None:
    names = cell("import math\nx = .5\ndef f(v):\n    import math\n    return math.sin(v)\ny = f(x)").names
    for source in ("math.sin(x)", "f(x)"):
        with pytest.raises(TypeError, match="sin"):
            eval(source, names)


@pytest.mark.parametrize(
    ("source", "expected"),
    [("isnan", False), ("isinf", False), ("isfinite", True)],
)
def test_questions_about_a_value_are_answered_and_are_guards(source: str, expected: bool) -> None:
    ran = cell(f"import math\nx = .5\ny = x * x\nanswer = math.{source}(y)")
    assert ran.names["answer"] is expected
    assert ran.run.graph is not None
    assert [guard.span.line for guard in ran.run.graph.guards if guard.span] == [4]


def test_isclose() -> None:
    ran = cell(
        "import math\nx = .5\ny = x * x\nr = math.isclose(y, .25), math.isclose(y, .3, abs_tol=.1), math.isclose(y, .3)"
    )
    assert ran.names["r"] == (True, True, False)


def test_numpy_functions_and_numbers() -> None:
    np = pytest.importorskip("numpy")
    ran = cell("x = .5\ny = np.exp(x) * np.float64(2) + (np.float64(3) - x) + np.array([1., 2.])[1]", {"np": np})
    assert ran.value == pytest.approx(2 * math.exp(0.5) + 2.5 + 2)
    assert ran.grads["x"] == pytest.approx(2 * math.exp(0.5) - 1)


def test_python_sum_min_and_max_stay_what_they_are_without_values() -> None:
    ran = cell(
        "x = 1.0\ny = x\nr = sum([1, 2]), sum([[1], [2]], []), max(3, 2), max('ab', key=ord), min([4], default=0)"
    )
    assert ran.names["r"] == (3, [1, 2], 3, "b", 4)


def test_nothing_of_ours_stays_in_the_namespace() -> None:
    names: dict[str, Any] = {}
    cell("x = 1.0\ny = exp(x)", names)
    assert names.keys() == {"x", "y"}


@pytest.mark.parametrize("kept", [builtins, vars(builtins), {"print": print, "marker": 1}])
def test_the_builtins_of_the_namespace_are_put_back(kept: Any) -> None:
    names = {"__builtins__": kept, "m": math}
    cell("x = 1.0\ny = exp(x)", names)
    assert names["__builtins__"] is kept
    assert attempt("x = 1.0\nraise ValueError", names).run.error is not None
    assert names["__builtins__"] is kept
    assert names["m"] is math


def test_twins_last_until_the_outermost_of_nested_runs_ends() -> None:
    names: dict[str, Any] = {"math": math, "run_cell": run_cell}
    source = "x = .5\na = math.sin(x)\nrun_cell('u = .1; v = math.cos(u)', globals())\ny = math.sin(x) + exp(x)"
    assert cell(source, names).value == pytest.approx(math.sin(0.5) + math.exp(0.5))
    assert names["math"] is math
    assert "__builtins__" not in names


def test_twins_are_put_back_when_something_fails_inside() -> None:
    names: dict[str, Any] = {"math": math}
    seen = []
    with pytest.raises(KeyError), mathematics(names):  # noqa: PT012  (what fails must fail inside)
        seen.append(names["math"] is MATH)
        raise KeyError
    assert seen == [True]
    assert names == {"math": math}


def test_twins_take_values() -> None:
    assert all(TWINS[name](Value(0.5)) is not None for name in ("sin", "exp", "sqrt", "isnan"))
