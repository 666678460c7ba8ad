"""By row: nodes that are plainly right, told without a call of the user's code.

Most operations of most engines are rows of the op table. Where the number of a node is, to the bit, what a row gives
for the numbers of its operands, differences of the row take the place of differences of the user's code. Whatever does
not agree in everything is looked at by running its own code: nothing is found wrong here, and nothing wrong is passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from ...engine.generated import scalar
from ...engine.names import called
from ...engine.node import CONSTANT
from ...engine.ops import BY_CODE, TABLE
from ...engine.tape.drift import follows
from ...engine.value import Value
from ...interop.shape import Node, data_of, is_node, named_op
from ..calls.makers import Maker
from ..calls.remake import Remaker
from .as_it_stands import Made, Stand, is_row

FEW = 4
"""How many nodes of a kind may fail before the others are not tried."""

CLOSE = 1e-9
"""How far apart, relatively, the derivatives of a row and of other right code may be through rounding."""

MANY = 8
"""With how many operands a row of ours that takes any number of them is tried by differences."""

NUMBERS = (float, int)

Forward = Callable[..., float]


@dataclass(slots=True)
class Plan:
    """How nodes of one kind are read: where their steps hold the arguments, and which row they seem to be."""

    arguments: tuple[int, ...]  # places in what the step closes over, in the order of the call
    others: tuple[int, ...]  # of what else it closes over
    code: int = -1  # of the row; -1 while none has been found
    failed: int = 0


@dataclass(frozen=True, slots=True)
class ByRow:
    """Says which of the nodes that stand there are plainly right."""

    stand: Stand
    remaker: Remaker
    right: set[int] = field(default_factory=set)  # found so far, by identity
    _plans: dict[int, Plan | None] = field(default_factory=dict)  # by identity of the kind

    def __call__(self, node: Node) -> bool:
        """Whether a node has the number and passes back the local derivatives that a row has there."""
        if id(node) in self.right:
            return True
        made = self.stand.made[id(node)]
        try:
            agrees = self._is_ours(made) if is_row(node) else self._is_theirs(made)
        except Exception:  # of their attributes, or of a row that has no value there
            return False
        if agrees:
            self.right.add(id(node))
        return agrees

    def _is_ours(self, made: Made) -> bool:
        """Whether a row of ours stores what the table gives, and what differences of the row say."""
        node = made.node
        numbers = [operand._data for operand in made.operands]
        # Of many operands, each difference takes as long as all; what `follows` compares is the row's own derivative,
        # which is tried with fewer.
        return follows(node, numbers) and (
            takes_many(node) or self._is_by_differences(node, node._code, made.operands, numbers)
        )

    def _is_theirs(self, made: Made) -> bool:
        plan = self._plan(made)
        if plan is None or (plan.code < 0 and plan.failed > FEW):
            return False
        node = made.node
        data = _number(node)
        closure: Sequence[Any] = made.function.__closure__  # type: ignore[attr-defined]  # the plan is for functions
        for place in plan.others:
            held = closure[place].cell_contents
            if held is node or (callable(held) and not is_node(held)):  # the kind has its code
                continue
            if type(held) is not float or held != data:  # a number taken early may be one of before
                return False
        given = [closure[place].cell_contents for place in plan.arguments]
        numbers = [*map(_number, given)]
        if data is None or None in numbers:
            return False
        if plan.code < 0 or scalar.FORWARD[plan.code](*numbers) != data:
            if plan.failed > FEW or (code := _row(node, numbers, data)) < 0:
                plan.failed += 1
                return False
            plan.failed += plan.code >= 0  # 2 * 2 may have been taken for 2 + 2
            plan.code = code
        return self._is_by_table(node, plan.code, given, numbers, data) or self._is_by_differences(
            node, plan.code, given, numbers
        )

    def _is_by_table(self, node: Node, code: int, given: Sequence[Any], numbers: Sequence[Any], data: float) -> bool:
        """Whether a step applies the local derivatives of a row, which is nearly always so and soon asked."""
        first = self.stand.first.get(id(node), ())
        if len(first) != len(given):
            return False
        if first[0][0] is not given[0]:
            first = first[::-1]  # a set has lost the order
        for (operand, applied), one, local in zip(first, given, scalar.PULL[code](1.0, data, *numbers), strict=True):
            if operand is not one or not abs(applied - local) <= CLOSE * abs(local):
                return False
        return True

    def _is_by_differences(self, node: Node, code: int, given: Sequence[Any], numbers: Sequence[Any]) -> bool:
        """Whether a step applies what plain differences of a row say, as `plainly_right` asks of the user's code."""
        reached = 0
        for operand, applied in self.stand.first.get(id(node), ()):
            places = [place for place, each in enumerate(given) if each is operand]
            is_constant = isinstance(operand, Value) and operand._code == CONSTANT
            if not is_constant and not (places and _is_slope(scalar.FORWARD[code], numbers, places, applied)):
                return False
            reached += len(places)
        return reached == len(given) - sum(type(each) in NUMBERS for each in given)

    def _plan(self, made: Made) -> Plan | None:
        """How nodes of this kind are read; None where that is not known, or not yet."""
        if id(made.kind) in self._plans:
            return self._plans[id(made.kind)]
        maker = self.remaker.maker_of(made.kind)
        if maker is None:
            return None
        plan = self._plans[id(made.kind)] = _planned(made, maker)
        return plan


def takes_many(node: Node) -> bool:
    """Whether `node` is a row of ours that takes any number of operands, and has more than it is tried with."""
    return is_row(node) and BY_CODE[node._code].arity < 0 and len(node._prev) > MANY


def _planned(made: Made, maker: Maker) -> Plan | None:
    """A plan for steps that close over every argument of the call that makes their node."""
    function = made.function
    if type(function) is not FunctionType or function.__defaults__ or function.__kwdefaults__:
        return None
    free = function.__code__.co_freevars
    if not maker.names or not all(each.kind is each.POSITIONAL_OR_KEYWORD for each in maker.parameters):
        return None
    if not set(maker.names) <= {*free}:
        return None
    places = tuple([free.index(name) for name in maker.names])
    return Plan(places, tuple([place for place in range(len(free)) if place not in places]))


def _row(node: Node, numbers: Sequence[Any], data: float) -> int:
    """The code of a row that gives the number of a node, one that goes by the node's name if there is one; else -1."""
    named = [TABLE[name] for name in called(named_op(node))]
    rows = (row.code for row in [*named, *TABLE.values()] if row.arity == len(numbers))
    return next((code for code in rows if scalar.FORWARD[code](*numbers) == data), -1)


def _is_slope(forward: Forward, numbers: Sequence[float], places: Sequence[int], applied: float) -> bool:
    """Whether `applied` is the plain difference of a row by the operand that stands in `places`."""
    x = numbers[places[0]]
    h = 2**-17 * max(abs(x), 2**-6)
    if len(numbers) == 1:
        high, low = forward(x + h), forward(x - h)
    else:
        above, below = [*numbers], [*numbers]
        for place in places:
            above[place], below[place] = x + h, x - h
        high, low = forward(*above), forward(*below)
    found = (high - low) / (2 * h)
    return abs(found - applied) <= 1e-4 * max(abs(found), abs(applied)) + 1e-15 * (abs(high) + abs(low)) / h


def _number(thing: Any) -> float | None:
    """The number of a node, or a number, as a float; None where it is of a type of which rows say nothing."""
    data: Any = thing if type(thing) in NUMBERS else getattr(thing, "data", None)
    if type(data) is float:
        return data
    if type(data) is not int:
        data = data_of(thing) if is_node(thing) else None
    return float(data) if type(data) in NUMBERS else None
