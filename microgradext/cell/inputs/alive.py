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

    >>> known = Alive[list[str]]()
    >>> a = Value(1.0, label="a")
    >>> known.get(a, list).append("first"), known.get(Value(2.0), list).append("gone")
    (None, None)
    >>> [(value.label, names) for value, names in known.items()]
    [('a', ['first'])]
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[_Weak, T]] = {}
        self._gone: list[ref[Value]] = []  # appended to by a C function: interrupts in a Python one are lost

    def get(self, value: Value, make: Callable[[], T]) -> T:
        """What is known of `value`; what `make` returns if that is nothing yet."""
        if self._gone:
            self._forget()
        known = self._known.get(id(value))
        if known is None:
            known = self.put(value, make())
        return known[1]

    def put(self, value: Value, thing: T) -> tuple[_Weak, T]:
        """Know `thing` of `value`; a Value that was known before keeps its place."""
        if self._gone:
            self._forget()
        known = self._known[id(value)] = (_Weak(value, self._gone.append), thing)
        return known

    def items(self) -> Iterator[tuple[Value, T]]:
        """The Values that are alive, and what is known of them."""
        for alive, thing in list(self._known.values()):
            value = alive()
            if value is not None:
                yield value, thing

    def __contains__(self, value: Value) -> bool:
        self._forget()
        return id(value) in self._known

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
