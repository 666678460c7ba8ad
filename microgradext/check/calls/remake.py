"""Remake: an operation run again through its own code.

A node keeps its number and its step backward, not the call that made it. That call is searched for: the function may
be the one whose code holds the step's code, one that names the operation, or the class itself; its arguments may be
what the step closes over, the operands in order, or numbers. A call counts only when it makes the same node once more:
the same number, the same operation, the same step, the same operands.

The code of the step, or the op that the node names, tells which operation made it. Where there is neither, two
operations may make the same node by coincidence, as 2 * 2 and 2 + 2 do; then all of them are found.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from types import FunctionType

from ...cell.rerun.lasting import Barred, watching
from ...cell.rerun.lasting import Watch as Effects
from ...engine.applied import apply, reduced
from ...engine.ops import BY_CODE
from ...engine.value import Value
from ...interop.shape import DEEP, Node, attributes, is_node, keeps_order, named_op, number_of, op_of, operands_of
from ...interop.step import Step, step_of
from .call import Call
from .makers import Maker, is_named_in, is_written_in, makers
from .operations import by_operation
from .restore import kept, methods_of
from .time_limit import TooLong

SIMPLE = 720.0
"""Numbers are simple whose products with this are whole, such as 2, 0.25 and 1/3."""

LOST = 6
"""After how many nodes of a kind that cannot be made again the others are not tried."""


class Remaker:
    """Finds the calls; what made one node is tried first for the next of its kind."""

    def __init__(self, functions: Sequence[FunctionType] = ()) -> None:
        self._functions = functions  # from where the nodes' classes are used
        self._known: dict[object, tuple[Maker, int]] = {}
        self._lost: Counter[object] = Counter()  # how many nodes of a kind could not be made again
        self._found: dict[int, tuple[Node, tuple[Call, ...]]] = {}  # where more than one had to be looked for

    def __call__(self, node: Node) -> Call | None:
        """The call that makes `node`, or one of those that do; None when none is found."""
        return next(iter(self.candidates(node)), None)

    def candidates(self, node: Node) -> tuple[Call, ...]:
        """The calls that make `node`, one for each operation that may have made it; none when none is found."""
        if isinstance(node, Value) and node._code >= 0:
            return (_ours(node),)
        if id(node) in self._found:
            return self._found[id(node)][1]
        step = step_of(node)
        kind = kind_of(node, step)
        call = self.likely(node, step, kind)
        if call is not None and makes(call, node, step):
            return (call,)
        if step is None:
            with kept((), methods_of([node])):  # what is tried may leave its traces on a tape
                found = tuple(self._search(node, step, kind))
        else:
            found = tuple(self._search(node, step, kind))
        if len(found) > 1 or step is None:
            self._found[id(node)] = node, found
        return found

    def is_told(self, node: Node, kind: object) -> bool:
        """Whether its kind tells which operation made `node`, as far as that can be known."""
        return kind in self._known or isinstance(node, Value) or self._lost[kind] >= LOST

    def methods(self, node: Node, kind: object) -> tuple[str, ...]:
        """What tells `node` from others of its kind: the operations that may have made it; none where its kind does."""
        found = tuple([call.method for call in self.candidates(node)])
        self._lost[kind] += not found
        return () if kind in self._known else found

    def _search(self, node: Node, step: Step | None, kind: object) -> Sequence[Call]:
        found: list[Call] = []
        for maker in makers(node, step, self._functions):
            try:
                for position, call in enumerate(maker.calls(node, step)):
                    if makes(call, node, step):
                        if is_told(maker, node, step):
                            self._known[kind] = maker, position
                            return [call]
                        found.append(call)
                        if not _is_easily_mistaken(node):
                            return found
            except TooLong:
                if not found:
                    raise
                break  # what is slow may have nothing to do with it
        return by_operation(_likely(found))

    def likely(self, node: Node, step: Step | None, kind: object) -> Call | None:
        """The call that made an earlier node of the same kind, for this one; it is not tried."""
        if isinstance(node, Value) and node._code >= 0:
            return _ours(node)
        maker, position = self._known.get(kind, (None, 0))
        return None if maker is None else next(itertools.islice(maker.calls(node, step), position, None), None)

    def maker_of(self, kind: object) -> Maker | None:
        """What made the earlier nodes of a kind, if it did so with what their steps close over."""
        maker, position = self._known.get(kind, (None, 0))
        return maker if position == 0 else None

    def twice(self, node: Node) -> tuple[float, float] | None:
        """The results of two runs of the function in which `node`'s step was written; None if there is none."""
        step = step_of(node)
        for maker in makers(node, step, self._functions):
            for call in itertools.islice(maker.calls(node, step), 1):
                try:
                    with watching(Effects(stops=True)):
                        return number_of(call()), number_of(call())
                except (Exception, Barred):
                    break
            break
        return None


def _is_easily_mistaken(node: Node) -> bool:
    """Whether another operation may make the same number: of one operand, of equal or simple ones, or one of them."""
    given = [number_of(operand) for operand in operands_of(node)]
    numbers = {*given, number_of(node)}
    return len(given) < 2 or len(numbers) <= len(given) or any(x != x or (SIMPLE * x).is_integer() for x in numbers)


def _likely(calls: Sequence[Call]) -> list[Call]:
    """Without what is idle, as `x**1` is: a coincidence that nobody writes, though it makes what `relu` makes of x."""
    return [each for each in calls if not any(type(x) is int and x in (0, 1) for x in each.arguments)] or list(calls)


def is_told(maker: Maker, node: Node, step: Step | None) -> bool:
    """Whether it is known that `maker` made `node`, and not only that it makes one like it."""
    if step is None:
        return False
    written = is_written_in(step, maker.code) or is_named_in(step, maker.code) or _is_class_of(step, maker)
    return written or bool(named_op(node)) or bool(_helpers(step))


def _is_class_of(step: Step, maker: Maker) -> bool:
    """Whether `maker` is a class for one operation, which has the step for a method."""
    return isinstance(maker.function, type) and step.name.startswith(f"{maker.method}.")


def kind_of(node: Node, step: Step | None) -> tuple[object, ...]:
    """What nodes of the same operation have in common."""
    if isinstance(node, Value) and node._code >= 0:
        return ("ours", node._code)
    code = None if step is None else step.code or step.name
    return type(node), code, _without_numbers(op_of(node)), () if step is None else _helpers(step)


@lru_cache(maxsize=256)
def _without_numbers(op: str) -> str:
    return op if op.isalpha() else re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", "n", op)


def _helpers(step: Step) -> tuple[object, ...]:
    """The functions that a step closes over."""
    return tuple([_code_of(item) for item in step.held if callable(item) and not is_node(item)])


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
    """Whether `call` makes `node` once more; a call that would write a file or reach the network does not."""
    try:
        with watching(Effects(stops=True)):
            made = call()
    except (Exception, Barred):
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
        alike = _same_operands(made, node) and _numbers_of(made) == _numbers_of(node)
        return step is other and alike and _classes_of(made) == _classes_of(node)
    if other.code is not step.code or kind_of(made, other)[-1] != kind_of(node, step)[-1]:
        return False
    own = {id(operand) for operand in operands_of(node)}
    return all(_same_cell(item, other.cells.get(name), own) for name, item in step.cells.items() if item is not node)


def _same_operands(made: Node, node: Node) -> bool:
    one, other = [[id(operand) for operand in operands_of(each)] for each in (made, node)]
    return one == other if keeps_order(node) else set(one) == set(other)


def _same_cell(item: object, other: object, operands: Container[int]) -> bool:
    """Whether two steps close over the same operand, or over the same numbers: 2 * 2 may be a * a, but not a * 2."""
    if is_node(item):
        return item is other or id(item) not in operands
    return not isinstance(item, (int, float, tuple, list)) or list(_flat(item)) == list(_flat(other))


def _numbers_of(node: Node) -> list[str]:
    """The local gradients that a node keeps, and whatever other numbers it keeps together."""
    return [x for _, item in attributes(node) if isinstance(item, (tuple, list, Mapping)) for x in _flat(item)]


def _classes_of(node: Node) -> dict[str, object]:
    """The classes and functions that a node keeps, such as the one that differentiates it, by their code."""
    return {name: _code_of(item) for name, item in attributes(node) if isinstance(item, (type, FunctionType))}


def _flat(item: object, depth: int = DEEP) -> Iterator[str]:
    if isinstance(item, (int, float)):
        yield repr(float(item))
    elif depth and isinstance(item, (tuple, list, Mapping)):
        for each in item.values() if isinstance(item, Mapping) else item:
            yield from _flat(each, depth - 1)
