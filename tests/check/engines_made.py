"""Engines made from one table of operations, without their names, each with another way to keep what flows back."""

from __future__ import annotations

OPERATIONS = (
    ("__add__(self, o)", "self.data + o.data", ("1.0", "1.0")),
    ("__sub__(self, o)", "self.data - o.data", ("1.0", "-1.0")),
    ("__mul__(self, o)", "self.data * o.data", ("o.data", "self.data")),
    ("__pow__(self, n)", "self.data ** n", ("n * self.data ** (n - 1)",)),
    ("relu(self)", "max(self.data, 0.0)", ("float(self.data > 0)",)),
    ("__abs__(self)", "abs(self.data)", ("(1.0 if self.data > 0 else -1.0)",)),
    ("square(self)", "self.data * self.data", ("2 * self.data",)),
    ("maximum(self, o)", "max(self.data, o.data)", ("float(self.data >= o.data)", "float(self.data < o.data)")),
)
"""Head, number and local derivatives."""

ENGINE = """
class Value:
    def __init__(self, data, kids=(), kept=()):
        self.data, self.grad, self._prev = data, 0.0, tuple(kids)
        {init}
{methods}
    def backward(self):
        order, seen = [], set()
        def go(n):
            if id(n) not in seen:
                seen.add(id(n))
                for k in n._prev: go(k)
                order.append(n)
        go(self)
        {run}
OPS = [
    lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a - b, lambda a, b: a**3, lambda a, b: (a - b).relu(),
    lambda a, b: abs(a - b), lambda a, b: a.square(), lambda a, b: a.maximum(b),
]
"""
EACH = "self.grad = 1.0\n        for n in reversed(order):\n            {}"
PAIRS = "for k, d in zip(n._prev, {}): k.grad += {}"


def _kids(partials: tuple[str, ...]) -> str:
    return "(self, o)" if len(partials) == 2 else "(self,)"


def _stored(held: str = "({},)", each: str = "{}") -> str:
    """Methods that hand what they keep to the constructor."""
    return "".join(
        f"    def {head}: return Value({data}, {_kids(ds)}, {held.format(', '.join(map(each.format, ds)))})\n"
        for head, data, ds in OPERATIONS
    )


def _closures(kept: str) -> str:
    """Methods that define a step and keep it somewhere."""
    text = ""
    for head, data, ds in OPERATIONS:
        lines = "".join(
            f"            {who}.grad += {d} * out.grad\n" for who, d in zip(("self", "o"), ds, strict=False)
        )
        text += (
            f"    def {head}:\n        out = Value({data}, {_kids(ds)})\n        def back():\n{lines}        {kept}\n"
        )
        text += "        return out\n"
    return text


def _keyed() -> str:
    text = ""
    for head, data, ds in OPERATIONS:
        lines = "".join(f"        d[{w}] = d.get({w}, 0.0) + {d}\n" for w, d in zip(("self", "o"), ds, strict=False))
        text += f"    def {head}:\n        d = {{}}\n{lines}        return Value({data}, d, d)\n"
    return text


GENERIC = "def _backward():\n            for k, d in zip(self._prev, kept): k.grad += d * self.grad\n" \
          "        self._backward = _backward"  # fmt: skip
RECURSIVE = "for n in order: n.grad = 0.0\n        def push(n, g):\n            n.grad += g\n" \
            "            for k, d in zip(n._prev, n._locals): push(k, d * g)\n        push(self, 1.0)"  # fmt: skip
STEPS = EACH.format("if id(n) in STEPS: STEPS[id(n)]()")
VJP = EACH.format("if n.{0}:\n                for k, d in zip(n._prev, n.{0}(n.grad)): k.grad += d")


def _engine(init: str, methods: str, run: str) -> str:
    return ENGINE.format(init=init, methods=methods, run=run)


MADE = {
    "a tape of closures": "TAPE = []\n"
    + _engine("pass", _closures("TAPE.append(back)"), "self.grad = 1.0\n        for step in reversed(TAPE): step()"),
    "steps in a dict": "STEPS = {}\n" + _engine("pass", _closures("STEPS[id(out)] = back"), STEPS),
    "one step for all": _engine(GENERIC, _stored(), EACH.format("if n._prev: n._backward()")),
    "along every path": _engine("self._locals = kept", _stored(), RECURSIVE),
    "keyed by operands": _engine(
        "self._prev = dict(kept)", _keyed(), EACH.format("for k, d in n._prev.items(): k.grad += d * n.grad")
    ),
    "thunks": _engine(
        "self._partials = kept", _stored(each="lambda: {}"), EACH.format(PAIRS.format("n._partials", "d() * n.grad"))
    ),
    "functions that return shares": _engine("self.vjp = kept", _stored("lambda g: ({},)", "{} * g"), VJP.format("vjp")),
    "pullbacks": _engine("self.pullback = kept", _stored("lambda g: ({},)", "{} * g"), VJP.format("pullback")),
}
"""The text of each, by what it does."""
