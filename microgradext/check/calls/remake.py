"""Remake: an operation run again through its own code.

A node keeps its number and its step backward, not the call that made it. That call is searched for: the function may
be the one whose code holds the step's code, one that names the operation, or the class itself; its arguments may be
what the step closes over, the operands in order, or numbers. A call counts only when it makes the same node once more:
the same number, the same operation, the same step, the same operands.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Container, Iterator, Sequence
from types import FunctionType

from ...engine.applied import apply, reduced
from ...engine.ops import BY_CODE
from ...engine.value import Value
from ...interop.shape import DEEP, Node, attributes, is_node, number_of, op_of, operands_of
from ...interop.step import Step, step_of
from .call import Call
from .makers import Maker, makers


class Remaker:
    """Finds the calls; what made one node is tried first for the next of its kind."""

    def __init__(self, functions: Sequence[FunctionType] = ()) -> None:
        self._functions = functions  # from where the nodes' classes are used
        self._known: dict[object, tuple[Maker, int]] = {}

    def __call__(self, node: Node) -> Call | None:
        """The call that makes `node`; None when none is found."""
        if isinstance(node, Value) and node._code >= 0:
            return _ours(node)
        step = step_of(node)
        kind = kind_of(node, step)
        call = self.likely(node, step, kind)
        if call is not None and makes(call, node, step):
            return call
        for maker in makers(node, step, self._functions):
            for position, call in enumerate(maker.calls(node, step)):
                if makes(call, node, step):
                    self._known[kind] = maker, position
                    return call
        return None

    def likely(self, node: Node, step: Step | None, kind: object) -> Call | None:
        """The call that made an earlier node of the same kind, for this one; it is not tried."""
        if isinstance(node, Value) and node._code >= 0:
            return _ours(node)
        maker, position = self._known.get(kind, (None, 0))
        return None if maker is None else next(itertools.islice(maker.calls(node, step), position, None), None)

    def twice(self, node: Node) -> tuple[float, float] | None:
        """The results of two runs of the function in which `node`'s step was written; None if there is none."""
        step = step_of(node)
        for maker in makers(node, step, self._functions):
            for call in itertools.islice(maker.calls(node, step), 1):
                try:
                    return number_of(call()), number_of(call())
                except Exception:
                    break
            break
        return None


def kind_of(node: Node, step: Step | None) -> tuple[object, ...]:
    """What nodes of the same operation have in common."""
    if isinstance(node, Value) and node._code >= 0:
        return ("ours", node._code)
    helpers = () if step is None else tuple(_code_of(item) for item in step.cells.values() if callable(item))
    op = op_of(node)
    if not op.isalpha():
        op = re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", "n", op)
    return type(node), None if step is None else step.code or step.name, op, helpers


def _code_of(item: object) -> object:
    return getattr(item, "__code__", item if isinstance(item, type) else getattr(item, "__name__", None))


def _ours(node: Value) -> Call:
    row, operands = BY_CODE[node._code], node._prev
    many = row.arity < 0
    letters = tuple(f"x{i}" for i in range(len(operands))) if many else tuple(row.operands)

    def run(*given: Value) -> Value:
        return reduced(row.name, given) if many else apply(row.name, *given)

    return Call(run, operands, letters, f"Value.{row.name}", None)


def makes(call: Call, node: Node, step: Step | None) -> bool:
    """Whether `call` makes `node` once more."""
    try:
        made = call()
    except Exception:
        return False
    return made is not node and is_node(made) and _alike(made, node, step)


def _alike(made: Node, node: Node, step: Step | None) -> bool:
    a, b = number_of(made), number_of(node)
    if not (a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= 1e-14 * abs(b)):
        return False
    if op_of(made) != op_of(node) or type(made) is not type(node):
        return False
    other = step_of(made)
    if step is None or other is None:
        same = {id(o) for o in operands_of(made)} == {id(o) for o in operands_of(node)}
        return step is other and same and _numbers_of(made) == _numbers_of(node)
    if other.code is not step.code or kind_of(made, other)[-1] != kind_of(node, step)[-1]:
        return False
    own = {id(operand) for operand in operands_of(node)}
    return all(_same_cell(item, other.cells.get(name), own) for name, item in step.cells.items() if item is not node)


def _same_cell(item: object, other: object, operands: Container[int]) -> bool:
    """Whether two steps close over the same operand, or over the same numbers: 2 * 2 may be a * a, but not a * 2."""
    if is_node(item):
        return item is other or id(item) not in operands
    return not isinstance(item, (int, float, tuple, list)) or list(_flat(item)) == list(_flat(other))


def _numbers_of(node: Node) -> list[str]:
    """The local gradients that a node keeps, and whatever other numbers it keeps together."""
    return [x for _, item in attributes(node) if isinstance(item, (tuple, list)) for x in _flat(item)]


def _flat(item: object, depth: int = DEEP) -> Iterator[str]:
    if isinstance(item, (int, float)):
        yield repr(float(item))
    elif depth and isinstance(item, (tuple, list)):
        for each in item:
            yield from _flat(each, depth - 1)
