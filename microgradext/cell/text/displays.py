"""Displays: lists, tuples and dicts of a few number literals that a cell binds to names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .constants import written
from .counts import dotted

MOST = 12
"""The most numbers that one may hold."""
ARRAYS = frozenset("array asarray np.array np.asarray numpy.array numpy.asarray".split())
Place = tuple[int, str]


def displays(bindings: Iterable[tuple[ast.Name, ast.expr]]) -> dict[Place, tuple[int | float, ...]]:
    """Where they are bound, with their numbers; `bindings` are those of statements that run at most once.

    >>> node = ast.parse('w = [1.0, -2.0]').body[0]
    >>> displays([(node.targets[0], node.value)])
    {(1, 'w'): (1.0, -2.0)}
    """
    found = {}
    for target, value in bindings:
        numbers = _numbers(value) if isinstance(value, ast.List | ast.Tuple | ast.Dict) else None
        if numbers is not None and 0 < len(numbers) <= MOST:
            found[target.lineno, target.id] = tuple(numbers)
    return found


def arrays(bindings: Iterable[tuple[ast.Name, ast.expr]]) -> dict[Place, str]:
    """Where names are bound to arrays of such displays, with the function that makes the array."""
    found = {}
    for target, value in bindings:
        match value:
            case ast.Call(func=function, args=[ast.List() as held], keywords=[]) if dotted(function) in ARRAYS:
                if displays([(target, held)]):
                    found[target.lineno, target.id] = dotted(function)
    return found


def _numbers(node: ast.expr) -> list[int | float] | None:
    """The numbers in a display, nested ones included; None if there is anything else in it."""
    number = written(node)
    if number is not None:
        return [number]
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            parts = items
        case ast.Dict(keys=keys, values=values) if all(isinstance(key, ast.Constant) for key in keys):
            parts = values
        case _:
            return None
    found = [_numbers(part) for part in parts]
    return None if None in found else list(_flat(found))


def _flat(parts: Iterable[list[int | float] | None]) -> Iterator[int | float]:
    for part in parts:
        yield from part or ()
