"""Value as a person meets it: arithmetic, gradients, comparisons, and what is refused in a sentence."""

import inspect
import math
import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

import pytest

from microgradext.engine.recording import Recording
from microgradext.engine.value import Value

nan, inf = math.nan, math.inf


def same(got: float, expected: float) -> bool:
    return got == expected or (math.isnan(got) and math.isnan(expected))


# Making one


def test_data_is_always_a_float() -> None:
    for data in (3, 3.0, True, Fraction(3, 4), Decimal("1.5")):
        assert type(Value(data).data) is float  # type: ignore[arg-type]  # whatever has __float__
    value = Value(1)
    value.data = 2
    value.grad = 3
    assert (type(value.data), type(value.grad)) == (float, float)


@pytest.mark.parametrize("data", ["3", b"3", None, 1j, [1.0], (1,), object()])
def test_what_is_not_one_real_number_is_refused(data: Any) -> None:
    with pytest.raises(TypeError, match="one real number"):
        Value(data)
    with pytest.raises(TypeError, match="one real number"):
        Value(1.0).data = data


def test_a_value_of_a_value_is_refused() -> None:
    with pytest.raises(TypeError, match="speed is already a Value"):
        Value(Value(3.0, label="speed"))  # type: ignore[arg-type]  # the mistake under test


def test_micrograds_constructor() -> None:
    a, b = Value(2.0), Value(3.0)
    out = Value(6.0, (a, b), "*", "product")
    assert (out._prev, out._op, out.label, out.grad) == ((a, b), "*", "product", 0.0)
    assert (a._prev, a._op, a.label) == ((), "", "")


def test_operands_are_ordered_and_repeats_are_kept() -> None:
    a, b = Value(2.0), Value(3.0)
    assert (b - a)._prev == (b, a)
    assert (a + a)._prev == (a, a)
    assert (a * 2)._prev[0] is a


def test_ops_are_called_as_micrograd_calls_them() -> None:
    a, b = Value(2.0), Value(3.0)
    made = [a + b, a * b, a**2, a**3, a**-1, a**b, a.relu(), a.tanh(), a.exp(), -a, a - b, a / b]
    assert [v._op for v in made] == ["+", "*", "**2", "**3", "**-1", "**", "ReLU", "tanh", "exp", "-", "-", "/"]


def test_a_label_is_text_and_may_be_changed() -> None:
    a = Value(1.0, label="a")
    a.label = "b"
    assert a.label == "b"
    a.label = 3  # type: ignore[assignment]  # a number as a name
    assert a.label == "3"


def test_it_shows_its_number_and_gradient() -> None:
    a = Value(3.0)
    (a * 2).backward()
    assert repr(a) == f"{a}" == "Value(data=3.0, grad=2.0)"
    assert f"{a:.2f}" == "3.00"
    assert repr(a > 2) == "Condition(True)"


# Arithmetic

OTHERS = [3, 3.0, True, Fraction(3, 4)]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "**", "%", "//"])
def test_operators_take_numbers_on_either_side(sign: str, other: Any) -> None:
    v = Value(2.5)
    for text, plain in (
        (f"v {sign} other", f"2.5 {sign} float(other)"),
        (f"other {sign} v", f"float(other) {sign} 2.5"),
    ):
        result = eval(text, {"v": v, "other": other})
        assert isinstance(result, Value)
        assert result.data == pytest.approx(eval(plain, {"other": other}), rel=1e-15)


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "**", "%", "//", "<", ">="])
@pytest.mark.parametrize("other", ["text", None, [1.0], (1.0,), {}, 1j, Decimal(1)])
def test_what_is_not_a_real_number_does_not_mix(sign: str, other: Any) -> None:
    for text in (f"v {sign} other", f"other {sign} v"):
        with pytest.raises(TypeError):
            eval(text, {"v": Value(2.5), "other": other})


def test_lists_are_repeated_by_numbers_as_ever() -> None:
    assert [0] * 3 == [0, 0, 0]
    assert [0] * Value(3.0) == [0, 0, 0]  # a whole Value is an index
    with pytest.raises(TypeError, match="must be a whole number"):
        _ = [0] * Value(2.5)


def test_in_place_operators_rebind() -> None:
    a = total = Value(1.0)
    total += 2
    total *= a
    assert (a.data, total.data) == (1.0, 3.0)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (lambda: Value(1.0) / 0, inf),
        (lambda: -1 / Value(0.0), -inf),
        (lambda: Value(0.0) / 0, nan),
        (lambda: Value(-1.0).log(), nan),
        (lambda: Value(0.0).log(), -inf),
        (lambda: Value(-1.0).sqrt(), nan),
        (lambda: Value(0.0) ** 0, 1.0),
        (lambda: Value(-8.0) ** (1 / 3), nan),
        (lambda: (-8) ** Value(1 / 3), nan),
        (lambda: Value(0.0) ** -1, inf),
        (lambda: Value(-0.0) ** -1, -inf),
        (lambda: Value(1000.0).exp(), inf),
        (lambda: Value(400.0).tanh(), 1.0),
        (lambda: Value(-800.0).sigmoid(), 0.0),
        (lambda: Value(1e200) ** 2, inf),
        (lambda: Value(10.0) ** 400, inf),
        (lambda: Value(inf).sin(), nan),
        (lambda: Value(2.0).acos(), nan),
        (lambda: Value(1.0) % 0, nan),
        (lambda: Value(1.0) // 0, inf),
        (lambda: math.floor(Value(-inf)), -inf),
    ],
)
def test_numbers_follow_ieee_and_nothing_raises(result: Any, expected: float) -> None:
    out = result()
    assert type(out.data) is float
    assert same(out.data, expected)
    out.backward()


def test_literal_powers_are_products() -> None:
    x = 1.1
    assert (Value(x) ** 2).data == x * x
    assert (Value(x) ** 3.0).data == x * x * x
    assert (Value(x) ** -1).data == 1 / x
    assert len((Value(x) ** 2)._prev) == 1
    assert (Value(x) ** Value(2.0)).data == math.pow(x, 2.0)


def test_rounding_functions_of_the_language() -> None:
    v = Value(2.5)
    assert math.floor(v).data == 2.0
    assert math.ceil(v).data == 3.0
    assert abs(-v).data == 2.5
    assert round(v) == 2
    assert int(v) == math.trunc(v) == 2
    assert (+v) is v


# Plain numbers: a gradient is never lost silently


@pytest.mark.parametrize("use", [float, math.sin, complex, "%.2f".__mod__, math.lgamma])
def test_becoming_a_plain_number_is_refused_with_what_to_write(use: Any) -> None:
    speed = Value(2.0, label="speed")
    with pytest.raises(TypeError, match=r"^use\(speed\) \(line \d+\) works with plain numbers only") as caught:
        use(speed)
    instead = "speed.data" if use is float else "use(speed.data)"
    assert f"write {instead}, which has no gradient" in str(caught.value)


def test_without_a_text_of_the_code_the_value_is_named() -> None:
    with pytest.raises(TypeError, match=r"^speed would become a plain number .* v\.data for its number"):
        exec("float(speed)", {"speed": Value(2.0, label="speed")})


def test_the_users_call_is_named_where_a_library_asks_for_the_float() -> None:
    speeds = [Value(2.0), Value(3.0)]
    with pytest.raises(TypeError, match=r"^statistics\.fmean\(speeds\) \(line \d+\) works with plain") as caught:
        statistics.fmean(speeds)
    assert "write mean(speeds), or statistics.fmean([v.data for v in speeds]), which has no gradient" in str(
        caught.value
    )


def test_a_whole_value_is_an_index() -> None:
    assert ["a", "b", "c"][Value(1.0)] == "b"
    assert list(range(Value(3.0))) == [0, 1, 2]
    for data in (1.5, nan, inf):
        with pytest.raises(TypeError, match="must be a whole number"):
            range(Value(data))


def test_control_flow_on_data_is_noted_while_recording() -> None:
    a = Value(2.0)
    with Recording() as recording:
        if a > 1:
            _ = range(a)
        round(a, 1)
        int(a)
        _ = a.data
        a.data = 3.0
    assert [(g.kind, g.expected) for g in recording.guards] == [
        ("truth", 1.0), ("index", 2.0), ("round:1", 2.0), ("int", 2.0),
    ]  # fmt: skip
    assert [read.attribute for read in recording.reads] == ["data", "write"]
    assert {guard.site[0].co_name for guard in recording.guards} == {
        "test_control_flow_on_data_is_noted_while_recording"
    }


# Written by hand


def cosh(self: Value) -> Value:
    out = Value(math.cosh(self.data), (self,), "cosh")

    def _backward() -> None:
        self.grad += math.sinh(self.data) * out.grad

    out._backward = _backward
    return out


def test_an_op_written_by_hand_works_among_ours() -> None:
    x = Value(0.5)
    out = cosh(x * 2) * 3
    out.backward()
    assert x.grad == pytest.approx(6 * math.sinh(1.0))
    out.backward()
    assert x.grad == pytest.approx(12 * math.sinh(1.0))


def test_a_backward_of_ones_own_replaces_the_tables() -> None:
    a, b = Value(2.0), Value(3.0)
    out = a * b

    def _backward() -> None:
        a.grad += 100.0 * out.grad

    out._backward = _backward
    (out * 2).backward()
    assert (a.grad, b.grad, out._op) == (200.0, 0.0, "*")


def test_an_op_without_a_backward_passes_nothing() -> None:
    a = Value(2.0)
    out = Value(4.0, (a,), "sq")
    out.backward()
    assert (a.grad, out.grad) == (0.0, 1.0)


def test_the_backward_of_one_op_can_be_called_by_itself() -> None:
    a, b = Value(2.0), Value(3.0)
    out = a * b
    out.grad = 10.0
    out._backward()
    assert (a.grad, b.grad) == (30.0, 20.0)
    a._backward()  # a leaf passes nothing on


def test_children_may_come_as_any_iterable() -> None:
    a = Value(2.0)
    assert Value(2.0, [a], "id")._prev == (a,)
    assert Value(2.0, {a}, "id")._prev == (a,)


# Subclasses


class Weight(Value):
    """A Value that a library calls its own."""


def test_a_subclass_takes_part() -> None:
    w = Weight(2.0)
    (w * 3 + 1 / w).backward()
    assert w.grad == pytest.approx(3 - 0.25)
    assert isinstance(w * 3, Value)
    assert not isinstance(w * 3, Weight)


class Own(Value):
    """A Value whose class has its own arithmetic beside others."""

    def __radd__(self, other: Any) -> Any:
        return "mine"

    def __gt__(self, other: Any) -> Any:
        return "greater"


def test_a_subclass_may_know_better() -> None:
    own: Any = Own(2.0)
    assert (Value(1.0) + own, Value(1.0) < own) == ("mine", "greater")
    assert (Value(1.0) * own).data == 2.0


def test_operands_that_are_none_make_a_leaf() -> None:
    none: list[Value] = []
    a = Value(3.0, (x for x in none))
    a.backward()
    a.backward()
    assert a.grad == 2.0


def test_a_condition_is_a_number_too() -> None:
    a = Value(2.0)
    out = (a > 1) * a + (a < 1)
    out.backward()
    assert (out.data, a.grad) == (2.0, 1.0)


def test_a_subclass_may_be_generic_itself() -> None:
    T = TypeVar("T")

    class Tagged(Generic[T], Value):
        """A Value of a kind."""

    made = Tagged[int](2.0)
    assert isinstance(made + 1, Value)
    assert str(inspect.signature(Value.__add__)) == "(self, other: 'Any') -> 'Value'"
