"""Sentences: why code cannot have a Value, and what to write instead."""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

from .formulas import formula
from .plainly import Kind, plainly, resolved
from .written import Scope, Written

MATHEMATICS = ("math.", "numpy.", "statistics.", "scipy.")
"""Where a formula may stand in place of a call."""

ANOTHER = "a formula with microgradext's functions (exp, sin, sqrt …)"

LONGEST = 100
"""The most characters of code that a sentence tells to write."""


def refusal(written: Written, scope: Scope, kind: Kind, words: str) -> str:
    """Why the code at a place cannot have Values, and what to write there; `words` names the place."""
    node = written.node
    if node is None:
        return f"The code in {words} works with plain numbers only: give it v.data, which has no gradient"
    plain_array = f"{written.text} ({words}) would put Values into an array of plain numbers"
    match node:
        case ast.AugAssign(target=ast.Name() | ast.Attribute() as array, op=op, value=value) if _is_array(array, scope):
            return f"{plain_array}: write {ast.unparse(array)} = {ast.unparse(ast.BinOp(array, op, value))}"
        case ast.Assign(targets=[ast.Subscript(value=array)]) | ast.AugAssign(target=ast.Subscript(value=array)) if (
            _is_array(array, scope)
        ):
            name = ast.unparse(array)
            return f"{plain_array}: make it an array of objects first, with {name} = {name}.astype(object)"
        case _:
            return f"{written.text} ({words}) works with plain numbers only: {_instead(node, scope, kind)}"


def _instead(node: ast.expr | ast.stmt, scope: Scope, kind: Kind) -> str:
    name = name_of(node.func, scope) if isinstance(node, ast.Call) else ""
    known = formula(name, node, scope) if isinstance(node, ast.Call) else ""
    if name == "builtins.float" and isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    plain = plainly(node, scope, kind)
    plain = f"{plain}, which has no gradient" if 0 < len(plain) <= LONGEST else ""
    if 0 < len(known) <= LONGEST:
        return f"write {known}, or {plain}" if plain else f"write {known}"
    another = f", or {ANOTHER}" if name.startswith(MATHEMATICS) else ""
    if plain:
        return f"write {plain}{another}"
    return f"give it v.data, which has no gradient, in place of each Value v{another and f', or write {ANOTHER}'}"


def name_of(node: ast.expr, scope: Scope) -> str:
    """The full name of what a call calls, as in `numpy.linalg.det`; empty if it is no function of a module.

    >>> import math
    >>> name_of(ast.parse('m.fmod', mode='eval').body, {'m': math}.__getitem__)
    'math.fmod'
    """
    match node:
        case ast.Name(id=name):
            try:
                held = scope(name)
            except KeyError:
                return ""
            return held.__name__ if isinstance(held, ModuleType) else _own_name(held)
        case ast.Attribute(value=owner, attr=name):
            above = name_of(owner, scope)
            return f"{above}.{name}" if above else ""
        case _:
            return ""


def _is_array(node: ast.expr, scope: Scope) -> bool:
    return type(resolved(node, scope)).__name__ == "ndarray"


def _own_name(held: Any) -> str:
    module = getattr(held, "__module__", None) or ("numpy" if type(held).__name__ == "ufunc" else "")
    if not callable(held) or not isinstance(module, str):
        return ""
    owner = getattr(held, "__self__", None)  # the functions of `random` are methods of a generator
    module = getattr(owner, "__module__", module) if not isinstance(owner, ModuleType) else module
    return f"{module}.{held.__name__}" if module and hasattr(held, "__name__") else ""
