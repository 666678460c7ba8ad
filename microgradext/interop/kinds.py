"""Kinds: what a class says of its instances, so that an instance that answers every question is not asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from numbers import Number
from types import FunctionType, ModuleType
from weakref import WeakKeyDictionary, ref

from .conventions import USUAL


@dataclass(frozen=True, slots=True)
class Kind:
    """What a class says of its instances, whatever its `__getattr__` would answer."""

    is_never: bool  # a node
    is_tensor: bool
    is_bare: bool  # a number or a collection: a node only if it has a gradient
    has_shape: bool
    operands: frozenset[str]  # which of the usual names it declares, as slots or properties


def kind(cls: type) -> Kind:
    """What is known of a class."""
    try:
        found = _known.get(cls)
    except TypeError:  # its metaclass has no hash
        return _kind_of(cls)
    if found is None:
        found = _known[cls] = _kind_of(cls)
    return found


def _kind_of(cls: type) -> Kind:
    return Kind(
        issubclass(cls, (type, ModuleType, FunctionType, str, bytes, memoryview, ref)),
        any(base.__module__.partition(".")[0] == "torch" for base in cls.__mro__),
        issubclass(cls, (Number, Collection)),
        hasattr(cls, "shape"),
        frozenset(name for name in USUAL if hasattr(cls, name)),
    )


_known: WeakKeyDictionary[type, Kind] = WeakKeyDictionary()
"""Weak, since a cell that runs again makes its classes anew."""


def is_tensor(thing: object) -> bool:
    """Whether `thing` is a PyTorch tensor."""
    return kind(type(thing)).is_tensor
