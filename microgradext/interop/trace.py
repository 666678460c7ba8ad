"""Trace: what a node of any engine was made from, in an order that is the same in every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any, TypeVar

from ..engine.recent import uncollected
from ..engine.value import Value
from .shape import (
    Walk,
    data_of,
    has_gradient,
    is_number,
    is_traceable,
    label_of,
    lacking,
    named_op,
    number_name,
    operands_in,
    unread,
    walk,
)

V = TypeVar("V")
"""A node: it has a number, and operands or a gradient; see `shape`."""


def trace(root: V) -> tuple[list[V], list[tuple[V, V]]]:
    """All values that `root` was made from, operands first, and an edge for each operand.

    An operand that is used twice has two edges. The order is the same in every run, even where operands are kept in a
    set. A value of any engine will do; it needs no gradient. Raises TypeError for what is not a Value, ValueError for
    one that holds no number.

    >>> from microgradext.engine.value import Value
    >>> a = Value(3.0, label="a")
    >>> nodes, edges = trace(a + a)
    >>> len(nodes), len(edges)
    (2, 2)
    """
    nodes, operands = ordered(root, "draw a Value, not {}", gradients=False)
    with uncollected():
        return nodes, [(operand, node) for node, before in zip(nodes, operands, strict=True) for operand in before]


def ordered(root: V, refusal: str, *, gradients: bool = True) -> tuple[list[V], list[list[V]]]:
    """Each value after its operands, and the operands of each.

    Every node must have a number and, if `gradients`, a gradient. Otherwise raises TypeError, which says `refusal` with
    the class of `root` and what is lacking, or ValueError, which says which number is not one.
    """
    if not is_traceable(root):
        raise TypeError(refused(root, refusal, gradients=gradients))
    nodes, operands, unnamed = _ordered(root)
    if not isinstance(root, Value):
        without = {id(node) for node in unnamed}
        for node in nodes:
            if id(node) in without and (why := unreadable(node)):
                raise TypeError(f"{refusal.format(type(root).__name__)}: {why}")
            _demand(node, root, refusal, gradients)
    return nodes, operands


def complete(root: Any, refusal: str) -> Walk:
    """What `root` was made from, in any order; raises as `ordered` does where a node lacks a part."""
    if not is_traceable(root):
        raise TypeError(refused(root, refusal))
    walked, unnamed, _ = _walked(root)
    if isinstance(root, Value):
        return walked
    whole = all(is_number(data_of(node)) and has_gradient(node) for node in walked.nodes)
    if not whole or any(map(unreadable, unnamed)):
        ordered(root, refusal)  # says which node it is, the same one in every run
    return walked


def refused(thing: object, refusal: str, *, gradients: bool = True) -> str:
    """`refusal` with the class of `thing`, and which part of a node it lacks."""
    return ": ".join(filter(None, [refusal.format(type(thing).__name__), lacking(thing, gradient=gradients)]))


def unreadable(node: object) -> str:
    """What to change where `node` keeps its operands so that they cannot be read; empty where it does not.

    >>> from types import SimpleNamespace as Theirs
    >>> unreadable(Theirs(data=3.0, grad=0.0, _prev=iter([Theirs(data=1.0)])))
    '`_prev` of a SimpleNamespace is a list_iterator, from which no operands can be read: keep a tuple of them'
    """
    name = unread(node)
    if not name:
        return ""
    held = type(getattr(node, name)).__name__
    return f"`{name}` of a {type(node).__name__} is a {held}, from which no operands can be read: keep a tuple of them"


def _demand(node: Any, root: Any, refusal: str, gradients: bool) -> None:
    if not is_number(data_of(node)):
        name = number_name(node)
        raise ValueError(f"a Value holds a number, but the {name} of {node!r:.60} is {data_of(node)!r:.60}")
    if gradients and not has_gradient(node):
        if node is root or type(node) is type(root):
            raise TypeError(refused(node, refusal))
        kind = type(node).__name__
        raise TypeError(f"{refusal.format(type(root).__name__)}: of what it was made from, {kind} has no gradient: set "
                        f"`self.grad = 0.0` in its `__init__`")  # fmt: skip


# ---------------------------------------------------------------- order


def _ordered(root: V) -> tuple[list[V], list[list[V]], list[V]]:
    """Each value after its operands, the operands of each, and those that keep none under a usual name."""
    walked, unnamed, loose = _walked(root)
    with uncollected():
        nodes, found = list(walked.nodes), {key: list(before) for key, before in walked.operands.items()}
        if loose:
            ranks = _ranks(nodes, found)
            for node in loose:
                found[id(node)].sort(key=lambda each: ranks[id(each)])
            nodes = list(walk([root], lambda node: found[id(node)]).nodes)
        return nodes, [found[id(node)] for node in nodes], unnamed


def _walked(root: V) -> tuple[Walk, list[V], list[V]]:
    """A walk, with the values that keep no operands under a usual name, and those that keep two or more in a set."""
    unnamed: list[V] = []
    loose: list[V] = []

    def operands(node: V) -> list[V]:
        name, before = operands_in(node)
        if not (name and before):
            unnamed.append(node)
        elif len(before) > 1 and isinstance(getattr(node, name), Set):
            loose.append(node)
        return before

    with uncollected():
        return walk([root], operands), unnamed, loose


def _ranks(nodes: Iterable[Any], operands: Mapping[int, list[Any]]) -> dict[int, int]:
    """A place for each value that does not depend on where it lies in memory, for operands kept in a set.

    Values are sorted by what they look like, level by level from the leaves: label, op, numbers, operands' places.
    """
    ranks: dict[int, int] = {}
    for level in _levels(nodes, operands):
        looks = {id(node): _look(node, [ranks.get(id(each), -1) for each in operands[id(node)]]) for node in level}
        for node in sorted(level, key=lambda node: looks[id(node)]):
            ranks[id(node)] = len(ranks)
    return ranks


def _look(node: Any, places: Iterable[int]) -> tuple[Any, ...]:
    return label_of(node), named_op(node), repr(data_of(node)), repr(getattr(node, "grad", None)), sorted(places)


def _levels(order: Iterable[Any], operands: Mapping[int, list[Any]]) -> list[list[Any]]:
    """The values by the length of their longest path down to a leaf."""
    height: dict[int, int] = {}
    levels: list[list[Any]] = []
    for node in order:
        own = 1 + max((height.get(id(operand), -1) for operand in operands[id(node)]), default=-1)
        height[id(node)] = own
        while own >= len(levels):
            levels.append([])
        levels[own].append(node)
    return levels
