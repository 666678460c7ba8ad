"""Conversions: what Python and NumPy ask of a number, answered so that no gradient is lost silently."""

from __future__ import annotations

from typing import Any, Self, SupportsIndex

from .making import called, demanded
from .names import METHODS, UFUNCS
from .ops import TABLE
from .recording import active


class Conversions:
    """Truth, whole numbers, rounding, text, and NumPy's functions of a Value."""

    __slots__ = ()
    _data: float

    def __bool__(self) -> bool:
        truth = self._data != 0
        if active:
            active[-1].guard(self, "truth", float(truth))
        return truth

    def __index__(self) -> int:
        if not self._data.is_integer():
            raise TypeError(f"{called(self)} is {self._data!r}, but an index or a count must be a whole number")
        if active:
            active[-1].guard(self, "index", self._data)
        return int(self._data)

    def __int__(self) -> int:
        if active:
            active[-1].guard(self, "int", float(int(self._data)))
        return int(self._data)

    __trunc__ = __int__

    def __round__(self, digits: SupportsIndex | None = None) -> float:
        rounded = round(self._data, digits) if digits is not None else round(self._data)
        if active:
            active[-1].guard(self, f"round:{0 if digits is None else digits.__index__()}", float(rounded))
        return rounded

    def __float__(self) -> float:
        raise TypeError(
            f"{called(self)} would become a plain number here and lose its gradient: write microgradext's sin(v),"
            ' exp(v) … for a function of it, v.data for its number, f"{v:.2f}" to show it'
        )

    def __complex__(self) -> complex:
        return complex(float(self))

    def __pos__(self) -> Self:
        return self

    def __format__(self, form: str) -> str:
        return format(self._data, form) if form else repr(self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's functions and operators: `np.exp(v)`, `np.float64(2) * v`, arrays of Values element by element."""
        if method != "__call__" or options:
            return NotImplemented
        if any(getattr(item, "shape", ()) for item in inputs):
            return ufunc(*[_boxed(item) for item in inputs])
        name = UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if name not in TABLE:
            raise TypeError(f"np.{ufunc.__name__} has no derivative here: write it with the functions of microgradext")
        first, *others = [_unboxed(item) for item in inputs]
        return getattr(demanded(first, name), METHODS.get(name, name))(*others)


def _boxed(item: Any) -> Any:
    import numpy as np

    return np.asarray(item, dtype=object)


def _unboxed(item: Any) -> Any:
    # NumPy passes its scalars as arrays without dimensions.
    return item.item() if hasattr(item, "item") else item
