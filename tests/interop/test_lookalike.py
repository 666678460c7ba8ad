"""Values of other classes, drawn and moved as ours: micrograd's own, and what a student may have written."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from micrograd.engine import Value as Micrograd

from microgradext import Value, grad, trace
from microgradext.interop.lookalike import is_lookalike, like_ours

OPS = (
    lambda x, y: x + y,
    lambda x, y: x * y,
    lambda x, y: x - y,
    lambda x, y: x / y,
    lambda x, y: x**3,
    lambda x, y: x**-1.5,
    lambda x, y: x.relu(),
    lambda x, y: -x,
    lambda x, y: x + x,
    lambda x, y: 2.5 * x,
)


def program(seed: int, a: Any, b: Any) -> Any:
    """A random expression of `a` and `b`."""
    chance = random.Random(seed)
    values = [a, b, a + b]
    for _ in range(12):
        x, y = chance.choice(values), chance.choice(values)
        made = chance.choice(OPS)(x, y)
        if isinstance(made.data, float | int) and 1e-3 < abs(made.data) < 1e3:
            values.append(made)
    return values[-1] + values[-2] * values[-3]


@pytest.mark.parametrize("seed", range(60))
def test_micrograds_graphs_have_their_numbers_and_move(seed: int) -> None:
    a, b = Micrograd(1.7), Micrograd(0.6)
    theirs = program(seed, a, b)
    theirs.backward()
    ours = like_ours(theirs, {"a": a, "b": b})
    result = grad(theirs, {"a": a, "b": b})
    assert ours.data == pytest.approx(theirs.data, rel=1e-12)
    expected = {"a": a.grad, "b": b.grad}
    assert result.grads == pytest.approx({name: expected[name] for name in result.grads}, rel=1e-9)
    point = [1.9, 0.5][: len(result.inputs)] if "a" in result.inputs else [0.5]
    moved = dict(zip(result.inputs, point, strict=True))
    again = program(seed, Micrograd(moved.get("a", 1.7)), Micrograd(moved.get("b", 0.6)))
    if _ops(again) == _ops(theirs):  # at the other point the program may have chosen other operations
        assert result.tape(point).values[result.graph.output] == pytest.approx(again.data, rel=1e-9)


def _ops(value: Any) -> list[str]:
    return [node._op for node in trace(value)[0]]


class Node:
    """A student's class: operands in a tuple, and an operation that no table knows."""

    def __init__(self, data: float, _prev: tuple[Node, ...] = (), _op: str = "", label: str = "") -> None:
        self.data, self.grad, self._prev, self._op, self.label = data, 0.0, _prev, _op, label
        self._backward: Any = lambda: None

    def __mul__(self, other: Node) -> Node:
        out = Node(self.data * other.data, (self, other), "*")

        def backward() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = backward
        return out

    def wave(self) -> Node:
        out = Node(math.sin(3 * self.data), (self,), "wave")

        def backward() -> None:
            self.grad += 3 * math.cos(3 * self.data) * out.grad

        out._backward = backward
        return out


def test_an_operation_of_their_own_keeps_its_gradient_and_says_that_only_its_code_can_move_it() -> None:
    a, b = Node(0.4, label="a"), Node(2.0, label="b")
    result = grad(a.wave() * b)
    assert result.grads == pytest.approx({"a": 6 * math.cos(1.2), "b": math.sin(1.2)})
    with pytest.raises(ValueError, match="wave is written by hand, and only the code that made it can move it"):
        result.move([0.5, 2.0])


def test_nothing_of_theirs_is_changed() -> None:
    a, b = Node(0.4, label="a"), Node(2.0, label="b")
    made = (a * a).wave() * b
    for value in (a, b, made):
        value.grad = 7.0
    before = [dict(vars(value)) for value in (a, b, made, *made._prev)]
    grad(made)
    assert [dict(vars(value)) for value in (a, b, made, *made._prev)] == before


def test_an_operation_that_gives_another_number_than_its_name_says_is_not_taken_for_it() -> None:
    a = Node(3.0, label="a")
    odd = Node(8.0, (a, a), "*", "odd")
    assert grad(odd).graph.nodes[-1].kind == "written"


def test_what_is_a_lookalike_and_what_is_not() -> None:
    assert is_lookalike(Micrograd(1.0))
    assert not any(map(is_lookalike, (Value(1.0), 1.0, Node, "a")))
    with pytest.raises(TypeError, match="a graph is drawn from a Value, not from float"):
        like_ours(1.0)
    with pytest.raises(ValueError, match="a Value holds a number"):
        like_ours(Node("x"))  # type: ignore[arg-type]


class Negated:
    """Operands in a set, and a minus before a value written as '-'."""

    def __init__(self, data: float, children: tuple[Any, ...] = (), op: str = "", label: str = "") -> None:
        self.data, self.grad, self._prev, self._op, self.label = data, 0.0, set(children), op, label
        self._backward: Any = lambda: None

    def __neg__(self) -> Negated:
        out = Negated(-self.data, (self,), "-")

        def backward() -> None:
            self.grad -= out.grad

        out._backward = backward
        return out


@pytest.mark.parametrize("x", [0.0, 2.0])
def test_where_two_operations_give_one_number_what_flows_back_tells_them_apart(x: float) -> None:
    assert grad(-Negated(x, label="a")).grads == {"a": -1.0}
