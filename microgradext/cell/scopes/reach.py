"""Reach: whether functions that some code may call have loops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from ...engine.frames import is_users_file
from ...engine.value import Value
from .loops import has_loops

MOST_LOOKED_AT = 2_000
"""How many things are looked at; of more, some function is taken to have a loop."""

MOST_ITEMS = 50
"""How many items of a container are looked at."""

MOST_FOR_METHODS = 300
"""The same when only methods are looked for."""

SYMBOLS = "add radd sub rsub mul rmul truediv rtruediv pow rpow iadd isub imul itruediv ipow neg".split()
METHODS = frozenset(f"__{each}__" for each in (*SYMBOLS, "getitem", "class_getitem", "missing"))
"""The methods of a user's class that arithmetic and subscripts may call."""

PLAIN = frozenset({int, float, str, bytes, bool, complex, type(None), Value})


def within_reach(
    codes: Sequence[CodeType], names: Mapping[str, Any], function: Any = None, *, methods: bool = False
) -> tuple[bool, bool]:
    """Whether what `codes` may call, or `function`, has loops, in the user's code; whether it has METHODS, if asked.

    What attributes hold is found by looking through the objects at hand, so some of it may be missed.
    """
    waiting: list[tuple[Any, Mapping[str, Any]]] = [(each, names) for each in (*codes, function)]
    seen = set[int]()
    held = list[Any]()  # so that identities stay
    own = {id(code) for code in codes}
    loops = has_methods = False
    while waiting and not (loops and (has_methods or not methods)):
        thing, around = waiting.pop()
        if id(thing) in seen:
            continue
        if len(seen) > MOST_LOOKED_AT or (loops and len(seen) > MOST_FOR_METHODS):
            return True, True
        seen.add(id(thing))
        held.append(thing)
        if isinstance(thing, CodeType):
            if not is_users_file(thing.co_filename):
                continue
            loops = loops or (id(thing) not in own and has_loops(thing))
            has_methods = has_methods or not METHODS.isdisjoint(thing.co_names)
            waiting += [(each, around) for each in thing.co_consts if isinstance(each, CodeType)]
            waiting += [(around[name], around) for name in thing.co_names if name in around and _leads_on(around[name])]
        else:
            has_methods = has_methods or (isinstance(thing, type) and _has_methods(thing))
            waiting += [(each, around_it) for each, around_it in _parts(thing, around) if _leads_on(each)]
    return loops, has_methods


def _has_methods(kind: type) -> bool:
    return any(not METHODS.isdisjoint(vars(base)) for base in kind.__mro__ if _is_users_class(base))


def _leads_on(thing: object) -> bool:
    return type(thing) not in PLAIN


def _parts(thing: Any, around: Mapping[str, Any]) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """What a thing may call, with the names that it sees."""
    found: Iterable[Any] = ()
    if isinstance(thing, FunctionType):
        around = thing.__globals__
        found = [thing.__code__, *_cells(thing), getattr(thing, "__wrapped__", None)]
    elif isinstance(thing, MethodType):
        found = (thing.__func__, thing.__self__)
    elif isinstance(thing, partial):
        found = (thing.func, *thing.args)
    elif isinstance(thing, property):
        found = (thing.fget,)
    elif isinstance(thing, staticmethod | classmethod):
        found = (thing.__func__,)
    elif isinstance(thing, list | tuple | set | frozenset):
        found = islice(thing, MOST_ITEMS)
    elif isinstance(thing, dict):
        found = islice(thing.values(), MOST_ITEMS)
    elif isinstance(thing, ModuleType):
        found = vars(thing).values() if is_users_file(getattr(thing, "__file__", None) or "<frozen >") else ()
    elif isinstance(thing, type):
        found = [each for base in thing.__mro__ if _is_users_class(base) for each in vars(base).values()]
    elif _is_users_class(type(thing)):
        found = (type(thing), *list(getattr(thing, "__dict__", {}).values()))
    elif type(thing).__name__ in ("generator", "coroutine"):
        found = (getattr(thing, "gi_code", None) or getattr(thing, "cr_code", None),)
    for each in found:
        yield each, around


def _cells(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # empty yet
            continue


def _is_users_class(kind: type) -> bool:
    """Whether some method of a class is Python code of the user's."""
    return any(
        isinstance(each, FunctionType) and is_users_file(each.__code__.co_filename) for each in vars(kind).values()
    )
