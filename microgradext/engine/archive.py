"""Pickling and copying of Values without recursion, however long the chain; and pickles of earlier versions.

A Value is taken apart into rows, one for each Value it was computed from. Values that are pickled together may have
rows in common; they stay one graph because each row carries its Value's shell, and pickle and copy keep a shell that
they meet again as one object.

While a cell runs that is written with numbers, a copy of a number is the number itself, as in plain Python, and so is
what pickle reads back in the same run: the gradient would be lost otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NoReturn, TypeVar
from uuid import uuid4
from weakref import WeakKeyDictionary

from . import making
from .making import link, write
from .node import CONSTANT, LEAF, NOTHING, WRITTEN, About
from .ops import BY_CODE, TABLE
from .order import Node, ancestors, date
from .recording import active

T = TypeVar("T")


class Shell:
    """Stands for one Value while it is copied, and holds the copy.

    The `token` of a number leads back to the number itself as long as the run lasts that has pickled it.
    """

    __slots__ = ("copy", "token")

    copy: Node | None
    token: str

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.copy = active[-1].pickled.get(token) if token and active else None

    def __reduce__(self) -> Any:
        return Shell, (self.token,) if self.token else ()


_shells: WeakKeyDictionary[Node, Shell] = WeakKeyDictionary()


def is_number(value: Node) -> bool:
    """Whether `value` is a mere number to the cell that runs, so that a copy of it is the number itself.

    A leaf that was made by calling `Value` is an object with data of its own, as a parameter of a model is.
    """
    if not active or not active[-1].immutable or not isinstance(value, making.Bare):
        return False
    about = value._about
    return value._code != LEAF or (type(about) is About and about.whole is not None)


def archived(value: Node) -> Any:
    """What pickle and copy need to make `value` again; a hand-written `_backward` cannot be kept."""
    nodes = ancestors([value])
    index = {node: position for position, node in enumerate(nodes)}
    rows = [_row(node, index) for node in nodes]
    if is_number(value):
        active[-1].leave(value, _shells[value].token)
    return restored, (rows,)


def twin(value: Node) -> Node:
    """Another Value with the same operands, as `copy.copy` makes it."""
    date([value])
    made: Node = object.__new__(type(value))  # not Value(…): a copy is not what the code made
    for name in making.Value.__slots__:
        if name != "__weakref__" and hasattr(value, name):
            setattr(made, name, getattr(value, name))
    return made


def restored(rows: list[tuple[Any, ...]]) -> Node:
    """The Value that `archived` took apart."""
    made: list[Node] = []
    for shell, *parts in rows:
        if shell.copy is None:
            shell.copy = _restored(made, *parts)
        made.append(shell.copy)
    if active:
        active[-1].come_back(rows[-1][0].token)
    return made[-1]


def _row(node: Node, index: dict[Node, int]) -> tuple[Any, ...]:
    shell = _shells.setdefault(node, Shell())
    if is_number(node):
        shell.token = shell.token or uuid4().hex
        active[-1].pickled[shell.token] = node
    derivatives = tuple([None if d is NOTHING else d for d in node._locals])
    operands = tuple([index[operand] for operand in node._prev])
    by_hand = isinstance(node._about, About) and node._about.hand is not None
    symbol = node._op if node._code < 0 else ""
    kind = making.Value if type(node) is making.Bare else type(node)  # the class under which unpickling finds it
    return shell, kind, node._data, node._grad, _named(node._code), operands, derivatives, node.label, symbol, by_hand


ROWLESS = {"a leaf": LEAF, "a constant": CONSTANT, "written": WRITTEN}
"""Stored by name, since codes may change from version to version; no row has one of these names."""


def _named(code: int) -> str:
    return BY_CODE[code].name if code >= 0 else next(name for name, each in ROWLESS.items() if each == code)


def _restored(
    made: list[Node],
    kind: type[Node],
    data: float,
    grad: float,
    name: str,
    operands: tuple[int, ...],
    derivatives: tuple[float | None, ...],
    label: str,
    symbol: str,
    by_hand: bool,
) -> Node:
    code = TABLE[name].code if name in TABLE else ROWLESS[name]
    value: Node = object.__new__(kind)
    making.Value.__init__(value, data, (), symbol, label)
    value._grad = grad
    if operands:
        before = tuple([made[position] for position in operands])
        write(value, before)  # so that it is no longer recent
        if code >= 0:
            link(value, before, tuple([NOTHING if d is None else d for d in derivatives]))
    if by_hand:
        value._backward = lambda: _lost(symbol)
    value._code = code
    return value


def grown(cls: type[T]) -> type[T]:
    """Let a frozen dataclass with slots be read from pickles of earlier versions, which lack its newest fields."""

    def __setstate__(self: T, state: Sequence[object]) -> None:  # noqa: N807  (pickle's name)
        names = fields(cls)  # type: ignore[arg-type]
        for position, each in enumerate(names):
            object.__setattr__(self, each.name, state[position] if position < len(state) else each.default)

    cls.__setstate__ = __setstate__  # type: ignore[attr-defined]
    return cls


def _lost(symbol: str) -> NoReturn:
    name = symbol or "an operation"
    raise RuntimeError(f"{name} is written by hand, and its _backward was not copied with it: set it again")
