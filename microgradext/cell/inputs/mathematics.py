"""Mathematics: its names, which a running cell has without importing them, and a `math` module that takes Values."""

from __future__ import annotations

import builtins
import functools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from ...engine.conversions import COMPOSED, power_modulo
from ...engine.functions import MATHEMATICS
from ...engine.value import Value

Namespace = dict[str, Any]


def involved(argument: object) -> bool:
    """Whether an argument of a function is a Value or holds one."""
    if isinstance(argument, Value):
        return True
    return isinstance(argument, list | tuple) and any(involved(item) for item in argument)


def either(plain: Callable[..., Any], ours: Callable[..., Any]) -> Callable[..., Any]:
    """A function that behaves exactly as `plain` until a Value is involved."""

    @functools.wraps(plain)
    def twin(*arguments: Any, **options: Any) -> Any:
        items = [list(item) if hasattr(item, "__next__") else item for item in arguments]
        return (ours if any(involved(item) for item in items) else plain)(*items, **options)

    return twin


_log, _log1p, _sqrt = (MATHEMATICS[name] for name in ("log", "log1p", "sqrt"))

# What the math module has and the engine lacks, or has under another name

SPECIAL: dict[str, Callable[..., Any]] = {
    **COMPOSED,
    "fabs": abs,
    "pow": lambda x, y: x**y,
    "log": lambda x, base=None: _log(x) if base is None else _log(x) / _log(base),
    "fsum": MATHEMATICS["sum"],
    "sumprod": MATHEMATICS["dot"],
    "asinh": lambda x: MATHEMATICS["where"](x >= 0, _asinh(x), -_asinh(-x)),
    "acosh": lambda x: _log1p(x - 1 + _sqrt((x - 1) * (x + 1))),
    "atanh": lambda x: (_log1p(x) - _log1p(-x)) / 2,
    "hypot": lambda *parts: _norm(parts),
    "dist": lambda p, q: _norm([x - y for x, y in zip(p, q, strict=True)]),
    "isclose": lambda a, b, *, rel_tol=1e-09, abs_tol=0.0: _close(a, b, rel_tol, abs_tol),
}


def _asinh(x: Value) -> Any:
    return _log1p(x + x * x / (1 + _sqrt(1 + x * x)))


def _close(a: Any, b: Any, relative: Any, absolute: Any) -> bool:
    most = MATHEMATICS["max"](relative * MATHEMATICS["max"](abs(a), abs(b)), absolute)
    return bool(a == b) or bool(abs(a - b) <= most)


def _norm(parts: Any) -> Any:
    if len(parts) == 2:
        return MATHEMATICS["hypot"](*parts)
    return _sqrt(MATHEMATICS["sum"]([part * part for part in parts]))


def _twins() -> dict[str, Callable[..., Any]]:
    keep = {"floor", "ceil", "trunc"}  # Python asks the Value itself
    known = {**{name: each for name, each in MATHEMATICS.items() if callable(each) and name not in keep}, **SPECIAL}
    return {name: either(vars(math)[name], ours) for name, ours in known.items() if name in vars(math)}


TWINS = _twins()
"""The functions of `math` that take Values, by name."""

MATH = ModuleType("math", math.__doc__)
"""The twin of the `math` module."""
MATH.__dict__.update({**vars(math), **TWINS})

_TWIN_OF: dict[int, Any] = {id(math): MATH, **{id(vars(math)[name]): each for name, each in TWINS.items()}}
_ORIGINAL_OF: dict[int, Any] = {id(MATH): math, **{id(each): vars(math)[name] for name, each in TWINS.items()}}


def _pow(base: Any, exponent: Any, modulus: Any = None) -> Any:
    return base**exponent if modulus is None else power_modulo(base, exponent, modulus)


NAMES: dict[str, Any] = {**MATHEMATICS, "pow": either(pow, _pow)}
"""The names of mathematics; `sum`, `min` and `max` are Python's until a Value is involved."""


def twin(value: Any) -> Any:
    """The twin of the `math` module or of one of its functions; anything else as it is."""
    return _TWIN_OF.get(id(value), value)


def original(value: Any) -> Any:
    """What `value` is the twin of; anything else as it is."""
    return _ORIGINAL_OF.get(id(value), value)


_depth: dict[int, int] = {}
"""How many runs are under way in each namespace, by its id."""

_shared: Namespace = {}
"""The builtins of all cells. Functions keep it for life, so it is refreshed and never replaced."""


@contextmanager
def mathematics(namespace: Namespace) -> Iterator[None]:
    """While entered, code that runs in `namespace` has the names of mathematics; afterwards no trace of them is left.

    >>> names = {}
    >>> with mathematics(names):
    ...     exec('y = exp(0) + pi', names)
    >>> names['y'] == 1 + math.pi, 'exp' in names
    (True, False)
    """
    key = id(namespace)
    outer = _depth.get(key, 0)
    _depth[key] = outer + 1
    kept = namespace.get("__builtins__")
    try:
        if not outer:
            _replace(namespace, twin)
            namespace["__builtins__"] = _builtins(kept)
        yield
    finally:
        if outer:
            _depth[key] = outer
        else:
            del _depth[key]
            _replace(namespace, original)
            _put_back(namespace, kept)


def _replace(namespace: Namespace, change: Callable[[Any], Any]) -> None:
    for name, value in list(namespace.items()):
        other = change(value)
        if other is not value:
            namespace[name] = other


def _put_back(namespace: Namespace, kept: Any) -> None:
    if kept is None:
        namespace.pop("__builtins__", None)
    else:
        namespace["__builtins__"] = kept


def _builtins(kept: Any) -> Namespace:
    """The builtins of `kept` (a module or a dict, as Python allows) with the names of mathematics over them."""
    if isinstance(kept, dict) and kept is not vars(builtins) and kept is not _shared:
        return {**kept, **NAMES}
    refresh()
    return _shared


def refresh() -> None:
    """Bring the builtins of all cells up to date with Python's."""
    current = {**vars(builtins), **NAMES, "__import__": _import}
    for stale in _shared.keys() - current.keys():
        del _shared[stale]
    _shared.update(current)


def _import(name: str, *details: Any, **options: Any) -> Any:
    """Python's own, except that a function of the cell that imports `math` gets the twin while a cell runs."""
    module = builtins.__import__(name, *details, **options)
    return twin(module) if _depth else module
