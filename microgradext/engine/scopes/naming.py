"""Naming: what modules are called, by the names that the code around their call has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

MOST_PARTS = 1_000
"""How many parts of a module are named."""

MODULE_CLASSES: list[type] = []
"""The classes whose objects are modules."""


def module_class(kind: type) -> type:
    """Let each call of an object of `kind` be the scope of a module."""
    MODULE_CLASSES.append(kind)
    return kind


def is_module(thing: object) -> bool:
    """Whether an object is a module."""
    return isinstance(thing, tuple(MODULE_CLASSES))


def name_in(frame: FrameType, module: object) -> str:
    """The name under which the code of `frame` knows a module, or that of an attribute; empty if it has none."""
    code = frame.f_code
    own = {} if code.co_name == "<module>" else frame.f_locals
    for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars):
        if own.get(name) is module:
            return name
    names = frame.f_globals
    for name in code.co_names:
        if names.get(name) is module:
            return name
    holders = [*own.values(), *(names.get(name) for name in code.co_names)]
    for name in code.co_names:
        if any(_attributes(each).get(name) is module for each in holders):
            return name
    return ""


def part_names(module: object) -> Mapping[int, str]:
    """The names of the parts of a module, by their identity: its attributes, and places in those that hold several."""
    found: dict[int, str] = {}
    for name, part in _parts(module):
        found.setdefault(id(part), name)
        if len(found) > MOST_PARTS:
            break
    return found


def _parts(module: object) -> Iterator[tuple[str, object]]:
    for name, part in _attributes(module).items():
        if is_module(part):
            yield name, part
        elif isinstance(part, list | tuple):
            yield from ((f"{name}[{place}]", each) for place, each in enumerate(part) if is_module(each))
        elif isinstance(part, dict):
            yield from ((f"{name}[{key!r}]", each) for key, each in part.items() if is_module(each))


def _attributes(thing: object) -> Mapping[str, Any]:
    found = getattr(thing, "__dict__", None)
    return found if isinstance(found, dict) else {}
