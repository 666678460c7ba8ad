"""Value: a scalar that remembers how it was made, so that a gradient can flow back through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from . import archive, making
from .conversions import Conversions, is_numpys
from .flow import backward, flow_back
from .frames import number_hashes, user_asks
from .generated import operators
from .generated.operators import Operators
from .making import demanded, link, number, reveal, write
from .node import (
    ABSENT,
    LEAF,
    MANY,
    NOTHING,
    UNREACHED,
    WRITTEN,
    About,
    Sealed,
    scope_in,
    site_in,
    tick,
    watched,
    written,
)
from .ops import BY_CODE, TABLE
from .order import ancestors, date
from .recent import FEW, called, recent, settle, sweep_if_due
from .recording import Site, active, attend, place
from .scopes.paused import rests


class Value(Operators["Value", "Condition"], Conversions):
    """A number with a gradient; operators and functions of it make new Values that know their operands.

    `data` is always a float. `_children`, `_op` and a `_backward` set later make an op written by hand.
    Raises TypeError for what is not a real number.

    >>> a = Value(3.0, label='a')
    >>> b = a + a
    >>> b.backward()
    >>> b.data, a.grad
    (6.0, 2.0)
    """

    __slots__ = ("__weakref__", "_about", "_code", "_data", "_dx", "_dy", "_grad", "_x", "_y")
    _grad: float
    _code: int  # position of its row in the op table, or LEAF, CONSTANT, WRITTEN
    _x: Any  # the first operand: a Value, or the number of a constant that nobody has looked at; None if there is none
    _y: Any  # the second one likewise; all of them in a tuple where there are more, or where the op is written by hand
    _dx: Any  # local derivative by the first operand, ABSENT where there is no Value; MANY if there are more than two
    _dy: Any  # by the second; a tuple of all of them if there are more than two
    _about: Any  # None while it is recent, else `Sealed`, the moment of its creation, that and its site, or an `About`

    def __init__(self, data: float, _children: Iterable[Value] = (), _op: str = "", label: str = "") -> None:
        self._data = data if type(data) is float else number(data)
        self._grad = 0.0
        self._code = LEAF
        self._x = self._y = None
        self._dx = self._dy = ABSENT
        if children := tuple(_children):
            write(self, children)
        if children:
            self._about = About(tick(), label=label, symbol=_op, given=tuple([child._data for child in children]))
        else:
            self._about = About(tick(), label=label, symbol=_op) if _op or label else tick()
        if type(self) is Value:
            become(self, Bare)
        if active:
            where, scope = place()
            self._know(site=where, scope=scope)
            self._data = active[-1].numbers.get(self, self._data)
        elif len(recent) > FEW:
            sweep_if_due()  # Python's collector, which also asks for a sweep, may be off
        if watched:
            written((self,))  # one that is initialized again, as a rerun does with the Values of the run before

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
        if watched:
            written((self,))

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
        if self._about is None:
            settle()  # a backward pass along recent operations treats their gradients as unset
        self._grad = number(value)

    @property
    def label(self) -> str:
        """Its name in pictures; empty when it has none."""
        about = self._about
        return about.label if type(about) is About else ""

    @label.setter
    def label(self, text: str) -> None:
        about = self._about
        if type(about) is About:
            self._about = about._replace(label=str(text))
        else:  # most Values of a cell get their name here
            self._about = About(self._serial, site_in(about), scope_in(about), str(text))

    @property
    def _prev(self) -> tuple[Value, ...]:
        """Its operands in order, repeats kept."""
        x, y = self._x, self._y
        if type(y) is tuple:
            return y
        if type(x) is float or type(y) is float:
            x, y = reveal(self)
        return () if x is None else (x,) if y is None else (x, y)

    @property
    def _locals(self) -> tuple[float, ...]:
        """The local derivative for each operand; NOTHING for what was not selected, ABSENT for a constant."""
        if self._code < 0:
            return ()
        stored: tuple[float, ...] = self._dy if self._dx is MANY else (self._dx, self._dy)[: len(self._prev)]
        return stored

    @_locals.setter
    def _locals(self, derivatives: tuple[float, ...]) -> None:
        operands = self._prev
        if len(operands) > 2:
            self._dx, self._dy = MANY, derivatives
        else:
            self._dx, self._dy = (*derivatives, ABSENT)[:2]

    @property
    def _serial(self) -> int:
        """When it was made; for what a backward pass has sealed, an order in which operands come first."""
        about = self._about
        if about is None or type(about) is Sealed:
            date([self])
            about = self._about
        return about if type(about) is int else about[0]

    @property
    def _site(self) -> Site:
        """Where in the user's code it was made; AttributeError for what was made outside a recording."""
        place: Site | None = site_in(self._about)
        if place is None:
            raise AttributeError("_site")
        return place

    @_site.setter
    def _site(self, place: Site) -> None:
        self._know(site=place)

    def _know(self, **facts: Any) -> None:
        serial, about = self._serial, self._about
        known = about if type(about) is About else About(serial, site_in(about), scope_in(about))
        self._about = known._replace(**facts)

    @property
    def _op(self) -> str:
        """The operation as code writes it: `+`, `tanh`; empty for a leaf."""
        if self._code >= 0:
            return BY_CODE[self._code].symbol
        about = self._about
        return about.symbol if type(about) is About else ""

    @_op.setter
    def _op(self, symbol: str) -> None:
        self._know(symbol=str(symbol))

    @property
    def _backward(self) -> Callable[[], object]:
        """Passes the gradient of this on to its operands, once."""
        about = self._about
        if type(about) is About and about.hand is not None:
            step: Callable[[], object] = about.hand
            return step
        return lambda: None if self._code == WRITTEN else flow_back([self])

    @_backward.setter
    def _backward(self, step: Callable[[], object]) -> None:
        # A row with a backward of its own is an op written by hand.
        self._know(hand=step, symbol=self._op)
        if self._prev:
            write(self, self._prev)

    @rests
    def backward(self) -> None:
        """Add the derivative of this with respect to each leaf to the leaf's `grad`; set that of Values between.

        As in PyTorch, a second call adds to the leaves again and never counts an intermediate twice.
        """
        if active:
            for value in ancestors([self]):
                active[-1].touch(value)
        if self._code <= LEAF:
            self._grad += 1.0
        else:
            backward(self)

    def __repr__(self) -> str:
        return self._plain_text() or f"{type(self).__name__}(data={self._data!r}, grad={self._grad!r})"

    __hash__ = object.__hash__

    def __floor__(self) -> Value:
        made = super().__floor__()
        return _int(made) if active and user_asks() else made

    def __ceil__(self) -> Value:
        made = super().__ceil__()
        return _int(made) if active and user_asks() else made

    @property
    def __class__(self) -> type:
        """Its class; while a cell runs whose numbers became Values, `float`, `int` or `bool` to the user's own code.

        So `isinstance(x, float)` and `case float():` answer as they do for the numbers that the cell was written with.
        """
        kind = type(self)
        plain = active[-1].plain if active and (kind is Bare or kind is Condition) else None
        return plain(self, decides=True) if plain is not None and user_asks() else kind

    @__class__.setter
    def __class__(self, kind: type) -> None:
        become(self, kind)

    def __reduce__(self) -> Any:
        return archive.archived(self)

    def __copy__(self) -> Value:
        made: Value = self if archive.is_number(self) else archive.twin(self)
        return made

    @property
    def __deepcopy__(self) -> Callable[[Any], Value]:
        """Itself where it stands for a number; else there is none, and `copy` takes it apart as pickle does."""
        if archive.is_number(self):
            return lambda _: self
        raise AttributeError("__deepcopy__")


class Bare(Value):
    """The class of every Value not made by a user's own subclass: without a constructor, it is made twice as fast.

    Since all are of one class, Python also reads their slots faster. It goes by the name of Value.
    """

    __slots__ = ()
    if TYPE_CHECKING:

        def __init__(self) -> None: ...
    else:
        __new__, __init__ = object.__new__, object.__init__


Bare.__name__ = Bare.__qualname__ = "Value"

become: Callable[[Value, type], None] = object.__dict__["__class__"].__set__
"""Give an object another class."""


def _anew(cls: type[Value], *_: Any, **__: Any) -> Value:
    if not active:
        return object.__new__(cls)
    made: Value = active[-1].make(Bare if cls is Value else cls)
    become(made, cls)  # its constructor runs next
    return made


# Set only now: a class whose base has a `__new__` in Python gets one itself, whatever it declares.
Value.__new__ = _anew  # type: ignore[method-assign, assignment]


class Condition(Bare):
    """The truth of a comparison, 1 or 0; `where` takes it as it is, `if` makes it a guard."""

    __slots__ = ()

    def where(self, then: Value | float, otherwise: Value | float) -> Value:
        """`then` where this is true, else `otherwise`; only the chosen one gets a gradient."""
        return where(self, then, otherwise)

    # Between conditions, Python's bitwise operators mean logic; next to a number they mean bits, as for bool.

    def __and__(self, other: Any) -> Any:
        return self.logical_and(other) if _is_condition(other) else super().__and__(other)

    def __or__(self, other: Any) -> Any:
        return self.logical_or(other) if _is_condition(other) else super().__or__(other)

    def __xor__(self, other: Any) -> Any:
        return self != other if _is_condition(other) else super().__xor__(other)

    def __pos__(self) -> Value:  # type: ignore[override]
        return self + 0 if active and active[-1].plain is not None else self

    def __invert__(self) -> Value:
        # Python's bool is an int, whose `~` flips bits: a cell that is written with numbers means that.
        plain = active and active[-1].plain is not None and not is_numpys(self)
        return self.__rsub__(-1) if plain else self.logical_not()

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __hash__(self) -> int:
        """By identity; as a key of a cell whose numbers became Values, its truth, which is then a guard."""
        if active and active[-1].plain is not None and number_hashes():
            return hash(bool(self))
        return object.__hash__(self)

    def __repr__(self) -> str:
        return self._plain_text() or f"Condition({self._data != 0})"


def _int(made: Value) -> Value:
    """What `math.floor` has made, which is an int in a cell that is written with numbers; NumPy's is a float."""
    if active[-1].plain is not None:
        made._know(whole=True)
    return made


def _is_condition(item: Any) -> bool:
    return isinstance(item, (Condition, bool)) or type(item).__name__ in ("bool_", "bool")  # NumPy's


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


def made_by(name: str, data: float, operands: tuple[Value, ...], derivatives: tuple[float, ...]) -> Value:
    """A Value made by the row `name`."""
    made = Bare()
    made._data = data
    made._grad = UNREACHED
    made._code = TABLE[name].code
    made._about = None
    link(made, operands, derivatives)
    if called:
        attend(made)
    else:
        recent.append(made)
    return made


for inherited in (*vars(Operators).values(), *vars(Conversions).values()):
    if isinstance(inherited, FunctionType):  # Python's messages name the class that users know
        inherited.__qualname__ = f"Value.{inherited.__name__}"

# For the modules that come before this one and make Values all the same.
making.Bare, making.Value = Bare, Value
operators.Bare, operators.Compared = Bare, Condition
