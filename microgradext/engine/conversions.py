"""Conversions: what Python and NumPy ask of a number, answered so that no gradient is lost silently."""

from __future__ import annotations

import ast
import math
import operator
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

from .frames import asks_for_float, source_at, users_frame
from .making import called, demanded, operand
from .names import METHODS, UFUNCS
from .node import site_in
from .ops import TABLE
from .order import Node, ancestors
from .recording import active
from .refusals.sentences import refusal
from .refusals.written import scope_of, written_at

INTEGERS = frozenset("bcdoxX")
"""The types of a format that Python has for ints only."""

HINTS = {"&": "joins conditions, as in (x > 0) & (y > 0)", "|": "joins conditions, as in (x > 0) | (y > 0)",
         "~": "is the opposite of a condition, as in ~(x > 0)", "^": "is not a power: write **"}  # fmt: skip
"""What a refusal of a sign adds."""

COMPOSED: Mapping[str, Callable[[Any], Any]] = {
    "exp2": lambda x: 2.0**x,
    "degrees": lambda x: x * (180 / math.pi),
    "radians": lambda x: x * (math.pi / 180),
    # These answer yes or no, so the answer is a guard.
    "isnan": lambda x: bool(x != x),
    "isinf": lambda x: bool(abs(x) == math.inf),
    "isfinite": lambda x: bool(abs(x) < math.inf),
}
"""What Python's `math` and NumPy have beside the rows."""

NUMPYS: Mapping[str, Callable[[Any], Any]] = {
    **COMPOSED,
    "deg2rad": COMPOSED["radians"],
    "rad2deg": COMPOSED["degrees"],
    "conjugate": lambda x: x,
    "positive": lambda x: x,
    "rint": lambda x: x.rint(),
    "trunc": lambda x: float(int(x)),
}
"""What NumPy has beside the rows; the result of rounding is a plain float."""


class Conversions:
    """Truth, whole numbers and their bits, rounding, text, and NumPy's functions of a Value."""

    __slots__ = ()
    _data: float
    if TYPE_CHECKING:

        def __floor__(self) -> Any: ...
        def __floordiv__(self, other: Any) -> Any: ...
        def __mod__(self, other: Any) -> Any: ...

    def __bool__(self) -> bool:
        truth = self._data != 0
        if active:
            active[-1].guard(self, "truth", float(truth))
        return truth

    def __index__(self) -> int:
        if not self._data.is_integer():
            must = "an index or a count must be a whole number: int(…) makes it one"
            raise TypeError(f"{called(self)} is {self._data!r}, but {must}")
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

    def rint(self) -> float:
        """`round(self)` as a float: what NumPy asks of the objects in an array when it rounds them."""
        return float(self.__round__())

    def __float__(self) -> float:
        if active and active[-1].plain is not None and (reason := asks_for_float()):
            active[-1].read(self, reason)
            return self._data
        raise TypeError(_plain_only(self))

    def __complex__(self) -> complex:
        return complex(float(self))

    def __pos__(self) -> Self:
        return self

    def __format__(self, form: str) -> str:
        if not form:
            return str(self)
        if active:
            active[-1].read(self, "text")
        if form[-1] in INTEGERS and self._data.is_integer():
            return format(int(self._data), form)
        kind = active[-1].plain if active else None
        return format(self._data if kind is None else kind(self)(self._data), form)

    def _plain_text(self) -> str:
        """The text of the number while a cell runs whose numbers became Values; empty elsewhere."""
        if not active:
            return ""
        active[-1].read(self, "text")
        kind = active[-1].plain
        return "" if kind is None else repr(kind(self)(self._data))

    @property
    def real(self) -> Self:
        """Itself."""
        return self

    @property
    def imag(self) -> float:
        """0, as for every real number."""
        return 0.0

    def conjugate(self) -> Self:
        """Itself."""
        return self

    @property
    def numerator(self) -> int:
        """Itself as an int; TypeError if it is not whole."""
        return self.__index__()

    @property
    def denominator(self) -> int:
        """1, as for every whole number."""
        self.__index__()
        return 1

    def bit_length(self) -> int:
        """How many bits the whole number takes; TypeError if it is not whole."""
        return self.__index__().bit_length()

    def is_integer(self) -> bool:
        """Whether it is a whole number now."""
        return bool(self.__floor__() == self)

    # What Python has for ints only. Bits have no derivative: the result is a plain int, the operands are guards.

    def __and__(self, other: Any) -> Any:
        return _bits("&", operator.and_, self, other)

    def __rand__(self, other: Any) -> Any:
        return _bits("&", operator.and_, other, self)

    def __or__(self, other: Any) -> Any:
        return _bits("|", operator.or_, self, other)

    def __ror__(self, other: Any) -> Any:
        return _bits("|", operator.or_, other, self)

    def __xor__(self, other: Any) -> Any:
        return _bits("^", operator.xor, self, other)

    def __rxor__(self, other: Any) -> Any:
        return _bits("^", operator.xor, other, self)

    def __lshift__(self, other: Any) -> Any:
        return _bits("<<", operator.lshift, self, other)

    def __rlshift__(self, other: Any) -> Any:
        return _bits("<<", operator.lshift, other, self)

    def __rshift__(self, other: Any) -> Any:
        return _bits(">>", operator.rshift, self, other)

    def __rrshift__(self, other: Any) -> Any:
        return _bits(">>", operator.rshift, other, self)

    def __invert__(self) -> Any:
        return ~_whole("~", self)

    def __divmod__(self, other: Any) -> Any:
        quotient = self.__floordiv__(other)
        return NotImplemented if quotient is NotImplemented else (quotient, self % other)

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's functions and operators: `np.exp(v)`, `np.float64(2) * v`, arrays of Values element by element."""
        if method == "at":  # changes an array, of which a copy would be handed on
            return NotImplemented
        if method != "__call__" or options:
            return getattr(ufunc, method)(*[_boxed(item) for item in inputs], **options)
        if any(getattr(item, "shape", ()) for item in inputs):
            return ufunc(*[_boxed(item) for item in inputs])
        if ufunc.__name__ in NUMPYS:
            return NUMPYS[ufunc.__name__](*inputs)
        name = UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if name not in TABLE:
            raise TypeError(f"np.{ufunc.__name__} has no derivative here: write it with the functions of microgradext")
        first, *others = [_unboxed(item) for item in inputs]
        return getattr(demanded(first, name), METHODS.get(name, name))(*others)


def _plain_only(value: Any) -> str:
    """Why the user's code cannot have a float of a Value."""
    frame = users_frame(sys._getframe(2))
    written = written_at(frame.f_code, frame.f_lasti)
    if written.node is None:
        instead = "write v.data for its number alone, or a formula with microgradext's functions (exp, sin, sqrt …)"
        return f"{called(value)} would become a plain number here and lose its gradient: {instead}"
    kind = (active[-1].plain if active else None) or (lambda _: float)
    return refusal(written, scope_of(frame), kind, f"line {written.line}")


def _boxed(item: Any) -> Any:
    import numpy as np

    return np.asarray(item, dtype=object)


def _unboxed(item: Any) -> Any:
    # NumPy passes its scalars as arrays without dimensions.
    return item.item() if hasattr(item, "item") else item


def is_numpys(condition: Node) -> bool:
    """Whether plain Python would have a truth of NumPy's here, whose `~` is its opposite, not a flip of bits.

    That is so if NumPy has a part in what the user's code says here, or where it computed what led to this.
    """
    frame = users_frame(sys._getframe(2))
    sites = {(id(code), offset): (code, offset) for code, offset in map(_site, ancestors([condition])) if code}
    places = [(frame.f_code, frame.f_lasti), *sites.values()]
    return any(_is_numpys(_found(name, frame)) for place in places for name in _names(source_at(*place)))


def _site(value: Node) -> tuple[Any, int]:
    return site_in(value._about) or (None, 0)


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _found(name: str, frame: FrameType) -> object:
    return frame.f_locals.get(name, frame.f_globals.get(name))


def _is_numpys(item: object) -> bool:
    home = item.__name__ if isinstance(item, ModuleType) else type(item).__module__
    return home.partition(".")[0] == "numpy"


def power_modulo(base: Any, exponent: Any, modulus: Any) -> Any:
    """`pow` with three arguments, which must be whole."""
    return pow(_whole("pow", base), _whole("pow", exponent), _whole("pow", modulus))


def _bits(sign: str, plain: Callable[[int, int], int], left: Any, right: Any) -> Any:
    if operand(left) is None or operand(right) is None:
        return NotImplemented
    return plain(_whole(sign, left), _whole(sign, right))


def _whole(sign: str, item: Any) -> int:
    number: float = getattr(item, "_data", item)
    if isinstance(item, SupportsIndex) and float(number).is_integer():
        return operator.index(item)
    name = called(item) if hasattr(item, "_data") else "a number"
    hint = f"; {sign} {HINTS[sign]}" if sign in HINTS and not (sign == "~" and active and active[-1].plain) else ""
    raise TypeError(f"{name} is {number!r}, but {sign} takes whole numbers{hint}")
