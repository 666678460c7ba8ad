"""Names: what the names of a cell are bound to, recorded as it happens."""

from __future__ import annotations

import numbers
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, NamedTuple

from ...engine.node import LEAF, written
from ...engine.recent import moment
from ...engine.recording import Recording, active
from ...engine.scopes.paused import bound, silent
from ...engine.value import Value
from ..text.constants import same
from ..text.reading import Literal, Place
from .alive import Alive
from .containers import members
from .mathematics import twin

SEVERAL = 12
"""The most Values in one list, or under one name, that get a slider each."""

PLAIN = frozenset({float, int, bool})

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

MARKS = "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′"
"""What tells Values of one name apart."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A number that became a Value, so that it can be an input."""

    value: Value
    name: str
    whole: bool  # it was an int
    text: str = ""  # the number as the cell has it, if it does


class Called(NamedTuple):
    """What a Value is called in the cell; a loop's Values of one name share it."""

    label: str  # the name that became its label here; empty if it had one
    names: tuple[str, ...] = ()  # all that it was bound to, in order


@dataclass(frozen=True, slots=True)
class Recall:
    """What a rerun knows of the inputs."""

    moved: dict[str, float] = field(default_factory=dict)  # by name, where the number is no longer the one in the code
    inputs: frozenset[Value] = frozenset()  # of the run before
    slots: tuple[tuple[str, Lifted], ...] = ()  # the inputs of the first run, in order, with their Values of now
    output: str | None = None  # the name of the first output; empty if it was an expression


class Names(MutableMapping[str, Any]):
    """The names of a running cell, passed to `exec` as its locals; everything goes through to the namespace.

    Numbers bound at the places in `literals`, and those bound to the names in `wanted`, become Values, and so do the
    numbers in what is bound at the places in `displays`; a Value gets the first name that it is bound to as its label.

    >>> names = Names({}, {(1, 'x'): (Literal(3.0, 0),)})
    >>> code = compile('x = 3.0; y = x * 2; z = y', '<cell>', 'exec')
    >>> names.watch(code)
    >>> exec(code, names.namespace, names)
    >>> [(value.label, value.data, called.names) for value, called in names.called.items()]
    [('x', 3.0, ('x',)), ('y', 6.0, ('y', 'z'))]
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        literals: Mapping[Place, tuple[Literal, ...]],
        wanted: frozenset[str] = frozenset(),
        recall: Recall | None = None,
        displays: Collection[Place] = (),
    ) -> None:
        self._displays = displays
        self._recall = recall
        self.namespace = namespace
        self.called = Alive[Called]()
        self.lifted: list[Lifted] = []
        self.leaves: dict[str, list[Value]] = {}  # leaves that the cell made itself and bound to a name
        self.held: dict[Value, str] = {}  # the cell's own leaves, by their first place in a container
        self.current: dict[str, Value] = {}  # the Values bound now, the last bound last
        self.numbers: dict[str, bool] = {}  # the plain numbers bound now: did control flow look at data just before?
        self.looked: dict[str, int] = {}  # how many guards there were when the name was bound
        self.last = ""  # the name bound last
        self._guards = 0  # how many there were at the binding before
        self._literals = literals
        self._wanted = wanted
        self._liftable = wanted | {name for _, name in literals}
        self._groups: dict[int, Value] = {}
        self._shared: dict[Called, Called] = {}
        self._watched: dict[int, CodeType] = {}  # by identity: the hash of a code object walks its bytecode
        self.told: Collection[int] = ()  # offsets of instructions: when one reads or binds a name, `reached` is told
        self.reached: Callable[[FrameType], None] = lambda frame: None
        self.began = moment()

    def watch(self, code: CodeType) -> None:
        """Treat `code` as the cell's own; literals in an `exec` inside the cell are left alone."""
        self._watched[id(code)] = code

    def __setitem__(self, name: str, value: Any) -> None:
        if self.told and (frame := sys._getframe(1)).f_lasti in self.told:
            self.reached(frame)
        if silent:
            bound()
        if not isinstance(value, Value):
            value = self._taken_up(name, value)
        self.namespace[name] = value
        self.current.pop(name, None)
        self._look_at(name, value)
        if isinstance(value, Value):
            self.current[name] = value
            if self._recall is not None and not self._is_bound(value):
                self._remind(self._recall, name, value)
            self.note(name, value)
        elif isinstance(value, list | tuple | dict) and len(value) <= SEVERAL:
            self._note_leaves(name, value)

    def _taken_up(self, name: str, value: Any) -> Any:
        """What a name is bound to in place of `value`: a Value for a number, the twin of a function of `math`."""
        if name in self._liftable and type(value) in (float, int):
            return self._lift(name, value)
        if name in self._wanted or (isinstance(value, list | tuple | dict) and self._is_display(name)):
            before = len(self.lifted)
            value = lifted(name, value, self.lifted)
            for one in self.lifted[before:] if not isinstance(value, Value) else ():
                self._label(one.value.label, one.value)
        return twin(value)

    def _look_at(self, name: str, value: Any) -> None:
        """Remember which plain numbers control flow may have chosen."""
        guards = len(active[-1].guards) if active else 0
        if type(value) in PLAIN:
            self.numbers[name] = guards > self._guards
        elif name in self.numbers:
            del self.numbers[name]
        self.last = name
        self._guards = self.looked[name] = guards

    def is_guarded(self, recording: Recording) -> bool:
        """Whether control flow has looked at data since the last binding."""
        return len(recording.guards) > self._guards

    def _note_leaves(self, name: str, container: Any) -> None:
        """Remember where leaves were held: by the end the name of their container may be bound to something else."""
        inside = members(name, container)
        for path, value in inside if len(inside) <= SEVERAL else ():
            if path and self.own_leaf(value):
                self.held.setdefault(value, path)

    def __getitem__(self, name: str) -> Any:
        if self.told and (frame := sys._getframe(1)).f_lasti in self.told:
            self.reached(frame)
        return self.namespace[name]

    def __delitem__(self, name: str) -> None:
        if self.told and (frame := sys._getframe(1)).f_lasti in self.told:
            self.reached(frame)
        del self.namespace[name]
        self.current.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.namespace)

    def __len__(self) -> int:
        return len(self.namespace)

    def note(self, name: str, value: Value) -> None:
        """Give `value` the name, as its label if it has none yet, otherwise as a further name."""
        label = "" if value.label else name
        if label:
            value.label = label
        known = self.called.get(value) or Called("")
        if name not in known.names:
            self._call(value, Called(known.label or label, (*known.names, name)))
            if self.own_leaf(value):
                self.leaves.setdefault(name, []).append(value)
        elif label:
            self._call(value, known._replace(label=label))

    def _remind(self, recall: Recall, name: str, value: Value) -> None:
        """Give an input made in a branch not taken before the number that its name was moved to."""
        if value in recall.inputs:
            recall.moved.pop(name, None)
        elif name in recall.moved and self.own_leaf(value):
            value._data = recall.moved[name]
            written((value,))

    def catch_up(self) -> None:
        """Notice the Values that `global`, a walrus in a comprehension or a line magic has bound behind our back."""
        for name, value in list(self.namespace.items()):
            if isinstance(value, Value) and self._is_new(name, value):
                self.note(name, value)
                newest = max((other._serial for other in self.current.values()), default=0)
                late = value._serial > newest
                self.current = {**self.current, name: value} if late else {name: value, **self.current}

    def _is_new(self, name: str, value: Value) -> bool:
        return name not in self.current and value._serial > self.began and not name.startswith("_")

    def expect(self, names: Iterable[str]) -> None:
        """Know the Values that `names` hold before the cell rebinds them."""
        for name in names:
            value = self.namespace.get(name)
            if isinstance(value, Value) and value.label == name:
                self._label(name, value)

    def _label(self, label: str, value: Value) -> None:
        self._call(value, (self.called.get(value) or Called(""))._replace(label=label))

    def _call(self, value: Value, called: Called) -> None:
        self.called.put(value, self._shared.setdefault(called, called))

    def _is_bound(self, value: Value) -> bool:
        called = self.called.get(value)
        return called is not None and bool(called.names)

    def tell_apart(self) -> None:
        """Number the older Values of a name that was bound again; the newest keeps the plain name."""
        labelled: dict[str, list[tuple[Value, Called]]] = {}
        for value, called in self.called.items():
            if called.label:
                labelled.setdefault(called.label, []).append((value, called))
        for name, values in labelled.items():
            for count, (value, called) in enumerate(values[:-1], 1):
                if value.label == name:  # not if the user has chosen another
                    value.label = f"{name}⁽{str(count).translate(SUPERSCRIPT)}⁾"
                    self._call(value, called._replace(names=tuple([each for each in called.names if each != name])))

    def own_leaf(self, value: Value) -> bool:
        """Whether `value` is a leaf that was made while the cell ran."""
        return value._code == LEAF and value._serial > self.began

    def _is_display(self, name: str) -> bool:
        frame = sys._getframe(3) if self._displays else None
        return frame is not None and id(frame.f_code) in self._watched and (frame.f_lineno, name) in self._displays

    def _lift(self, name: str, number: int | float) -> Any:
        frame = sys._getframe(3)
        if id(frame.f_code) not in self._watched:
            return number
        for literal in self._literals.get((frame.f_lineno, name), ()):
            if same(literal.value, number):
                return self._lift_once(name, number, literal.group)
        return lifted(name, number, self.lifted) if name in self._wanted else number

    def _lift_once(self, name: str, number: int | float, group: int) -> Value:
        if group not in self._groups:
            self._groups[group] = lifted(name, number, self.lifted)
        return self._groups[group]


def lifted(name: str, value: Any, into: list[Lifted]) -> Any:
    """`value` with a Value for each plain number; the items of a list or dict are replaced in place and labelled."""
    if type(value) is tuple:
        return tuple(lifted(name, list(value), into))
    if isinstance(value, list | dict):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            value[key] = lifted(path := f"{name}[{key!r}]", item, into)
            if isinstance(value[key], Value):
                value[key].label = value[key].label or path
    elif is_number(value):
        made = Value(value)
        made._know(whole=isinstance(value, int))
        into.append(Lifted(made, name, isinstance(value, int)))
        return made
    return value


def is_number(value: object) -> bool:
    """Whether `value` is a plain real number; truth values do not count."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)
