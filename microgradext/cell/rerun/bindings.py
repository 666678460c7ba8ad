"""Bindings: what the names that a cell binds stood for before it ran, and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..problem import CellProblem
from .keepers import alike

UNBOUND: Final = object()


class Bindings:
    """Puts names back to what they stood for before a cell first ran, and knows which the user has bound since.

    >>> names = {'y': 1}
    >>> bindings = Bindings(names, reads=[])
    >>> names['y'] = 2; names['z'] = 3; bindings.settle()
    >>> bindings.put_back(); names
    {'y': 1}
    """

    def __init__(self, namespace: dict[str, Any], reads: Iterable[str]) -> None:
        self._namespace = namespace
        self._reads = tuple(reads)
        self._start = dict(namespace)  # when the current run began
        self._before: dict[str, Any] = {}  # of the names that any run has bound
        self._after: dict[str, Any] = {}  # of the same names, when the last run ended
        self._seen = self._now(self._reads)
        self._users: dict[str, Any] = {}  # what the user has bound such names to since
        self._undo: dict[str, Any] | None = None  # all bindings when the current rerun began

    def check(self) -> None:
        """Raise CellProblem when a name that the cell reads now stands for something else."""
        for name, seen in self._seen.items():
            if not alike(self._namespace.get(name, UNBOUND), seen):
                raise CellProblem(f"{name} has changed since this cell ran: run the cell again.")

    def put_back(self) -> None:
        """Begin a rerun."""
        self._undo = dict(self._namespace)
        self._users = {name: now for name, now in self._now(self._before).items() if now is not self._after[name]}
        _bind(self._namespace, self._before)
        self._start = dict(self._namespace)

    def settle(self) -> None:
        """After a run that succeeded, learn what it bound; what the user had bound since the last run stays theirs."""
        for name in _changed(self._start, self._namespace):
            self._before.setdefault(name, self._start.get(name, UNBOUND))
        self._after = self._now(self._before)
        _bind(self._namespace, self._users)
        self._seen = self._now(self._reads)
        self._start, self._undo, self._users = {}, None, {}

    def undo(self) -> None:
        """After a run that failed, let all names stand for what they stood for when it began."""
        if self._undo is not None:
            changed = _changed(self._undo, self._namespace)
            _bind(self._namespace, {name: self._undo.get(name, UNBOUND) for name in changed})
        self._start, self._undo, self._users = {}, None, {}

    def _now(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self._namespace.get(name, UNBOUND) for name in names}


def _changed(start: dict[str, Any], now: dict[str, Any]) -> list[str]:
    names = {**start, **now}
    return [name for name in names if now.get(name, UNBOUND) is not start.get(name, UNBOUND)]


def _bind(namespace: dict[str, Any], bindings: dict[str, Any]) -> None:
    for name, value in bindings.items():
        if value is not UNBOUND:
            namespace[name] = value
        else:
            namespace.pop(name, None)
