"""Values of other classes of micrograd's shape as Values of ours: the same graph, with the same labels and numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from ..engine.applied import apply, reduced
from ..engine.ops import TABLE
from ..engine.value import Value
from ..explain.picture.dot import trace

SHAPE = ("data", "grad", "_prev", "_op")
SYNONYMS = {
    "truediv": "div", "divide": "div", "plus": "add", "minus": "sub", "times": "mul", "power": "pow", "^": "pow",
    "negate": "neg", "negative": "neg", "ln": "log", "logistic": "sigmoid", "maximum": "max", "minimum": "min",
}  # fmt: skip
"""What else people call a row."""
POWER = re.compile(r"(?:\*\*|\^|pow)\s*\(?([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\)?")


def is_lookalike(value: object) -> bool:
    """Whether `value` is of micrograd's shape, and not one of our own Values."""
    return not isinstance(value, (Value, type)) and all(hasattr(value, name) for name in SHAPE)


def like_ours(root: Any, names: Mapping[str, Any] | None = None) -> Value:
    """A Value of ours for `root`, made of one for each value that it came from; nothing of the originals is changed.

    An operation becomes the row of the op table that bears its name, if that gives its number; any other becomes one
    written by hand, with what its own `_backward` passes on. A value without a label gets its name from `names`.
    Raises TypeError for what is not of micrograd's shape, ValueError for one whose data is no number.

    >>> from types import SimpleNamespace as Theirs
    >>> a = Theirs(data=3.0, grad=0.0, _prev=(), _op="", label="a")
    >>> ours = like_ours(Theirs(data=6.0, grad=0.0, _prev=(a, a), _op="+", label="b"))
    >>> ours.backward()
    >>> [(value.label, value.grad) for value in ours._prev]
    [('a', 2.0), ('a', 2.0)]
    """
    return twins(root, names)[-1][1]


def twins(root: Any, names: Mapping[str, Any] | None = None) -> list[tuple[Any, Value]]:
    """Each value that `root` came from with its Value of ours, `root` last; raises as `like_ours` does."""
    if not is_lookalike(root):
        raise TypeError(f"a graph is drawn of a Value, not of {type(root).__name__}")
    called = {id(value): name for name, value in (names or {}).items() if not name.startswith("_")}
    nodes, edges = trace(root)
    operands: dict[int, list[Any]] = {id(node): [] for node in nodes}
    for operand, node in edges:
        operands[id(node)].append(operand)
    leaves = sorted([node for node in nodes if not operands[id(node)]], key=lambda node: _place(_label(node, called)))
    made_of: dict[int, Value] = {}
    for node in [*leaves, *(node for node in nodes if operands[id(node)])]:
        if any(id(operand) not in made_of for operand in operands[id(node)]):
            raise ValueError(f"{_label(node, called) or 'a Value'} is made of itself: its graph has a cycle")
        made = _twin(node, operands[id(node)], made_of)
        made.label = _label(node, called)
        made_of[id(node)] = made
    return [(node, made_of[id(node)]) for node in nodes]


def _label(node: Any, called: Mapping[int, str]) -> str:
    return str(getattr(node, "label", "") or called.get(id(node), ""))


def _place(label: str) -> tuple[bool, list[tuple[str, int]]]:
    """Among the leaves: x2 before x10, those without a name last."""
    return not label, [(text, int(digits or 0)) for text, digits in re.findall(r"(\D+|^)(\d*)", label)]


def _twin(node: Any, operands: Sequence[Any], made_of: Mapping[int, Value]) -> Value:
    data = _number(node)
    ours = [made_of[id(operand)] for operand in operands]
    if not ours:
        return Value(data)
    found = [made for made in _candidates(str(node._op), ours, node._prev) if _agree(made.data, data)]
    if len(found) > 1:  # two operations can give one number; what flows back tells them apart
        found = [made for made in found if _passes_alike(made, node, operands, ours)] or found
    return found[0] if found else _by_hand(node, data, operands, ours)


def _passes_alike(made: Value, node: Any, operands: Sequence[Any], ours: Sequence[Value]) -> bool:
    theirs = dict.fromkeys(ours, 0.0)
    for operand, local in zip(ours, _passed(node, operands)(), strict=True):
        theirs[operand] += local
    own = dict.fromkeys(ours, 0.0)
    for operand, local in zip(made._prev, made._locals, strict=True):
        own[operand] = own.get(operand, 0.0) + local
    return all(_agree(own[operand], theirs[operand]) for operand in ours)


def _candidates(op: str, operands: Sequence[Value], kept_in: Collection[Any]) -> Iterator[Value]:
    """What the rows called `op` make of the operands; a set has lost their order, and how often one was used."""
    name = op.strip().lower()
    if (power := POWER.fullmatch(name)) and len(operands) == 1:
        yield operands[0] ** float(power[1])
    for row in _rows(name):
        for order in _orders(operands) if isinstance(kept_in, (set, frozenset)) else [operands]:
            if TABLE[row].arity in (len(order), -1):
                yield reduced(row, order) if TABLE[row].arity < 0 else apply(row, *order)


def _orders(operands: Sequence[Value]) -> list[Sequence[Value]]:
    """In which a set may have held them, and an operand that was used twice."""
    if len(operands) > 3:
        return [operands]
    return [operands, (*operands, *operands)] if len(operands) == 1 else [*permutations(operands)]


def _rows(name: str) -> list[str]:
    plain = SYNONYMS.get(name.strip("_"), name.strip("_"))
    return [row.name for row in TABLE.values() if plain in (row.name, row.symbol.lower(), row.glyph)]


def _by_hand(node: Any, data: float, operands: Sequence[Any], ours: Sequence[Value]) -> Value:
    made = Value(data, tuple(ours), str(node._op) or type(node).__name__)
    passed = _passed(node, operands)

    def backward() -> None:
        for operand, local in zip(ours, passed(), strict=True):
            operand.grad += made.grad * local

    made._backward = backward
    return made


def _passed(node: Any, operands: Sequence[Any]) -> Callable[[], list[float]]:
    """What the `_backward` of `node` passes on of an upstream gradient of 1; the first use of an operand has it all."""
    theirs = getattr(node, "_backward", None)

    def passed() -> list[float]:
        if not callable(theirs):
            return [math.nan] * len(operands)  # nobody knows
        touched = {id(each): each for each in (node, *operands)}
        before = {key: each.grad for key, each in touched.items()}
        try:
            for each in touched.values():
                each.grad = 0.0
            node.grad = 1.0
            given = theirs()
            shares = {id(each): float(each.grad) for each in operands}
        except TypeError:  # it asks for arguments that only its own engine knows
            return [math.nan] * len(operands)
        finally:
            for key, each in touched.items():
                each.grad = before[key]
        if isinstance(given, (tuple, list)) and len(given) == len(operands) and not any(shares.values()):
            return [float(share) for share in given]  # it gives back what another engine adds
        return [shares.pop(id(operand), 0.0) for operand in operands]

    return passed


def _number(node: Any) -> float:
    try:
        return float(node.data)
    except (TypeError, ValueError):
        raise ValueError(f"a Value holds a number, and the data of {node!r:.60} is {node.data!r:.60}") from None


def _agree(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300) or (one != one and other != other)
