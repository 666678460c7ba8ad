"""What a node is, seen the same by everything that reads one, over engines of many shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

from microgradext import draw_dot, explain, grad, gradcheck, trace
from microgradext.cell.moving import MovingRun
from microgradext.interop.lookalike import like_ours
from microgradext.interop.shape import is_traceable, lacking
from microgradext.interop.step import partials_of
from microgradext.notebook.magics.foreign import foreign
from microgradext.notebook.magics.pictured import pictured
from tests.interop.shapes import (
    CONTAINERS,
    NUMBERS,
    OP,
    OPERANDS,
    PASSING,
    SCATTERED,
    STORE,
    UNORDERED,
    Shape,
    shapes,
    wanted,
)
from tests.interop.shapes import graph as graph_of

SHAPES = shapes(260)
X, Y = 0.7, -1.3
H = 1e-5
GRADIENTS = {
    "a": (wanted(X + H, Y) - wanted(X - H, Y)) / (2 * H),
    "b": (wanted(X, Y + H) - wanted(X, Y - H)) / (2 * H),
}

each_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def test_more_than_200_different_shapes_are_tried_and_every_choice_is_among_them() -> None:
    assert len(set(SHAPES)) == len(SHAPES) >= 200
    choices = {
        "number": NUMBERS, "operands": (*OPERANDS, SCATTERED), "container": CONTAINERS, "passing": PASSING, "op": OP,
        "store": STORE, "gradient": (True, False),
    }  # fmt: skip
    assert choices.keys() == {field.name for field in fields(Shape)}
    for kind, every in choices.items():
        assert {getattr(shape, kind) for shape in SHAPES} == set(every), kind
    assert sum(not shape.gradient for shape in SHAPES) > 20


@each_shape
def test_what_has_a_number_and_operands_is_drawn(shape: Shape) -> None:
    f, _, _ = graph_of(shape, X, Y)
    nodes, edges = trace(f)
    once = shape.container in UNORDERED  # `a + a` has one operand in a set
    assert (len(nodes), len(edges)) == (8, 10 if once else 11)
    places = {id(node): place for place, node in enumerate(nodes)}
    assert all(places[id(operand)] < places[id(node)] for operand, node in edges)
    drawn = draw_dot(f).source
    assert drawn.count("shape=record") == 8
    assert drawn.count("| grad ") == (8 if shape.gradient else 0)
    assert f"data {wanted(X, Y):.4f}" in drawn


READERS: Mapping[str, Callable[[Any], object]] = {
    "gradcheck": gradcheck,
    "grad": grad,
    "like_ours": like_ours,
    "explain": explain,
    "%grad": lambda f: foreign("f", {"f": f}),
}


@each_shape
def test_what_has_a_gradient_as_well_is_differentiated_by_all_and_else_by_none(shape: Shape) -> None:
    f, a, b = graph_of(shape, X, Y)
    if not shape.gradient:
        for name, reads in READERS.items():
            with pytest.raises(Exception, match=r"but no gradient: set `self.grad = 0.0`") as raised:
                reads(f)
            assert raised.type.__name__ == ("UsageError" if name == "%grad" else "TypeError")
            assert f"a number (`{shape.number}`)" in str(raised.value)
        return
    assert grad(f).grads == pytest.approx(GRADIENTS, rel=1e-8)
    assert grad(f).value.data == pytest.approx(wanted(X, Y))
    made = like_ours(f)
    made.backward()
    leaves = {node.label: node.grad for node in trace(made)[0] if node.label in GRADIENTS}
    assert leaves == pytest.approx(GRADIENTS, rel=1e-8)
    run = foreign("f", {"f": f})
    assert run is not None
    assert MovingRun(run).grads == pytest.approx(GRADIENTS, rel=1e-8)
    assert not any("own step" in note for note in run.notes)
    for name, gradient in GRADIENTS.items():
        [rule] = explain(f, name).rules
        assert rule.gradient == pytest.approx(gradient, rel=1e-8)
    [rule] = explain(f, a).rules
    assert rule.gradient == pytest.approx(GRADIENTS["a"], rel=1e-8)
    report = gradcheck(f)
    assert report.ok, str(report)
    assert pictured(report, f, {}).picture
    assert (a.grad, b.grad, f.grad) == (0, 0, 0)


ALL: Mapping[str, Callable[[Any], object]] = {"trace": trace, "draw_dot": draw_dot, **READERS}


@pytest.mark.parametrize(
    ("parts", "lacks"),
    [
        ({"grad": 0.0, "_prev": ()}, "it has operands (`_prev`) and a gradient (`grad`), but no number"),
        ({"data": 1.0}, "it has a number (`data`), but no operands: set `self._prev`"),
        ({"v": 1.0}, "it has a number (`v`), but no operands: set `self._prev`"),
        ({"_prev": ()}, "it has operands (`_prev`), but no number"),
    ],
    ids=str,
)
def test_what_lacks_a_part_is_refused_by_all_with_the_name_of_that_part(parts: dict[str, Any], lacks: str) -> None:
    for reads in ALL.values():
        with pytest.raises(Exception, match=re.escape(lacks)):
            reads(SimpleNamespace(**parts))


@pytest.mark.parametrize("data", ["x", None, [1.0], 1j])
def test_what_holds_no_single_number_is_refused_by_all(data: object) -> None:
    leaf = SimpleNamespace(data=data, grad=0.0, _prev=(), _op="")
    root = SimpleNamespace(data=2.0, grad=0.0, _prev=(leaf,), _op="exp")
    for reads in ALL.values():
        with pytest.raises(Exception, match="a Value holds a number, but the data of"):
            reads(root)


def test_where_what_a_value_was_made_from_has_no_gradient_only_the_picture_is_made() -> None:
    class Leaf:
        data, _prev = 2.0, ()

    root = SimpleNamespace(data=4.0, grad=0.0, _prev=(Leaf(),), _op="**2")
    assert len(trace(root)[0]) == draw_dot(root).source.count("shape=record") == 2
    for reads in READERS.values():
        with pytest.raises(Exception, match="of what it was made from, Leaf has no gradient"):
            reads(root)


def test_a_leaf_whose_class_keeps_operands_only_in_what_is_made_is_read_by_all() -> None:
    for reads in ALL.values():
        reads(SimpleNamespace(data=2.0, grad=0.0, label="a"))


@pytest.mark.parametrize("thing", [3.0, "a", None, object(), int, print, np.float64(1.0), np.ones(2), [1.0]], ids=repr)
def test_what_has_no_part_of_a_node_is_none(thing: object) -> None:
    assert not is_traceable(thing)
    assert not lacking(thing)


def test_places_beside_operands_are_not_taken_for_local_derivatives() -> None:
    a, b = (SimpleNamespace(data=x, grad=0.0, _prev=()) for x in (2.0, 3.0))
    assert partials_of(SimpleNamespace(data=6.0, grad=0.0, _prev={0: a, 1: b})) is None
    assert partials_of(SimpleNamespace(data=6.0, grad=0.0, _prev=[(0, a), (1, b)])) is None
    assert partials_of(SimpleNamespace(data=6.0, grad=0.0, _prev=[a, b], partials=(3.0,))) is None
    assert partials_of(SimpleNamespace(data=6.0, grad=0.0, _prev=[(a, 3.0), (b, 2.0)])) == [3.0, 2.0]


WRONG = [shape for shape in SHAPES if shape.gradient][::4]


@pytest.mark.parametrize("shape", WRONG, ids=str)
def test_a_wrong_derivative_is_found_and_marked_in_the_picture(shape: Shape) -> None:
    f, _, _ = graph_of(shape, X, Y, slope="1 - 2 * out * out")
    report = gradcheck(f)
    assert not report.ok
    assert [(each.operation, each.method) for each in report.checked if each.verdict == "wrong"] == [
        ("tanh" if shape.op else "Value", "Value.tanh")
    ]
    shown = pictured(report, f, {})
    assert unquote(unescape(shown.picture)).count(">wrong</text>") == 1
