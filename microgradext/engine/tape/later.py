"""Later: sequences of a Frame that are made on first access, since training looks at few of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """A list that is made on first access.

    >>> numbers = Later(2, lambda: [1.0, 2.0])
    >>> len(numbers), numbers[-1], numbers == [1.0, 2.0]
    (2, 2.0, True)
    """

    __slots__ = ("_length", "_list", "_make")

    def __init__(self, length: int, make: Callable[[], list[T]]) -> None:
        self._length = length
        self._make = make
        self._list: list[T] | None = None

    def _made(self) -> list[T]:
        if self._list is None:
            self._list = self._make()
        return self._list

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self._made()[index]

    def __eq__(self, other: object) -> bool:
        return self._made() == (other._made() if isinstance(other, Later) else other)

    __hash__ = None  # type: ignore[assignment]  # like a list, it cannot be hashed

    def __repr__(self) -> str:
        return repr(self._made())
