"""Imported: what the names in code stand for, as dotted names of modules and what is in them."""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

from .walked import every


def imported(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for: `plt` for `matplotlib.pyplot`."""
    found = {}
    for node in every(tree):
        match node:
            case ast.Import(names=names):
                found.update({alias.asname: alias.name for alias in names if alias.asname})
                roots = [alias.name.partition(".")[0] for alias in names if not alias.asname]
                found.update(zip(roots, roots, strict=True))
            case ast.ImportFrom(module=str() as module, names=names):
                found.update({alias.asname or alias.name: f"{module}.{alias.name}" for alias in names})
    return found


def home(item: Any) -> str:
    """The dotted name of a module, or of a function in a module, that an earlier cell imported."""
    if isinstance(item, ModuleType):
        return item.__name__
    module, name = getattr(item, "__module__", None), getattr(item, "__qualname__", None)
    return f"{module}.{name}" if isinstance(module, str) and isinstance(name, str) else ""
