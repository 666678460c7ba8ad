"""Kinds: what a class says of its instances, so that an instance that answers every question is not asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from numbers import Number
from types import FunctionType, ModuleType
from weakref import ref

from .conventions import USUAL


@dataclass(frozen=True, slots=True)
class Kind:
    """What a class says of its instances, whatever its `__getattr__` would answer."""

    is_never: bool  # a node
    is_tensor: bool
    is_bare: bool  # a number or a collection: a node only if it has a gradient
    has_shape: bool
    operands: frozenset[str]  # which of the usual names it declares, as slots or properties
    is_plain: bool  # nothing of this speaks against a node
    usual: dict[tuple[str, ...], Sequence[str]] = field(default_factory=dict)  # those of an instance, by its attributes


def kind(cls: type) -> Kind:
    """What is known of a class."""
    held = _known.get(id(cls))
    if held is not None and held[0]() is cls:
        return held[1]
    found = _kind_of(cls)
    _known[id(cls)] = ref(cls, partial(_forget, id(cls))), found
    return found


def _forget(identity: int, _: object) -> None:
    _known.pop(identity, None)


def _kind_of(cls: type) -> Kind:
    is_never = issubclass(cls, (type, ModuleType, FunctionType, str, bytes, memoryview, ref))
    is_tensor = any(base.__module__.partition(".")[0] == "torch" for base in cls.__mro__)
    is_bare, has_shape = issubclass(cls, (Number, Collection)), hasattr(cls, "shape")
    declared = frozenset(name for name in USUAL if hasattr(cls, name))
    is_plain = not (is_never or is_tensor or is_bare or has_shape)
    return Kind(is_never, is_tensor, is_bare, has_shape, declared, is_plain)


_known: dict[int, tuple[ref[type], Kind]] = {}
"""By identity, and weak, since a cell that runs again makes its classes anew; a WeakKeyDictionary is half as fast."""


def is_tensor(thing: object) -> bool:
    """Whether `thing` is a PyTorch tensor."""
    return kind(type(thing)).is_tensor
