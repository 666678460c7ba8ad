"""Alive: what is known of Values for as long as they live, so that a loop's earlier graphs can go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from weakref import ref

from ..engine.value import Value

T = TypeVar("T")


class Alive(Generic[T]):
    """Things by Value, in the order in which they came; they go when the Value does.

    By identity: to compare Values is an operation, and a WeakKeyDictionary compares.

    >>> known = Alive[list[str]]()
    >>> a = Value(1.0, label="a")
    >>> known.get(a, list).append("first"), known.get(Value(2.0), list).append("gone")
    (None, None)
    >>> [(value.label, names) for value, names in known.items()]
    [('a', ['first'])]
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[ref[Value], T]] = {}

    def __contains__(self, value: Value) -> bool:
        return id(value) in self._known

    def get(self, value: Value, make: Callable[[], T]) -> T:
        """What is known of `value`; at first what `make` gives."""
        if id(value) not in self._known:
            self.put(value, make())
        return self._known[id(value)][1]

    def put(self, value: Value, thing: T) -> None:
        """Know `thing` of `value`; what was known before keeps its turn."""
        known, place = self._known, id(value)
        known[place] = (ref(value, lambda _: known.pop(place, None)), thing)

    def items(self) -> Iterator[tuple[Value, T]]:
        """The Values that live, and what is known of them."""
        for alive, thing in list(self._known.values()):
            value = alive()
            if value is not None:
                yield value, thing
