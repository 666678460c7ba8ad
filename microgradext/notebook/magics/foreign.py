"""Foreign: the Value of another engine that the line of `%grad` refers to."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from IPython.core.error import UsageError

from ...cell.run import Run
from ...interop.lookalike import is_lookalike
from ...interop.shape import lacking
from ...interop.trace import refused
from ..grad import run_foreign

PATH = (ast.Expression, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Load)
"""The nodes of an expression that only says where something is kept."""


def foreign(text: str, namespace: dict[str, Any]) -> Run | None:
    """The computation of what `text` evaluates to, if that is a node of another engine; else None.

    Raises UsageError for an object that has only some parts of a node. What may be one of ours is not computed here.
    """
    try:
        tree = ast.parse(text, mode="eval")
        path = all(isinstance(node, PATH) for node in ast.walk(tree))
        given = eval(compile(tree, "<grad>", "eval"), namespace) if path or _speaks_of_one(tree, namespace) else None
    except Exception:  # reported when the expression runs as a cell
        return None
    try:
        if is_lookalike(given):
            return run_foreign(given, namespace, text.strip())
    except (TypeError, ValueError) as error:
        raise UsageError(f"{error}.") from None
    if path and lacking(given):
        raise UsageError(refused(given, "%grad takes a Value, not {}") + ".")
    return None


def _speaks_of_one(tree: ast.Expression, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression names a node of another engine and calls nothing: a call would run again with the cell."""
    if any(isinstance(node, (ast.Call, ast.NamedExpr, ast.Await)) for node in ast.walk(tree)):
        return False
    return any(is_lookalike(namespace.get(node.id)) for node in ast.walk(tree) if isinstance(node, ast.Name))
