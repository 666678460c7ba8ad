"""Reach: what code can get hold of through the names that it mentions, functions of the notebook included."""

from __future__ import annotations

import dis
import os
import random
import sys
from collections import ChainMap, UserDict, UserList
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial, partialmethod
from types import (
    BuiltinMethodType,
    CodeType,
    FunctionType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    SimpleNamespace,
)
from typing import Any

from ...engine.frames import is_users_file
from ...engine.value import Value
from .contents import Found
from .keepers import ABSENT, CELL, CLASS, DICT, ENVIRONMENT, SLOTS, Cache, Keeper, keeper_of, objects_in, slots_of
from .users import is_users_class

MOST = 100_000
"""The most elements that are copied before a run, to be put back; 64 bytes of an array count as one."""

ATOMS = frozenset({float, int, bool, str, bytes, complex, type(None)})
GLOBAL = frozenset({"LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME"})
IMPORT = frozenset({"IMPORT_NAME", "IMPORT_FROM"})

ENVIRON = frozenset({"os", "environ", "getenv", "putenv", "unsetenv"})
"""The names by which code gets at the environment of the process."""

HOLDERS = frozenset({SimpleNamespace, UserDict, UserList, ChainMap})
"""Classes of Python's own library that are there to hold what the user puts into their attributes."""

WRAPPERS: dict[type, tuple[str, ...]] = {
    MethodType: ("__self__", "__func__"),
    BuiltinMethodType: ("__self__",),
    MethodWrapperType: ("__self__",),
    partial: ("func", "args", "keywords"),
    partialmethod: ("func", "args", "keywords"),
    staticmethod: ("__func__",),
    classmethod: ("__func__",),
    property: ("fget", "fset", "fdel"),
    cached_property: ("func",),
    memoryview: ("obj",),
}
"""Where things that lead to other things keep them."""


@dataclass(slots=True)
class Reach:
    """What was found."""

    names: set[str] = field(default_factory=set)  # of the namespace, including those that its functions read
    indirect: set[str] = field(default_factory=set)  # those that its functions read
    found: list[Found] = field(default_factory=list)  # what can change in place
    generators: list[Any] = field(default_factory=list)  # of random numbers
    values: list[Value] = field(default_factory=list)
    too_large: str = ""  # a name that holds more than may be copied

    def values_now(self) -> Iterator[Value]:
        """The Values that are in what was found now."""
        for each in self.found:
            yield from (item for item in each.keeper.inside(each.item) if isinstance(item, Value))


def reach(namespace: dict[str, Any], mentioned: Iterable[str]) -> Reach:
    """What code that mentions these names can get hold of.

    >>> reached = reach({'x': [[1.0], 2.0], 'y': 3.0}, ['x'])
    >>> reached.names, [each.item for each in reached.found]
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
        self._home = str(namespace.get("__name__", "builtins"))
        self._pending: list[tuple[str, Any]] = []
        self._seen: dict[int, Any] = {id(namespace): namespace}
        self._room = MOST

    def mention(self, name: str) -> None:
        if name in ENVIRON:
            self._environ()
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
        if isinstance(item, Value):
            self.found.values.append(item)
        elif isinstance(item, FunctionType):
            self._function(name, item)
        elif isinstance(item, type):
            self._class(name, item)
        elif isinstance(item, ModuleType):
            self._environ() if item is os else None
        else:
            for kind in type(item).__mro__:
                self._later(name, [getattr(item, attribute, None) for attribute in WRAPPERS.get(kind, ())])
            self._contents(name, item)
            self._object(name, item)

    def _later(self, name: str, items: Iterable[Any]) -> None:
        for item in items:
            if isinstance(item, Value):
                self.found.values.append(item)
            elif item.__class__ not in ATOMS and item is not ABSENT:
                self._pending.append((name, item))

    def _keep(self, name: str, item: Any, keeper: Keeper) -> None:
        self.found.found.append(Found(name, item, keeper))
        self._room -= keeper.size(item)
        if self._room < 0:
            self.found.too_large = name
        else:
            self._later(name, keeper.inside(item))

    def _environ(self) -> None:
        if id(os.environ) not in self._seen:
            self._seen[id(os.environ)] = os.environ
            self._keep("os.environ", os.environ, ENVIRONMENT)

    # Code

    def _function(self, name: str, function: FunctionType) -> None:
        if function.__globals__ is self._namespace:
            for each in _global_names(function.__code__):
                self.found.indirect.add(each)
                self.mention(each)
        if function.__globals__ is self._namespace or is_users_file(function.__code__.co_filename):
            for cell in function.__closure__ or ():
                if id(cell) not in self._seen:  # functions share them
                    self._seen[id(cell)] = cell
                    self._keep(name, cell, CELL)
            self._attributes(name, function)
            self._later(name, [function.__defaults__, function.__kwdefaults__])
        self._later(name, [function.__dict__.get("__wrapped__")])

    def _class(self, name: str, kind: type) -> None:
        if is_users_class(kind, self._home):
            self._keep(name, kind, CLASS)
            self._later(name, kind.__bases__)

    # Objects of other kinds

    def _contents(self, name: str, item: Any) -> None:
        """What a container or an array holds."""
        numpy: Any = sys.modules.get("numpy")
        if (keeper := keeper_of(item)) is not None:
            self._keep(name, item, keeper)
        elif isinstance(item, tuple | frozenset):
            self._room -= len(item)
            self._later(name, item)
        elif numpy is not None and isinstance(item, numpy.ndarray):
            self._later(name, objects_in(item))

    def _object(self, name: str, item: Any) -> None:
        """What the attributes of an object hold."""
        numpy: Any = sys.modules.get("numpy")
        kind = type(item)
        if isinstance(item, random.Random) or (numpy is not None and isinstance(item, numpy.random.Generator)):
            self.found.generators.append(item)
        elif kind in HOLDERS or is_users_class(kind, self._home):
            self._pending.append((name, kind))
            self._attributes(name, item)
            if any(slots_of(kind)):
                self._keep(name, item, SLOTS)
        elif kind is Cache:
            self._later(name, [item.__wrapped__])

    def _attributes(self, name: str, item: Any) -> None:
        attributes = getattr(item, "__dict__", None)
        if type(attributes) is dict and id(attributes) not in self._seen:
            self._seen[id(attributes)] = attributes
            self._keep(name, attributes, DICT)


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in GLOBAL or (instruction.opname in IMPORT and instruction.argval in ENVIRON):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
