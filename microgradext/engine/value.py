"""Value: a scalar that remembers how it was made, so that a gradient can flow back through it."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Self, SupportsIndex

from .generated import operators, scalar
from .generated.operators import Operators
from .node import CONSTANT, LEAF, NOTHING, WRITTEN, tick
from .ops import BY_CODE, TABLE
from .recording import active, site

_serial = attrgetter("_serial")


class Value(Operators):
    """A number with a gradient; operators and functions of it make new Values that know their operands.

    `data` is always a float. `_children`, `_op` and a `_backward` set later make an op written by hand.
    Raises TypeError for what is not a real number.

    >>> a = Value(3.0, label='a')
    >>> b = a + a
    >>> b.backward()
    >>> b.data, a.grad
    (6.0, 2.0)
    """

    __slots__ = (
        "__weakref__",
        "_code",
        "_data",
        "_grad",
        "_hand",
        "_label",
        "_locals",
        "_prev",
        "_serial",
        "_site",
        "_symbol",
    )
    _code: int  # position of its row in the op table, or LEAF, CONSTANT, WRITTEN
    _grad: float
    _prev: tuple[Any, ...]  # operands in order, repeats kept
    _locals: tuple[float, ...]  # local derivative for each operand
    _serial: int  # when it was made

    def __new__(cls, *_: Any, **__: Any) -> Self:
        made: Self = active[-1].make(cls) if active else operators.new(cls)
        return made

    def __init__(self, data: float, _children: Iterable[Value] = (), _op: str = "", label: str = "") -> None:
        self._data = data if type(data) is float else number(data)
        self._grad = 0.0
        self._prev = children = tuple(_children)
        self._locals = ()
        self._code = WRITTEN if children else LEAF
        self._serial = tick()
        if _op:
            self._symbol = _op
        if label:
            self._label = label
        if active:
            self._site = site()
            self._data = active[-1].numbers.get(self, self._data)

    # What a user reads and writes

    @property
    def data(self) -> float:
        """The number itself."""
        if active:
            active[-1].read(self, "data")
        return self._data

    @data.setter
    def data(self, value: float) -> None:
        if active:
            active[-1].touch(self)
            active[-1].read(self, "write")
        self._data = number(value)

    @property
    def grad(self) -> float:
        """The derivative of the output of the last `backward()` with respect to this, 0 before."""
        if active:
            active[-1].read(self, "grad")
        return self._grad

    @grad.setter
    def grad(self, value: float) -> None:
        if active:
            active[-1].touch(self)
        self._grad = number(value)

    @property
    def label(self) -> str:
        """Its name in pictures; empty when it has none."""
        try:
            return self._label
        except AttributeError:
            return ""

    @label.setter
    def label(self, text: str) -> None:
        self._label = str(text)

    @property
    def _op(self) -> str:
        """The operation as code writes it: `+`, `tanh`; empty for a leaf."""
        if self._code >= 0:
            return BY_CODE[self._code].symbol
        try:
            return self._symbol
        except AttributeError:
            return ""

    @_op.setter
    def _op(self, symbol: str) -> None:
        self._symbol = str(symbol)

    @property
    def _backward(self) -> Callable[[], object]:
        """Passes the gradient of this to its operands, once."""
        try:
            return self._hand
        except AttributeError:
            return lambda: _pass_back(self)

    @_backward.setter
    def _backward(self, step: Callable[[], object]) -> None:
        if self._code >= 0:  # a row with a backward of its own is an op written by hand
            self._symbol = self._op
        self._hand: Callable[[], object] = step
        if self._prev:
            self._code = WRITTEN
            self._locals = ()

    def backward(self) -> None:
        """Add the derivative of this with respect to each leaf to the leaf's `grad`; set it on what lies between.

        As in PyTorch, a second call adds to the leaves again and never counts an intermediate twice.
        """
        if active:
            for value in ancestors([self]):
                active[-1].touch(value)
        if not self._prev:
            self._grad += 1.0
            return
        nodes = _operations(self)
        self._grad = 1.0
        flow_back(nodes)

    # Numbers, and what would lose the graph

    def __bool__(self) -> bool:
        truth = self._data != 0
        if active:
            active[-1].guard(self, "truth", float(truth))
        return truth

    def __index__(self) -> int:
        if not self._data.is_integer():
            raise TypeError(f"{_called(self)} is {self._data!r}, and an index or a count must be whole")
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
            f"{_called(self)} would become a plain number here and lose its gradient: write sin(v), exp(v) … of"
            ' microgradext for a function of it, v.data for its number, f"{v:.2f}" to show it'
        )

    def __complex__(self) -> complex:
        return complex(float(self))

    def __pos__(self) -> Value:
        return self

    def __format__(self, form: str) -> str:
        return format(self._data, form) if form else repr(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(data={self._data!r}, grad={self._grad!r})"

    __hash__ = object.__hash__

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's functions and operators: `np.exp(v)`, `np.float64(2) * v`, arrays of Values element by element."""
        if method != "__call__" or options:
            return NotImplemented
        if any(getattr(item, "shape", ()) for item in inputs):
            return ufunc(*[_boxed(item) for item in inputs])
        name = UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if name not in TABLE:
            raise TypeError(f"np.{ufunc.__name__} has no derivative here: write it with the functions of microgradext")
        return apply(name, *[_unboxed(item) for item in inputs])

    def __reduce__(self) -> Any:
        from .archive import archived  # imported when used: archive needs Value

        return archived(self)

    def __copy__(self) -> Value:
        from .archive import twin

        return twin(self)


class Condition(Value):
    """The truth of a comparison, 1 or 0; `where` takes it as it is, `if` makes it a guard."""

    __slots__ = ()

    def where(self, then: Value | float, otherwise: Value | float) -> Value:
        """`then` where this is true, else `otherwise`; only the chosen one gets a gradient."""
        return where(self, then, otherwise)

    def __repr__(self) -> str:
        return f"Condition({self._data != 0})"


UFUNCS = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div", "power": "pow",
    "float_power": "pow", "negative": "neg", "absolute": "abs", "fabs": "abs", "remainder": "mod",
    "floor_divide": "floordiv", "maximum": "max", "minimum": "min", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arctan2": "atan2", "less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge",
    "equal": "eq", "not_equal": "ne",
}  # fmt: skip


def number(data: Any) -> float:
    """`data` as a float; TypeError when it is not a real number."""
    if isinstance(data, Value):
        raise TypeError(f"{_called(data)} is a Value already")
    if isinstance(data, (str, bytes)) or not hasattr(data, "__float__"):
        raise TypeError(f"a Value holds one real number, not {data!r}")
    return float(data)


def constant(data: float) -> Value:
    """A number that takes part without a name."""
    made: Value = operators.new(Value)
    made._data = data
    made._grad = 0.0
    made._code = CONSTANT
    made._prev = made._locals = ()
    made._serial = tick()
    if active:
        made._site = site()
    return made


def operand(data: Any) -> Value | None:
    """`data` as an operand: a Value as it is, a real number as a constant, None for anything else."""
    if type(data) is not float:  # nearly always it is, or an int, and `Real` is slow to see
        if type(data) is int:
            data = float(data)
        elif isinstance(data, Value):
            return data
        elif isinstance(data, numbers.Real):
            data = float(data)
        else:
            return None
    return constant(data)


def demanded(data: Any, method: str) -> Value:
    """`data` as an operand of `method`; TypeError for what is neither a Value nor a real number."""
    made = operand(data)
    if made is None:
        raise TypeError(f"{method} takes Values and real numbers, not {type(data).__name__}")
    return made


vars(operators).update(Value=Value, Condition=Condition, operand=operand, demanded=demanded)


def apply(name: str, *operands: Any) -> Value:
    """The row `name` applied to Values and numbers."""
    if name == "where":
        return where(*operands)
    first, *others = operands
    made: Value = getattr(demanded(first, name), METHODS.get(name, name))(*[demanded(o, name) for o in others])
    return made


METHODS = {
    **{name: f"__{name}__" for name in "add sub mul pow mod floordiv neg abs lt le gt ge eq ne".split()},
    "div": "__truediv__", "logical_and": "__and__", "logical_or": "__or__", "logical_not": "__invert__",
    "floor": "__floor__", "ceil": "__ceil__",
}  # fmt: skip
"""The rows whose method is an operator."""


def where(condition: Value | float, then: Value | float, otherwise: Value | float) -> Value:
    """`then` where `condition` is true, else `otherwise`; only the chosen one gets a gradient.

    >>> x = Value(-2.0)
    >>> where(x > 0, x, 0.1 * x).data
    -0.2
    """
    c, x, y = (demanded(data, "where") for data in (condition, then, otherwise))
    chosen = c._data != 0
    flows = (NOTHING, 1.0, NOTHING) if chosen else (NOTHING, NOTHING, 1.0)
    return made_by("where", x._data if chosen else y._data, (c, x, y), flows)


def reduced(name: str, operands: Sequence[Value | float]) -> Value:
    """`sum` or `logsumexp` as one node; raises ValueError when there are no operands."""
    if not operands:
        raise ValueError(f"{name} of Values needs at least one")
    values = tuple([data if type(data) is Value else demanded(data, name) for data in operands])
    numbers_ = [value._data for value in values]
    code = TABLE[name].code
    out = scalar.FORWARD[code](*numbers_)
    return made_by(name, out, values, scalar.PULL[code](1.0, out, *numbers_))


def made_by(name: str, data: float, operands: tuple[Value, ...], derivatives: tuple[float, ...]) -> Value:
    """A Value made by the row `name`."""
    made = constant(data)
    made._code = TABLE[name].code
    made._prev = operands
    made._locals = derivatives
    return made


def ancestors(roots: Iterable[Value]) -> list[Value]:
    """Everything that `roots` were computed from, and they themselves, in creation order."""
    found = dict.fromkeys(roots)
    pending = list(found)
    for node in pending:  # grows while it is walked
        for operand_ in node._prev:
            if operand_ not in found:
                found[operand_] = None
                pending.append(operand_)
    pending.sort(key=_serial)
    return pending


def flow_back(nodes: Iterable[Value]) -> None:
    """Pass gradients along `nodes`, the newest first."""
    for node in nodes:
        upstream = node._grad
        derivatives = node._locals
        if len(derivatives) == 2:  # spelled out, for most operations have two operands
            first, second = node._prev
            df, ds = derivatives
            if df is not NOTHING:
                first._grad += upstream * df
            if ds is not NOTHING:
                second._grad += upstream * ds
        elif derivatives:
            for operand_, derivative in zip(node._prev, derivatives):  # noqa: B905  # `strict` costs as much as the step
                if derivative is not NOTHING:
                    operand_._grad += upstream * derivative
        elif node._code == WRITTEN:
            node._backward()


def _operations(output: Value) -> list[Value]:
    """`output` and what it was computed from, leaves left out, the newest first; their gradients are 0 then."""
    zero = float("0")  # an object of its own: whoever holds it was found by this search
    output._grad = zero
    found = [output]
    for node in found:  # grows while it is walked
        for operand_ in node._prev:
            if operand_._grad is not zero and operand_._prev:
                operand_._grad = zero
                found.append(operand_)
    found.sort(key=_serial, reverse=True)
    return found


def _pass_back(node: Value) -> None:
    if node._locals:
        flow_back([node])


def _boxed(item: Any) -> Any:
    import numpy as np

    return np.asarray(item, dtype=object)


def _unboxed(item: Any) -> Any:
    # NumPy hands its scalars over as arrays without a dimension.
    return item.item() if hasattr(item, "item") else item


def _called(value: Value) -> str:
    return value.label or "a Value"
