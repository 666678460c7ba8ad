"""Values of other classes of micrograd's shape as Values of ours: the same graph, with the same labels and numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

from ..engine.applied import apply, reduced
from ..engine.names import called
from ..engine.node import ABSENT
from ..engine.ops import TABLE
from ..engine.value import Value
from .shape import Node, is_traceable, keeps_order, label_of, named_op, number, number_of, op_of, walk, without_order
from .step import Step, partials_of, step_of
from .trace import ordered

POWER = re.compile(r"(?:\*\*|\^|pow)\s*\(?([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\)?")


def is_lookalike(value: object) -> bool:
    """Whether `value` is a node of another engine's graph, and not one of our own Values."""
    return not isinstance(value, Value) and is_traceable(value)


def like_ours(root: Any, names: Mapping[str, Any] | None = None) -> Value:
    """A Value of ours for `root`, made from one for each value that it came from; the originals are not changed.

    An operation becomes the row of the op table with its name, if that gives the same number; any other becomes one
    written by hand, with the local derivatives that it stores or what its own step backward passes on. A value without
    a label gets its name from `names`. Raises TypeError for what is not of micrograd's shape or has no gradient,
    ValueError for a value whose data is not a number.

    >>> from types import SimpleNamespace as Theirs
    >>> a = Theirs(data=3.0, grad=0.0, _prev=(), _op="", label="a")
    >>> ours = like_ours(Theirs(data=6.0, grad=0.0, _prev=(a, a), _op="+", label="b"))
    >>> ours.backward()
    >>> [(value.label, value.grad) for value in ours._prev]
    [('a', 2.0), ('a', 2.0)]
    """
    return twins(root, names)[-1][1]


def twins(
    root: Any, names: Mapping[str, Any] | None = None, orders: Mapping[int, Sequence[Any]] | None = None
) -> list[tuple[Any, Value]]:
    """Each value that `root` came from with its Value of ours, `root` last; raises as `like_ours` does.

    `orders` has the operands in the order of the code, by the identity of what they made, where a set has lost it; the
    leaves then come in that order too, and not by their labels.
    """
    # The first name that was given to it: the variable of a loop over the parameters comes later.
    own = {id(value): name for name, value in reversed(dict(names or {}).items()) if not name.startswith("_")}
    nodes, before = ordered(root, "a graph is drawn from a Value, not from {}")
    operands = {id(node): found for node, found in zip(nodes, before, strict=True)}
    if orders:
        operands = {id(node): _in_order(node, operands[id(node)], orders.get(id(node), ())) for node in nodes}
        nodes = list(walk([root], lambda node: operands[id(node)]).nodes)
    labels = {id(node): label_of(node) or own.get(id(node), "") for node in nodes}
    leaves = [node for node in nodes if not operands[id(node)]]
    if not orders:
        leaves.sort(key=lambda node: _place(labels[id(node)]))
    made_of: dict[int, Value] = {}
    kinds = _Kinds(nodes, operands)
    for node in [*leaves, *(node for node in nodes if operands[id(node)])]:
        if any(id(operand) not in made_of for operand in operands[id(node)]):
            cycle = walk([root]).cycle
            raise ValueError(without_order(cycle, labels[id(cycle)]))
        made = _twin(node, operands[id(node)], made_of, kinds)
        made.label = labels[id(node)]
        made_of[id(node)] = made
    return [(node, made_of[id(node)]) for node in nodes]


def _in_order(node: Node, operands: list[Node], known: Sequence[Node]) -> list[Node]:
    """The operands of `node` in the order that is known, if it keeps none itself and they are the same."""
    same = {id(each) for each in known} == {id(each) for each in operands}
    return list(known) if same and not keeps_order(node) else operands


def _place(label: str) -> tuple[bool, list[tuple[str, int]]]:
    """The place of a leaf among the others: x2 before x10, those without a name last."""
    return not label, [(text, int(digits or 0)) for text, digits in re.findall(r"(\D+|^)(\d*)", label)]


@dataclass(frozen=True)
class _Kinds:
    """What the operations of a graph are called, and which of them give the numbers that their names promise."""

    nodes: Sequence[Any]
    operands: Mapping[int, Sequence[Any]]

    def keeps_promise(self, node: Any) -> bool:
        """Whether another operation of the same name does."""
        return (type(node), named_op(node)) in self._kept

    @cached_property
    def _kept(self) -> set[tuple[type, str]]:
        return {(type(node), named_op(node)) for node in self.nodes if self.operands[id(node)] and self._agrees(node)}

    def _agrees(self, node: Any) -> bool:
        leaves: dict[int, Value] = {}
        ours = [leaves.setdefault(id(each), Value(number_of(each))) for each in self.operands[id(node)]]
        return any(_agree(made._data, number_of(node)) for made in _candidates(node, ours))


def _twin(node: Node, operands: Sequence[Node], made_of: Mapping[int, Value], kinds: _Kinds) -> Value:
    data = number_of(node)
    ours = [made_of[id(operand)] for operand in operands]
    if not ours:
        return Value(data)
    named = list(_candidates(node, ours))
    found = [made for made in named if _agree(made.data, data)]
    if len(found) > 1 or not found:  # two operations can give the same number; what flows back tells them apart
        passed = passes_on(node, operands, ours)
        alike = [made for made in found or named if passed is not None and _passes(made, passed)]
        if not found and (alike or (named and kinds.keeps_promise(node))):
            return _moved((alike or named)[0], node, data, operands)
        found = alike or found
    return found[0] if found else _by_hand(node, data, operands, ours)


def _moved(made: Value, node: Node, data: float, operands: Sequence[Node]) -> Value:
    """An operation that its operands no longer give: they were written to, or it was.

    It keeps its number and the derivatives that it has stored, so that `drift_in` finds it out.
    """
    stored = partials_of(node, operands)
    fits = stored is not None and len(stored) == len(made._prev)
    made._locals = tuple(stored) if stored is not None and fits else (ABSENT,) * len(made._prev)
    made._data = data
    return made


def _passes(made: Value, passed: Mapping[Value, float]) -> bool:
    """Whether an operation passes back to each operand what is `passed`."""
    own = dict.fromkeys(passed, 0.0)
    for operand, local in zip(made._prev, made._locals, strict=True):
        own[operand] = own.get(operand, 0.0) + local
    return all(_agree(own[operand], share) for operand, share in passed.items())


def passes_on(node: Any, operands: Sequence[Any], ours: Sequence[Value]) -> dict[Value, float] | None:
    """What `node` passes back to each operand in all, by its twin, for an upstream gradient of 1; None if unknown."""
    try:
        passed = _passed(node, operands)()
    except Exception:  # a step that fails tells nothing
        return None
    found = dict.fromkeys(ours, 0.0)
    for operand, local in zip(ours, passed, strict=True):
        found[operand] += local
    return found


def _candidates(node: Node, operands: Sequence[Value]) -> Iterator[Value]:
    """What the rows named like its op make of the operands; a set has lost their order and how often each was used."""
    name = named_op(node).strip().lower()
    if (power := POWER.fullmatch(name)) and len(operands) == 1:
        yield operands[0] ** float(power[1])
    for row in called(name):
        for order in [operands] if keeps_order(node) else _orders(operands):
            if TABLE[row].arity in (len(order), -1):
                yield reduced(row, order) if TABLE[row].arity < 0 else apply(row, *order)


def _orders(operands: Sequence[Value]) -> list[Sequence[Value]]:
    """The orders that a set of operands may have lost; a single operand may also have been used twice."""
    if len(operands) > 3:
        return [operands]
    return [operands, (*operands, *operands)] if len(operands) == 1 else [*permutations(operands)]


def _by_hand(node: Node, data: float, operands: Sequence[Node], ours: Sequence[Value]) -> Value:
    made = Value(data, tuple(ours), op_of(node))
    passed = _passed(node, operands)

    def backward() -> None:
        for operand, local in zip(ours, passed(), strict=True):
            operand.grad += made.grad * local

    made._backward = backward
    return made


def _passed(node: Node, operands: Sequence[Node]) -> Callable[[], Sequence[float]]:
    """What `node` passes back for an upstream gradient of 1: what its step adds, else what it has stored."""
    stored, step = partials_of(node, operands), step_of(node)

    def passed() -> Sequence[float]:
        shares = None if step is None else _added(step, node, operands)
        if stored is not None and (shares is None or not any(shares)):
            return stored  # its engine multiplies by these; the step is the one that does nothing
        return shares or [math.nan] * len(operands)  # nobody knows

    return passed


def _added(step: Step, node: Node, operands: Sequence[Node]) -> list[float] | None:
    """What `step` adds to the gradients of the operands; None where it asks for what only its own engine knows."""
    touched = {id(each): each for each in (node, *operands)}
    before = {key: each.grad for key, each in touched.items()}
    try:
        for each in touched.values():
            object.__setattr__(each, "grad", 0.0)
        object.__setattr__(node, "grad", 1.0)
        step.call()
        shares = {id(each): number(each.grad) for each in operands}
    except TypeError:
        return None
    finally:
        for key, each in touched.items():
            object.__setattr__(each, "grad", before[key])
    return [shares.pop(id(operand), 0.0) for operand in operands]  # the first use of an operand gets it all


def _agree(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300) or (one != one and other != other)
