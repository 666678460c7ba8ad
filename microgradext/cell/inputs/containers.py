"""Containers: the Values in lists, tuples, dicts and sets, and the expressions by which code would reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import FunctionType, ModuleType
from typing import Any

from ...engine.value import Value

DEPTH = 4
"""How many levels of nested containers are searched; a list that holds itself ends here too."""

MOST = 10_000
"""The most Values that are looked at under one name."""


ATOMS = (int, float, complex, str, bytes, type(None), type, ModuleType, FunctionType)
"""What leads to no Values of the user's, or is looked into elsewhere."""

Held = Mapping[str, list[tuple[str, Value]]]
"""The Values in containers with the expressions that yield them, by the name of the container."""


def held_in(bound: Mapping[str, Any]) -> Held:
    """The Values held by those of the bound objects that are containers."""
    found = {name: members(name, value) for name, value in bound.items() if not isinstance(value, Value)}
    return {name: inside for name, inside in found.items() if inside}


def members(name: str, container: Any) -> list[tuple[str, Value]]:
    """The Values in `container` with the expressions that yield them; those in a set have none.

    >>> [path for path, _ in members('w', {'a': Value(1.0), 'b': [Value(2.0), 3.0]})]
    ["w['a']", "w['b'][0]"]
    """
    return list(islice(_members(name, container, DEPTH), MOST))


def lead_to_values(items: Iterable[object]) -> bool:
    """Whether there is a Value in the items, in what they hold or in their attributes, as in those of a network."""
    pending, seen = list(items), set[int]()
    while pending and len(seen) < MOST:
        item = pending.pop()
        if isinstance(item, Value):
            return True
        if id(item) in seen or isinstance(item, ATOMS):
            continue
        seen.add(id(item))
        held = getattr(item, "__dict__", None)
        match item:
            case list() | tuple() | set() | frozenset():
                pending += item
            case dict():
                pending += item.values()
            case _ if type(held) is dict:
                pending += held.values()
    return False


def _members(path: str, container: Any, depth: int) -> Iterator[tuple[str, Value]]:
    for place, item in _items(path, container):
        if isinstance(item, Value):
            yield place, item
        elif depth > 1:
            yield from _members(place, item, depth - 1)


def _items(path: str, container: Any) -> Iterator[tuple[str, Any]]:
    match container:
        case list() | tuple():
            return ((f"{path}[{position}]", item) for position, item in enumerate(container))
        case dict():
            return ((f"{path}[{_told(key)}]", item) for key, item in container.items())
        case set() | frozenset():
            return (("", item) for item in container)
        case _:
            return iter(())


def _told(key: object) -> str:
    """A key as code writes it; naming a Value must not count as reading it."""
    return key.label or "…" if isinstance(key, Value) else repr(key)
