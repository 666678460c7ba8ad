"""Contents: what lists, dicts, sets and arrays held before and after a cell ran, so that a rerun starts the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from ..problem import CellProblem


class Contents:
    """Keeps the contents of containers; each is known by a name from which it can be reached.

    >>> hist = [1.0]
    >>> contents = Contents([('hist', hist)])
    >>> hist.append(2.0); contents.settle()
    >>> contents.put_back(); hist
    [1.0]
    >>> contents.undo(); hist
    [1.0, 2.0]
    """

    def __init__(self, containers: Iterable[tuple[str, Any]]) -> None:
        self._kept = [_Kept(name, container) for name, container in containers]

    def check(self) -> None:
        """Take over what other code has put in since; CellProblem if the cell itself had changed the contents."""
        for kept in self._kept:
            kept.check()

    def put_back(self) -> None:
        """Let the containers hold what they held before the cell first ran."""
        for kept in self._kept:
            put(kept.container, kept.before)

    def settle(self) -> None:
        """After a run that succeeded, remember what it left."""
        for kept in self._kept:
            kept.settle()

    def undo(self) -> None:
        """After a run that failed, let the containers hold what they held when it began."""
        for kept in self._kept:
            put(kept.container, kept.after)


class _Kept:
    """One container."""

    def __init__(self, name: str, container: Any) -> None:
        self.name = name
        self.container = container
        self.before = self.after = copied(container)

    def check(self) -> None:
        if not alike(self.container, self.after):
            if self.after is not self.before:
                raise CellProblem(f"{self.name} has changed since this cell ran: run the cell again.")
            self.before = self.after = copied(self.container)

    def settle(self) -> None:
        self.after = self.before if alike(self.container, self.before) else copied(self.container)


def copied(container: Any) -> Any:
    """A copy of the contents, with the same objects as elements."""
    match container:
        case list() | deque():
            return list(container)
        case dict():
            return dict(container)
        case set():
            return set(container)
        case bytearray():
            return bytes(container)
        case _:
            return container.copy()  # an array


def alike(container: Any, contents: Any) -> bool:
    """Whether a container holds exactly these elements."""
    match container:
        case list() | deque():
            return _same(container, contents)
        case dict():
            return _same(container, contents) and _same(container.values(), contents.values())
        case set():
            return {id(item) for item in container} == {id(item) for item in contents}
        case bytearray():
            return bool(container == contents)
        case _ if container.shape != contents.shape:
            return False
        case _ if container.dtype == object:
            return _same(container.ravel().tolist(), contents.ravel().tolist())
        case _:
            return bool(container.tobytes() == contents.tobytes())


def put(container: Any, contents: Any) -> None:
    """Let `container` hold `contents`."""
    if alike(container, contents):
        return
    match container:
        case list() | bytearray():
            container[:] = contents
        case dict() | set():
            container.clear()
            container.update(contents)
        case deque():
            container.clear()
            container.extend(contents)
        case _:
            container[...] = contents


def _same(left: Any, right: Any) -> bool:
    return len(left) == len(right) and all(one is other for one, other in zip(left, right, strict=True))
