"""What the report says of a fault is true: all that is wrong with a line, which statement is, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from microgradext import grad, gradcheck
from microgradext.check.report.finding import Finding

from .zoo import load

START = """
import math
import numpy as np
class V:
    def __init__(self, data, kids=(), op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, tuple(kids), op
        self._backward = lambda: None
    def add_grad(self, amount): self.grad += amount
"""
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
        for v in reversed(order):
            v._backward()
"""


def binary(method: str, data: str, *step: str) -> str:
    return operation(f"{method}(self, o)", data, "(self, o)", *step)


def unary(method: str, data: str, *step: str) -> str:
    return operation(f"{method}(self)", data, "(self,)", *step)


def operation(head: str, data: str, kids: str, *step: str) -> str:
    body = "".join(f"            {line}\n" for line in step)
    return (
        f"    def {head}:\n        out = V({data}, {kids}, '{head.split('(')[0].strip('_')}')\n"
        f"        def _backward():\n{body}        out._backward = _backward\n        return out\n"
    )


MUL = binary("__mul__", "self.data * o.data", "self.grad += o.data * out.grad", "o.grad += self.data * out.grad")


def found(methods: str, make: Callable[[Any], Any], passing: str = PASS) -> list[Finding]:
    report = gradcheck(make(load(START + methods + passing).names["V"]))
    assert report.wrong, str(report)
    return list(report.wrong)


def marked(finding: Finding) -> str:
    assert finding.place is not None
    return finding.place.text[finding.place.start : finding.place.end]


def test_all_that_is_wrong_with_a_line_is_told() -> None:
    methods = binary("__add__", "self.data + o.data", "self.grad = o.data * out.grad", "o.grad += out.grad")
    wrong = found(methods, lambda V: V(2.0) + V(-3.0))
    assert [(each.kind, marked(each)) for each in wrong] == [
        ("overwrites", "self.grad = o.data * out.grad"),
        ("local", "o.data * out.grad"),
    ]
    assert wrong[0].hint.startswith("write `+=`")
    assert wrong[1].hint == "off by the factor 1 / o.data: the derivative of add by self is 1"


def test_a_number_that_only_a_later_write_makes_wrong_is_not_told_twice() -> None:
    methods = unary("double", "2 * self.data", "self.grad += out.grad", "self.grad = out.grad")
    assert [each.kind for each in found(methods, lambda V: V(2.0).double())] == ["overwrites"]


SUM = "self.data + o.data"
STATEMENTS = [
    ("two statements", binary("__add__", SUM, "self.grad += out.grad; o.grad = out.grad"), "o.grad = out.grad"),
    ("two factors", binary("__add__", SUM, "self.grad += out.grad; o.grad += 2 * out.grad"), "2 * out.grad"),
    (
        "a tuple",
        binary("__add__", SUM, "self.grad, o.grad = self.grad + out.grad, o.grad + 2 * out.grad"),
        "o.grad + 2 * out.grad",
    ),
    (
        "a lambda",
        "    def __add__(self, o):\n        out = V(self.data + o.data, (self, o), '+')\n"
        "        out._backward = lambda: (self.add_grad(out.grad), o.add_grad(2 * out.grad))\n        return out\n",
        "o.add_grad(2 * out.grad)",
    ),
    (
        "a conditional expression",
        binary("__add__", SUM, "self.grad += out.grad", "o.grad += 3 * out.grad if self.data > 0.1 else out.grad"),
        "3 * out.grad",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("methods", "wanted"), [each[1:] for each in STATEMENTS], ids=[each[0] for each in STATEMENTS])
def test_the_statement_is_marked_and_not_its_neighbour(methods: str, wanted: str) -> None:
    [finding] = found(methods, lambda V: V(2.0) + V(-3.0))
    assert marked(finding) == wanted


TANH = "    def tanh(self):\n        out = V(math.tanh(self.data), (self,), 'tanh')\n        def _backward():\n" \
       "            self.grad += (1 - out.data**2) * out.grad\n"  # fmt: skip


@pytest.mark.parametrize(
    ("last", "reason", "hint"),
    [
        ("        return out\n", "tanh defines _backward and does not hand it to", "write `out._backward = "),
        ("            out._backward = _backward\n        return out\n", "tanh defines _backward and does not hand", ""),
        ("        out.backwards = _backward\n        return out\n", "hands _backward to the result as `backwards`",
         "write `_backward` for `backwards`"),
    ],
    ids=["forgotten", "inside itself", "under another name"],
)  # fmt: skip
def test_a_step_that_is_not_handed_over(last: str, reason: str, hint: str) -> None:
    [finding] = found(TANH + last + MUL, lambda V: V(0.7).tanh() * V(2.0))
    assert (finding.method, finding.kind) == ("V.tanh", "unhanded")
    assert reason in finding.reason
    assert hint in finding.hint
    assert marked(finding).startswith("def _backward")


def test_a_pass_inside_the_function_that_orders_the_nodes() -> None:
    head, _, tail = PASS.partition("        visit(self)\n")
    inside = head + "".join(f"    {line}\n" for line in ("        visit(self)\n" + tail).splitlines())
    [finding] = found(MUL, lambda V: V(0.7) * V(2.0), inside)
    assert marked(finding) == "self.grad = 1.0"
    assert finding.reason == "this line is never reached: it stands inside visit, which is not called"


def test_past_a_clamp_there_is_no_factor() -> None:
    methods = unary("log", "math.log(max(self.data, 1e-7))", "self.grad += 1 / max(self.data, 1e-7) * out.grad")
    [finding] = found(methods, lambda V: V(0.7).log())
    assert "factor" not in finding.hint
    assert "does not depend on it there" in finding.hint


@pytest.mark.parametrize("name", ["root", "cube", "log"])
def test_float32_is_precise_enough(name: str) -> None:
    methods = unary("root", "self.data ** 0.5", "self.grad += 0.5 * self.data**-0.5 * out.grad")
    methods += unary("cube", "self.data ** 3", "self.grad += 3 * self.data**2 * out.grad")
    methods += unary("log", "np.log(self.data)", "self.grad += out.grad / self.data")
    V = load(START + methods + PASS).names["V"]
    report = gradcheck(getattr(V(np.float32(1.5)), name)())
    assert report.ok, str(report)
    V = load(
        START + methods.replace("+= 0.5", "+= 0.52").replace("+= 3", "+= 3.1").replace("/ self", "/ 1.1 / self") + PASS
    )
    assert gradcheck(getattr(V.names["V"](np.float32(1.5)), name)()).wrong


def test_data_that_is_itself_a_value() -> None:
    V = load(START + MUL + PASS).names["V"]
    product = V(2.0) * V(3.0)
    product._prev[0].data = V(2.0)
    with pytest.raises(ValueError, match="a Value holds a number, but the data of"):
        gradcheck(product)


def test_a_step_called_back_and_an_op_called_sin_with_brackets() -> None:
    text = START + MUL.replace("self.grad += o.data", "self.grad += o.grad") + PASS
    [finding] = gradcheck((lambda V: V(2.0) * V(3.0))(load(text.replace("_backward", "_back")).names["V"])).wrong
    assert marked(finding) == "o.grad * out.grad"
    assert finding.reason == "what it passes on depends on gradients that its operands already have"
    methods = unary("sin", "math.sin(self.data)", "self.grad += math.sin(self.data) * out.grad").replace(
        "'sin'", "'sin()'"
    )
    [finding] = found(methods, lambda V: V(2.0).sin())
    assert finding.hint == "out.data is applied: the derivative of sin is cos(self.data)"


def test_an_input_that_never_entered_the_graph() -> None:
    methods = operation(
        "__pow__(self, o)", "self.data ** o", "(self,)", "self.grad += o * self.data**(o - 1) * out.grad"
    )
    methods = methods.replace("        out =", "        o = o.data if isinstance(o, V) else o\n        out =")
    V = load(START + methods + PASS).names["V"]
    a, b = V(2.0), V(3.0)
    [finding] = gradcheck(a**b, {"a": a, "b": b}).findings
    assert (finding.method, finding.verdict) == ("b", "note")
    assert finding.reason == "it takes no part in what V(8) was made from, so nothing reaches it"
    assert not gradcheck(a**b, {"a": a}).findings


def test_a_cycle_is_said_by_grad_and_by_gradcheck_in_the_same_words() -> None:
    V = load(START + MUL + PASS).names["V"]
    a = V(1.0)
    b = a * a
    a._prev, b.label = (b,), "loss"
    [finding] = gradcheck(b).wrong
    with pytest.raises(ValueError, match="among the nodes that it was made from") as raised:
        grad(b)
    assert str(raised.value) == finding.reason
