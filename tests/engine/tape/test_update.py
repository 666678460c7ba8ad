"""Updating a tape's Values gives what building the expression again gives."""

from __future__ import annotations

import random
from typing import Literal

import pytest

from microgradext.engine import functions
from microgradext.engine.frame import Frame
from microgradext.engine.graph import graph_of
from microgradext.engine.recording import Recording
from microgradext.engine.tape.evaluator import Evaluator
from microgradext.engine.tape.tape import Tape
from microgradext.engine.value import Value


def expression(a: Value, b: Value, c: Value) -> Value:
    return (a * b + c).tanh() / (b - c) + functions.relu(a - 1)


@pytest.mark.parametrize("write", ["leaves", "all"])
def test_an_update_is_the_expression_built_again(write: str) -> None:
    a, b, c = Value(0.5), Value(-1.5), Value(2.0)
    output = expression(a, b, c)
    tape = Tape(output, [a, b])  # c is read all the same
    for step in range(5):
        a.data, b.data, c.data = 1.0 + step, b.data * 1.5, -0.25 * step
        again = [Value(leaf.data) for leaf in (a, b, c)]
        expected = expression(*again)
        expected.backward()
        assert tape.update(write) == output.data == expected.data  # type: ignore[arg-type]
        assert [a.grad, b.grad, output.grad] == [again[0].grad, again[1].grad, 1.0]


def test_all_makes_a_later_backward_right() -> None:
    a = Value(0.5)
    output = expression(a, a * 2, a.exp())
    tape = Tape(output)
    a.data = 3.0
    tape.update("all")
    once = a.grad
    output.backward()
    assert a.grad == pytest.approx(2 * once)
    again = Value(3.0)
    expression(again, again * 2, again.exp()).backward()
    assert once == again.grad


def test_a_large_graph_is_updated_too() -> None:
    random.seed(3)
    x = [Value(random.uniform(-1, 1)) for _ in range(300)]
    rows = [
        functions.sum([(w - v).exp() for w, v in zip(x, x[k:] + x[:k], strict=True)][:20]).tanh() for k in range(250)
    ]
    output = functions.sum(rows)
    tape = Tape(output, x)
    for _ in range(3):
        for value in x:
            value.data *= 1.1
        tape.update()
    assert "by levels" in tape.explain()
    quick = [value.grad for value in x]
    tape.update("all")
    assert quick == pytest.approx([value.grad for value in x], rel=1e-14)
    for value in x:
        value.grad = 0
    output.backward()
    assert quick == pytest.approx([value.grad for value in x], rel=1e-13)


def test_an_input_between_is_read_as_it_stands() -> None:
    a = Value(2.0)
    middle = a * 3
    output = middle * middle
    tape = Tape(output, [middle])
    middle.data = 10.0
    tape.update()
    assert (output.data, middle.grad) == (100.0, 20.0)


def test_an_error_leaves_the_values_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    a = Value(2.0)
    output = a * a

    def interrupted(*_: object) -> Frame:
        raise KeyboardInterrupt

    tape = Tape(output)
    tape.update()
    monkeypatch.setattr(Evaluator, "_way", lambda _: interrupted)
    a.data = 5.0
    ways: list[Literal["leaves", "all"]] = ["leaves", "all"]
    for write in ways:
        with pytest.raises(KeyboardInterrupt):
            tape.update(write)
    assert (output.data, a.grad) == (4.0, 4.0)


def test_a_recording_sees_what_is_read_and_changed() -> None:
    a = Value(2.0)
    tape = Tape(a * a)
    with Recording() as recording:
        tape.update()
    assert [read.value for read in recording.reads] == [a]
    assert a in recording.touched


def test_what_cannot_be_updated_is_said() -> None:
    a = Value(2.0)
    with pytest.raises(ValueError, match="made of a graph, which has no Values"):
        Tape(graph_of(a * a)[0]).update()
    with pytest.raises(ValueError, match="'leaves' or to 'all', not to 'some'"):
        Tape(a * a).update("some")  # type: ignore[arg-type]
