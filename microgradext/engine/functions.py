"""The functions of mathematics, for Values, for plain numbers and for sequences of either."""

from __future__ import annotations

import builtins
import math
import numbers
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, overload

from .applied import apply, reduced
from .generated import scalar
from .ops import TABLE
from .value import Value

e, inf, nan, pi, tau = math.e, math.inf, math.nan, math.pi, math.tau


class Unary(Protocol):
    """A function of one number: a Value gives a Value, a float a float, a sequence a list."""

    @overload
    def __call__(self, x: Value, /) -> Value: ...
    @overload
    def __call__(self, x: float, /) -> float: ...
    @overload
    def __call__(self, x: Iterable[Any], /) -> list[Any]: ...


def _unary(name: str) -> Unary:
    row = TABLE[name]
    forward = scalar.FORWARD[row.code]

    def function(x: Any, /) -> Any:
        if isinstance(x, Value):
            return apply(name, x)
        if isinstance(x, numbers.Real):
            return forward(float(x))
        return [function(item) for item in _elements(x, name)]

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{row.text}, for a Value, a number or a sequence; local derivative {row.derivative_texts[0]}."
    return function


exp = _unary("exp")
expm1 = _unary("expm1")
log = _unary("log")
log1p = _unary("log1p")
log2 = _unary("log2")
log10 = _unary("log10")
sqrt = _unary("sqrt")
cbrt = _unary("cbrt")
square = _unary("square")
sin = _unary("sin")
cos = _unary("cos")
tan = _unary("tan")
asin = _unary("asin")
acos = _unary("acos")
atan = _unary("atan")
sinh = _unary("sinh")
cosh = _unary("cosh")
tanh = _unary("tanh")
sigmoid = _unary("sigmoid")
relu = _unary("relu")
leaky_relu = _unary("leaky_relu")
softplus = _unary("softplus")
erf = _unary("erf")
gelu = _unary("gelu")
sign = _unary("sign")
floor = _unary("floor")
ceil = _unary("ceil")


def _several(name: str) -> Callable[..., Any]:
    row = TABLE[name]
    forward = scalar.FORWARD[row.code]

    def function(*operands: Any) -> Any:
        if len(operands) != len(row.operands):
            raise TypeError(f"{name} takes {len(row.operands)} operands, not {len(operands)}")
        if any(isinstance(operand, Value) for operand in operands):
            return apply(name, *operands)
        return forward(*[_number(operand, name) for operand in operands])

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{row.text}, for Values and numbers; local derivatives {', '.join(row.derivative_texts)}."
    return function


atan2 = _several("atan2")
hypot = _several("hypot")
clip = _several("clip")
where = _several("where")


def sum(values: Iterable[Any], /, start: Any = 0) -> Any:
    """The sum of `values`; one node when there is a Value among them, else Python's `sum`.

    >>> sum([Value(1.0), 2.0, Value(3.0)]).data
    6.0
    """
    items = list(values)
    if not any(isinstance(item, Value) for item in (start, *items)):
        return builtins.sum(items, start)
    plain_zero = not isinstance(start, Value) and start == 0
    return reduced("sum", items if plain_zero else [start, *items])


def max(*values: Any, **options: Any) -> Any:
    """The largest; an operation when there is a Value among them (a tie shares the gradient), else Python's `max`."""
    return _extreme("max", builtins.max, values, options)


def min(*values: Any, **options: Any) -> Any:
    """The smallest; an operation when there is a Value among them (a tie shares the gradient), else Python's `min`."""
    return _extreme("min", builtins.min, values, options)


def mean(values: Iterable[Any], /) -> Any:
    """The sum divided by the count; raises ValueError when there is nothing to average."""
    items = list(values)
    if not items:
        raise ValueError("mean needs at least one number")
    return sum(items) / len(items)


def dot(left: Iterable[Any], right: Iterable[Any], /) -> Any:
    """The sum of products, pair by pair; raises ValueError when the lengths differ.

    >>> dot([1.0, 2.0], [Value(3.0), Value(4.0)]).data
    11.0
    """
    first, second = list(left), list(right)
    if len(first) != len(second):
        raise ValueError(f"dot takes two sequences of the same length, not {len(first)} and {len(second)}")
    return sum(x * y for x, y in zip(first, second, strict=True))


def logsumexp(values: Iterable[Any], /) -> Any:
    """log(exp(x) + exp(y) + ...), shifted by the largest so that nothing overflows.

    >>> round(logsumexp([1000.0, 1000.0]), 2)
    1000.69
    """
    items = list(values)
    if any(isinstance(item, Value) for item in items):
        return reduced("logsumexp", items)
    if not items:
        raise ValueError("logsumexp needs at least one number")
    return scalar.FORWARD[TABLE["logsumexp"].code](*[_number(item, "logsumexp") for item in items])


def softmax(values: Iterable[Any], /) -> list[Any]:
    """exp(x - logsumexp) for each x: positive numbers that add up to 1, whatever the size of x.

    >>> [round(p, 4) for p in softmax([0.0, 3.0, -2.0, 1.0])]
    [0.0418, 0.839, 0.0057, 0.1135]
    """
    items = list(values)
    scale = logsumexp(items)
    return [exp(item - scale) for item in items]


def _extreme(name: str, plain: Callable[..., Any], values: Sequence[Any], options: dict[str, Any]) -> Any:
    items = list(values[0]) if len(values) == 1 and not options else list(values)
    if options or not any(isinstance(item, Value) for item in items):
        return plain(*values, **options) if len(values) != 1 or options else plain(items)
    result = items[0]
    for item in items[1:]:
        result = apply(name, result, item)
    return result


def _elements(x: Any, name: str) -> Iterable[Any]:
    if isinstance(x, (str, bytes)) or not hasattr(x, "__iter__"):
        raise TypeError(f"{name} takes a Value, a real number or a sequence of them, not {type(x).__name__}")
    return x  # type: ignore[no-any-return]  # anything that can be iterated over


def _number(x: Any, name: str) -> float:
    if not isinstance(x, numbers.Real):
        raise TypeError(f"{name} takes Values and real numbers, not {type(x).__name__}")
    return float(x)


NAMES = (
    "e inf nan pi tau exp expm1 log log1p log2 log10 sqrt cbrt square sin cos tan asin acos atan atan2 sinh cosh tanh"
    " sigmoid relu leaky_relu softplus erf gelu sign floor ceil hypot clip where sum max min mean dot logsumexp softmax"
).split()
"""Names that a cell can use without an import."""

MATHEMATICS: dict[str, Any] = {name: globals()[name] for name in [*NAMES, "Value"]}
