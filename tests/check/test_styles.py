"""Right engines in many people's styles, at numbers where a coincidence could mislead: none is called wrong."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

from microgradext import explain, grad, gradcheck
from microgradext.notebook.magics.pictured import pictured

PASS = """
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v._prev: visit(p)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order): {run}
"""
INIT = """
import random
class Value:
    def __init__(self, data, _prev=(), _op='', _backward=lambda: None):
        self.data, self.grad, self._prev, self._op, self._backward = data, 0.0, {prev}, _op, _backward
"""
RENAMED = """
    def __mul__(self, rhs):
        x, y = self, rhs if isinstance(rhs, Value) else Value(rhs)
        out = Value(x.data * y.data, (x, y), '*')
        def _backward():
            x.grad += y.data * out.grad
            y.grad += x.data * out.grad
        out._backward = _backward
        return out
"""
SHARED = """
    def _binary(self, o, data, left, right):
        out = Value(data, (self, o))
        def _backward():
            self.grad += left * out.grad
            o.grad += right * out.grad
        out._backward = _backward
        return out
    def __add__(self, o): return self._binary(o, self.data + o.data, 1.0, 1.0)
    def __mul__(self, o): return self._binary(o, self.data * o.data, o.data, self.data)
"""
EARLY = """
    def __pow__(self, k):
        local = k * self.data ** (k - 1)
        out = Value(self.data ** k, (self,), 'pow')
        def _backward(): self.grad += local * out.grad
        out._backward = _backward
        return out
"""
RETURNING = """
    def __mul__(self, o): return Value(self.data * o.data, (self, o), '*', lambda g: (g * o.data, g * self.data))
    def __add__(self, o): return Value(self.data + o.data, (self, o), '+', lambda g: (g, g))
"""
ASKING = """
    def __mul__(self, o):
        def step({argument}):
            {read}
            self.grad += o.data * g
            o.grad += self.data * g
        return Value(self.data * o.data, (self, o), '*', step)
"""
WANTING = """
    requires_grad = True
    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o), '*')
        def _backward():
            if self.requires_grad: self.grad += o.data * out.grad
            if o.requires_grad: o.grad += self.data * out.grad
        out._backward = _backward
        return out
"""
DROPPING = """
    def dropout(self):
        m = 1.0 if random.random() > 0.5 else 0.0
        out = Value(self.data * m * 2, (self,), 'dropout')
        def _backward(): self.grad += m * 2 * out.grad
        out._backward = _backward
        return out
"""
PLAIN = "v._backward()"
ADDING = "\n            for p, d in zip(v._prev, v._backward(v.grad) if v._prev else ()): p.grad += d"


def engine(methods: str, *, run: str = PLAIN, prev: str = "tuple(_prev)") -> Any:
    """The class `Value` of an engine, as if typed into a file."""
    source = INIT.format(prev=prev) + methods + PASS.format(run=run)
    name = f"<style {abs(hash(source))}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names: dict[str, Any] = {}
    exec(compile(source, name, "exec"), names)
    return names["Value"]


def right(report: Any) -> None:
    assert not report.wrong, str(report)
    assert report.ok, str(report)


@pytest.mark.parametrize("x", [2.0, 3.0, 7.3])
def test_operands_under_other_names(x: float) -> None:
    a = engine(RENAMED, prev="set(_prev)")(x)
    right(gradcheck(a * a))
    right(gradcheck((a * 2) * (a * a)))


@pytest.mark.parametrize(("x", "y"), [(2.0, 2.0), (0.0, 0.0), (1.0, 1.0)])
def test_a_helper_that_two_operations_share(x: float, y: float) -> None:
    Value = engine(SHARED)
    a, b = Value(x), Value(y)
    right(gradcheck(a * b + a * a))


@pytest.mark.parametrize("k", [3, 7])
def test_a_local_derivative_that_is_taken_early(k: int) -> None:
    right(gradcheck(engine(EARLY)(1.0) ** k))


def test_a_step_that_gives_back_what_another_adds() -> None:
    Value = engine(RETURNING, run=ADDING)
    a, b = Value(2.0), Value(-3.0)
    right(gradcheck(a * b + a * a))
    assert grad(a * b).graph.nodes[-1].kind == "operation"


@pytest.mark.parametrize(
    ("argument", "read", "run"),
    [
        ("res", "g = res.grad", "v._prev and v._backward(v)"),
        ("value", "g = value", "v._prev and v._backward(v.grad)"),
        ("out, g", "", "v._prev and v._backward(v, v.grad)"),
        ("g=1.0", "", "v._prev and v._backward(v.grad)"),
    ],
)
def test_what_a_step_asks_for(argument: str, read: str, run: str) -> None:
    Value = engine(ASKING.format(argument=argument, read=read or "pass"), run=run)
    a, b = Value(2.0), Value(-3.0)
    right(gradcheck((a * b) * a))


def test_operands_that_want_no_gradient() -> None:
    Value = engine(WANTING)
    a, k = Value(2.0), Value(3.0)
    k.requires_grad = False
    right(gradcheck(a * k))


def test_passes_that_keep_or_free_as_pytorch_does() -> None:
    Value = engine(RENAMED, run="v._backward(); v.grad = 0.0 if v._prev else v.grad")
    a, b = Value(2.0), Value(-3.0)
    report = gradcheck((a * b) * a)
    right(report)
    assert any("leaves only" in look for look in report.looks)
    Value = engine(RENAMED, run="v._backward(); v._backward = lambda: None; v._prev = ()")
    a, b = Value(2.0), Value(-3.0)
    right(gradcheck((a * b) * a))


@pytest.mark.parametrize("seed", range(12))
def test_random_draws_cannot_be_told(seed: int) -> None:
    import random

    random.seed(seed)
    Value = engine(DROPPING + RENAMED)
    report = gradcheck(Value(2.0).dropout() * Value(3.0))
    assert not report.wrong
    assert "random" in str(report)


def test_a_tensor_is_no_value_with_steps() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match="a tensor has no steps written by hand"):
        gradcheck(torch.tensor(2.0, requires_grad=True) * 2)


def test_bad_arguments_have_a_sentence() -> None:
    Value = engine(RENAMED)
    a = Value(2.0)
    right(gradcheck(a * a, a))
    with pytest.raises(ValueError, match="against must be one of torch, jax, not 'tf'"):
        gradcheck(a * a, against="tf")  # type: ignore[call-overload]
    a._prev = (a,)
    with pytest.raises(ValueError, match="is among the nodes that it was made from, so the graph has no order"):
        grad(a)
    assert "its result is not a number here" in str(gradcheck(lambda x: Value(2.0) * x, x=1.0))


def test_what_cannot_be_drawn_is_reported_all_the_same() -> None:
    Value = engine(RENAMED, prev="(*_prev, 3.0)", run="v._backward()")
    a = Value(2.0)
    report = gradcheck(a)
    assert pictured(report, a, {}).target == report.target


def test_a_remainder_in_a_product_is_bracketed() -> None:
    latex = explain(grad("a = 7.0; b = 2.0; c = 3.0; f = c * (a % b)", {}), "a").latex
    assert r"c \cdot (a \bmod b)" in latex
