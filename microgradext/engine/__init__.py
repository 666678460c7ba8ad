"""The mathematics: the op table, Value, graphs and tapes; the standard library only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .value import Condition as Condition
    from .value import Value as Value

__all__ = ["Condition", "Value"]


def __getattr__(name: str) -> object:
    # On demand, so that the generator can run before what it generates exists.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import value

    return getattr(value, name)
