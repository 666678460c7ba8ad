"""The same computation in PyTorch and in JAX."""

from __future__ import annotations

import importlib.util
import random

import pytest
from micrograd.engine import Value as Micrograd

from microgradext import Value, grad, gradcheck
from microgradext.check.against.compare import compare
from microgradext.engine.applied import apply, reduced
from microgradext.engine.graph import Graph, Node
from microgradext.engine.ops import TABLE
from microgradext.interop.libraries import Library, in_jax, in_torch
from tests.engine.cases import SMOOTH

HAS_JAX = importlib.util.find_spec("jax") is not None
LIBRARIES = ["torch", pytest.param("jax", marks=pytest.mark.skipif(not HAS_JAX, reason="JAX is not installed"))]
CELL = "a = -2.0\nb = 3.0\nd = a * b\ne = tanh(a + b)\nf = d * e + max(a, b)"


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", TABLE)
def test_each_row_where_it_is_smooth(name: str, library: Library) -> None:
    chance = random.Random(name)
    operands = [Value(chance.uniform(*ends)) for ends in SMOOTH[name]]
    made = reduced(name, operands) if TABLE[name].arity < 0 else apply(name, *operands)
    graph = grad(made * 1.5 + operands[0]).graph
    compare(graph, library).raise_if_wrong()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_cell_is_compared_by_name(library: Library) -> None:
    comparison = compare(grad(CELL, {}).graph, library, "f")
    assert comparison.ok
    assert comparison
    assert [row.name for row in comparison.rows if row.named] == ["a", "b", "d", "e", "f"]
    assert "computes the same" in str(comparison).splitlines()[0]


def test_what_differs_is_named_with_both_differences() -> None:
    graph = grad(CELL, {}).graph
    nodes = tuple([_cosine_for_tanh(node) for node in graph.nodes])
    comparison = compare(graph, "torch", "f")
    wrong = compare(Graph(nodes, graph.output, graph.inputs), "torch", "f")
    mixed = [
        type(ours)(theirs.name, theirs.named, ours.value, ours.gradient, theirs.their_value, theirs.their_gradient)
        for ours, theirs in zip(comparison.rows, wrong.rows, strict=True)
    ]
    found = type(comparison)("torch", "f", tuple(mixed))
    assert not found.ok
    assert found.wrong[0].name == "a"  # its gradient
    with pytest.raises(AssertionError, match="nodes differ from PyTorch, a first"):
        found.raise_if_wrong()
    line = next(line for line in str(found).splitlines() if line.startswith("e "))
    assert "2.2e-01 (3e-01)" in line


def _cosine_for_tanh(node: Node) -> Node:
    return Node(node.kind, "cos", "cos", node.operands, node.data, node.label) if node.row == "tanh" else node


def test_a_graph_with_an_operation_written_by_hand_is_refused() -> None:
    a = Value(2.0)
    out = Value(4.0, (a,), "twice")
    with pytest.raises(ValueError, match="twice is written by hand, so PyTorch cannot compute it"):
        compare(grad(out).graph, "torch")


def test_every_row_has_a_name_in_each_library() -> None:
    assert in_torch().keys() == TABLE.keys()
    if HAS_JAX:
        assert in_jax().keys() == TABLE.keys()


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(ImportError, match="Comparing with PyTorch needs it: pip install torch"):
        in_torch()


def test_a_value_of_another_class_is_compared_with_its_own_numbers() -> None:
    x, y = Micrograd(2.0), Micrograd(-0.5)
    z = (x * y + x).relu() + y**2
    comparison = gradcheck(z, {"x": x, "y": y, "z": z}, against="torch")
    assert comparison.ok
    assert sorted(row.name for row in comparison.rows if row.named) == ["x", "y", "z"]
    assert (x.grad, y.grad) == (0, 0)

    class Hasty(Micrograd):  # type: ignore[misc]  # micrograd comes without types
        def __mul__(self, other: Hasty) -> Hasty:
            out = Hasty(self.data * other.data, (self, other), "*")

            def backward() -> None:
                self.grad += other.data * out.grad
                other.grad += other.data * out.grad

            out._backward = backward
            return out

    a, b = Hasty(2.0), Hasty(-0.5)
    wrong = gradcheck(a * b, {"a": a, "b": b}, against="torch").wrong
    assert [(row.name, row.gradient, row.their_gradient) for row in wrong] == [("b", -0.5, 2.0)]


def test_a_function_is_compared_at_a_point() -> None:
    assert gradcheck(lambda a, b: a * b + b.tanh(), against="torch", a=2.0, b=0.5).ok
    with pytest.raises(TypeError, match="a function, not float"):
        gradcheck(2.0, against="torch")
