"""Engines with attributes that look like operands or local derivatives but are not, and containers of every kind."""

from __future__ import annotations

import collections
import gc
import math
import numbers
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from microgradext import explain, grad, gradcheck, trace


def engine(*bases: type, extra: Callable[[Any, Sequence[Any]], None] = lambda self, prev: None, **members: Any) -> Any:
    """A class of micrograd's shape whose `cubed` has no row in the op table; `extra` sets further attributes."""

    class V(*bases):  # type: ignore[misc]  # the bases are the point
        def __init__(self, data: float, prev: Sequence[Any] = (), op: str = "") -> None:
            self.data, self.grad, self._op = data, 0.0, op
            self._prev: Any = tuple(prev)
            self._backward: Callable[[], None] = lambda: None
            extra(self, prev)

        def cubed(self) -> Any:
            out = V(self.data**3, (self,), "cubed")

            def _backward() -> None:
                self.grad += 3 * self.data**2 * out.grad

            out._backward = _backward
            return out

    for name, member in members.items():
        setattr(V, name, member)
    return V


def put(name: str, make: Callable[[Sequence[Any]], Any]) -> Callable[[Any, Sequence[Any]], None]:
    return lambda self, prev: setattr(self, name, make(prev))


MISLEADING = {
    "sums of its operands": put("partial_sums", lambda prev: [p.data for p in prev]),
    "gradients of the last pass": put("saved_grads", lambda prev: [p.grad for p in prev]),
    "answers": put("is_local", lambda prev: [True] * len(prev)),
    "answers under a name of derivatives": put("local_grads", lambda prev: [True] * len(prev)),
    "numbers of places": put("local_id", lambda prev: tuple(range(1, len(prev) + 1))),
    "counted operands": put("_prev", collections.Counter),
    "operands in a dict of counts": put("_prev", lambda prev: dict.fromkeys(prev, 1)),
    "a UserList": put("_prev", collections.UserList),
    "a WeakSet": put("_prev", weakref.WeakSet),
    "weak references": put("_prev", lambda prev: tuple(map(weakref.ref, prev))),
    "an array of objects": put("_prev", lambda prev: np.array(prev, dtype=object)),
    "a deque": put("_prev", collections.deque),
    "users that nobody has noted": put("children", lambda prev: []),
    "the node made before": put("prev", lambda prev: None),
}


@pytest.mark.parametrize("name", MISLEADING)
def test_what_only_looks_like_a_part_is_not_read(name: str) -> None:
    V = engine(extra=MISLEADING[name])
    a = V(2.0)
    f = a.cubed()
    assert len(trace(f)[1]) == 1
    assert list(grad(f).grads.values()) == [12.0]
    assert "12" in str(explain(f))
    report = gradcheck(f)
    assert report.ok, str(report)
    assert (a.grad, f.grad) == (0, 0)


def with_parents(node: Any, prev: Sequence[Any]) -> None:
    node.parents, node.children = prev, []


def with_sides(node: Any, prev: Sequence[Any]) -> None:
    node.lhs, node.users = prev[0] if prev else None, []


@pytest.mark.parametrize("hold", [with_parents, with_sides])
def test_a_node_that_knows_its_users_is_made_from_its_operands(hold: Callable[[Any, Sequence[Any]], None]) -> None:
    class V:
        def __init__(self, data: float, prev: Sequence[Any] = (), op: str = "") -> None:
            self.data, self.grad, self.op = data, 0.0, op
            hold(self, prev)
            for each in prev:
                getattr(each, "users" if hasattr(each, "users") else "children").append(self)
            self._backward: Callable[[], None] = lambda: None

        def cubed(self) -> V:
            out = V(self.data**3, (self,), "cubed")

            def _backward() -> None:
                self.grad += 3 * self.data**2 * out.grad

            out._backward = _backward
            return out

    f = V(2.0).cubed()
    assert list(grad(f.cubed()).grads.values()) == [pytest.approx(9 * 2.0**8)]
    assert gradcheck(f).ok


@pytest.mark.parametrize("make", [iter, lambda prev: (p for p in prev), lambda prev: (object(),)])
def test_operands_that_cannot_be_read_are_refused_with_what_to_write(make: Callable[[Any], Any]) -> None:
    V = engine(extra=put("_prev", lambda prev: make(prev) if prev else ()))
    f = V(2.0).cubed()
    for read in (trace, grad, gradcheck):
        with pytest.raises(TypeError, match=r"`_prev` of a V is an? .*: keep a tuple of them$"):
            read(f)


class Plain:
    """Nothing more."""


@pytest.mark.parametrize(
    ("base", "members"),
    [
        (numbers.Number, {"__hash__": object.__hash__}),
        (Plain, {"shape": (1,)}),
        (Plain, {"requires_grad": True, "retain_grad": lambda self: None}),
        (Plain, {"__getattr__": lambda self, name: None}),
        (Plain, {"__getattr__": lambda self, name: 1.5}),
        (Plain, {"__getattr__": lambda self, name: lambda *given: getattr(math, name)(self.data)}),
    ],
    ids=lambda case: "-".join(case) if isinstance(case, dict) else case.__name__,
)
def test_a_class_with_ways_of_its_own_is_read(base: type, members: dict[str, Any]) -> None:
    V = engine(base, **members)
    a = V(2.0)
    f = a.cubed()
    assert len(trace(f)[1]) == 1
    assert list(grad(f).grads.values()) == [12.0]
    assert "12" in str(explain(f))


def test_the_name_of_a_class_is_no_label_of_its_nodes() -> None:
    V = engine(name="node")
    a = V(2.0)
    f = a.cubed()
    assert list(grad(f, {"a": a, "f": f}).grads) == ["a"]


def test_a_gradient_that_cannot_be_set_is_refused_with_what_to_write() -> None:
    class V:
        def __init__(self, data: float, prev: Sequence[Any] = ()) -> None:
            self.data, self._prev, self._grads = data, prev, [0.0]

        @property
        def grad(self) -> float:
            return self._grads[0]

    with pytest.raises(TypeError, match=r"the grad of V cannot be set: give its property a setter, `@grad.setter`$"):
        gradcheck(V(2.0))


def test_arrays_and_tensors_beside_the_operands_are_passed_over() -> None:
    torch = pytest.importorskip("torch")

    class V:
        def __init__(self, data: float, *made_from: V) -> None:
            self.data, self.grad = data, 0.0
            self.buffer, self.state, self.one = np.zeros(3), torch.zeros(2), np.array(1.0)
            self.mine = list(made_from)  # a list of an unusual name, so that every attribute is looked into

    a, b = V(2.0), V(3.0)
    nodes, edges = trace(V(6.0, a, b))
    assert [node.data for node in nodes] == [2.0, 3.0, 6.0]
    assert [operand for operand, _ in edges] == [a, b]


def test_classes_are_let_go() -> None:
    V = engine()
    trace(V(2.0).cubed())
    gone = weakref.ref(V)
    del V
    gc.collect()
    assert gone() is None
