"""Keepers: for each kind of thing that can change in place, how its contents are copied, compared and put back."""

from __future__ import annotations

import os
import sys
from array import array
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CellType, MemberDescriptorType
from typing import Any, Final, cast

from ..text.constants import same

ABSENT: Final = object()

PLAIN = frozenset({float, int, bool, str, bytes, type(None)})

Cache = type(lru_cache(maxsize=0)(len))


@dataclass(frozen=True, slots=True)
class Keeper:
    """What is known about one kind of thing that can change in place."""

    copied: Callable[[Any], Any]  # its contents, with the same objects as elements
    alike: Callable[[Any, Any], bool]  # whether it has exactly these contents
    put: Callable[[Any, Any], None]  # let it have these contents
    size: Callable[[Any], int] = len
    inside: Callable[[Any], Iterable[Any]] = lambda _: ()
    shared: bool = False  # what other code does to it is none of the cell's business


def alike(one: Any, other: Any) -> bool:
    """Whether code sees the same thing: an equal number is as good as the same object."""
    if one is other:
        return True
    if type(one) is not type(other) or type(one) not in PLAIN:
        return False
    return same(one, other) and (one != 0 or str(one) == str(other))  # 1/0.0 is not 1/-0.0


def keeper_of(item: Any) -> Keeper | None:
    """The keeper of what a container or an array holds; None when it is neither or cannot change."""
    if (exact := _EXACT.get(type(item))) is not None:
        return exact
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(item, numpy.ndarray):
        return ARRAY if item.flags.writeable else None
    return next((keeper for kind, keeper in KINDS if issubclass(type(item), kind)), None)


# Containers. The methods are those of the built-in class: the user's own subclass may do more than hold.


def _same_items(left: Iterable[Any], right: Iterable[Any]) -> bool:
    left, right = list(left), list(right)
    return len(left) == len(right) and all(map(alike, left, right))


def _same_dict(held: Any, contents: dict[Any, Any]) -> bool:
    pairs = _items(held)
    return _same_items((key for key, _ in pairs), contents) and _same_items((x for _, x in pairs), contents.values())


def _items(held: Any) -> list[tuple[Any, Any]]:
    return list(_base(held).items(held))


def _copied(held: Any) -> dict[Any, Any]:
    """The contents under the hashes that they have: a comparison has another one while a cell runs."""
    return dict(_items(held)) if isinstance(held, OrderedDict) else dict.copy(held)


def _base(held: Any) -> Any:
    return OrderedDict if isinstance(held, OrderedDict) else dict


def _put_list(held: Any, contents: Any) -> None:
    list.__setitem__(held, slice(None), contents)


def _put_deque(held: Any, contents: Any) -> None:
    deque.clear(held)
    deque.extend(held, contents)


def _put_dict(held: Any, contents: Mapping[Any, Any]) -> None:
    base = _base(held)
    base.clear(held)
    if base is dict:
        dict.update(held, contents)
    for key, item in contents.items() if base is OrderedDict else ():
        base.__setitem__(held, key, item)


def _put_set(held: Any, contents: Any) -> None:
    set.clear(held)
    set.update(held, contents)


def _put_all(held: Any, contents: Any) -> None:
    held[:] = contents


def _ids(items: Iterable[Any]) -> set[int]:
    return set(map(id, items))


def _in_dict(held: Any) -> list[Any]:
    return [each for pair in _items(held) for each in pair]


LIST = Keeper(list, _same_items, _put_list, list.__len__, list.__iter__)
DEQUE = Keeper(list, _same_items, _put_deque, deque.__len__, deque.__iter__)
DICT = Keeper(_copied, _same_dict, _put_dict, dict.__len__, _in_dict)
SET = Keeper(
    lambda held: set[Any]().union(held),
    lambda held, contents: _ids(set.__iter__(held)) == _ids(contents),
    _put_set,
    set.__len__,
    set.__iter__,
)

# Plain numbers in one piece: 64 bytes count as one element

BYTES = Keeper(bytes, lambda held, contents: bytes(held) == contents, _put_all, lambda held: len(held) // 64)
NUMBERS = Keeper(
    lambda held: held[:],
    lambda held, contents: held.tobytes() == contents.tobytes(),
    _put_all,
    lambda held: len(held) * held.itemsize // 64,
)


def objects_in(held: Any) -> list[Any]:
    """The elements of a NumPy array of objects; none of an array of numbers."""
    return cast(list[Any], held.ravel().tolist()) if held.dtype == object else []


def _same_array(held: Any, contents: Any) -> bool:
    if held.shape != contents.shape:
        return False
    if held.dtype == object:
        return _same_items(objects_in(held), objects_in(contents))
    return bool(held.tobytes() == contents.tobytes())


def _put_array(held: Any, contents: Any) -> None:
    if held.shape != contents.shape:
        held.resize(contents.shape, refcheck=False)
    held[...] = contents


ARRAY = Keeper(lambda held: held.copy(), _same_array, _put_array, lambda held: held.nbytes // 64, objects_in)

# Attributes that are not in a dict


def slots_of(kind: type) -> Iterable[tuple[str, MemberDescriptorType]]:
    """The slots that a class and its bases declare with `__slots__`."""
    for base in kind.__mro__:
        for name, item in vars(base).items() if "__slots__" in vars(base) else ():
            if isinstance(item, MemberDescriptorType) and not name.startswith("__"):
                yield name, item


def _slots(held: Any) -> list[Any]:
    return [_slot(held, slot) for _, slot in slots_of(type(held))]


def _slot(held: Any, slot: MemberDescriptorType) -> Any:
    try:
        return slot.__get__(held)
    except AttributeError:
        return ABSENT


def _put_slots(held: Any, contents: list[Any]) -> None:
    for (_, slot), item in zip(slots_of(type(held)), contents, strict=True):
        if item is not ABSENT:
            slot.__set__(held, item)
        elif _slot(held, slot) is not ABSENT:
            slot.__delete__(held)


def _attributes(kind: type) -> dict[str, Any]:
    return {name: item for name, item in vars(kind).items() if not (name.startswith("__") and name.endswith("__"))}


def _put_attributes(kind: type, contents: dict[str, Any]) -> None:
    now = _attributes(kind)
    for name in now.keys() - contents.keys():
        type.__delattr__(kind, name)
    for name, item in contents.items():
        if now.get(name, ABSENT) is not item:
            type.__setattr__(kind, name, item)


def _same_attributes(kind: type, contents: dict[str, Any]) -> bool:
    now = _attributes(kind)
    return now.keys() == contents.keys() and all(alike(now[name], item) for name, item in contents.items())


def _cell(held: CellType) -> Any:
    try:
        return held.cell_contents
    except ValueError:  # nothing yet
        return ABSENT


def _put_cell(held: CellType, contents: Any) -> None:
    if contents is not ABSENT:
        held.cell_contents = contents
    elif _cell(held) is not ABSENT:
        del held.cell_contents


SLOTS = Keeper(_slots, lambda held, contents: _same_items(_slots(held), contents), _put_slots, lambda _: 1, _slots)
CLASS = Keeper(
    _attributes, _same_attributes, _put_attributes, lambda kind: len(vars(kind)), lambda kind: vars(kind).values()
)
CELL = Keeper(
    _cell, lambda held, contents: alike(_cell(held), contents), _put_cell, lambda _: 1, lambda held: [_cell(held)]
)

# What is no container at all


def _put_environment(held: Any, contents: dict[str, str]) -> None:
    for name in held.keys() - contents.keys():
        del held[name]
    for name, item in contents.items():
        if held.get(name) != item:
            held[name] = item


ENVIRONMENT = Keeper(dict, lambda held, contents: dict(held) == contents, _put_environment, shared=True)

# What a cache holds is not told, so one that the cell has filled is emptied.
CACHE = Keeper(
    lambda held: held.cache_info().misses,
    lambda held, contents: held.cache_info().misses == contents,
    lambda held, _: held.cache_clear(),
    lambda _: 1,
    shared=True,
)

KINDS: tuple[tuple[type, Keeper], ...] = (
    (list, LIST),
    (dict, DICT),
    (set, SET),
    (deque, DEQUE),
    (bytearray, BYTES),
    (array, NUMBERS),
    (CellType, CELL),
    (Cache, CACHE),
    (type(os.environ), ENVIRONMENT),
)

_EXACT: dict[type, Keeper] = dict(KINDS)
