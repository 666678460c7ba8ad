"""Outside: the functions of Python and of libraries that want a plain number, not mathematics."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Mapping
from typing import Any

from ..text.imported import home, imported

TAKES_VALUES = frozenset(
    "abc asyncio bisect builtins cmath collections colorsys concurrent contextlib contextvars copy dataclasses enum"
    " functools heapq itertools math multiprocessing numbers operator pprint queue random statistics string threading"
    " timeit types typing unittest weakref".split()
)
"""Modules of Python's library that compute with what they are given, keep it or pass it on."""

LIBRARIES = frozenset("IPython PIL ipywidgets matplotlib pandas plotly requests seaborn".split())
"""Other packages whose functions want plain numbers."""

MODULES = (frozenset(sys.stdlib_module_names) - TAKES_VALUES - {"__main__", "__future__", "this"}) | LIBRARIES


def is_outside(callee: str, tree: ast.AST, bound: Collection[str], namespace: Mapping[str, Any]) -> bool:
    """Whether the function that a cell calls by this name belongs to one of these modules.

    `bound` are the names that the cell binds; a name that is neither imported nor known yet may well be a formula.

    >>> tree = ast.parse('import time; from decimal import Decimal as D')
    >>> [is_outside(name, tree, ['time', 'D'], {}) for name in ('time.sleep', 'D', 'f', 'math.sin')]
    [True, True, False, False]
    """
    root, _, rest = callee.partition(".")
    found = imported(tree).get(root) or ("" if root in bound else home(namespace.get(root)))
    package, _, inside = found.partition(".")
    public = package.lstrip("_")  # reduce says that it belongs to _functools, where it is written in C
    return package in MODULES and public not in TAKES_VALUES and bool(rest or inside)
