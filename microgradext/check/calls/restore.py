"""Restore: the user's objects, put back as they were whatever happened to them."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from operator import is_
from types import CodeType, FunctionType, MethodType
from typing import Any

from ...cell.rerun.randomness import Randomness
from ...engine.frames import is_users_file
from ...engine.node import written
from ...engine.recent import settle, uncollected
from ...engine.value import Bare, Condition, Value
from ...interop.shape import Node, is_node, slots

ABSENT = object()
OURS = ("_data", "_grad")
"""What the audit changes of our own Value; the rest is the engine's business."""
BARE = (Bare, Condition)
"""The classes of our Values that hold nothing of the user's."""
FIXED = frozenset({float, int, str, bool, tuple, FunctionType, MethodType, type(None)})
"""Types of what cannot change in place."""


@contextmanager
def quiet(printed: StringIO) -> Iterator[None]:
    """Send what the user's code prints to `printed`, and drop what it warns of at points that are not the user's."""
    with redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def kept(
    nodes: Iterable[Node], codes: Iterable[FunctionType] = (), *, beside: Iterable[Node] = ()
) -> Iterator[Changes]:
    """Put everything back at the end: nodes with all their attributes, what `codes` use of their module, randomness.

    Of nodes `beside` only their classes are, with what these hold.
    """
    settle()
    nodes = list(nodes)
    declared = {kind: tuple(slots(kind)) for kind in {*map(type, nodes)}}
    with uncollected():
        before = [_Held(node, declared[type(node)]) for node in nodes if type(node) not in BARE]
        ours = [node for node in nodes if type(node) in BARE]
        numbers = [(node._data, node._grad) for node in ours]
    kinds = {*declared, *map(type, beside)}
    classes = {cls for kind in kinds for cls in kind.__mro__ if cls is not object and not _is_ours(cls)}
    shared = [_Names(vars(cls), cls) for cls in classes]
    shared += [_Names(*_globals(function)) for function in codes]
    randomness = Randomness()
    changes = Changes()
    try:
        yield changes
    finally:
        for held in before:
            held.restore()
        for node, (data, grad) in zip(ours, numbers, strict=True):
            node._data, node._grad = data, grad
        written(ours)
        for names in shared:
            changes.names += [name for name in names.restore() if name not in changes.names]
        randomness.restore()


def methods_of(nodes: Iterable[Node]) -> Iterator[FunctionType]:
    """The methods of the nodes' classes: what they use of their module may change."""
    kinds = {type(node) for node in nodes}
    classes = {cls for kind in kinds if not issubclass(kind, Value) for cls in kind.__mro__}
    for cls in classes:
        for held in vars(cls).values():
            function = getattr(held, "__func__", held)
            if isinstance(function, FunctionType):
                yield function


class Changes:
    """What the user's code changed besides nodes: names of its module and of its classes."""

    def __init__(self) -> None:
        self.names: list[str] = []


class _Held:
    """One node, with copies of what it holds that can change in place."""

    __slots__ = ("_copies", "_dict", "_slots", "node")

    def __init__(self, node: Node, declared: Iterable[str]) -> None:
        self.node = node
        ours = isinstance(node, Value)
        self._dict = None if ours and not hasattr(node, "__dict__") else dict(getattr(node, "__dict__", ()))
        self._slots = tuple([(name, getattr(node, name, ABSENT)) for name in (OURS if ours else declared)])
        items = () if ours else [*(self._dict or {}).values(), *[item for _, item in self._slots]]
        self._copies = tuple([(item, _copy(item)) for item in items if type(item) not in FIXED and _is_mutable(item)])

    def restore(self) -> bool:
        """Put it back, and say whether anything had changed."""
        node, changed = self.node, False
        for name, item in self._slots:
            if getattr(node, name, ABSENT) is not item:
                object.__delattr__(node, name) if item is ABSENT else object.__setattr__(node, name, item)
                changed = True
        if isinstance(node, Value):
            written((node,))
        if self._dict and not _same(node.__dict__, self._dict):
            node.__dict__.clear()
            node.__dict__.update(self._dict)
            changed = True
        for item, copy in self._copies:
            changed |= bool(_put_back(item, copy))
        return changed


class _Names:
    """Plain numbers, lists, dicts and sets under names that the user's code may write to."""

    def __init__(self, names: Any, owner: type | None, only: Iterable[str] | None = None) -> None:
        self._names, self._owner = names, owner
        wanted = list(names) if only is None else [name for name in only if name in names]
        self._before = {
            name: (names[name], _copy(names[name]))
            for name in wanted
            if not name.startswith("__") and (_is_mutable(names[name]) or type(names[name]) in (int, float, bool))
        }

        # What an object of the module's holds, such as a tape, may grow too.
        self._objects = [
            (name, _Held(names[name], slots(type(names[name])))) for name in wanted if _is_object(names[name])
        ]

    def restore(self) -> Iterator[str]:
        for name, held in self._objects:
            if held.restore():
                yield name
        for name, (item, copy) in self._before.items():
            now = self._names.get(name, ABSENT)
            changed = now is not item
            if changed and self._owner is not None:
                setattr(self._owner, name, item)
            elif changed:
                self._names[name] = item
            if (_is_mutable(item) and _put_back(item, copy)) or changed:
                yield name


def _globals(function: FunctionType) -> tuple[Any, None, list[str]]:
    known = function.__globals__
    names = list(_names_of(function.__code__))
    called = [known[name] for name in names if isinstance(known.get(name), FunctionType)]
    theirs = [name for each in called if each.__globals__ is known for name in _names_of(each.__code__)]
    return known, None, [*names, *theirs]


def _is_object(item: object) -> bool:
    """Whether it is an object of a class of the user's, and not a node."""
    home = type(item).__module__
    file = getattr(sys.modules.get(home), "__file__", None) or "<cell>"
    return home != "builtins" and is_users_file(file) and hasattr(item, "__dict__") and not is_node(item)


def _names_of(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_of(constant)


def _is_ours(cls: type) -> bool:
    return cls.__module__.startswith("microgradext.")


def _same(now: dict[str, Any], before: dict[str, Any]) -> bool:
    if len(now) == len(before) and all(map(is_, now, before)) and all(map(is_, now.values(), before.values())):
        return True
    return now.keys() == before.keys() and all(now[name] is item for name, item in before.items())


def _is_mutable(item: object) -> bool:
    return isinstance(item, (list, dict, set)) or _is_array(item)


def _is_array(item: object) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(item, numpy.ndarray)


def _copy(item: Any) -> Any:
    return item.copy() if _is_mutable(item) else item


def _put_back(item: Any, copy: Any) -> bool:
    """Give `item` the contents of `copy`; return whether they differed."""
    if isinstance(item, list):
        changed = len(item) != len(copy) or any(a is not b for a, b in zip(item, copy, strict=True))
        item[:] = copy if changed else item
    elif isinstance(item, dict):
        changed = not _same(item, copy)
        if changed:
            item.clear()
            item.update(copy)
    elif _is_array(item):
        changed = bool(item.tobytes() != copy.tobytes())
        item[...] = copy
    else:
        changed = len(item) != len(copy) or item != copy
        if changed:
            item.clear()
            item.update(copy)
    return changed
