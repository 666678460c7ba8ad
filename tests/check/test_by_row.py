"""A large graph is audited by rows of the op table: what is reported is what its own code would have shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import microgradext
from microgradext import gradcheck
from microgradext.check.operation.by_row import ByRow
from tests.examples import examples

from .zoo import ENGINES, load

CLOSURES = next(file for file in ENGINES if file.stem == "closures").read_text("utf-8")
PRODUCT = """
        def _backward():
            self.grad += other.data * out.grad
"""
LARGE = 50_000

OPERATIONS: list[Callable[[Any, Any], Any]] = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, _: a**2,
    lambda a, _: a.log() if a.data > 0.0 else a + 2.0,
]
SWAPS = [
    ("self.grad += other.data * out.grad", "self.grad += (other.data if other.data < {x} else 2.0) * out.grad"),
    ("self.grad += other.data * out.grad", "self.grad = other.data * out.grad"),
    ("other.grad += out.grad", "other.grad += out.grad if out.data < {x} else 0.0"),
    ("Value(self.data + other.data,", "Value(self.data + other.data + (self.data > {x}),"),
    ("out.data * out.grad", "(out.data if out.data < {x} else 1.0) * out.grad"),
    ("1 / x * out.grad", "1 / x * (1.0 if x > {x} else out.grad)"),
    ("other * self.data ** (other - 1) * out.grad", "other * self.data * out.grad"),
    ("", ""),
]


@contextmanager
def alone() -> Iterator[None]:
    """Have every node looked at by its own code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ByRow, "__call__", lambda *_: False)
        yield


def grown(of: Callable[[float], Any], seed: int, size: int) -> Any:
    """A graph of random operations that ends in one node, at numbers that stay near 1."""
    choose = random.Random(seed)
    nodes = [of(choose.choice([1.0, 2.0, 0.5, choose.uniform(0.2, 2.5)])) for _ in range(4)]
    for _ in range(size):
        a, b = choose.choice(nodes[-6:]), choose.choice(nodes)
        made = choose.choice(OPERATIONS)(a, b)
        nodes.append(made if 0.05 < made.data < 8.0 else (made * made + 1.0).log() if made.data else a + b)
    root = nodes[-1]
    for node in nodes[-5:-1]:
        root = root + node
    return root


def told(report: Any) -> list[Any]:
    found = [(each.verdict, each.kind, each.method, each.operand, each.place, each.hint) for each in report.findings]
    return [found, [(each.method, each.nodes, each.verdict) for each in report.checked], report.looks]


@given(seed=st.integers(0, 10**6), swap=st.sampled_from(SWAPS), x=st.floats(0.3, 3.0), size=st.integers(5, 60))
@examples(60)
def test_it_reports_what_a_look_at_each_node_does(seed: int, swap: tuple[str, str], x: float, size: int) -> None:
    right, wrong = swap
    engine = load(CLOSURES.replace(right, wrong.format(x=x), 1) if right else CLOSURES)
    root = grown(engine.value, seed, size)
    report = gradcheck(root)
    with alone():
        assert told(gradcheck(root)) == told(report)


@given(seed=st.integers(0, 10**6), size=st.integers(5, 60), which=st.integers(0, 10**6), by=st.sampled_from([0, 1, 3]))
@examples(40)
def test_of_ours_too_and_where_something_was_written_over(seed: int, size: int, which: int, by: int) -> None:
    root = grown(microgradext.Value, seed, size)
    made = [root]
    for node in made:
        made += [each for each in node._prev if each._prev and all(each is not known for known in made)]
    node = made[which % len(made)]
    node._locals = tuple([by * each for each in node._locals])
    report = gradcheck(root)
    with alone():
        assert told(gradcheck(root)) == told(report)


def products(of: Callable[[float], Any], odd: float, size: int = LARGE) -> Any:
    """A sum of many products in a balanced tree of `size` nodes; one of its leaves is `odd`."""
    choose = random.Random(1)
    row = [of(choose.uniform(0.5, 1.5)) * of(choose.uniform(0.5, 1.5)) for _ in range(size // 4)]
    row[len(row) // 3] = of(odd) * of(0.75)
    while len(row) > 1:
        rest = row[len(row) // 2 * 2 :]
        row = [a + b for a, b in zip(row[::2], row[1::2], strict=False)] + rest
    return row[0]


def test_a_fault_at_one_node_among_50_000_is_found_and_named() -> None:
    wrong = CLOSURES.replace(
        PRODUCT, PRODUCT.replace("other.data * out", "(2.0 if self.data == 7.5 else other.data) * out")
    )
    assert wrong != CLOSURES
    root = products(load(wrong).value, 7.5)
    [finding] = gradcheck(root).wrong
    assert (finding.kind, finding.method, finding.operand) == ("local", "Value.__mul__", "self")
    assert finding.place is not None
    assert "self.data == 7.5" in finding.place.text
    assert dict(finding.point)["self"] == 7.5


def test_a_number_that_is_written_over_at_one_node_is_found() -> None:
    root = products(load(CLOSURES).value, 7.5, 4000)
    node = root
    while node._op != "*":
        node = next(iter(node._prev))
    node.data += 0.25
    assert "since" in "".join(gradcheck(root).looks)


def test_a_derivative_that_is_written_over_at_one_of_50_000_nodes_is_found() -> None:
    root = products(microgradext.Value, 7.5)
    node = root
    while node._op != "*":
        node = node._prev[0]
    node._locals = (node._locals[0], 3.25)
    assert any("run again at the numbers of now" in look for look in gradcheck(root).looks)


def test_a_sum_of_thousands_is_audited_and_what_it_stores_for_each_operand() -> None:
    values = [microgradext.Value(0.1 * (i % 7) - 0.3) for i in range(3000)]
    for root in (microgradext.sum(values), microgradext.logsumexp(values)):
        assert gradcheck(root).ok
        assert not gradcheck(root).looks[0].endswith("numbers of now.")
        root._locals = (*root._locals[:1234], 0.5, *root._locals[1235:])
        assert gradcheck(root).looks[0].endswith("run again at the numbers of now.")


def test_their_code_is_not_run_again_for_every_node() -> None:
    counting = CLOSURES.replace("def __mul__(self, other):", "def __mul__(self, other):\n        CALLS.append(0)", 1)
    engine = load(f"CALLS = []\n{counting}")
    made = [products(engine.value, 7.5, size) for size in (400, 4000)]
    counts: list[int] = []
    for root in made:
        calls: list[int] = []
        engine.names["CALLS"] = Counting(calls)
        assert gradcheck(root).ok
        counts.append(len(calls))
    assert counts[1] < 1.1 * counts[0]


class Counting:
    """Is told of each call, and is nothing that an audit would put back."""

    __slots__ = ("calls",)

    def __init__(self, calls: list[int]) -> None:
        self.calls = calls

    def append(self, call: int) -> None:
        self.calls.append(call)
