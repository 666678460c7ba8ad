"""Results that share Values: each shows numbers of one point, which are right there, whatever moves the leaves."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import GradResult, Value, grad
from microgradext.cell.run import run_cell

from ..examples import examples

torch = pytest.importorskip("torch")

CELLS = {
    "z": "a = 1.5\nb = -0.5\nz = a**2 * b + a",
    "y": "y = z * a + b",
    "q": "q = tanh(y) * z - a",
    "w": "w = z * 2 if a > 0 else y * 3",
}


def formulas(a: Any, b: Any) -> dict[str, Any]:
    """What each cell computes, of the leaves."""
    z = a**2 * b + a
    y = z * a + b
    return {"z": z, "y": y, "q": torch.tanh(y) * z - a, "w": z * 2 if a > 0 else y * 3}


def expected(name: str, point: dict[str, float]) -> tuple[float, dict[str, float]]:
    """PyTorch's value and gradients."""
    leaves = {each: torch.tensor(x, dtype=torch.float64, requires_grad=True) for each, x in point.items()}
    out = formulas(**leaves)[name]
    out.backward()
    return out.item(), {each: 0.0 if leaf.grad is None else leaf.grad.item() for each, leaf in leaves.items()}


def right(name: str, result: GradResult) -> None:
    """Whether all that a result shows is right where it says that it is."""
    point = dict(zip(result.inputs, result.point(), strict=True))
    leaves = {node.label: node.data for node in result.graph.nodes if node.label in ("a", "b")} | point
    value, gradients = expected(name, leaves)
    assert result.value.data == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert result.value.grad == 1.0
    assert result.grads == pytest.approx({each: gradients[each] for each in point}, rel=1e-9, abs=1e-9)
    frame = result.frame()
    assert frame is not None
    assert frame.values[result.graph.output] == result.value.data
    assert dict(zip(result.inputs, [frame.values[node] for node in result.graph.inputs], strict=True)) == point
    assert drawn(result)[result.title] == pytest.approx((value, 1.0), rel=1e-3, abs=1e-3)


def drawn(result: GradResult) -> dict[str, tuple[float, float]]:
    """Data and gradient in the picture for Graphviz, by label."""
    found = re.findall(r"\{ (\w+) \| data (\S+) \| grad (\S+) \}", result.draw_dot().source)
    return {label: (float(data), float(gradient)) for label, data, gradient in found}


numbers = st.floats(-2.0, 2.0).map(lambda x: round(x, 2))
actions = st.one_of(
    st.tuples(st.just("run"), st.sampled_from(list(CELLS))),
    st.tuples(st.just("move"), st.sampled_from(list(CELLS)), numbers, numbers),
    st.tuples(st.just("write"), st.sampled_from("ab"), numbers),
    st.tuples(st.just("overwrite"), st.sampled_from("zyqw"), numbers),
    st.tuples(st.just("backward"), st.sampled_from("zyqw")),
    st.tuples(st.just("step"), st.sampled_from("zyqw")),
)


def act(action: tuple[Any, ...], names: dict[str, Any], results: dict[str, GradResult]) -> None:
    match action:
        case ("run", name):
            if name == "z" or all(each in names for each in re.findall(r"\b[zyqw]\b", CELLS[name].partition("=")[2])):
                results[name] = grad(CELLS[name], names)
        case ("move", name, x, y) if name in results:
            results[name].move([x, y][: len(results[name].inputs)])
        case ("write", name, x):
            names[name].data = x
        case ("overwrite", name, x) if isinstance(names.get(name), Value):
            names[name].data = x
        case ("backward", name) if name in names:
            names[name].backward()
        case ("step", name) if name in names:
            names[name].backward()
            for leaf in (names["a"], names["b"]):
                leaf.data -= 0.1 * (leaf.grad if math.isfinite(leaf.grad) and abs(leaf.grad) < 1e3 else 0.0)


@given(sequence=st.lists(actions, max_size=10))
@examples(100)
def test_every_result_is_right_at_its_own_point(sequence: list[tuple[Any, ...]]) -> None:
    names: dict[str, Any] = {}
    results = {"z": grad(CELLS["z"], names)}
    for action in sequence:
        act(action, names, results)
        before = repr([(each.data, each.grad) for each in names.values() if isinstance(each, Value)])
        for name, result in results.items():
            right(name, result)
        after = repr([(each.data, each.grad) for each in names.values() if isinstance(each, Value)])
        assert after == before  # reading writes nothing


def two() -> tuple[dict[str, Any], GradResult, GradResult]:
    names: dict[str, Any] = {}
    return names, grad("a = 1.5\nz = a**2", names), grad("y = z * a", names)


def test_a_later_result_leaves_an_earlier_ones_gradients() -> None:
    _, first, second = two()
    assert (first.grads, second.grads) == ({"a": 3.0}, {"a": 6.75})
    assert (first.value.grad, second.value.grad) == (1.0, 1.0)


@pytest.mark.parametrize("mover", [0, 1])
def test_whichever_moves_a_shared_leaf_both_are_there(mover: int) -> None:
    _, *results = two()
    results[mover].move([3.0])
    assert [result.point() for result in results] == [[3.0], [3.0]]
    assert [result.value.data for result in results] == [9.0, 27.0]
    assert [result.grads for result in results] == [{"a": 6.0}, {"a": 27.0}]


def test_what_cannot_follow_says_so_and_stays_true_at_its_point() -> None:
    names: dict[str, Any] = {}
    first, second = grad("a = 2.0\nz = a * 3", names), grad("y = z if a > 0 else -z", names)
    first.move([-1.0])
    assert (second.point(), second.value.data, second.grads) == ([2.0], 6.0, {"a": 3.0})
    said = "a has moved since y was computed (2 → −1); these are the numbers of before."
    assert said in second.notes
    assert said in repr(second)


@pytest.mark.parametrize("shown", [lambda r: repr(r), lambda r: r.html(), lambda r: r.explain(), lambda r: r.latex])
def test_looking_at_a_result_writes_nothing(shown: Callable[[GradResult], object]) -> None:
    names, first, _ = two()
    names["z"].backward()
    names["z"].backward()
    names["a"].data = 4.0
    before = names["a"].grad
    shown(first)
    assert (names["a"].data, names["a"].grad, names["z"].data) == (4.0, before, 2.25)


def test_a_cell_that_trains_keeps_its_gradients_and_shows_the_numbers_of_now() -> None:
    names: dict[str, Any] = {}
    cell = "w = 2.0\nx = 3.0\nloss = (w * x - 1.0)**2\nloss.backward()\nw.data -= 0.01 * w.grad"
    result = grad(cell, names)
    assert names["w"].grad == 30.0
    assert names["w"].data == pytest.approx(1.7)
    assert "w has moved since loss was computed (2 → 1.7); these are the numbers of now." in result.notes
    assert result.value.data == pytest.approx((1.7 * 3 - 1) ** 2)


@pytest.mark.parametrize(
    "write",
    [
        "other = grad(lambda x: setattr(w, 'data', 5.0) or x * x, x=1.0)",
        "run_cell('w.data = 5.0; q = w * 2', {'w': w})",
        "grad(lambda x: x * x, x=w).set(w=5.0)",
        "picture.set(w=5.0)",
    ],
)
def test_a_run_within_a_cell_may_write_too(write: str) -> None:
    w = Value(2.0, label="w")
    names: dict[str, Any] = {"w": w, "grad": grad, "run_cell": run_cell, "picture": grad(w * 1)}
    result = grad(f"loss = w * w + 1\n{write}\nloss", names)
    assert "w has moved since loss was computed (2 → 5); these are the numbers of now." in result.notes


def test_of_a_leaf_that_was_used_before_and_after_it_moved_the_leaf_is_named() -> None:
    names: dict[str, Any] = {}
    grad("w = 2.0\nx = 3.0\nloss = (w * x - 1.0)**2\nloss.backward()\nw.data -= 0.01 * w.grad", names)
    later = grad("q = loss * w", names)
    assert "w has moved since q was computed (2 → 1.7); these are the numbers of now." in later.notes
    assert later.value.data == pytest.approx((1.7 * 3 - 1) ** 2 * 1.7)


def test_a_cell_that_trains_says_the_same_after_a_move() -> None:
    names: dict[str, Any] = {}
    cell = "w = 1.0\nb = 0.5\nloss = (w * b - 3)**2\nloss.backward()\nw.data -= 0.01 * w.grad"
    result = grad(cell, names, output="loss")
    before = [note for note in result.notes if "slider" in note]
    result.move([2.0])
    assert [note for note in result.notes if "slider" in note] == before
    assert list(result.inputs) == ["b"]
