"""Walked: the nodes of a tree in one list, for all who look through the whole of a cell."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=4)
def every(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes of a tree that does not change any more, in the order of `ast.walk`, which takes longer than they do.

    >>> len(every(ast.parse('a = 1')))
    5
    """
    return tuple(ast.walk(tree))
