"""Reach: what code can get hold of through the names that it mentions, functions of the notebook included."""

from __future__ import annotations

import dis
import random
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from ...engine.value import Value

MOST = 100_000
"""The most elements that are copied before a run, to be put back; 64 bytes of an array count as one."""

ATOMS = frozenset({float, int, bool, str, bytes, complex, type(None)})
GLOBAL = frozenset({"LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME"})


@dataclass(slots=True)
class Reach:
    """What was found."""

    names: set[str] = field(default_factory=set)  # of the namespace, including those that its functions read
    indirect: set[str] = field(default_factory=set)  # those that its functions read
    containers: list[tuple[str, Any]] = field(default_factory=list)  # what can change in place, by name
    generators: list[Any] = field(default_factory=list)  # of random numbers
    values: list[Value] = field(default_factory=list)
    too_large: str = ""  # a name that holds more than may be copied

    def values_now(self) -> Iterator[Value]:
        """The Values that are in the containers now."""
        for _, container in self.containers:
            if not isinstance(container, bytearray):
                yield from (item for item in _inside(container) if isinstance(item, Value))


def reach(namespace: dict[str, Any], mentioned: Iterable[str]) -> Reach:
    """What code that mentions these names can get hold of.

    >>> found = reach({'x': [[1.0], 2.0], 'y': 3.0}, ['x'])
    >>> found.names, [held for _, held in found.containers]
    ({'x'}, [[[1.0], 2.0], [1.0]])
    """
    walk = _Walk(namespace)
    for name in mentioned:
        walk.mention(name)
    walk.run()
    return walk.found


class _Walk:
    """A search without recursion: what is found waits in a list of things to look into."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.found = Reach()
        self._namespace = namespace
        self._pending: list[tuple[str, Any]] = []
        self._seen: dict[int, Any] = {id(namespace): namespace}
        self._room = MOST

    def mention(self, name: str) -> None:
        if name in self._namespace and name not in self.found.names:
            self.found.names.add(name)
            self._pending.append((name, self._namespace[name]))

    def run(self) -> None:
        while self._pending and not self.found.too_large:
            name, item = self._pending.pop()
            if id(item) not in self._seen:
                self._seen[id(item)] = item
                self._look(name, item)

    def _look(self, name: str, item: Any) -> None:
        match item:
            case Value():
                self.found.values.append(item)
            case list() | dict() | set() | bytearray() | deque():
                self._keep(name, item, len(item))
                self._into(name, item)
            case tuple() | frozenset():
                self._room -= len(item)
                self._into(name, item)
            case FunctionType() | MethodType() | partial() | type() | staticmethod() | classmethod() | property():
                self._code(name, item)
            case random.Random():
                self.found.generators.append(item)
            case ModuleType():
                pass
            case _:
                self._object(name, item)

    def _into(self, name: str, container: Any) -> None:
        if not isinstance(container, bytearray):
            self._later(name, _inside(container))

    def _later(self, name: str, items: Iterable[Any]) -> None:
        for item in items:
            if isinstance(item, Value):
                self.found.values.append(item)
            elif item.__class__ not in ATOMS:
                self._pending.append((name, item))

    def _keep(self, name: str, container: Any, size: int) -> None:
        self.found.containers.append((name, container))
        self._room -= size
        if self._room < 0:
            self.found.too_large = name

    # Code

    def _code(self, name: str, item: Any) -> None:
        match item:
            case FunctionType() if item.__globals__ is self._namespace:
                self._function(name, item)
            case MethodType():
                self._later(name, [item.__self__, item.__func__])
            case partial():
                self._later(name, [item.func, item.args, item.keywords])
            case staticmethod() | classmethod():
                self._later(name, [item.__func__])
            case property():
                self._later(name, [item.fget, item.fset])
            case type() if self._is_users(item):
                self._later(name, [*vars(item).values(), *item.__bases__])

    def _function(self, name: str, function: FunctionType) -> None:
        for each in _global_names(function.__code__):
            self.found.indirect.add(each)
            self.mention(each)
        cells = [cell.cell_contents for cell in function.__closure__ or () if _filled(cell)]
        self._later(name, [*cells, function.__defaults__, function.__kwdefaults__])

    def _is_users(self, kind: type) -> bool:
        return kind.__module__ == str(self._namespace.get("__name__", "builtins")) != "builtins"

    # Objects of other kinds

    def _object(self, name: str, item: Any) -> None:
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(item, numpy.ndarray):
            self._array(name, item)
        elif numpy is not None and isinstance(item, numpy.random.Generator):
            self.found.generators.append(item)
        elif self._is_users(type(item)):
            self._later(name, [type(item), vars(item) if hasattr(item, "__dict__") else None])

    def _array(self, name: str, array: Any) -> None:
        if array.flags.writeable:
            self._keep(name, array, array.nbytes // 64)
        self._later(name, _inside(array))


def _inside(container: Any) -> Iterable[Any]:
    """What a container holds."""
    if isinstance(container, dict):
        return [*container, *container.values()]
    if hasattr(container, "dtype"):
        inside: list[Any] = container.ravel().tolist() if container.dtype == object else []
        return inside
    items: Iterable[Any] = container
    return items


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in GLOBAL:
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
