"""Blame: no line where several may be wrong, the caller where a function was misled, and everything put back."""

from __future__ import annotations

import pytest

from microgradext import gradcheck
from microgradext.check.report.report import Report

from .engines_made import MADE
from .zoo import ENGINES, graph, load

TEXTS = {file.stem: file.read_text("utf-8") for file in ENGINES}


def wrong(style: str, right: str, other: str, at: int = 0) -> str:
    """An engine with one thing changed, at its `at`-th place."""
    parts = TEXTS[style].split(right)
    assert len(parts) > at + 1
    return right.join(parts[: at + 1]) + other + right.join(parts[at + 1 :])


def test_where_several_lines_may_be_wrong_they_are_a_choice_in_words() -> None:
    text = wrong("counting", "uses[parent] -= 1", "uses[parent] += 1")
    engine = load(text)
    backward = engine.names["Node"].backward
    before = backward.__code__
    report = gradcheck(graph(engine, 0.8, 1.3)[0])
    [finding] = report.wrong
    assert finding.method == "Node.backward"
    assert finding.place is None
    lines = [i for i, line in enumerate(text.splitlines(), 1) if "uses[parent] +=" in line]
    assert all(f"{line}" in finding.hint for line in lines)
    assert backward.__code__ is before
    assert finding.hint not in str(report.hints())


@pytest.mark.parametrize(
    ("style", "right", "other", "line"),
    [
        ("helpers", "df(self.data)", "df(self.grad)", "df(self.grad)"),
        ("helpers", "dy(self.data, other.data)", "dy(self.data, self.data)", "dy(self.data, self.data)"),
        ("function_classes", "cls.backward(out.grad,", "cls.backward(out.data,", "cls.backward(out.data,"),
        ("function_classes", "return grad * y, grad * x", "return grad * x, grad * x", "return grad * x, grad * x"),
        ("resetting", "upstream = out.grad", "upstream = self.grad", "upstream = self.grad"),
        ("slotted", "if self.data > 0", "if self.grad > 0", "if self.grad > 0"),
        ("subclasses", "(self, False)", "(self, True)", "(self, True)"),
        ("subclasses", "reversed(order)", "order", "for node in order"),
        ("local_gradients", "local_grad * v.grad", "v.grad", "child.grad += v.grad"),
    ],
)
def test_the_line_that_is_wrong_is_blamed_and_not_the_one_that_it_misleads(
    style: str, right: str, other: str, line: str
) -> None:
    report = gradcheck(graph(load(wrong(style, right, other)), 0.8, 1.3)[0])
    places = [finding.place for finding in report.wrong if finding.place is not None]
    assert places, str(report)
    assert all(line in place.text for place in places), str(report)


def test_a_name_alone_that_lacks_the_upstream_gradient_is_left_open() -> None:
    """The factor may be missing where the name is computed, or where it is added."""
    text = wrong("resetting", "self.grad += local * out.grad", "self.grad += local")
    report = gradcheck(graph(load(text), 0.8, 1.3)[0])
    assert [(finding.method, finding.place) for finding in report.wrong] == [("Value.tanh", None)]


@pytest.mark.parametrize(("right", "other"), [("reversed(topo)", "topo"), ("if v not in visited", "if v in visited")])
def test_the_line_of_a_wrong_pass_is_found_in_a_large_graph_too(right: str, other: str) -> None:
    engine = load(wrong("closures", right, other))
    a = engine.value(1.01)
    total = a
    for _ in range(1200):
        total = (total * a + total) * engine.value(0.5)
    [finding] = gradcheck(total).wrong
    assert finding.place is not None
    assert other in finding.place.text


def made(style: str, right: str, other: str) -> Report:
    """The report on an engine of the table with one thing changed."""
    assert right in MADE[style]
    return gradcheck(graph(load(MADE[style].replace(right, other, 1)), 0.8, 1.3)[0])


def test_a_number_that_was_handed_to_a_step_written_elsewhere_is_blamed_where_it_was_handed() -> None:
    [finding] = made("one step for all", "(1.0, -1.0,)", "(2.0, -1.0,)").wrong
    assert finding.method == "Value.__sub__"
    assert finding.place is not None
    assert finding.place.text[finding.place.start : finding.place.end] == "2.0"


@pytest.mark.parametrize("style", ["a tape of closures", "steps in a dict"])
def test_where_steps_are_out_of_sight_no_line_is_named(style: str) -> None:
    [finding] = made(style, "self.grad += o.data * out.grad", "self.grad += 2 * o.data * out.grad").wrong
    assert (finding.method, finding.place) == ("Value.__mul__", None)
    # With 1 coming in, between leaves, this is right; as a whole it is not.
    wrong = made(style, "self.grad += o.data * out.grad", "self.grad += o.data").wrong
    assert {each.method for each in wrong} <= {"Value.__mul__", "Value.backward or a step that it runs"}
    assert wrong[0].place is None


def test_a_name_that_does_not_exist_is_blamed_on_the_method_that_has_it() -> None:
    wrong = made(
        "a tape of closures", "self.grad += 2 * self.data * out.grad", "self.grad += 2 * sel.data * out.grad"
    ).wrong
    assert [each.method for each in wrong] == ["Value.square"]
