"""Alive: what is known of Values for as long as they live, so that a loop's earlier graphs can be freed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from weakref import ref

from ...engine.value import Value

T = TypeVar("T")


class Alive(Generic[T]):
    """Things by Value, in the order in which they were added; each goes when its Value does.

    By identity: comparing Values is an operation, and a WeakKeyDictionary compares.

    >>> known = Alive[str]()
    >>> a = Value(1.0, label="a")
    >>> known.put(a, "first"), known.put(Value(2.0), "gone")
    (None, None)
    >>> [(value.label, thing) for value, thing in known.items()]
    [('a', 'first')]
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[_Weak, T]] = {}
        self._gone: list[ref[Value]] = []  # appended to by a C function: interrupts in a Python one are lost

    def get(self, value: Value) -> T | None:
        """What is known of `value`; None if that is nothing yet."""
        if self._gone:
            self._forget()
        known = self._known.get(id(value))
        return None if known is None else known[1]

    def put(self, value: Value, thing: T) -> None:
        """Know `thing` of `value`; a Value that was known before keeps its place."""
        if self._gone:
            self._forget()
        known = self._known.get(id(value))
        self._known[id(value)] = (_Weak(value, self._gone.append) if known is None else known[0], thing)

    def items(self) -> Iterator[tuple[Value, T]]:
        """The Values that are alive, and what is known of them."""
        for alive, thing in list(self._known.values()):
            value = alive()
            if value is not None:
                yield value, thing

    def _forget(self) -> None:
        while self._gone:
            gone = self._gone.pop()
            assert isinstance(gone, _Weak)
            if self._known.get(gone.place, (None,))[0] is gone:
                del self._known[gone.place]


class _Weak(ref[Value]):
    __slots__ = ("place",)

    def __init__(self, value: Value, callback: Callable[[ref[Value]], None]) -> None:
        super().__init__(value, callback)  # type: ignore[call-arg]  # typeshed knows its __new__ only
        self.place = id(value)
