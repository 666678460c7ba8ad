"""Coincidences: at 0, ±1, 2, equal operands and powers of one another, operations give what others would give."""

from __future__ import annotations

import random
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from microgradext import gradcheck
from tests.examples import share

from .engines_made import MADE
from .test_styles import SHARED, engine, right
from .zoo import ENGINES, Engine, load

NUMBERS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 4.0, 3.0, 1.5, 8.0, 0.25, 0, 1, 2)
POINTS = 500
"""At how many points each style of the zoo is tried, when all is tested; variants of them at fewer."""


def programs(engine: Engine) -> list[Callable[[Any, Any], Any]]:
    """Small graphs with each operation of an engine, alone, of equal operands, inside another and inside itself."""
    add, mul = engine.combine
    made: list[Callable[[Any, Any], Any]] = []
    for op in engine.ops:
        made += [
            op,
            lambda a, b, op=op: op(a, a),  # type: ignore[misc]
            lambda a, b, op=op: add(op(a, b), mul(a, b)),  # type: ignore[misc]
            lambda a, b, op=op: op(op(a, b), op(b, a)),  # type: ignore[misc]
        ]
    return made


def degenerate(engine: Engine, count: int) -> Iterator[tuple[Callable[[Any, Any], Any], float, float]]:
    """Programs at degenerate points of their domain."""
    chance = random.Random(3)
    made, points = programs(engine), list(product(NUMBERS, NUMBERS))
    while count:
        program, (x, y) = chance.choice(made), chance.choice(points)
        for name in {"TAPE", "STEPS"} & engine.names.keys():
            engine.names[name].clear()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                program(engine.value(x), engine.value(y))
        except (ArithmeticError, ValueError):
            continue
        for name in {"TAPE", "STEPS"} & engine.names.keys():
            engine.names[name].clear()
        count -= 1
        yield program, x, y


def nameless(text: str) -> str:
    """The engine without names for its operations."""
    return re.sub(r"(self\._op = |data, 0\.0, parents, )op\b", r'\1""', text)


TEXTS = {file.stem: file.read_text("utf-8") for file in ENGINES}
NAMELESS = {
    f"{stem}, nameless": nameless(text) for stem, text in TEXTS.items() if nameless(text) != text and stem != "dispatch"
}
STYLES = TEXTS | MADE | NAMELESS


@pytest.mark.parametrize("style", STYLES)
def test_no_coincidence_accuses(style: str) -> None:
    accuse_nobody(style, share(POINTS if style in TEXTS else POINTS // 5), as_function=False)


@pytest.mark.parametrize("style", STYLES)
def test_no_coincidence_accuses_a_function(style: str) -> None:
    accuse_nobody(style, share(POINTS // 5 if style in TEXTS else POINTS // 20), as_function=True)


def accuse_nobody(style: str, points: int, *, as_function: bool) -> None:
    """Audit a right engine at degenerate points."""
    engine = load(STYLES[style], style)
    verdicts: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for program, x, y in degenerate(engine, points):
            operands = [engine.value(x), engine.value(y)]
            report = gradcheck(program, operands) if as_function else gradcheck(program(*operands))
            assert not report.wrong, f"at {x}, {y}\n{report}"
            verdicts["right" if report.ok else "cannot tell"] += 1
    assert verdicts["right"] >= 0.6 * points, verdicts


UNNAMED = """
class N:
    def __init__(self, data, kids=()):
        self.data, self.grad, self._prev, self._grad_fn = data, 0.0, tuple(kids), None
    def __add__(self, o):
        out = N(self.data + o.data, (self, o))
        def f(g): self.grad += g; o.grad += g
        out._grad_fn = f
        return out
    def __mul__(self, o):
        out = N(self.data * o.data, (self, o))
        def f(g): self.grad += o.data * g; o.grad += self.data * g
        out._grad_fn = f
        return out
    def __sub__(self, o):
        out = N(self.data - o.data, (self, o))
        def f(g): self.grad += g; o.grad -= g
        out._grad_fn = f
        return out
    def relu(self):
        out = N(max(self.data, 0.0), (self,))
        def f(g): self.grad += (self.data > 0) * g
        out._grad_fn = f
        return out
    def backward(self):
        order, seen = [], set()
        def go(n):
            if id(n) not in seen:
                seen.add(id(n))
                for k in n._prev: go(k)
                order.append(n)
        go(self); self.grad = 1.0
        for n in reversed(order):
            if n._grad_fn: n._grad_fn(n.grad)
"""
STORED = """
class N:
    __slots__ = ("data", "grad", "_children", "_local_grads")
    def __init__(self, data, kids=(), partials=()):
        self.data, self.grad, self._children, self._local_grads = data, 0, kids, partials
    def __pow__(self, n): return N(self.data**n, (self,), (n * self.data ** (n - 1),))
    def __mul__(self, o): return N(self.data * o.data, (self, o), (o.data, self.data))
    def __add__(self, o): return N(self.data + o.data, (self, o), (1.0, 1.0))
    def relu(self): return N(max(0, self.data), (self,), (float(self.data > 0),))
    def backward(self):
        order, seen = [], set()
        def go(v):
            if v not in seen:
                seen.add(v)
                for c in v._children: go(c)
                order.append(v)
        go(self); self.grad = 1
        for v in reversed(order):
            for c, p in zip(v._children, v._local_grads): c.grad += p * v.grad
"""


def of(text: str) -> Any:
    return load(text).names["N"]


@pytest.mark.parametrize(("x", "y"), [(2.0, 2.0), (3.0, 1.5), (0.0, 0.0), (-1.0, 0.5)])
def test_a_product_is_not_taken_for_a_sum(x: float, y: float) -> None:
    N = of(UNNAMED)
    right(gradcheck(N(x) * N(y)))
    right(gradcheck((N(x) * N(y)).relu()))
    right(gradcheck(of(STORED)(x) * of(STORED)(y)))


def test_a_square_that_is_met_exactly_is_not_taken_for_a_relu() -> None:
    right(gradcheck(of(STORED)(0.0) ** 2))


@pytest.mark.parametrize("text", [UNNAMED, STORED], ids=["steps", "stored"])
def test_every_subgradient_is_right_at_a_kink(text: str) -> None:
    for relu_at_0 in ("> 0", ">= 0"):
        N = of(text.replace("self.data > 0", f"self.data {relu_at_0}"))
        right(gradcheck(N(0.0).relu() * N(3.0)))


def test_what_else_may_have_made_a_node_is_not_accused() -> None:
    """2 * 2 with the derivatives of a sum is what 2 + 2 gives, too: nobody can tell which it was."""
    Value = engine(SHARED.replace("self.data * o.data, o.data, self.data", "self.data * o.data, 1.0, 1.0"))
    report = gradcheck(Value(2.0) * Value(2.0))
    assert [finding.kind for finding in report.unknown] == ["untold"], str(report)
    assert "Value.__add__ or Value.__mul__" in str(report)
    assert not report.wrong
    report = gradcheck(Value(2.0) * Value(2.0) + Value(2.5) * Value(0.3))
    assert {finding.method for finding in report.wrong} == {"Value.__mul__"}, str(report)
    assert gradcheck(lambda a, b: a * b, [Value(2.0), Value(2.0)]).wrong


def test_what_is_not_told_is_judged_by_the_differences_of_the_whole() -> None:
    N = of(STORED.replace("self.data > 0", "self.data > 1"))
    report = gradcheck(N(0.0) ** 2)
    assert [finding.kind for finding in report.unknown] == ["untold"], str(report)
    assert not report.wrong
    right(gradcheck(lambda a: a**2, [N(0.0)]))
    assert [finding.method for finding in gradcheck(N(0.7).relu()).wrong] == ["N.relu"]


def test_a_step_that_raises_where_there_is_no_derivative_is_not_wrong() -> None:
    Value = load(next(file for file in ENGINES if file.stem == "lambdas").read_text("utf-8")).value
    report = gradcheck(Value(0.0).sqrt())
    assert not report.wrong, str(report)
    assert "no derivative" in str(report)
    assert "ZeroDivisionError" in str(report)
