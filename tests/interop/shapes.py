"""Engines of many shapes, as text: what holds a number, the operands, the op, and how a gradient is passed back."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from tests.check.zoo import load

NUMBERS = ("data", "value", "val", "v")
OPERANDS = tuple("_prev _children prev children _parents parents _inputs inputs _operands operands kids args".split())
SCATTERED = "left and right"
CONTAINERS: Mapping[str, str] = {
    "tuple": "tuple(operands)",
    "list": "list(operands)",
    "set": "set(operands)",
    "frozenset": "frozenset(operands)",
    "deque": "deque(operands)",
    "dict": "dict(enumerate(operands))",
    "none": "tuple(operands) or None",
}
UNORDERED = ("set", "frozenset")
PASSING = ("closure", "method", "argument", "returning", "partial", "parallel", "pairs", "keyed", "inside", "neither")
OP = ("_op", "op", "operation", "")
STORE = ("_local_grads", "local_grads", "_partials", "local_derivatives")


@dataclass(frozen=True)
class Shape:
    """One way to write an engine."""

    number: str = "data"
    operands: str = "_prev"
    container: str = "tuple"
    passing: str = "closure"
    op: str = "_op"
    store: str = "_local_grads"  # where stored derivatives stand, if they are
    gradient: bool = True

    @property
    def makes_sense(self) -> bool:
        """Whether the engine itself could differentiate, and no part of the shape is without effect."""
        if self.passing in ("method", "neither") and not self.op:
            return False  # it asks what the op was
        if self.passing in ("returning", "parallel") and self.container in UNORDERED:
            return False  # which number is whose is lost
        if self.operands == SCATTERED and (self.container != "tuple" or self.passing == "inside" or not self.gradient):
            return False
        if self.passing == "inside" and self.container in (*UNORDERED, "dict", "none"):
            return False
        return self.store == STORE[0] or self.passing in ("parallel", "pairs", "keyed")

    def __str__(self) -> str:
        return " ".join(f"{getattr(self, field.name)}" for field in fields(self)) or "-"


def shapes(count: int) -> list[Shape]:
    """Different shapes, the same in every run, that together contain every choice of every kind."""
    choices = itertools.product(
        NUMBERS, (*OPERANDS, SCATTERED), CONTAINERS, PASSING, OP, STORE, (True, True, True, False)
    )
    every = [shape for each in dict.fromkeys(choices) if (shape := Shape(*each)).makes_sense]
    alone = [shape for shape in _each_alone() if shape.makes_sense]
    drawn = random.Random(7).sample(every, count)
    return list(dict.fromkeys([*alone, *drawn]))[:count]


def _each_alone() -> Iterator[Shape]:
    """Micrograd's shape with one thing changed, for every choice of every thing."""
    plain = Shape()
    yield plain
    for name, choices in {
        "number": NUMBERS, "operands": (*OPERANDS, SCATTERED), "container": tuple(CONTAINERS), "passing": PASSING,
        "op": OP, "gradient": (False,),
    }.items():  # fmt: skip
        for choice in choices:
            changed: dict[str, Any] = {name: choice}
            yield replace(plain, **changed)
    for passing, store in itertools.product(("parallel", "pairs", "keyed"), STORE):
        yield Shape(passing=passing, store=store)


def wanted(x: float, y: float) -> float:
    """What `graph` computes."""
    s = x * y + x
    return math.tanh(s) * s + (x + x)


def engine(shape: Shape, *, slope: str = "1 - out * out") -> dict[str, Any]:
    """The names of an engine of that shape: `Value`, and functions of it."""
    return load(source(shape, slope)).names


def graph(shape: Shape, x: float, y: float, slope: str = "1 - out * out") -> tuple[Any, Any, Any]:
    """An output, and its two inputs."""
    names = engine(shape, slope=slope)
    a, b = names["Value"](x), names["Value"](y)
    a.label, b.label = "a", "b"
    s = a * b + a
    return s.tanh() * s + (a + a), a, b


def source(shape: Shape, slope: str) -> str:
    """The text of an engine."""
    return f"""\
import math
from collections import deque
from functools import partial

class Value:
    def __init__(self, number, operands=(), op="", step=None, partials=()):
        self.{shape.number} = number
        {"self.grad = 0.0" if shape.gradient else "pass"}
        {_kept(shape)}
        {f"self.{shape.op} = op" if shape.op else "pass"}
        {_passed(shape)}

    def __add__(self, other):
{_operation(shape, "self, other", "self.N + other.N", "+", "1.0", "1.0")}

    def __mul__(self, other):
{_operation(shape, "self, other", "self.N * other.N", "*", "other.N", "self.N")}

    def tanh(self):
{_operation(shape, "self", "math.tanh(self.N)", "tanh", slope.replace("out", "out.N"))}
{_method(shape, slope)}
    def before(self):
        return {_before(shape)}
{_pass(shape) if shape.gradient else ""}
def step(a, b, da, db, out):
    a.grad += da() * out.grad
    if b is not None:
        b.grad += db() * out.grad
"""


def _kept(shape: Shape) -> str:
    if shape.operands == SCATTERED:
        return "self.left, self.right = (*operands, None, None)[:2]"
    if shape.passing == "inside":
        held = "list(zip(operands, partials, strict=True))"
        return f"self.{shape.operands} = {CONTAINERS[shape.container].replace('operands', held)}"
    return f"self.{shape.operands} = {CONTAINERS[shape.container]}"


def _passed(shape: Shape) -> str:
    stores = {
        "parallel": "tuple(partials)",
        "pairs": "list(zip(operands, partials, strict=True))",
        "keyed": "{each: sum(d for o, d in zip(operands, partials) if o is each) for each in operands}",
    }
    if shape.passing in stores:
        return f"self.{shape.store} = {stores[shape.passing]}"
    return "pass" if shape.passing in ("method", "inside", "neither") else "self._backward = step"


def _operation(shape: Shape, operands: str, number: str, op: str, *partials: str) -> str:
    names = operands.split(", ")
    made = f"out = Value({number}, ({operands},), '{op}')"
    if shape.passing in ("method", "neither"):
        lines = [made]
    elif shape.passing in ("parallel", "pairs", "keyed", "inside"):
        now = [partial.replace("out.N", f"({number})") for partial in partials]
        lines = [f"out = Value({number}, ({operands},), '{op}', None, ({', '.join(now)},))"]
    elif shape.passing == "partial":
        last = f"None, lambda: {partials[0]}, None" if len(names) == 1 else f"other, {_thunks(partials)}"
        lines = [made, f"out._backward = partial(step, self, {last}, out)"]
    else:
        upstream = "g" if shape.passing == "argument" else "out.grad"
        shares = [f"({partial}) * {upstream}" for partial in partials]
        lines = [made, f"def _backward({'g' if shape.passing == 'argument' else ''}):"]
        if shape.passing == "returning":
            lines.append(f"    return ({', '.join(shares)},)")
        else:
            lines += [f"    {name}.grad += {share}" for name, share in zip(names, shares, strict=True)]
        lines.append("out._backward = _backward")
    return "\n".join(f"        {line}" for line in [*lines, "return out"]).replace(".N", f".{shape.number}")


def _thunks(partials: tuple[str, ...]) -> str:
    return ", ".join(f"lambda: {partial}" for partial in partials)


def _method(shape: Shape, slope: str) -> str:
    """One step for all operations, which asks what the operation was; as the class's own, or inside the pass."""
    if shape.passing not in ("method", "neither"):
        return ""
    called = "_backward(self)" if shape.passing == "method" else "spread(self)"
    text = f"""
    def {called}:
        before = self.before()
        a, b = (*before, *before)[:2] if before else (None, None)
        if self.{shape.op} == "+":
            a.grad += self.grad
            b.grad += self.grad
        if self.{shape.op} == "*":
            a.grad += self.grad * b.N
            b.grad += self.grad * a.N
        if self.{shape.op} == "tanh":
            a.grad += self.grad * ({slope.replace("out", "self.N")})
"""
    return text.replace(".N", f".{shape.number}")


def _before(shape: Shape) -> str:
    if shape.operands == SCATTERED:
        return "[each for each in (self.left, self.right) if each is not None]"
    held = f"self.{shape.operands}"
    if shape.passing == "inside":
        return f"[each for each, _ in {held}]"
    return {"dict": f"list({held}.values())", "none": f"list({held} or ())"}.get(shape.container, f"list({held})")


def _pass(shape: Shape) -> str:
    share = {
        "method": "node._backward()",
        "neither": "node.spread()",
        "argument": "node._backward and node._backward(node.grad)",
        "returning": "given = node._backward() if node._backward else ()\n"
        "            for each, share in zip(node.before(), given, strict=True): each.grad += share",
        "parallel": f"for each, d in zip(node.before(), node.{shape.store}, strict=True): each.grad += d * node.grad",
        "pairs": f"for each, d in node.{shape.store}: each.grad += d * node.grad",
        "keyed": f"for each, d in node.{shape.store}.items(): each.grad += d * node.grad",
        "inside": f"for each, d in node.{shape.operands}: each.grad += d * node.grad",
    }.get(shape.passing, "node._backward and node._backward()")
    return f"""
    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each in node.before():
                    visit(each)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            {share}
"""
