"""Trial: what an expression of the user's comes to with plain numbers in place of its Values."""

from __future__ import annotations

import ast
import builtins
import datetime
import numbers
import warnings
from collections.abc import Iterator
from enum import EnumType
from types import ModuleType
from typing import Any

from ...engine.refusals.plainly import DEEPEST, MOST, Kind
from ...engine.refusals.sentences import name_of
from ...engine.refusals.written import Scope, Written
from ...engine.value import Value
from ..inputs.mathematics import NAMES

PURE_BUILTINS = frozenset(
    "abs bin bool bytes chr complex dict divmod enumerate float format frozenset hash hex int isinstance iter len list"
    " max min oct ord pow range repr reversed round set slice sorted str sum tuple zip".split()
)
PURE_MODULES = frozenset(
    "array bisect cmath collections colorsys datetime decimal fractions heapq itertools json math numpy operator"
    " posixpath re statistics struct".split()
)
"""Modules whose functions change nothing but their arguments, which are copies here, if they change anything."""
IMPURE = frozenset(
    "fromfile genfromtxt load loadtxt memmap save savetxt savez savez_compressed set_printoptions setbufsize seterr"
    " seterrcall tofile random".split()
)
"""Names in these modules, and of methods, that stand for more than a computation."""

PLAIN = (numbers.Number, str, bytes, range, slice, type(None), datetime.date, datetime.timedelta, datetime.time)
"""What is handed on as it is, unless its class is the user's own."""


class Unsafe(Exception):  # noqa: N818  (nothing went wrong)
    """Whether running the code a second time would change anything cannot be told."""


def tried(written: Written, scope: Scope, kind: Kind) -> Exception | None:
    """What plain Python raises there; None if it raises nothing. Raises Unsafe where that is not to be tried."""
    node = written.node
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        node = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
    if isinstance(node, ast.expr) and written.asked:
        node = ast.Call(ast.Name(written.asked, ast.Load()), [node], [])
    if node is None or isinstance(node, ast.Name | ast.Constant):
        raise Unsafe
    return _raised(node, _names(node, scope, kind))


def _raised(node: ast.AST, names: dict[str, Any]) -> Exception | None:
    tree = ast.Module([node if isinstance(node, ast.stmt) else ast.Expr(node)], [])  # type: ignore[arg-type]
    code = compile(ast.fix_missing_locations(ast.parse(ast.unparse(tree))), "<trial>", "exec")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(code, {"__builtins__": builtins, **names})
    except Exception as error:  # what the user would have seen
        return error
    return None


def _names(node: ast.AST, scope: Scope, kind: Kind) -> dict[str, Any]:
    """What the names in an expression refer to, in plain numbers and in copies."""
    if not isinstance(node, ast.expr | ast.Assign | ast.AugAssign | ast.Delete):
        raise Unsafe
    names, callees = dict[str, Any](), set[int]()
    for each in ast.walk(node):
        match each:
            case ast.Call(func=function):
                callees.update(_callee(function, scope))
            case ast.Await() | ast.Yield() | ast.YieldFrom() | ast.NamedExpr() | ast.Lambda():
                raise Unsafe
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp() | ast.JoinedStr():
                raise Unsafe
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name) if name not in names:
                names[name] = _known(name, scope) if id(each) in callees else _plain(_known(name, scope), kind)
    return names


def _known(name: str, scope: Scope) -> Any:
    try:
        held = scope(name)
    except KeyError:
        raise Unsafe from None
    return getattr(builtins, name, held) if held is NAMES.get(name) else held


def _callee(function: ast.expr, scope: Scope) -> Iterator[int]:
    """The names in a callee that may be called as they are; a method of a plain object may be called always."""
    full = name_of(function, scope)
    parts = full.split(".")
    if IMPURE.intersection(parts) or (isinstance(function, ast.Attribute) and function.attr in IMPURE):
        raise Unsafe
    if parts[0] in PURE_MODULES or _is_pure(function, scope):
        yield from (id(each) for each in ast.walk(function) if isinstance(each, ast.Name))
    elif full:
        raise Unsafe


def _is_pure(function: ast.expr, scope: Scope) -> bool:
    """Whether a name is that of a function of Python's or of ours, or of a method of a class of Python's."""
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and _is_pure(function.value, scope)
    if not isinstance(function, ast.Name):
        return False
    held = _known(function.id, scope)
    if isinstance(held, EnumType):
        return True
    is_pythons = function.id in PURE_BUILTINS and held is vars(builtins)[function.id]
    return is_pythons or (function.id in NAMES and held is NAMES[function.id])


def _plain(held: Any, kind: Kind, depth: int = DEEPEST) -> Any:
    if isinstance(held, Value):
        return kind(held)(held._data)
    if depth and type(held) in (list, tuple, set, frozenset) and len(held) <= MOST:
        return type(held)(_plain(item, kind, depth - 1) for item in held)
    if depth and type(held) is dict and len(held) <= MOST:
        return {_plain(key, kind, depth - 1): _plain(item, kind, depth - 1) for key, item in held.items()}
    if type(held).__name__ == "ndarray" and held.size <= MOST:
        return _plain_array(held, kind)
    if isinstance(held, ModuleType) and held.__name__.partition(".")[0] in PURE_MODULES:
        return held
    home = (held if isinstance(held, type) else type(held)).__module__.partition(".")[0]
    if isinstance(held, (*PLAIN, type)) and home in {"builtins", *PURE_MODULES}:
        return held
    raise Unsafe


def _plain_array(held: Any, kind: Kind) -> Any:
    if held.dtype != object:
        return held.copy()
    import numpy as np

    return np.array(_plain(held.tolist(), kind))
