"""Every equation that is printed is true within its printed digits, whatever has been written to the Values since."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import Value, explain, grad
from microgradext.explain.chain_rule.derivation import Derivation, Equation
from microgradext.explain.words.numbers import MINUS, short

from ...examples import examples

UNARY: tuple[Callable[[Value], Value], ...] = (
    lambda x: x.tanh(),
    lambda x: x.exp(),
    lambda x: x.relu(),
    lambda x: x**2,
    lambda x: -x,
    lambda x: x * 0.001,
    lambda x: x - 1.23e8,
    lambda x: abs(x),
)
BINARY: tuple[Callable[[Value, Value], Value], ...] = (
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / (y * y + 1.0),
)
FUNCTIONS = {"tanh": math.tanh, "exp": math.exp, "relu": lambda x: max(x, 0.0), "abs": abs, "inf": math.inf}

numbers = st.one_of(
    st.floats(-3.0, 3.0), st.sampled_from([0.0, 1.0, -1.0, 2.0, 1 / 3, 123000000.123, 1e-9]), st.floats(-1e6, 1e6)
)


@st.composite
def graphs(draw: st.DrawFn) -> list[Value]:
    """Named Values, each made from earlier ones; the leaves come first."""
    values = [Value(draw(numbers), label=name) for name in "abc"]
    for name in "uvwxyz"[: draw(st.integers(1, 6))]:
        place = st.integers(0, len(values) - 1)
        if draw(st.booleans()):
            made = draw(st.sampled_from(UNARY))(values[draw(place)])
        else:
            made = draw(st.sampled_from(BINARY))(values[draw(place)], values[draw(place)])
        made.label = name
        values.append(made)
    return values


def equations(made: Derivation) -> Iterator[Equation]:
    for formula in made.formulas:
        yield formula.text
    for rule in made.rules:
        yield rule.equation.text


def evaluated(side: str) -> float:
    plain = side.replace(MINUS, "-").replace("·", "*")
    return float(eval(plain, {"__builtins__": {}}, FUNCTIONS))


def is_numeric(side: str) -> bool:
    return not any(letter in side for letter in ("…", "∂", *"abcuvwyz")) or side.startswith(tuple(FUNCTIONS))


def held(made: Derivation) -> int:
    """How many equations between numbers were read back; each of them is true."""
    count = 0
    for equation in equations(made):
        *_, before, last = ["", *equation.sides]
        if not before or not is_numeric(before):
            continue
        try:
            found = evaluated(before)
        except (NameError, SyntaxError, OverflowError):  # letters after all, or a power beyond a float
            continue
        assert equation.rounded or short(found) == last, equation.on_one_line()
        count += 1
    return count


@given(values=graphs(), written=st.dictionaries(st.integers(0, 8), numbers, max_size=4), passes=st.booleans())
@examples(150)
def test_what_is_printed_is_true(values: list[Value], written: dict[int, float], passes: bool) -> None:
    output = values[-1]
    if passes:
        output.backward()
    for place, number in written.items():
        if place < len(values) and values[place] is not output:
            values[place].data = number
    before = repr([(value.data, value.grad) for value in values])
    held(explain(output))
    assert repr([(value.data, value.grad) for value in values]) == before


def test_a_training_step_leaves_true_equations() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    loss = w * x
    loss.label = "loss"
    loss.backward()
    w.data -= 1.0 * w.grad
    made = explain(loss, "w")
    assert "loss = w·x = −1·3 = −3" in str(made)
    assert "w has moved since loss was computed (2 → −1); these are the numbers of now." in made.notes
    assert (w.data, w.grad, x.grad, loss.data) == (-1.0, 3.0, 2.0, 6.0)
    assert held(made) == 2


def test_equal_numbers_do_not_hide_that_a_leaf_has_moved() -> None:
    a = Value(2.0, label="a")
    y = a**2
    a.data = -2.0
    assert "= 1·(−4)" in str(explain(y, "a"))
    assert "a has moved" in explain(y, "a").notes[0]


def test_as_many_digits_are_printed_as_the_result_needs() -> None:
    a = Value(123000000.123, label="a")
    z = a - 1.23e8
    z.label = "z"
    assert str(explain(z, "a")).startswith("z = a − 123000000 = 123000000.123 − 123000000 = 0.123")


def test_an_overwritten_operation_is_named() -> None:
    a = Value(2.0, label="a")
    c = a * 3.0
    c.label = "c"
    d = c * c
    d.label = "d"
    c.data = 7.0
    made = explain(d, "a")
    assert made.notes[0] == "c was overwritten since d was computed; these are the numbers of now."
    assert "c = a·3 = 2·3 = 6" in str(made)


def test_what_only_its_own_code_can_move_is_refused_in_a_sentence() -> None:
    x = Value(1.0, label="x")
    out = Value(2.0, (x,), "double")
    out._backward = lambda: None
    y = out * x
    y.label = "y"
    x.data = 5.0
    said = r"x has moved since y was computed \(1 → 5\); double is written by hand, so run its code again"
    with pytest.raises(ValueError, match=said):
        explain(y, "x")


def test_an_operation_written_by_hand_knows_what_it_was_given() -> None:
    a, b = Value(1.0, label="a"), Value(2.0, label="b")
    out = Value(1.5, (a,), "sinh")
    out._backward = lambda: None
    y = out + b
    y.label = "y"
    assert explain(y, "b").notes == ()
    a.data = 2.0
    said = r"a has moved since y was computed \(1 → 2\); sinh is written by hand, so run its code again"
    with pytest.raises(ValueError, match=said):
        explain(y, "b")
    result = grad(y)
    assert all(math.isnan(gradient) for gradient in result.grads.values())
    with pytest.raises(ValueError, match=said):
        result.explain()


def test_what_a_slider_has_moved_was_not_overwritten() -> None:
    names: dict[str, object] = {}
    first = grad("a = 2.0\nc = a * a", names)
    grad("d = c + 1", names)
    first.move([3.0])
    said = "d, or what it was made from, was written to since d was computed; these are the numbers of now."
    assert explain(names["d"]).notes[0] == said  # type: ignore[arg-type]
