"""Unchosen: why what a cell ends with is not its output."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from ...engine.value import Condition, Value
from ..text.counts import dotted
from .containers import members
from .output import Output, names_read

LONGEST = 40
"""The most characters of an expression that are quoted."""


def unchosen(
    last: ast.expr | None, result: Any, bound: tuple[str, Any], output: Output, known: Mapping[str, Any]
) -> str:
    """The sentence about the last expression and its `result`, or about the name bound last; mostly empty.

    `known` holds the Values by the names that they are bound to.

    >>> x = Value(3.0)
    >>> unchosen(None, None, ('y', [x * 2]), Output(x, 'x', 'x'), {'x': x})
    'y is not the output: it is a list; the output is x. End the cell with y[0] to choose it.'
    """
    if isinstance(result, Condition) or not isinstance(result, Value | None):
        said = _said(quoted(last), result, output)
    elif result is None:
        said = _said(*bound, output)
    else:
        said = ""
    return said or (_nothing(last, result, output, known) if not isinstance(result, Value) else "")


def _said(title: str, value: Any, output: Output) -> str:
    computed = bool(output.value._prev)
    if isinstance(value, Condition):
        return "" if computed else f"{title} is not the output: it is a comparison; the output is {output.title}."
    is_array = callable(getattr(value, "tolist", None))
    held = members(title, value.tolist() if is_array else value)
    inside = [(path, each) for path, each in held if _comes_later(each, output)]
    if not inside:
        return ""
    path = inside[0][0] if title.isidentifier() and inside[0][0] else "one of its numbers"
    instead = f"End the cell with {path} to choose it."
    kind = "an array" if is_array else f"a {type(value).__name__}"
    return f"{title} is not the output: it is {kind}; the output is {output.title}. {instead}"


def _comes_later(value: Value, output: Output) -> bool:
    return bool(value._prev) and value._serial > output.value._serial


def _nothing(last: ast.expr | None, result: Any, output: Output, known: Mapping[str, Any]) -> str:
    """Of an expression that computes with Values and is none, where the output is one of them."""
    if last is None or output.value._prev or not set(names_read(last)) & known.keys() or isinstance(last, ast.Name):
        return ""
    plain = isinstance(result, int | float)
    why = f"it is {'a plain number' if plain else 'not a number'}; the output is {output.title}"
    instead = "Compute it from Values" if plain else "Bind a number to a name"
    return f"{quoted(last)} is not the output: {why}. {instead} to choose it."


def quoted(node: ast.expr | None) -> str:
    """The last expression as a sentence quotes it."""
    text = ast.unparse(node) if node is not None else ""
    if len(text) <= LONGEST:
        return text
    called = dotted(node.func) if isinstance(node, ast.Call) else ""
    return f"{called}(…)" if called else "The last line"
