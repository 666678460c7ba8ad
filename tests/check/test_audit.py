"""What the audit says, what it leaves alone, and what it does with bad input."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import Value, exp, gradcheck, log, relu, sin
from tests.examples import examples

from .engines_text import LOG
from .zoo import ENGINES, Engine, graph, load

CLOSURES = next(file for file in ENGINES if file.stem == "closures").read_text("utf-8")


def state(nodes: list[Any]) -> list[dict[str, Any]]:
    return [{name: (id(item), repr(item)) for name, item in vars(node).items() if name != "_prev"} for node in nodes]


def everything(root: Any) -> list[Any]:
    found = [root]
    for node in found:
        found += [operand for operand in node._prev if all(operand is not each for each in found)]
    return found


def log_of_square(text: str = LOG, x: float = 2.0) -> tuple[Engine, Any, Any]:
    engine = load(text)
    a = engine.value(x)
    return engine, a, (a * a).log()


def test_the_report_says_which_line_and_what_belongs_there() -> None:
    _, _, root = log_of_square()
    report = gradcheck(root)
    [finding] = report.wrong
    assert finding.place is not None
    assert (finding.method, finding.operand, finding.place.line) == (
        "Value.log",
        "self",
        LOG.split("math.log(x) * o")[0].count("\n") + 1,
    )
    assert finding.place.text[finding.place.start : finding.place.end] == "math.log(x) * out.grad"
    assert finding.hint == "out.data is applied: the derivative of log is 1 / self.data"
    assert "^^^^" in str(report)
    assert "<mark>math.log(x) * out.grad</mark>" in report._repr_html_()
    with pytest.raises(AssertionError, match=r"Value\.log"):
        report.raise_if_wrong()


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("out.data * out.grad", "out.grad", "off by the factor out.data"),
        ("1 / x * out.grad", "out.grad", "off by the factor 1 / self.data: the derivative of log is 1 / self.data"),
        ("(1 - t**2)", "(1 - self.data**2)", "the operand's value is used instead of the result's"),
        ("1 / x * out.grad", "-1 / x * out.grad", "the sign is wrong: the derivative of log is 1 / self.data"),
        ("(1 - t**2)", "2 * (1 - t**2)", "off by the factor 1/2: the derivative of tanh is 1 - out.data**2"),
        ("self.grad += other.data * out.grad", "self.grad += self.data * out.grad", "this is the derivative by other"),
        ("self.grad += out.data * out.grad", "self.grad = out.data * out.grad", "write `+=`"),
    ],
)
def test_known_shapes_are_put_into_words(right: str, wrong: str, hint: str) -> None:
    root, _ = graph(load(CLOSURES.replace(right, wrong, 1)), 0.8, 1.3)
    assert any(hint in finding.hint for finding in gradcheck(root).wrong), str(gradcheck(root))


def test_hints_give_nothing_away() -> None:
    _, _, root = log_of_square()
    for report in (gradcheck(root).hints(), gradcheck(root, reveal=False)):
        for text in (str(report), report._repr_html_()):
            assert "Value.log" in text
            assert "expected" not in text
            assert "1 / self.data" not in text


@pytest.mark.parametrize("broken", [False, True])
def test_nothing_of_the_users_is_changed(broken: bool) -> None:
    text = CLOSURES.replace("out.data * out.grad", "out.dat * out.grad", 1) if broken else CLOSURES
    root, _ = graph(load(text), 0.8, 1.3)
    nodes = everything(root)
    for i, node in enumerate(nodes):
        node.grad = i + 0.5
        node.history = [i]
    before = state(nodes)
    drawn = random.getstate()
    report = gradcheck(root)
    assert report.ok is not broken
    assert state(nodes) == before
    assert random.getstate() == drawn


def test_a_tape_of_the_module_is_left_as_it_was() -> None:
    engine = load(next(file for file in ENGINES if file.stem == "taped").read_text("utf-8"))
    root, _ = graph(engine, 0.8, 1.3)
    tape = list(engine.names["TAPE"])
    report = gradcheck(root)
    assert report.ok
    assert [id(node) for node in engine.names["TAPE"]] == [id(node) for node in tape]
    assert "TAPE" in str(report)


def test_our_own_values_keep_data_and_gradients() -> None:
    a, b = Value(0.7, label="a"), Value(-1.2, label="b")
    f = exp(a * b) + relu(a) * sin(b) + log(a) / b + a**2
    f.backward()
    before = [(v.data, v.grad) for v in (a, b, f)]
    assert gradcheck(f).ok
    assert [(v.data, v.grad) for v in (a, b, f)] == before


def test_a_function_of_numbers() -> None:
    assert gradcheck(lambda a, b: exp(a) * b + a / b, a=0.3, b=2.0).ok
    assert gradcheck(lambda a, b: exp(a) * b, [0.3, 2.0]).ok
    with pytest.raises(TypeError, match="needs a number"):
        gradcheck(lambda a: a)
    with pytest.raises(TypeError, match="left the graph"):
        gradcheck(lambda a: a.data * 2, a=1.0)


def test_a_function_of_somebody_elses_values() -> None:
    engine = load(LOG)
    report = gradcheck(lambda u, v: (u * v).log(), [engine.value(2.0), engine.value(3.0)])
    assert [finding.method for finding in report.wrong] == ["Value.log"]


@pytest.mark.parametrize("target", [3.0, "text", None, [1, 2], int])
def test_what_is_no_value_is_refused(target: object) -> None:
    with pytest.raises(TypeError, match="takes a Value"):
        gradcheck(target)


def test_a_leaf_has_nothing_to_check() -> None:
    assert "nothing to check" in str(gradcheck(Value(2.0)))


def test_a_cycle_is_said() -> None:
    _, a, root = log_of_square()
    a._prev = {root}
    report = gradcheck(root)
    assert [finding.kind for finding in report.wrong] == ["cycle"]


def test_a_step_that_does_not_end_is_stopped() -> None:
    _, _, root = log_of_square(LOG.replace("self.grad += math.log(x) * out.grad", "\n            while True: pass"))
    report = gradcheck(root, seconds=0.2)
    assert [(finding.method, finding.kind) for finding in report.wrong] == [("Value.log", "too long")]


def test_randomness_is_said_not_guessed() -> None:
    text = LOG.replace("import math", "import math\nimport random").replace(
        "math.log(x), (self,)", "math.log(x) * random.random(), (self,)"
    )
    report = gradcheck(log_of_square(text)[2])
    assert not report.wrong
    assert any("random" in finding.reason for finding in report.unknown), str(report)


def test_an_engine_without_steps_is_audited_through_its_pass() -> None:
    text = next(file for file in ENGINES if file.stem == "local_gradients").read_text("utf-8")
    report = gradcheck(graph(load(text), 0.8, 1.3)[0])
    assert report.ok, str(report)
    assert "has no _backward" in str(report)
    wrong = gradcheck(graph(load(text.replace("(1 / self.data,)", "(self.data,)")), 0.8, 1.3)[0])
    assert [finding.method for finding in wrong.wrong] == ["Value.log"], str(wrong)


def test_prints_and_counts_are_said() -> None:
    text = (
        LOG.replace("class Value:", "calls = 0\n\n\nclass Value:")
        .replace(
            "        x = self.data\n",
            "        global calls\n        calls += 1\n        print('log')\n        x = self.data\n",
        )
        .replace("math.log(x) * out.grad", "out.grad / x")
    )
    engine, _, root = log_of_square(text)
    report = gradcheck(root)
    assert report.ok, str(report)
    assert "change calls and print" in str(report)
    assert engine.names["calls"] == 1


@pytest.mark.parametrize("x", [float("inf"), float("nan"), 1e200])
def test_points_that_are_not_finite_do_not_decide(x: float) -> None:
    engine = load(CLOSURES)
    a = engine.value(x)
    assert gradcheck(a * a + a).ok
    wrong = load(CLOSURES.replace("self.grad += other.data * out.grad", "self.grad += out.grad", 1)).value(x)
    assert [finding.method for finding in gradcheck(wrong * wrong).wrong] == ["Value.__mul__"]


UNARY: list[tuple[str, str]] = [
    ("out.data * out.grad", "out.data * 2 * out.grad"),
    ("1 / x * out.grad", "x * out.grad"),
    ("(1 - t**2)", "(1 - t)"),
    ("(out.data > 0) * out.grad", "(out.data < 1) * out.grad"),
]


@pytest.mark.parametrize(("right", "wrong"), UNARY)
def test_the_verdict_does_not_hang_on_the_point(right: str, wrong: str) -> None:
    names = {"out.data * out.grad": "exp", "1 / x * out.grad": "log", "(1 - t**2)": "tanh"}
    name = names.get(right, "relu")
    good, bad = load(CLOSURES), load(CLOSURES.replace(right, wrong, 1))

    @examples(40)
    @given(st.floats(1e-3, 1e2), st.booleans())
    def holds(size: float, negative: bool) -> None:
        x = -size if negative and name != "log" else size
        make: Callable[[Engine], Any] = lambda engine: getattr(engine.value(x), name)()  # noqa: E731
        assert gradcheck(make(good)).ok
        assert gradcheck(make(bad)).wrong

    holds()
