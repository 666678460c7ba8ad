"""What a node passes back, in the ways in which engines keep it: under any name, under identities, as functions."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from microgradext import grad
from microgradext.interop.step import partials_of, step_of


def node(number: float, operands: tuple[Any, ...] = (), **held: Any) -> Any:
    return SimpleNamespace(data=number, grad=0.0, _prev=operands, **held)


def product(held: Callable[[Any, Any, Any], dict[str, Any]]) -> tuple[Any, Any, Any]:
    """a·b of 2 and -3 and its operands; `held` says what the product keeps for the way back."""
    a, b = node(2.0, label="a"), node(-3.0, label="b")
    out = node(-6.0, (a, b))
    vars(out).update(held(a, b, out))
    return out, a, b


def back(a: Any, b: Any, out: Any) -> Callable[[], None]:
    def step() -> None:
        a.grad += b.data * out.grad
        b.grad += a.data * out.grad

    return step


def taking(a: Any, b: Any) -> Callable[[float], None]:
    def step(grad: float) -> None:
        a.grad += b.data * grad
        b.grad += a.data * grad

    return step


WAYS: dict[str, Callable[[Any, Any, Any], dict[str, Any]]] = {
    "_back": lambda a, b, out: {"_back": back(a, b, out)},
    "_grad_fn(grad)": lambda a, b, out: {"_grad_fn": taking(a, b)},
    "a name that says nothing": lambda a, b, out: {"_q": back(a, b, out)},
    "pairs with functions": lambda a, b, out: {"partials": [(a, lambda g: g * b.data), (b, lambda g: g * a.data)]},
    "functions beside operands": lambda a, b, out: {"_local_grads": (lambda: b.data, lambda: a.data)},
    "functions under identities": lambda a, b, out: {"d": {id(b): lambda g: g * a.data, id(a): lambda g: g * b.data}},
    "numbers under identities": lambda a, b, out: {"d": {id(b): a.data, id(a): b.data}},
}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_a_node_passes_back_is_read(way: str) -> None:
    out, a, b = product(WAYS[way])
    assert grad(out).grads == {"a": -3.0, "b": 2.0}
    step = step_of(out)
    if way == "numbers under identities":
        assert step is None
        assert partials_of(out) == [-3.0, 2.0]
    else:
        assert step is not None
        out.grad = 10.0
        step.call()
        assert (a.grad, b.grad) == (-30.0, 20.0)


def test_other_functions_and_numbers_that_a_node_keeps_are_none_of_these() -> None:
    out, a, b = product(lambda a, b, out: {"forward": lambda: a.data * b.data, "uses": {id(a): 1, id(b): 2}})
    assert step_of(out) is None
    assert partials_of(out) is None
    assert partials_of(node(9.0, (a, a), d={id(a): 3.0})) is None, "for each use, or for both?"
    assert step_of(node(9.0, (a, b), partials=[(a, abs), (b, 2.0)])) is None
