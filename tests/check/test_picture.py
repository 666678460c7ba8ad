"""The picture in a report: operands in the order of the code, and the edge that carries a wrong amount marked."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest

from microgradext import gradcheck
from microgradext.notebook.magics.pictured import pictured

from .test_words import MUL, PASS, START, binary
from .zoo import load

SETS = START.replace("tuple(kids)", "set(kids)")
SUB = binary("minus", "self.data - o.data", "self.grad += out.grad", "o.grad -= out.grad")


def drawing(target: Any, names: dict[str, Any]) -> str:
    return unquote(unescape(pictured(gradcheck(target), target, names).picture)).replace("'", '"')


def heights(svg: str, *labels: str) -> list[float]:
    """How far down each label stands."""
    found = {label: float(y) for y, label in re.findall(r'<text class="l"[^>]* y="([\d.]+)"[^>]*>([^<]*)</text>', svg)}
    return [found[label] for label in labels]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("method", ["minus", "__mul__"])
def test_operands_in_a_set_are_drawn_in_the_order_of_the_code(method: str, turned: bool) -> None:
    V = load(SETS + SUB + MUL + PASS).names["V"]
    for first, second in [(2.0, 5.0), (5.0, 2.0)]:
        a, b = V(first), V(second)
        one, other = ("b", "a") if turned else ("a", "b")
        names = {one: a, other: b}
        upper, lower = heights(drawing(getattr(a, method)(b), names), one, other)
        assert upper < lower


def test_the_wrong_edge_is_marked_and_not_the_right_one() -> None:
    V = load(START + MUL.replace("o.grad += self.data", "o.grad += o.data") + PASS).names["V"]
    a, b = V(2.0), V(-3.0)
    report = gradcheck(a * b)
    [checked] = report.checked
    [(node, operand)] = checked.wrong
    assert checked.places == (node,)
    assert checked.operands[0][1] == operand
    svg = drawing(a * b, {"a": a, "b": b})
    assert len(re.findall(r'<path class="e [^"]* w"', svg)) == 1
    assert len(re.findall(r'<path class="e [^"]*"', svg)) == 2
    right = load(START + MUL + PASS).names["V"]
    assert ' w"' not in drawing(right(2.0) * right(3.0), {})


def test_of_one_node_that_is_used_twice_both_edges_are_marked() -> None:
    V = load(START + MUL.replace("self.grad += o.data", "self.grad += 2 * o.data") + PASS).names["V"]
    a = V(2.0)
    assert len(re.findall(r'<path class="e [^"]* w"', drawing(a * a, {"a": a}))) == 2
