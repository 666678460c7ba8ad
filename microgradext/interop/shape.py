"""The shape of micrograd: what a node of any engine is, and where it keeps its number, gradient, operands and names."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from numbers import Number
from types import NoneType
from typing import Any, TypeGuard
from weakref import ref

from ..engine.node import CONSTANT
from ..engine.value import Value
from .conventions import ELSEWHERE, LABELS, NUMBERS, OPS, USERS, USUAL
from .kinds import is_tensor as is_tensor
from .kinds import kind

Node = Any
"""An object with a number and a gradient, or a number and operands, of a class that need not know about us."""

DEEP = 3
"""How deep inside lists, tuples, sets and dicts nodes are looked for."""

ABSENT = object()
PLAIN = (tuple, set, list)
"""Containers that are never nodes themselves."""
LAYOUTS = 64
"""For how many sets of attributes a class remembers which of them may hold operands."""


# ---------------------------------------------------------------- the number and the gradient


def number_name(thing: Any) -> str:
    """The attribute that holds the number of `thing`; `data` where that holds no number, empty where there is none."""
    if isinstance(thing, Value) or type(getattr(thing, "data", None)) in (float, int):
        return "data"
    found = next((name for name in NUMBERS if is_number(getattr(thing, name, None))), "")
    # NumPy's numbers and arrays have a `data` too: their memory.
    return found or ("data" if _has(thing, "data") and not isinstance(thing.data, memoryview) else "")


def data_of(node: Node) -> Any:
    """What `node` keeps as its number."""
    return getattr(node, number_name(node) or "data")


def number_of(node: Node) -> float:
    """The number of `node`, nan where it keeps none."""
    data = getattr(node, "data", None)
    return data if type(data) is float else number(data_of(node))


def number(thing: object) -> float:
    """`thing` as a float, nan for what is not one real number."""
    if type(thing) is float:
        return thing
    if isinstance(thing, complex):
        return math.nan
    try:
        return float(thing)  # type: ignore[arg-type]  # that is the question
    except (TypeError, ValueError, OverflowError):
        return math.nan


def is_number(thing: Any) -> bool:
    """Whether `thing` is one real number, in whatever type."""
    if isinstance(thing, (int, float)):
        return True
    if isinstance(thing, (str, bytes, bytearray, complex, type, Value)) or bool(getattr(thing, "shape", ())):
        return False
    try:
        float(thing)
    except Exception:  # whatever a class of theirs raises
        return False
    return True


def has_gradient(thing: object) -> bool:
    """Whether `thing` has a place for its gradient."""
    return _has(thing, "grad")


def _has(thing: object, name: str) -> bool:
    held = getattr(thing, name, ABSENT)
    return held is not ABSENT and not callable(held)


# ---------------------------------------------------------------- what is a node


def is_node(thing: object) -> bool:
    """Whether `thing` has a number and a gradient."""
    if isinstance(thing, Value):
        return True
    return not _is_other(thing) and has_gradient(thing) and number_name(thing) != ""


def is_traceable(thing: object) -> bool:
    """Whether `thing` can be drawn: it has a number, and operands or a gradient."""
    if is_node(thing):
        return True
    return not _is_other(thing) and number_name(thing) != "" and bool(operands_name(thing) or operands_of(thing))


def _is_other(thing: object) -> bool:
    """Whether `thing` is a class, a plain number, an array: things that have such attributes but are not nodes."""
    known = kind(type(thing))
    if known.is_plain and "shape" not in getattr(thing, "__dict__", ()):
        return False
    if known.is_never or known.is_tensor:
        return True
    if known.is_bare and not has_gradient(thing):  # a UserList keeps a list as its `data`
        return True
    if not known.has_shape and "shape" not in getattr(thing, "__dict__", ()):
        return False
    shape = getattr(thing, "shape", ())
    return isinstance(shape, Sequence) and any(size != 1 for size in shape)


def wants_gradient(node: Node) -> bool:
    """Whether `node` should get a gradient; an engine may have nodes that should not."""
    return getattr(node, "requires_grad", True) is not False


def is_constant(node: Node) -> bool:
    """Whether `node` is one of our constants."""
    return isinstance(node, Value) and node._code == CONSTANT


def lacking(thing: object, *, gradient: bool = True) -> str:
    """Which part of a node `thing` lacks and what to write for it; empty where it lacks none, or has none at all.

    >>> from types import SimpleNamespace as Theirs
    >>> lacking(Theirs(data=3.0, _prev=()))
    'it has a number (`data`) and operands (`_prev`), but no gradient: set `self.grad = 0.0` in its `__init__`'
    >>> lacking(Theirs(data=3.0, _prev=()), gradient=False), lacking(3.0)
    ('', '')
    """
    if _is_other(thing):
        return ""
    kept, named = number_name(thing), operands_name(thing)
    parts = {
        "a number": (kept, "set `self.data` to one in its `__init__`"),
        "operands": (named, "set `self._prev` to what it was made from, `()` for a leaf"),
        "a gradient": ("grad" if has_gradient(thing) else "", "set `self.grad = 0.0` in its `__init__`"),
    }
    has = [f"{part} (`{name}`)" for part, (name, _) in parts.items() if name]
    complete = is_node(thing) or (not gradient and is_traceable(thing))
    if not has or complete:
        return ""
    part = "a number" if not kept else "a gradient" if gradient and (named or operands_of(thing)) else "operands"
    return f"it has {' and '.join(has)}, but no {part.removeprefix('a ')}: {parts[part][1]}"


# ---------------------------------------------------------------- operands


def nodes_in(thing: object, depth: int = DEEP, wanted: Callable[[object], bool] = is_node) -> Iterator[Node]:
    """The nodes that `thing` is or holds."""
    if isinstance(thing, (int, float, str)) or thing is None:
        return
    if wanted(thing):
        yield thing
    elif depth and _is_container(thing):
        for item in thing.values() if isinstance(thing, Mapping) else thing:
            yield from nodes_in(item() if isinstance(item, ref) else item, depth - 1, wanted)


def _is_container(thing: object) -> TypeGuard[Collection[Any]]:
    """Whether nodes may be in `thing`; an array or a tensor of numbers may be large and holds none."""
    if not isinstance(thing, Collection) or is_tensor(thing):
        return False
    return str(getattr(thing, "dtype", "object")) == "object" and getattr(thing, "ndim", 1) != 0


def operands_of(node: Node) -> list[Node]:
    """What `node` says it was made from, with repeats where the engine keeps them."""
    return operands_in(node)[1]


def operands_in(node: Node) -> tuple[str, list[Node]]:
    """The attribute of a usual name that holds the operands of `node`, and these; no name where they are scattered."""
    if isinstance(node, Value):
        return "_prev", list(node._prev)
    name, found = _kept(node)
    return (name, found) if name else ("", _scattered(node))


def operands_name(node: object) -> str:
    """The attribute that holds the operands of `node`; empty where it has none of the usual ones."""
    return "_prev" if isinstance(node, Value) else _kept(node)[0]


def _kept(node: object) -> tuple[str, list[Node]]:
    """The attribute of a usual name that holds operands, and these; else the first that says that there are none.

    What is in a container counts before a single node: `prev` may be the node that was made before this one.
    """
    empty, alone = "", ""
    for name in _usual(node):
        held = getattr(node, name, ABSENT)
        if type(held) in PLAIN and held:  # nearly always so
            if found := _held(held):
                return name, found
            continue
        if held is ABSENT or (callable(held) and not is_node(held)):
            continue
        if held is None or (isinstance(held, Collection) and not isinstance(held, str) and not len(held)):
            empty = empty or name
        elif is_node(held):
            alone = alone or name
        elif isinstance(held, Collection) and (found := _held(held)):
            return name, found
    return (alone, [getattr(node, alone)]) if alone else (empty, [])


def _usual(node: object) -> Sequence[str]:
    """The attributes of usual names that `node` has, in the order in which they are believed."""
    known, own = kind(type(node)), tuple(getattr(node, "__dict__", ()))
    names = known.usual.get(own)
    if names is None:
        names = [name for name in USUAL if name in own or name in known.operands]
        if len(names) > 1 and ("parents" in names or "_parents" in names):
            names = [name for name in names if name not in USERS]
        if len(known.usual) < LAYOUTS:
            known.usual[own] = names
    return names


def unread(node: object) -> str:
    """The attribute of micrograd's names that holds something of which no operands can be read; empty for none.

    >>> from types import SimpleNamespace as Theirs
    >>> unread(Theirs(data=3.0, grad=0.0, _prev=iter([1]))), unread(Theirs(data=3.0, grad=0.0, _prev=()))
    ('_prev', '')
    """
    if isinstance(node, Value):
        return ""
    for name in _usual(node):
        held = getattr(node, name, None)
        if type(held) in PLAIN and not held:
            continue
        if isinstance(held, Iterator) or (isinstance(held, Collection) and any(map(_is_object, held))):
            return "" if _kept(node)[1] else name
    return ""


def _is_object(thing: object) -> bool:
    """Whether `thing` is more than a number or a text, so that it may stand for an operand."""
    return not isinstance(thing, (Number, str, bytes, NoneType))


def _held(held: Any) -> list[Node]:
    """The operands in a container; in a dict, the values, or else the keys."""
    if type(held) in PLAIN and all(map(_may_be_operand, held)):  # nearly always true, and faster
        return list(held)
    found = list(nodes_in(held, wanted=_may_be_operand))
    return found or (list(nodes_in(list(held), wanted=_may_be_operand)) if isinstance(held, Mapping) else [])


def _may_be_operand(thing: object) -> bool:
    """Whether `thing` may be an operand: a number is enough, since an engine may keep less in its leaves."""
    if type(getattr(thing, "data", None)) in (float, int) and kind(type(thing)).is_plain:  # nearly always so
        return "shape" not in getattr(thing, "__dict__", ()) or not _is_other(thing)
    return not _is_other(thing) and number_name(thing) != ""


def _scattered(node: Node) -> list[Node]:
    """The operands in attributes of other names, such as `left` and `right`; a list beside them may be of its users."""

    def alike(other: object) -> bool:
        return is_node(other) or (type(other) is type(node) and number_name(other) != "")

    held_in = [held for name, held in attributes(node) if name.strip("_") not in ELSEWHERE and name not in NUMBERS]
    single = [held for held in held_in if alike(held) and held is not node]
    return single or [other for held in held_in for other in nodes_in(held, wanted=alike) if other is not node]


def keeps_order(node: Node) -> bool:
    """Whether the operands of `node` are kept in the order in which it was made from them."""
    if isinstance(node, Value):
        return True
    return not isinstance(getattr(node, operands_name(node), None), Set)


# ---------------------------------------------------------------- attributes and names


def attributes(node: Node) -> Iterator[tuple[str, object]]:
    """The attributes that `node` itself holds, in its dict and in slots."""
    yield from getattr(node, "__dict__", {}).items()
    for name in slots(type(node)):
        if hasattr(node, name):
            yield name, getattr(node, name)


def slots(cls: type) -> Iterator[str]:
    """The slots of a class and of its bases that hold something of the user's."""
    for base in cls.__mro__:
        declared = base.__dict__.get("__slots__", ())
        for name in (declared,) if isinstance(declared, str) else declared:
            if name not in ("__dict__", "__weakref__"):
                yield f"_{base.__name__.lstrip('_')}{name}" if name[:2] == "__" and name[-2:] != "__" else name


def named_op(node: Node) -> str:
    """The name that `node` gives its operation."""
    for name in OPS:
        named = getattr(node, name, None)
        named = named if isinstance(named, str) else getattr(named, "__name__", "")
        if named:
            return str(named)
    return ""


def op_of(node: Node) -> str:
    """The name that `node` gives its operation; its class where it gives none."""
    return named_op(node) or (type(node).__name__ if operands_of(node) else "")


def label_of(node: Node) -> str:
    """The name that the user gave `node`."""
    for name in LABELS:
        named = getattr(node, name, None)
        if isinstance(named, str) and named and getattr(type(node), name, None) is not named:  # its class's own
            return named
    return ""


# ---------------------------------------------------------------- the graph


@dataclass(frozen=True, slots=True)
class Walk:
    """What a node was made from: every node after its operands; `cycle` is one node of a cycle, if there is one."""

    nodes: tuple[Node, ...]
    cycle: Node | None
    operands: Mapping[int, Sequence[Node]]  # of each node, by its identity


def without_order(node: Node, name: str = "") -> str:
    """The sentence on a graph in which `node`, which the user may have given a name, is in a cycle."""
    who = name or label_of(node) or op_of(node) or type(node).__name__
    return f"{who} is among the nodes that it was made from, so the graph has no order"


def walk(roots: Iterable[Node], operands: Callable[[Node], Iterable[Node]] = operands_of) -> Walk:
    """`roots` and the nodes that they were made from."""
    order: list[Node] = []
    found: dict[int, list[Node]] = {}
    state: dict[int, int] = {}  # 1 entered, 2 left
    cycle = None
    pending = list(roots)
    while pending:
        node = pending[-1]
        entered = state.get(id(node))
        if entered is None:
            state[id(node)] = 1
            found[id(node)] = before = list(operands(node))
            for operand in reversed(before):
                seen = state.get(id(operand))
                if seen is None:
                    pending.append(operand)
                elif seen == 1:
                    cycle = operand
        else:
            pending.pop()
            if entered == 1:
                state[id(node)] = 2
                order.append(node)
    return Walk(tuple(order), cycle, found)
